"""Prolongations: which the rule allows, in which order, and what they add."""

from __future__ import annotations

from dataclasses import dataclass

from zhidun.kernel.text import Text, t
from zhidun.law.counting import Leg
from zhidun.law.model import Extension, Period, Rule, Unit
from zhidun.law.refusals import ExtensionUnfit

DAYS = (Unit.CALENDAR_DAY, Unit.WORKING_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A prolongation that was granted.

    Attributes:
        index: which of the period's extensions, from 0.
        value: how much, where the law leaves the number open or sets an upper limit; None takes the law's number.
        unit: in what, where the law leaves it open; None takes the law's unit, else days where the period is in days.
    """

    index: int = 0
    value: int | None = None
    unit: Unit | None = None


def legs_of(rule: Rule, period: Period, grants: tuple[Granted, ...]) -> tuple[tuple[Leg, ...], list[Text]]:
    """Return the stretches to count, equal units joined, and a line for each prolongation.

    Raises:
        ExtensionUnfit: a prolongation the rule does not allow.
    """
    legs: list[Leg] = [(period.value, period.unit)]
    lines: list[Text] = []
    used: dict[int, int] = {}
    for grant in grants:
        value, unit = _allowed(rule, period, grant, used)
        used[grant.index] = used.get(grant.index, 0) + 1
        by = period.extensions[grant.index].approver_name
        lines.append(t(f"延长{value}{unit.words.zh}(批准:{by.zh})。", f"Extended by {amount(value, unit)} ({by.en})."))
        before, last = legs[-1]
        if last is unit:
            legs[-1] = (before + value, unit)
        else:
            legs.append((value, unit))
    return tuple(legs), lines


def _allowed(rule: Rule, period: Period, grant: Granted, used: dict[int, int]) -> Leg:
    """Return value and unit of a prolongation that the rule allows at this point of the chain."""
    known = 0 <= grant.index < len(period.extensions)
    if not known or (grant.index > 0 and grant.index - 1 not in used):
        raise _unfit(rule, t("依法不能作此延长,或前一次尚未批准。", "The law has no such extension now."))
    option = period.extensions[grant.index]
    if used.get(grant.index, 0) >= option.times:
        raise _unfit(rule, t(f"该延长只能批准{option.times}次。", f"It may be granted {option.times} time(s) only."))
    value = grant.value if grant.value is not None else option.value
    unit = grant.unit or option.unit or (period.unit if grant.value and period.unit in DAYS else None)
    if value is None or unit is None or value < 1:
        raise _unfit(rule, t("延长的期限须写明数额和单位。", "The prolongation needs its number and unit."))
    _require_lawful_length(rule, period, option, value, unit)
    return value, unit


def _require_lawful_length(rule: Rule, period: Period, option: Extension, value: int, unit: Unit) -> None:
    if option.unit is not None and unit is not option.unit:
        raise _unfit(rule, t(f"延长须以{option.unit.words.zh}计。", f"It is counted in {option.unit.words.en}s."))
    if option.value is not None and (value > option.value or (value < option.value and not option.at_most)):
        raise _unfit(rule, t(f"法定延长为{option.value}。", f"The law's prolongation is {option.value}."))
    if (unit is Unit.HOUR) is not (period.unit is Unit.HOUR):
        raise _unfit(rule, t("小时不能与日、月混用。", "Hours cannot be mixed with days or months."))


def _unfit(rule: Rule, reason: Text) -> ExtensionUnfit:
    remedy = t(f"请按{rule.citation.zh}核对延长。", f"Check the prolongation against {rule.citation.en}.")
    return ExtensionUnfit(reason, remedy, field="extended", article=rule.citation.zh)


def amount(value: int, unit: Unit) -> str:
    """Return `15 working days` (English)."""
    return f"{value} {unit.words.en}{'' if value == 1 else 's'}"
