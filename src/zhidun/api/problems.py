"""How the door refuses: what the framework raises becomes a Refusal, which `site` renders in one place."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import REF_TEMPLATE

from zhidun.api.schemas import Problem
from zhidun.kernel.errors import Invalid, NotFound, Refusal, SignInNeeded
from zhidun.kernel.text import t

REFUSED = frozenset({400, 401, 403, 404, 409, 413, 415, 422, 429, 503, 507})
"""Every operation may answer these with a problem."""
REPEATABLE: dict[str, Any] = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "The same call with the same key has one effect and one answer.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]+$"},
        }
    ]
}
"""What the description of an operation says that may be repeated with a key."""


def answers(model: Any, *, status: int = 200) -> dict[Any, Any]:  # noqa: ANN401  ninja takes any type here
    """Return the `response` of an operation: its own answer. How it refuses is raised, and told by `describe`."""
    return {status: model}


def file_answer(media_type: str) -> dict[str, Any]:
    """Return the description of an operation whose answer is a file."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "OK", "content": content}}}


def describe(responses: dict[Any, Any]) -> None:
    """Add the problems to the responses of one operation in the OpenAPI document."""
    for status in sorted(REFUSED):
        content = {"application/problem+json": {"schema": {"$ref": REF_TEMPLATE.format(model=Problem.__name__)}}}
        responses[status] = {"description": HTTPStatus(status).phrase, "content": content}


def shapes() -> dict[str, Any]:
    """Return the JSON Schemas that the responses of `describe` point to, by name."""
    schema = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    return dict(schema["$defs"])


class BodyUnfit(Invalid):
    """The request's body, query or path does not have the shape of the operation."""

    code = "request.unfit"
    default_reason = t("请求内容与接口定义不符。", "The request does not have the shape of this operation.")
    default_remedy = t("请按 errors 中的字段修改,接口定义见 /api/docs。", "Change the fields in errors; see /api/docs.")


class BadRequest(Refusal):
    """A request that cannot be read at all."""

    code = "request.unreadable"
    status = 400
    default_reason = t("请求无法解析。", "The request cannot be read.")
    default_remedy = t("请发送符合接口定义的请求,见 /api/docs。", "Send a request as described at /api/docs.")


class MethodRefused(Refusal):
    """A method this address does not know."""

    code = "request.method"
    status = 405
    default_reason = t("该地址不支持此请求方法。", "This address does not take this method.")
    default_remedy = t("可用方法见 Allow 头和 /api/docs。", "See the Allow header and /api/docs.")


def install(api: NinjaAPI) -> None:
    """Let the framework's own errors leave the API as refusals."""
    handlers: dict[type[Exception], Any] = {
        ValidationError: _unfit,
        AuthenticationError: _not_signed_in,
        HttpError: _plain,
        Http404: _unknown,
        Exception: _onward,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _unfit(request: HttpRequest, error: ValidationError) -> NoReturn:
    del request
    faults: dict[str, Refusal] = {}
    for one in error.errors:
        places = [str(part) for part in one.get("loc", ())]
        if places[:1] == ["path"]:  # an address nobody has: the same answer as for one that is not for this caller
            raise NotFound
        place = ".".join(part for part in places if part not in {"body", "payload", "query", "form", "file"})
        message = str(one.get("msg", ""))
        faults[place or "body"] = Invalid(t(f"不符合要求:{message}", message), field=place or "body")
    raise BodyUnfit(errors=faults)


def _not_signed_in(request: HttpRequest, error: AuthenticationError) -> NoReturn:
    del request
    raise SignInNeeded from error


def _plain(request: HttpRequest, error: HttpError) -> NoReturn:
    del request
    if isinstance(error.__cause__, Refusal):
        raise error.__cause__
    raise BadRequest from error


def _unknown(request: HttpRequest, error: Http404) -> NoReturn:
    del request
    raise NotFound from error


def _onward(request: HttpRequest, error: Exception) -> NoReturn:
    """Refusals and faults alike are told by `site`, also while debugging."""
    del request
    raise error
