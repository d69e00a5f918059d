"""Where a licence holds, as codes that contain each other: WORLD > CN > CN-51 > CN-5101 > CN-510107; else a country."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zhidun.access import places
from zhidun.kernel.text import Text, t

WORLD: Final = "WORLD"
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def names() -> dict[str, Text]:
    """Return what the wide places are called: the world, the country, the home province and city (GB/T 2260)."""
    home = places.city()
    return {
        WORLD: t("全球", "Worldwide"),
        "CN": t("中国", "China"),
        f"CN-{home.code[:2]}": home.province,
        f"CN-{home.code[:4]}": home.name,
    }


def known(code: str) -> bool:
    """Whether a code names a place: the world, a country (ISO 3166, two letters), the province, the city, a unit."""
    return bool(_COUNTRY.fullmatch(code)) or code in names() or code in {f"CN-{one.code}" for one in places.units()}


def name(code: str) -> Text:
    """Return what a place is called."""
    if code in names():
        return names()[code]
    units = {one.code: one.name for one in places.units()}
    return units.get(code.removeprefix("CN-"), Text(code, code))


def contains(outer: Sequence[str], inner: Sequence[str]) -> bool:
    """Whether every place of `inner` lies in one of `outer`."""
    return all(any(_within(one, place) for place in outer) for one in inner)


def overlap(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two lists of places have ground in common."""
    return any(_within(x, y) or _within(y, x) for x in a for y in b)


def _within(code: str, place: str) -> bool:
    return place in {WORLD, code} or code.startswith(place + "-") or _narrower(code, place)


def _narrower(code: str, place: str) -> bool:
    """Codes of one country are read digit by digit: 51 contains 5101 contains 510107."""
    return "-" in place and "-" in code and code.startswith(place)
