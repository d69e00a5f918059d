"""The sill of the door: what no operation should ever meet is refused here, once for all."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from ninja.types import DictStrAny

from zhidun.api.problems import BadRequest, BodyUnfit, MethodRefused
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t

View = Callable[..., HttpResponseBase]
DEEPEST = 40
"""Levels of lists and objects a body may have."""
LARGEST_WHOLE = 2**63
NOT_ALLOWED = 405


class HouseParser(Parser):
    """Reads JSON, forms and queries; refuses what no text column holds and what no number column holds."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Return the JSON of a body.

        Raises:
            BadRequest: it is no JSON in UTF-8, or nested deeper than 40 levels.
            BodyUnfit: it has a NUL character, half a surrogate pair, or a number nobody could mean.
        """
        return cast("DictStrAny", read_json(request.body))

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        """Return a query, form fields or files. Raises BodyUnfit for a NUL character."""
        for key, values in data.lists():
            for value in (key, *values):
                if isinstance(value, str) and not plain(value):
                    raise _unfit(key)
        return super().parse_querydict(data, list_fields, request)


def read_json(body: str | bytes) -> object:
    """Return the JSON of a text.

    Raises:
        BadRequest, BodyUnfit: as `HouseParser.parse_body`.
    """
    try:
        found: object = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    _look_through(found)
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _look_through(found: object) -> None:
    waiting: list[tuple[object, int, str]] = [(found, 0, "body")]
    while waiting:
        value, depth, place = waiting.pop()
        if depth > DEEPEST:
            raise BadRequest
        if isinstance(value, dict):
            waiting += [(part, depth + 1, str(key)) for key, part in value.items()]
            waiting += [(key, depth + 1, "body") for key in value]
        elif isinstance(value, list):
            waiting += [(part, depth + 1, place) for part in value]
        elif (isinstance(value, str) and not plain(value)) or (isinstance(value, int) and abs(value) >= LARGEST_WHOLE):
            raise _unfit(place)


def plain(text: str) -> bool:
    """Say whether a text can be stored and sent: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and text.isascii() | (not any("\ud800" <= one <= "\udfff" for one in text))


def _unfit(place: str) -> BodyUnfit:
    field = place if plain(place) else "body"
    why = t("含有不能保存的字符或数字。", "Has a character or number that cannot be stored.")
    return BodyUnfit(errors={field: Invalid(why, field=field)})


def guarded(view: View) -> View:
    """Refuse what a path must not hold, and tell a refused method as Problem Details."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **words: object) -> HttpResponseBase:
        if not all(plain(one) for one in words.values() if isinstance(one, str)):
            raise NotFound
        response = view(request, *args, **words)
        if response.status_code == NOT_ALLOWED:
            return _told(response)
        return response

    return answer


def _told(response: HttpResponseBase) -> HttpResponseBase:
    problem = MethodRefused().problem(translation.get_language() or "zh")
    response.headers["Content-Type"] = "application/problem+json"
    cast("Any", response).content = json.dumps(problem, ensure_ascii=False).encode()
    return response
