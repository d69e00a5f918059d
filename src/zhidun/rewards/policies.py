"""Pure decisions: what the reward is, whether it is in scope, whether the figures add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from zhidun.kernel.errors import Invalid
from zhidun.kernel.money import rounded, shown
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook
from zhidun.law.model import Rule
from zhidun.rewards.errors import BelowThreshold, GroundUnproven
from zhidun.rewards.tables import RewardTable

LEVELS = ("1", "2", "3")
LARGER_FINE, LOCAL_RULE = "larger_fine", "local_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A reward with its arithmetic.

    Attributes:
        amount: yuan.
        floor: yuan, the least for the level.
        cap: yuan, the most a case.
        finance: the finance department is to be consulted first.
        steps: the arithmetic, a line each.
        rules: ids of the rule versions used.
        verified: all of them were read in the text; else no paper before a named officer confirms them.
    """

    amount: Decimal
    floor: Decimal
    cap: Decimal
    finance: bool
    steps: tuple[Text, ...]
    rules: tuple[str, ...]
    verified: bool


def _number(value: object) -> Decimal:
    return Decimal(str(value))


def _params(rule: Rule, name: str) -> dict[str, object]:
    return cast("dict[str, object]", rule.params[name])


def amount_of(*, level: str, base: Decimal, on: date, table: RewardTable) -> Amount:
    """Compute a reward: percentage of fine and confiscation, at least the floor, at most the cap (办法 12, 13).

    Args:
        level: `1`, `2` or `3`.
        base: fine and confiscation together, yuan; zero where the violator was not fined.
        on: the day whose rules hold: that of the closing.
        table: whose rules.

    Raises:
        Invalid: an unknown level or a negative base.
        RuleNotInForce: no rule on that day.
    """
    if level not in LEVELS:
        raise Invalid(t("奖励等级只有一、二、三级。", "There are levels 1, 2 and 3."), field="level")
    if base < 0:
        raise Invalid(t("罚没款不能为负数。", "Fine and confiscation are not negative."), field="fine")
    rate_rule, cap_rule = rulebook().rule(table.rate_rule, on), rulebook().rule(table.cap_rule, on)
    row = cast("dict[str, object]", _params(rate_rule, "levels")[level])
    rate, floor = _number(row["rate"]), _number(row["min"])
    if base == 0:
        floor = _number(_params(rate_rule, "no_fine_min")[level])
    cap, consult = _number(cap_rule.params["max"]), _number(cap_rule.params["finance_consult_at"])
    raw = base * rate
    percent = f"{(rate * 100).normalize():f}"
    steps = [
        t(
            f"罚没款{shown(base)}元 × {percent}% = {shown(raw)}元",
            f"fine and confiscation {shown(base)} × {percent} % = {shown(raw)} yuan",
        )
    ]
    found = raw
    if found < floor:
        found = floor
        steps.append(t(f"低于下限,按{shown(floor)}元", f"below the floor: {shown(floor)} yuan"))
    if found > cap:
        found = cap
        steps.append(t(f"超过每案上限,按{shown(cap)}元", f"above the cap a case: {shown(cap)} yuan"))
    finance = found >= consult
    if finance:
        steps.append(
            t(f"达到{shown(consult)}元,须商同级财政部门", f"from {shown(consult)} yuan finance is to be consulted")
        )
    return Amount(
        amount=rounded(found),
        floor=floor,
        cap=cap,
        finance=finance,
        steps=tuple(steps),
        rules=(rate_rule.id, cap_rule.id),
        verified=rate_rule.verified and cap_rule.verified,
    )


def check_ground(*, ground: str, document: str, base: Decimal, on: date, table: RewardTable) -> None:
    """Refuse a ground that does not hold: a larger fine below the province's figure, or without figure and document.

    Raises:
        BelowThreshold, GroundUnproven.
    """
    if ground == LARGER_FINE and table.larger_fine_rule:
        rule = rulebook().rule(table.larger_fine_rule, on)
        least = _number(rule.params["larger_fine_min"])
        if base < least:
            raise BelowThreshold(
                t(
                    f"罚没款{shown(base)}元,未达到较大数额{shown(least)}元。",
                    f"Fine and confiscation of {shown(base)} yuan stay below the larger amount of {shown(least)}.",
                ),
                t("请改选其他理由,或者不予奖励。", "Choose another ground, or no reward."),
                field="ground",
                article=rule.citation.zh,
            )
    elif ground in {LARGER_FINE, LOCAL_RULE} and not document.strip():
        raise GroundUnproven(table.note, GroundUnproven.default_remedy, field="ground_document")


def differ(fine: Decimal, confiscated: Decimal, stated: Decimal | None) -> bool:
    """Whether fine and confiscation do not sum to the total the decision states: flagged, never smoothed."""
    return stated is not None and fine + confiscated != stated
