"""Pure decisions: what the reward is (the law's calculator says), whether it is in scope, whether figures add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from zhidun.kernel.errors import Invalid
from zhidun.kernel.money import shown
from zhidun.kernel.text import Text, t
from zhidun.law import calculators
from zhidun.law.load import rulebook
from zhidun.rewards.errors import BelowThreshold, GroundUnproven
from zhidun.rewards.tables import RewardTable

LEVELS = ("1", "2", "3")
LARGER_FINE, LOCAL_RULE = "larger_fine", "local_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A reward with its arithmetic.

    Attributes:
        amount: yuan.
        finance: the finance department is to be consulted first.
        eligible: false where the local larger amount is not reached.
        steps: the arithmetic, a line each.
        rules: ids of the rule versions used.
        verified: all of them were read in the text; else no paper before a named officer confirms them.
    """

    amount: Decimal
    finance: bool
    eligible: bool
    steps: tuple[Text, ...]
    rules: tuple[str, ...]
    verified: bool


def amount_of(*, level: str, base: Decimal, on: date, table: RewardTable, ground: str = "") -> Amount:
    """Compute a reward: percentage of fine and confiscation, at least the floor, at most the cap (办法 12, 13).

    Args:
        level: `1`, `2` or `3`.
        base: fine and confiscation together, yuan; zero where the violator was not fined.
        on: the day whose rules hold: that of the closing.
        table: whose rules.
        ground: why the report is in scope; a larger fine is measured by the local figure.

    Raises:
        Invalid: an unknown level or a negative base, or no rule on that day.
    """
    if level not in LEVELS:
        raise Invalid(t("奖励等级只有一、二、三级。", "There are levels 1, 2 and 3."), field="level")
    if base < 0:
        raise Invalid(t("罚没款不能为负数。", "Fine and confiscation are not negative."), field="fine")
    asked: dict[str, object] = {
        "level": int(level),
        "fine_and_confiscation": str(base),
        "reporter": "natural_person",
        "event_date": on.isoformat(),
        "suspected_crime": ground != LARGER_FINE,
    }
    if table.province:
        asked["province"] = table.province
    said = calculators.reward(asked)
    if not said["accepted"]:
        raise Invalid(Text.of(said["reason"]), Text.of(said["remedy"]), field=cast("str | None", said.get("field")))
    rules = tuple(cast("list[str]", said["rules"]))
    lines = [*cast("list[object]", said["steps"]), *cast("list[object]", said["notes"])]
    return Amount(
        amount=Decimal(str(said["reward"])),
        finance=bool(said["finance_signoff"]),
        eligible=bool(said["eligible"]),
        steps=tuple(Text.of(line) for line in lines),
        rules=rules,
        verified=not calculators.unread(said),
    )


def check_ground(*, ground: str, document: str, base: Decimal, on: date, table: RewardTable) -> None:
    """Refuse a ground that does not hold: a larger fine below the province's figure, or without figure and document.

    Raises:
        BelowThreshold, GroundUnproven.
    """
    if ground == LARGER_FINE and table.province:
        if not amount_of(level=LEVELS[0], base=base, on=on, table=table, ground=ground).eligible:
            raise BelowThreshold(
                t(
                    f"罚没款{shown(base)}元,未达到本省较大数额标准。",
                    f"Fine and confiscation of {shown(base)} yuan stay below the province's larger amount.",
                ),
                t("请改选其他理由,或者不予奖励。", "Choose another ground, or no reward."),
                field="ground",
                article=rulebook().rule(table.scope_rule, on).citation.zh,
            )
    elif ground in {LARGER_FINE, LOCAL_RULE} and not document.strip():
        raise GroundUnproven(table.note, GroundUnproven.default_remedy, field="ground_document")


def differ(fine: Decimal, confiscated: Decimal, stated: Decimal | None) -> bool:
    """Whether fine and confiscation do not sum to the total the decision states: flagged, never smoothed."""
    return stated is not None and fine + confiscated != stated
