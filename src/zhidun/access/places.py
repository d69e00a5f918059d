"""Where something is: the city's units and townships, with both codes inside the functional zones.

A place in a functional zone also lies in a GB/T 2260 district: `gb_district` says which, `admin_unit` says who runs it.
Cases are counted once, by `admin_unit`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from zhidun.kernel.errors import Invalid
from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text, t

_PROVINCE = re.compile(r"([\u4e00-\u9fff]{2,3})省")
_CITY = re.compile(r"[\u4e00-\u9fff]{2,3}?市")


@dataclass(frozen=True, slots=True)
class Unit:
    """One of the units a city is run by.

    Attributes:
        code: GB/T 2260 code, or the statistics code of a functional zone.
        kind: district, county, county_level_city or functional_zone.
        aliases: other names people write.
    """

    code: str
    name: Text
    kind: str
    aliases: tuple[str, ...]
    gb2260: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place with both of its codes; empty where it is not known.

    Attributes:
        admin_unit: unit that runs the place and in which it is counted.
        gb_district: GB/T 2260 district it lies in.
        township: township or street, when one was recognised.
    """

    admin_unit: str
    gb_district: str
    township: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """The city of the packs.

    Attributes:
        code: its code of GB/T 2260, six digits; the first two are the province's.
        platform: what the house calls itself to its citizens.
    """

    code: str
    name: Text
    province: Text
    platform: Text

    def within(self, place: str) -> str:
        """Return a Chinese address without the country, province and city it begins with (in full: 四川省成都市)."""
        return place.removeprefix("中国").removeprefix(self.province.zh).removeprefix(self.name.zh)

    def short(self, unit: str) -> str:
        """Return the Chinese name of a unit without the short names of province and city before it (四川天府新区)."""
        return unit.removeprefix(self.province.zh[:-1]).removeprefix(self.name.zh[:-1])


@dataclass(frozen=True, slots=True)
class _Map:
    units: Mapping[str, Unit]
    names: tuple[tuple[str, str], ...]
    townships: Mapping[str, Place]
    township_names: tuple[tuple[str, Place], ...]
    own: frozenset[str]
    province: str
    city: City


def _townships(raw: list[dict[str, Any]]) -> dict[str, Place]:
    """Every township by code: in its GB district, and in the zone that runs it if one does."""
    zone_of = {code: unit["code"] for unit in raw for code in unit.get("zone_townships", {}).values()}
    return {
        code: Place(zone_of.get(code, unit["code"]), unit["code"], name)
        for unit in raw
        for name, code in unit.get("townships", {}).items()
    }


@lru_cache(maxsize=4)
def _load(packs: tuple[str, ...]) -> _Map:
    raw: list[dict[str, Any]] = []
    city: dict[str, str] = {}
    platform = t("知识产权保护平台", "Intellectual property protection")
    for _, file in pack_files("districts.yaml", packs):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        raw, city = raw + content["units"], content["city"]
        platform = Text.of(content["platform"]) if "platform" in content else platform
    units = {
        entry["code"]: Unit(
            entry["code"],
            Text.of(entry["name"]),
            entry["kind"],
            tuple(entry.get("aliases", ())),
            entry.get("gb2260", True),
        )
        for entry in raw
    }
    spoken = {name: unit.code for unit in units.values() for name in (unit.name.zh, *unit.aliases)}
    townships = _townships(raw)
    named = {place.township: place for place in townships.values()}
    longest_first = sorted(spoken.items(), key=lambda pair: -len(pair[0]))
    streets = tuple(sorted(named.items(), key=lambda pair: -len(pair[0])))
    home = City(
        city.get("code", ""),
        Text(city.get("zh", ""), city.get("en", "")),
        Text(city.get("province_zh", ""), city.get("province_en", "")),
        platform,
    )
    own = frozenset({city.get("zh", ""), *(unit.name.zh for unit in units.values())})
    return _Map(units, tuple(longest_first), townships, streets, own, city.get("province_zh", "")[:-1], home)


def _city() -> _Map:
    return _load(pack_names())


def city() -> City:
    """Return the city itself."""
    return _city().city


def regions() -> list[tuple[str, Text]]:
    """Return what a list of regions offers: the whole city, then its units."""
    return [(city().code, t("全市", "The whole city")), *((one.code, one.name) for one in units())]


def units() -> tuple[Unit, ...]:
    """Return the units of the city in the order of the pack."""
    return tuple(_city().units.values())


def unit(code: str) -> Unit:
    """Return one unit.

    Raises:
        Invalid: the city has no unit with this code.
    """
    found = _city().units.get(code)
    if found is None:
        raise Invalid(
            t(f"本市没有代码为“{code}”的区(市)县或功能区。", f"The city has no unit with the code “{code}”."),
            t("请从列表中选择。", "Choose one from the list."),
            field="district",
        )
    return found


def place_of_township(code: str) -> Place:
    """Return the place of a township code (nine digits; longer village codes are cut).

    Raises:
        Invalid: no township of the city has this code.
    """
    found = _city().townships.get(code[:9])
    if found is None:
        raise Invalid(
            t(f"本市没有代码为“{code}”的街道或乡镇。", f"The city has no township with the code “{code}”."),
            field="township",
        )
    return found


def place_of_unit(code: str, gb_district: str = "") -> Place:
    """Return the place of a unit's code; for a functional zone the GB district stays open unless it is given."""
    found = unit(code)
    return Place(found.code, found.code if found.gb2260 else gb_district)


def _elsewhere(text: str, city: _Map) -> bool:
    """Whether an address begins with another province or city, whose districts may bear the same names."""
    province = _PROVINCE.match(text)
    if province and province.group(1) != city.province:
        return True
    other = _CITY.match(text[province.end() :] if province else text)
    return other is not None and other.group(0) not in city.own


def place_in(address: str) -> Place | None:
    """Return the place an address names, or None when it names none of the city's.

    A township decides first, since it tells the zone from the district around it; a zone's name beats a district's.
    """
    text = "".join(address.split())
    city = _city()
    if _elsewhere(text, city):
        return None
    for name, place in city.township_names:
        if name in text:
            return place
    named = [code for name, code in city.names if name in text]
    if not named:
        return None
    zones = [code for code in named if not city.units[code].gb2260]
    districts = [code for code in named if city.units[code].gb2260]
    if zones:
        return Place(zones[0], districts[0] if districts else "")
    return Place(districts[0], districts[0])
