"""What a comparer answers, and the list of comparers: functions whose docstrings are the published explanation."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t

Floats = NDArray[np.float32]
V = TypeVar("V")
F = TypeVar("F", bound=Callable[[Any], Floats])
"""The view a comparer reads: `View` (symbols) or `LatinView` (letters)."""


NOT_MEANT: Final = t("所换的字含义不相近", "the characters exchanged are not near in meaning")
NONE_EXCHANGED: Final = t("没有换字", "no character is exchanged")
MADE_ONE: Final = t("l/I/1、0/O、rn/m 视为相同后比较", "compared with l/I/1, 0/O, rn/m made one")
NO_GENERIC: Final = t("没有通用词,整体即显著部分", "no generic words: the whole is the distinctive part")
SAYS_NOTHING: Final = frozenset({NOT_MEANT.zh, NONE_EXCHANGED.zh, MADE_ONE.zh, NO_GENERIC.zh})
"""Reasons that say how something was compared, or that it was not found: nothing for a sentence about likeness."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two things are in one respect.

    Attributes:
        name: the respect, such as `sound`.
        score: 0 to 1.
        reason: the parts compared, in both languages.
    """

    name: str
    score: float
    reason: Text

    def as_dict(self) -> dict[str, object]:
        """Return `{"name", "score", "reason": {"zh", "en"}}`."""
        return {"name": self.name, "score": round(self.score, 4), "reason": self.reason.as_dict()}


class Reasons(tuple[Likeness, ...]):  # noqa: SLOT001  it keeps what it wrote
    """Every respect of one comparison, the weightiest first."""

    @cached_property
    def written(self) -> bytes:
        """The reasons as JSON, written once: the same words of many titles are like the same mark."""
        return json.dumps([one.as_dict() for one in self], ensure_ascii=False).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Comparer(Generic[V]):
    """One respect in which texts are compared: title, score of many at once, reason of one."""

    name: str
    title: Text
    score: Callable[[V], Floats]
    reason: Callable[[V, int], Text]
    explanation: str


COMPARERS: Final[dict[str, Comparer[Any]]] = {}


def comparer(name: str, title: Text, reason: Callable[[V, int], Text]) -> Callable[[F], F]:
    """Declare a comparer under `name`; its docstring is published, so it must have one.

    Raises:
        TypeError: the function has no docstring.
    """

    def declare(score: F) -> F:
        if not (score.__doc__ or "").strip():
            raise TypeError(f"comparer {name!r} has no docstring: it is the published explanation")
        COMPARERS[name] = Comparer(name, title, score, reason, " ".join((score.__doc__ or "").split()))
        return score

    return declare


def compare(name: str, view: object, number: int = 0) -> Likeness:
    """Return one respect of one comparison of a view, with its reason."""
    found = COMPARERS[name]
    score = float(np.clip(found.score(view)[number], 0, 1))
    return Likeness(name, score, found.reason(view, number))
