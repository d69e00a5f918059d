"""What a comparer answers, and the list of comparers: functions whose docstrings are the published explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
Score = Callable[[View], Floats]
Reason = Callable[[View, int], Text]
Route = str


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


@dataclass(frozen=True, slots=True)
class Comparer:
    """One respect in which texts are compared: title, score of many at once, reason of one."""

    name: str
    title: Text
    score: Score
    reason: Reason
    explanation: str


COMPARERS: Final[dict[str, Comparer]] = {}


def comparer(name: str, title: Text, reason: Reason) -> Callable[[Score], Score]:
    """Declare a comparer under `name`; its docstring is published, so it must have one.

    Raises:
        TypeError: the function has no docstring.
    """

    def declare(score: Score) -> Score:
        if not (score.__doc__ or "").strip():
            raise TypeError(f"comparer {name!r} has no docstring: it is the published explanation")
        COMPARERS[name] = Comparer(name, title, score, reason, " ".join((score.__doc__ or "").split()))
        return score

    return declare


def compare(name: str, view: View, number: int = 0) -> Likeness:
    """Return one respect of one comparison of a view, with its reason."""
    found = COMPARERS[name]
    return Likeness(name, float(found.score(view)[number]), found.reason(view, number))
