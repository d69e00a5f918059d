"""The map of the city's units: a schematic one of tiles, or an approved one with its review number (审图号)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

import yaml
from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.audit import record
from zhidun.access.models import CityMap
from zhidun.access.places import units
from zhidun.access.policies import need
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text, t

SETTING = "system:setting:change"
LARGEST = 4_000_000
MOST_POINTS = 60_000
WIDTH = 1000.0
REVIEW = re.compile(r"^(?:GS|[\u4e00-\u9fff])\s*\S{0,6}[(（〔\[【]\s*20\d\d\s*[)）〕\]】]\s*\d{1,6}\s*号$")
_HINT = t("例如 GS(2024)0650号 或 川S(2024)00012号。", "Such as GS(2024)0650号 or 川S(2024)00012号.")


@dataclass(frozen=True, slots=True)
class Shape:
    """One unit as drawn: an SVG path in a box `WIDTH` wide, and where its name stands."""

    code: str
    name: Text
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """The approved map ready to be drawn."""

    review_number: str
    height: float
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=4)
def _tiles(packs: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for _, file in pack_files("tiles.yaml", packs):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))["tiles"]
        found |= {str(code): (int(at[0]), int(at[1])) for code, at in content.items()}
    return found


def tiles() -> dict[str, tuple[int, int]]:
    """Return row and column of each unit on the schematic map, counted from 1."""
    return _tiles(pack_names())


def _rings(geometry: object) -> list[list[tuple[float, float]]]:
    if not isinstance(geometry, dict):
        return []
    parts = geometry.get("coordinates") or []
    polygons = [parts] if geometry.get("type") == "Polygon" else parts if geometry.get("type") == "MultiPolygon" else []
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]


def _code(properties: object) -> str:
    said = properties if isinstance(properties, dict) else {}
    known = {one.code: one.code for one in units()} | {one.name.zh: one.code for one in units()}
    for key in ("adcode", "code", "id", "name"):
        if (found := known.get(str(said.get(key, "")))) is not None:
            return found
    return ""


def _read(content: bytes) -> dict[str, list[list[tuple[float, float]]]]:
    """Read the units' rings out of a GeoJSON file.

    Raises:
        Invalid: no GeoJSON, no unit of the city in it, or far too fine.
    """
    try:
        features = json.loads(content.decode("utf-8"))["features"]
        found = {code: _rings(one.get("geometry")) for one in features if (code := _code(one.get("properties")))}
        points = sum(len(ring) for rings in found.values() for ring in rings)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as fault:
        raise Invalid(
            t("不是可用的 GeoJSON 文件。", "This is no GeoJSON that can be used."),
            t("请上传 FeatureCollection,几何为面。", "Upload a FeatureCollection of polygons."),
            field="file",
        ) from fault
    if not points or points > MOST_POINTS:
        raise Invalid(
            t(
                "没有认出本市的区(市)县,或坐标点过多。",
                "No unit of the city was found, or too many points.",
            ),
            t(
                "要素属性须含 adcode 或名称;可先简化边界。",
                "Features need an adcode or a name; simplify lines first.",
            ),
            field="file",
        )
    return found


@transaction.atomic
def approve_map(*, actor: Actor, content: bytes, filename: str, review_number: str) -> CityMap:
    """Take an approved map into use with its review number; the former one is kept and replaced.

    Raises:
        Forbidden: the actor has no `system:setting:change`.
        Invalid: too large, no usable GeoJSON, or a review number that is not written like one.
    """
    need(actor, SETTING)
    number = review_number.strip()
    if not REVIEW.match(number):
        raise Invalid(t("请填写审图号。", "Give the review number of the map."), _HINT, field="review_number")
    if len(content) > LARGEST:
        raise Invalid(t("地图文件超过 4 MB。", "The map is larger than 4 MB."), field="file")
    rings = _read(content)
    CityMap.objects.filter(replaced_at=None).update(replaced_at=time.now())
    row = CityMap.objects.create(
        review_number=number, filename=filename[:200], rings=rings, made_by=actor.key, made_name=actor.name.zh
    )
    record(
        actor=actor,
        action="map.approved",
        object_kind="map",
        object_key=number,
        facts={"file": filename, "units": sorted(rings)},
    )
    return row


@transaction.atomic
def withdraw_map(*, actor: Actor) -> None:
    """Go back to the schematic map.

    Raises:
        Forbidden, NotFound.
    """
    need(actor, SETTING)
    if not CityMap.objects.filter(replaced_at=None).update(replaced_at=time.now()):
        raise NotFound
    record(actor=actor, action="map.withdrawn", object_kind="map", object_key="")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the city lies and how it is put into the box: equirectangular, stretched at its middle latitude."""

    left: float
    top: float
    scale: float
    stretch: float
    height: float

    def at(self, point: list[float]) -> tuple[float, float]:
        """Return where a point of longitude and latitude is drawn."""
        x, y = point[0] - self.left, self.top - point[1]
        return round(x * self.scale, 1), round(y * self.scale * self.stretch, 1)


def _frame(points: list[list[float]]) -> _Frame:
    across, along = [one[0] for one in points], [one[1] for one in points]
    left, bottom, top = min(across), min(along), max(along)
    scale = WIDTH / max(max(across) - left, 1e-9)
    stretch = 1 / cos(radians((top + bottom) / 2))  # a degree of latitude against one of longitude, at its middle
    return _Frame(left, top, scale, stretch, round((top - bottom) * scale * stretch, 1))


def _shape(code: str, name: Text, rings: list[list[list[float]]], frame: _Frame) -> Shape:
    """Draw one unit; its name stands in the middle of its longest ring."""
    drawn = [[frame.at(point) for point in ring] for ring in rings]
    path = " ".join("M" + " L".join(f"{x},{y}" for x, y in ring) + "Z" for ring in drawn)
    longest = max(drawn, key=len)
    middle = (sum(x for x, _ in longest) / len(longest), sum(y for _, y in longest) / len(longest))
    return Shape(code, name, path, round(middle[0], 1), round(middle[1], 1))


def approved_map() -> Drawn | None:
    """Return the approved map in use, drawn in an equirectangular box, or None."""
    row = CityMap.objects.filter(replaced_at=None).order_by("-id").first()
    if row is None:
        return None
    frame = _frame([point for rings in row.rings.values() for ring in rings for point in ring])
    names = {one.code: one.name for one in units()}
    shapes = (_shape(code, names[code], rings, frame) for code, rings in row.rings.items())
    return Drawn(row.review_number, frame.height, tuple(shapes))
