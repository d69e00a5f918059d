"""Which office is competent: by place, kind and field, from the city's routing table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from zhidun.access import selectors as access
from zhidun.access.places import place_in
from zhidun.intake.answers import view
from zhidun.intake.routing_table import LocalRule, LocalTable, in_force, required_level
from zhidun.intake.tables import holds, mapping, routing, rows
from zhidun.intake.types import Answers, FilingKind, OfficeChoice
from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import Text, t

DISTRICT_BUREAU = "district_bureau"
CITY_BUREAU = "city_bureau"


class OfficesMissing(Unavailable):
    """The city's offices were never loaded."""

    code = "intake.offices_missing"
    default_reason = t(
        "本市机构尚未载入,无法确定主管机关。", "The city's offices are not loaded, so none can be proposed."
    )
    default_remedy = t("请运维人员载入城市数据包后重试。", "Ask the operator to load the city's pack, then try again.")


class OfficeLike(Protocol):
    """What of an office this module reads."""

    @property
    def code(self) -> str:
        """Stable code."""

    @property
    def name(self) -> Text:
        """Name in both languages."""

    @property
    def phone(self) -> str:
        """Telephone."""

    @property
    def address(self) -> str:
        """Address."""


def home_city() -> str:
    """Return the GB code of this installation's city."""
    return str(mapping(routing(), "home")["city"])


def in_city(code: str) -> bool:
    """Say whether a GB code of a city or district lies in the home city; an empty one counts as here."""
    return not code or code[:4] == home_city()[:4]


def facts_view(answers: Answers, kind: FilingKind) -> dict[str, object]:
    """Return the view that the routing table's conditions see: the answers with `kind`, `field` and the place."""
    seen = view(answers)
    act_city = answers.city or (f"{answers.district[:4]}00" if answers.district else home_city())
    seen.update(kind=kind, field=answers.right_kind, act_city=act_city, in_home_city=in_city(act_city))
    return seen


def competent_office(answers: Answers, kind: FilingKind, *, local: LocalTable | None = None) -> OfficeChoice:
    """Propose the office for these facts; the first line of the routing table that holds decides.

    Among the city's own bureaus the local rules in force may choose another; the version that was asked is kept.

    Args:
        answers: the facts.
        kind: what the filing is by law.
        local: the local rules to ask (a draft that is tried); those in force otherwise.
    """
    seen = facts_view(answers, kind)
    row = next(row for row in rows(routing(), "routes") if holds(str(row["when"]), seen))
    asked = in_force() if local is None else local
    rule = asked.choose(seen, _unit(answers), level=required_level(kind)) if row["ours"] else None
    reasons = [Text.of(row["reason"]) if rule is None else rule.reason]
    crossing = mapping(routing(), "cross_region")
    crosses = holds(str(crossing.get("when") or ""), seen)
    action = str(row.get("action") or "handle")
    if crosses:
        reasons.append(Text.of(crossing["reason"]))
        action = str(crossing["action"])
    office = _office(row, answers, rule)
    authority = _authority(row, seen)
    other = str(seen["act_city"]) if row["key"] == "other-city" else answers.from_city if crosses else ""
    return OfficeChoice(
        code=office.code,
        name=authority or office.name,
        ours=bool(row["ours"]),
        reasons=tuple(reasons),
        address=office.address if authority is None else "",
        phone=office.phone if authority is None else "",
        cross_region=action == "cross_region_request",
        cross_region_to=other,
        action=action,
        routing_version=asked.version,
    )


def lead_source(channel: str) -> str:
    """Return the word for where a lead came from: another agency's hand-over is recorded as such."""
    return {"transfer": "transfer_from_other_agency", "inspection": "own_inspection"}.get(channel, "filed_by_person")


def city_name(code: str) -> Text:
    """Return the name of a city, its code where the packs do not know it."""
    home = mapping(routing(), "home")
    if code == home["city"]:
        return Text.of(home["name"])
    known = mapping(routing(), "cities").get(code)
    return Text.of(known) if known else t(f"{code} 所在城市", f"the city {code}")


def _authority(row: Mapping[str, object], seen: Mapping[str, object]) -> Text | None:
    if row.get("authority"):
        return Text.of(row["authority"])
    if row.get("authority_from_city"):
        city = city_name(str(seen["act_city"]))
        return t(f"{city.zh}市场监督管理部门", f"market-supervision authority of {city.en}")
    return None


def _office(row: Mapping[str, object], answers: Answers, rule: LocalRule | None) -> OfficeLike:
    if rule is not None:
        return access.office(rule.office)
    if row["to"] == "district":
        unit = _unit(answers)
        found = access.offices(kind=DISTRICT_BUREAU, admin_unit=unit).first() if unit else None
        if found is not None:
            return found
    return _city_office()


def _unit(answers: Answers) -> str:
    """Return the unit where it happened: as said, as the address names it, or the respondent's."""
    return answers.district or _named_unit(answers.place) or _respondents_unit(answers)


def _named_unit(address: str) -> str:
    """Return the unit an address names; inside a functional zone the zone's, which runs the place."""
    place = place_in(address) if address else None
    return place.admin_unit if place is not None else ""


def _respondents_unit(answers: Answers) -> str:
    return answers.respondent.district or _named_unit(answers.respondent.address)


def _city_office() -> OfficeLike:
    found = access.offices(kind=CITY_BUREAU).first()
    if found is None:
        raise OfficesMissing
    return found
