"""Scorers: declared, versioned lists of weighted features, read from the packs; published ones are never edited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from zhidun.kernel.errors import NotFound
from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t
from zhidun.similarity import cantonese, characters, glyph, latinview, sound, spelt, wholes
from zhidun.similarity.likeness import COMPARERS, Likeness, compare

Floats = NDArray[np.float32]
DECLARED = (cantonese, characters, glyph, latinview, sound, spelt, wholes)
"""Modules whose import declares comparers."""


RENOWN: Final = t(
    "通用词典收有其名称:知名的标识更易被攀附,相近处略加重看",
    "a general dictionary holds the name: known marks are imitated, so likeness counts a little more",
)
HALF_KNOWN: Final = 0.2
"""Mean of what two marks are known for where that is left out: a guarded mark a little known, another that is not."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Calibration: points with straight lines between, from (0, 0) to (1, 1)."""

    froms: tuple[float, ...]
    tos: tuple[float, ...]

    def at(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the calibrated values."""
        return np.asarray(np.interp(values, np.array(self.froms), np.array(self.tos)), np.float64)


@dataclass(frozen=True, slots=True)
class Route:
    """One way two marks can be alike: the features it weighs and how their mean becomes a score.

    Attributes:
        renown: part of what is missing to 1 that is made up where a dictionary holds both marks; half where one.
        fame: the same by how widely the marks are known, where both are known to everybody; where that is left out
            (in titles) as of a guarded mark that is a little known (`HALF_KNOWN`).
        lifts: comparers that are not weighed in, each with the part of what is missing to 1 that it makes up in full.
        most: highest score of the route: marks in two scripts are never as near as the very same mark.
    """

    name: str
    title: Text
    features: Mapping[str, float]
    curve: Curve
    renown: float = 0.0
    fame: float = 0.0
    most: float = 1.0
    lifts: Mapping[str, float] = field(default_factory=dict)

    def score(self, view: object) -> Floats:
        """Return the score of every other mark of a view on this route, 0 to 1; 1 only for marks alike in all."""
        total = sum(self.features.values())
        mean = sum(weight * np.clip(COMPARERS[name].score(view), 0, 1) for name, weight in self.features.items())
        raw = np.asarray(mean, np.float64) / total
        if self.renown and (known := getattr(view, "renown", None)) is not None:
            raw = 1 - (1 - raw) * (1 - self.renown * known)
        if self.fame:
            known = getattr(view, "fame", None)
            raw = 1 - (1 - raw) * (1 - self.fame * (HALF_KNOWN if known is None else known))
        raw = self._lifted(raw, view)
        return np.round(self.curve.at(raw) * self.most, 5).astype(np.float32)

    def _lifted(self, raw: NDArray[np.float64], view: object) -> NDArray[np.float64]:
        for name, part in self.lifts.items():
            raw = 1 - (1 - raw) * (1 - part * np.clip(COMPARERS[name].score(view), 0, 1))
        return raw

    def bound(self, view: object, cheap: Collection[str], caps: Mapping[str, Floats] | None = None) -> Floats:
        """Return a score no pair of a view can exceed, from some of the features alone.

        Each other feature is taken as what `caps` says it can reach, or as 1.
        """
        most: Mapping[str, Any] = caps or {}
        total = sum(self.features.values())
        parts = (
            weight * (np.clip(COMPARERS[name].score(view), 0, 1) if name in cheap else most.get(name, 1.0))
            for name, weight in self.features.items()
        )
        raw = np.asarray(sum(parts), np.float64) / total
        known = getattr(view, "fame", None)
        raw = self._lifted(1 - (1 - raw) * (1 - self.fame * (HALF_KNOWN if known is None else 1.0)), view)
        return np.asarray(self.curve.at(raw) * self.most, np.float32)

    def factors(self, view: object, number: int) -> tuple[Likeness, ...]:
        """Return every feature of one comparison with its reason, the weightiest first."""
        found = [compare(name, view, number) for name in self.features]
        found += [one for one in (compare(name, view, number) for name in self.lifts) if one.score > 0]
        known = getattr(view, "renown" if self.renown else "fame", None) if self.renown or self.fame else None
        if known is not None and known[number]:
            found.append(Likeness("renown", float(known[number]), RENOWN))
        return self.ordered(found)

    def ordered(self, found: Iterable[Likeness]) -> tuple[Likeness, ...]:
        """Return respects by what they weigh, the weightiest first."""
        return tuple(sorted(found, key=lambda one: -one.score * self.features.get(one.name, 0)))


@dataclass(frozen=True, slots=True)
class Turned:
    """How a picture that was turned or mirrored counts.

    Attributes:
        keep: part of its likeness that it keeps.
        least: likeness of outlines it must keep with some right's for the learned eyes to look at it.
        over: times the best likeness of the picture as it came that this must be.
        most: positions of one picture that they look at.
    """

    keep: float
    least: float
    over: float
    most: int


@dataclass(frozen=True, slots=True)
class PictureRoute:
    """How pictures of one kind are scored: the eyes it weighs and how their mean becomes a score.

    Attributes:
        parts: parts of a picture that are compared, with what each counts (the whole: 1).
        closely: parts that the learned eyes look at too.
        turned: how other positions of the picture asked about count; None: they are not tried.
    """

    name: str
    title: Text
    features: Mapping[str, float]
    curve: Curve
    parts: Mapping[str, float]
    closely: frozenset[str]
    turned: Turned | None = None

    def score(self, by_eye: Mapping[str, Floats], *, turned: bool = False) -> Floats:
        """Return the score of each picture from its likeness by each eye, less where the one asked about was turned."""
        total = sum(self.features.values())
        raw = sum(weight * by_eye[name].astype(np.float64) for name, weight in self.features.items())
        keep = self.turned.keep if self.turned and turned else 1.0
        return np.round(self.curve.at(np.asarray(raw) / total * keep), 5).astype(np.float32)

    def tell(self, likeness: float) -> float:
        """Return the likeness by one eye on the scale of scores."""
        return round(float(self.curve.at(np.array([likeness]))[0]), 4)


@dataclass(frozen=True, slots=True)
class Scorer:
    """A published list of weighted features.

    Attributes:
        key: name and version, such as `text.v1`.
        routes: by name.
    """

    key: str
    routes: Mapping[str, Route]


def _route(name: str, raw: Mapping[str, Any]) -> Route:
    lifts = {key: float(part) for key, part in raw.get("lifts", {}).items()}
    unknown = {*raw["features"], *lifts} - set(COMPARERS)
    if unknown:
        raise ValueError(f"scorer: no comparer {', '.join(sorted(unknown))}; known: {', '.join(sorted(COMPARERS))}")
    features = {key: float(weight) for key, weight in raw["features"].items()}
    told = {key: float(raw[key]) for key in ("renown", "fame", "most") if key in raw}
    return Route(name, Text.of(raw["title"]), features, _curve(name, raw), lifts=lifts, **told)


def _curve(name: str, raw: Mapping[str, Any]) -> Curve:
    points = [(float(x), float(y)) for x, y in raw["calibration"]]
    if points[0] != (0.0, 0.0) or points[-1] != (1.0, 1.0) or points != sorted(points):
        raise ValueError(f"scorer: calibration of {name} must rise from [0, 0] to [1, 1]")
    return Curve(tuple(x for x, _ in points), tuple(y for _, y in points))


def picture_route(mode: str) -> PictureRoute:
    """Return how pictures of a kind (`logo`, `design`) are scored, by the newest scorer of pictures."""
    route = _newest_picture()["routes"][mode]
    curve = _curve(mode, route)
    return PictureRoute(
        mode,
        Text.of(route["title"]),
        {key: float(weight) for key, weight in route["features"].items()},
        curve,
        {key: float(weight) for key, weight in route.get("parts", {"whole": 1}).items()},
        frozenset(route.get("closely", ("whole",))),
        Turned(**route["turned"]) if "turned" in route else None,
    )


def picture_version() -> int:
    """Return the version of the newest scorer of pictures."""
    return int(_newest_picture()["version"])


def rows_version() -> int:
    """Return the version of pictures' scorer whose parts and vectors the newest one reads: indexes hang on it."""
    return int(_newest_picture().get("rows", picture_version()))


@cache
def _newest_picture() -> Mapping[str, Any]:
    return max(_declared("picture"), key=lambda raw: int(raw["version"]))


def _declared(name: str) -> list[Mapping[str, Any]]:
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for _, file in pack_files(f"similarity/{name}.v*.yaml")]


@cache
def scorers() -> dict[str, Scorer]:
    """Return every scorer the packs declare, by `id.vN`."""
    found = {}
    for raw in (*_declared("text"), *_declared("cantonese")):
        key = f"{raw['id']}.v{raw['version']}"
        if key in found:
            raise ValueError(
                f"scorer {key} is declared twice: a published scorer is never edited, give it a new version"
            )
        found[key] = Scorer(key, {name: _route(name, route) for name, route in raw["routes"].items()})
    return found


def scorer(name: str) -> Scorer:
    """Return a scorer by `id.vN`, or the newest version of `id`.

    Raises:
        NotFound: no pack declares it.
    """
    known = scorers()
    if name in known:
        return known[name]
    versions = [key for key in known if key.rpartition(".v")[0] == name]
    if not versions:
        raise NotFound(t(f"没有评分方案“{name}”。", f"There is no scorer “{name}”."))
    return known[max(versions, key=lambda key: int(key.rpartition(".v")[2]))]
