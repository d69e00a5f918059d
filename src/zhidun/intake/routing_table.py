"""Local rules of assignment: which bureau of the city takes a matter that is the city's own. Pure but for `in_force`.

A local rule only chooses between the city's own market-supervision bureaus. Whether a matter belongs to the city at
all, or to a court, another authority or another city, is said by law and by the pack's table; no local rule is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import cast

from zhidun.access import selectors as access
from zhidun.access.places import units
from zhidun.intake.answers import form_questions
from zhidun.intake.models import RoutingDecision
from zhidun.intake.tables import mapping, routing
from zhidun.intake.types import Option
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import Text, listed, t
from zhidun.rights.kinds import kinds

BUREAUS = ("city_bureau", "district_bureau")
CONDITIONS = ("kinds", "fields", "acts", "districts")
MOST_RULES = 100
LONGEST_REASON = 300


class RuleUnfit(Invalid):
    """A local rule of assignment that cannot be used."""

    code = "intake.routing_rule"
    default_reason = t("分派规则不完整。", "The rule of assignment is not complete.")
    default_remedy = t(
        "请选择至少一个条件、一个承办机关,并写明理由。", "Give one condition, one bureau and the reason."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRule:
    """One local rule: where every condition that is given holds, the bureau `office` takes the matter.

    Attributes:
        kinds: kinds of filings; empty = any.
        fields: kinds of right; empty = any.
        acts: kinds of act; empty = any.
        districts: units where it happened; empty = any.
        online: "yes", "no" or "" (either).
        office: code of a bureau of the city.
    """

    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    online: str = ""
    office: str
    reason_zh: str
    reason_en: str = ""

    @property
    def reason(self) -> Text:
        """Why, for the citizen and the file."""
        return Text(self.reason_zh, self.reason_en or self.reason_zh)

    def holds(self, seen: Mapping[str, object], unit: str) -> bool:
        """Say whether every condition holds for what the routing table sees; `unit` is where it happened."""
        asked = ((self.kinds, seen["kind"]), (self.fields, seen["field"]), (self.acts, seen["act"]))
        if any(wanted and value not in wanted for wanted, value in asked):
            return False
        if self.districts and unit not in self.districts:
            return False
        return not self.online or bool(seen["online"]) == (self.online == "yes")


@dataclass(frozen=True, slots=True)
class LocalTable:
    """The local rules of a version, the first that holds decides; version 0 is the pack's table alone."""

    version: int = 0
    rules: tuple[LocalRule, ...] = ()

    def choose(self, seen: Mapping[str, object], unit: str, *, level: str = "") -> LocalRule | None:
        """Return the rule that decides, or None; with `level` only rules whose bureau is of that kind are asked.

        A rule whose bureau was closed since is passed over.
        """
        for rule in self.rules:
            if rule.holds(seen, unit):
                kind = _kind_of(rule.office)
                if kind and level in ("", kind):
                    return rule
        return None


def _kind_of(office: str) -> str:
    return str(access.offices().filter(code=office).values_list("kind", flat=True).first() or "")


def in_force() -> LocalTable:
    """Return the local rules in force now: those of the version agreed to last."""
    last = RoutingDecision.objects.filter(agreed=True).select_related("version").order_by("-id").first()
    return LocalTable(last.version.number, read_rules(last.version.rules)) if last else LocalTable()


def read_rules(stored: Sequence[Mapping[str, object]]) -> tuple[LocalRule, ...]:
    """Read rules as a version stores them."""
    return tuple(
        LocalRule(
            **{name: tuple(str(one) for one in cast("list[object]", row.get(name) or [])) for name in CONDITIONS},
            online=str(row.get("online") or ""),
            office=str(row.get("office") or ""),
            reason_zh=str(row.get("reason_zh") or ""),
            reason_en=str(row.get("reason_en") or ""),
        )
        for row in stored
    )


def written(rules: Sequence[LocalRule]) -> list[dict[str, object]]:
    """Return rules as a version stores them."""
    return [{name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rule).items()}
            for rule in rules]  # fmt: skip


def choices() -> dict[str, tuple[Option, ...]]:
    """Return what the conditions may be chosen from: fields and acts as the form has them."""
    asked = {one.key: one.options for one in form_questions("report")}
    return {"acts": tuple(asked["act"])}


def check(rule: LocalRule) -> LocalRule:
    """Return the rule when it can be used.

    Raises:
        RuleUnfit: no condition, no reason, no active bureau of the city, or consumer complaints sent to a bureau that
            is not of county level (they go to the county-level authority of the place).
    """
    if not any((rule.kinds, rule.fields, rule.acts, rule.districts, rule.online)):
        raise RuleUnfit(
            t("没有任何条件的规则会改变全部事项。", "A rule without condition would move everything."), field="fields"
        )
    if not rule.reason_zh.strip() or max(len(rule.reason_zh), len(rule.reason_en)) > LONGEST_REASON:
        raise RuleUnfit(
            t(f"请写明理由({LONGEST_REASON} 字以内)。", f"Give the reason, {LONGEST_REASON} characters at most."),
            field="reason_zh",
        )
    if rule.online not in ("", "yes", "no"):
        raise RuleUnfit(field="online")
    _check_codes(rule)
    known = access.offices().filter(code=rule.office, kind__in=BUREAUS).first()
    if known is None:
        raise RuleUnfit(
            t("承办机关须是本市在用的市级或区(市)县市场监管机关。", "The bureau must be one of the city's, in use."),
            field="office",
        )
    for kind in rule.kinds:
        level = required_level(kind)
        if level and known.kind != level:
            raise RuleUnfit(
                t("消费投诉依法由县级市场监管部门处理,不能分派给市级机关。",
                  "By law a consumer complaint is for the county-level authority, not for the city bureau."),
                t("请另选区(市)县机关,或从条件中去掉消费投诉。",
                  "Choose a district bureau, or leave consumer complaints out of the conditions."),
                field="office",
            )  # fmt: skip
    return rule


def _check_codes(rule: LocalRule) -> None:
    known = {
        "kinds": {"rights_complaint", "report", "consumer_complaint"},
        "fields": {*kinds(), "unfair_competition", "unknown"},
        "acts": {one.value for one in choices()["acts"]},
        "districts": {one.code for one in units()},
    }
    for name, codes in known.items():
        strange = [one for one in getattr(rule, name) if one not in codes]
        if strange:
            said = listed(one[:80] for one in strange[:5])
            raise RuleUnfit(t(f"没有这样的条件:{said.zh}。", f"There is no such condition: {said.en}."), field=name)


def required_level(kind: str) -> str:
    """Return the kind of office that a kind of filing is bound to by law, "" when it is not bound."""
    return str(mapping(routing(), "bound_levels").get(kind) or "")
