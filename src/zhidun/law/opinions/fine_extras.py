"""Around a fine: repeat, mitigating and aggravating grounds, the right to a hearing, the late surcharge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhidun.law.calendar import Calendar
from zhidun.law.load import RuleBook
from zhidun.law.opinions.gains import Gains, other_authority
from zhidun.law.opinions.inputs import Given, missing, wrong
from zhidun.law.opinions.sheet import Answer, Sheet, money, say, times
from zhidun.law.opinions.tables import in_force, mapping, needed, sequence, table
from zhidun.law.periods import due

HEARING = "samr.hearing.threshold"
LATE = "apl.late_fee"
LIGHTER, NONE = "x.apl.lighter", "x.apl.none"
ZERO = Decimal(0)
PERSONS = frozenset({"person", "responsible_person"})


@dataclass(frozen=True, slots=True)
class Repeat:
    """What a repeat does: heavier inside the bracket, or the serious bracket."""

    heavier: bool = False
    bracket: bool = False


def repeated(given: Given, book: RuleBook, calendar: Calendar, subject: str, on: date, sheet: Sheet) -> Repeat:
    """Say whether the new act falls within the period after an earlier penalty.

    Raises:
        Invalid: the earlier penalty is after the new act.
    """
    prior = given.day("prior_penalty_date")
    entry = mapping(table("repeat").get(subject))
    if prior is None:
        return Repeat()
    act = given.day("new_act_date") or on
    if prior > act:
        raise wrong(
            "prior_penalty_date",
            (f"前次处罚 {prior} 晚于本次行为 {act}。", f"The earlier penalty {prior} is after the new act {act}."),
            ("请核对日期。", "Check the dates."),
        )
    found = in_force(book, [str(entry["rule"])], act) if entry else ()
    if not found:
        sheet.note("该类案件没有按年限计算的再犯规则。", "No rule counts repeats by years for this kind of case.")
        return Repeat()
    rule = found[0]
    last = due(rule, start=prior, calendar=calendar).due_raw
    again = act <= last
    sheet.cite(rule)
    period = rule.period()
    sheet.step(
        f"前次处罚{prior}起{period.value}{period.unit.words.zh},至{last}:本次行为{act},"
        f"{'属于' if again else '不属于'}再犯",
        f"{period.value} {period.unit.words.en}s from the penalty of {prior} end on {last}: the act of {act} is "
        f"{'a repeat' if again else 'no repeat'}",
    )
    if not again:
        return Repeat()
    if entry.get("effect") == "bracket":
        return Repeat(bracket=True)
    sheet.note("应当从重处罚(在幅度之内)。", "To be punished more heavily, inside the bracket.")
    return Repeat(heavier=True)


def hearing(
    given: Given, book: RuleBook, subject: str | None, on: date, gains: Gains, sheet: Sheet, facts: Answer
) -> None:
    """Say whether the proposed fine or confiscation gives a right to a hearing; amounts are inclusive."""
    fine = given.money("fine")
    confiscation = given.money("confiscation")
    if confiscation is None and gains.confiscate:
        confiscation = gains.confiscate
    found = in_force(book, (HEARING,), on)
    if not found or (fine is None and confiscation is None):
        return
    params = found[0].params
    person, organisation = (needed(params.get(key)) for key in ("natural_person_fine", "organisation_fine"))
    sheet.cite(found[0])
    highest = max(fine or ZERO, confiscation or ZERO)
    limit = _hearing_from(given.word("party"), highest, person, organisation)
    if limit is None:
        sheet.note(
            "听证门槛因当事人是自然人还是单位而不同,请填写party。",
            "The hearing threshold depends on the party: give party.",
        )
        return
    facts["hearing_right"] = highest >= limit
    if other_authority(subject):
        sheet.note(
            "门槛为市场监管部门的;由著作权或者农业农村、林业草原部门处罚的,按该部门的听证规定核对。",
            "The market regulator's threshold; where the copyright or the agriculture authority fines, check its own.",
        )
    _say_hearing(sheet, fine or ZERO, confiscation or ZERO, limit, right=highest >= limit)


def _say_hearing(sheet: Sheet, fine: Decimal, confiscation: Decimal, limit: Decimal, *, right: bool) -> None:
    sheet.step(
        f"罚款{say(fine)}元、没收{say(confiscation)}元,听证门槛{say(limit)}元:{'应' if right else '不需'}告知听证权利",
        f"fine {say(fine)}, confiscation {say(confiscation)}, hearing from {say(limit)} yuan: "
        f"{'the right is to be told' if right else 'no right'}",
    )


def _hearing_from(party: str | None, highest: Decimal, person: Decimal, organisation: Decimal) -> Decimal | None:
    """Return the amount from which a party may ask for a hearing; None where the kind of party would decide."""
    if party is not None:
        return person if party in PERSONS else organisation
    if highest < person:
        return person
    return organisation if highest >= organisation else None


def surcharge(given: Given, book: RuleBook, on: date, sheet: Sheet, facts: Answer) -> None:
    """Add the surcharge for late payment, never more than the fine.

    Raises:
        Invalid: days late without the fine.
    """
    days = given.count("days_late")
    if days is None:
        return
    fine = given.money("fine")
    if fine is None:
        raise missing("fine")
    found = in_force(book, (LATE,), on)
    if not found:
        sheet.note("当时的加处罚款规则不在规则库。", "The rule base has no late surcharge for that time.")
        return
    rate = needed(found[0].params.get("per_day"))
    raw = fine * rate * days
    amount = min(raw, fine)
    sheet.cite(found[0])
    if facts["bracket"] is None and facts["hearing_right"] is None:
        sheet.lead(found[0])
    facts["surcharge"] = money(amount)
    sheet.step(
        f"加处罚款:{say(fine)}元 × {times(rate * 100)}% × {days}日 = {say(raw)}元,不超过罚款本身:{say(amount)}元",
        f"surcharge: {say(fine)} × {times(rate * 100)} % × {days} days = {say(raw)}, at most the fine: "
        f"{say(amount)} yuan",
    )
    sheet.note(
        "行政复议、行政诉讼期间不计算加处罚款。", "No surcharge is counted while reconsideration or a suit is pending."
    )


def weigh(given: Given, book: RuleBook, on: date, sheet: Sheet, facts: Answer) -> None:
    """Name the grounds for a lighter, heavier or no penalty, and what they do."""
    lighter, heavier = given.words("mitigating"), given.words("aggravating")
    if not lighter and not heavier:
        return
    milder, none = in_force(book, (LIGHTER,), on), in_force(book, (NONE,), on)
    spared = [str(one) for rule in none for one in sequence(rule.params.get("factors"))]
    for ground in lighter:
        sheet.cite(*(none if ground in spared else milder))
        sheet.step(f"从轻减轻或不罚情节:{ground}", f"ground for a lighter penalty or none: {ground}")
    for ground in heavier:
        sheet.step(f"从重情节:{ground}", f"ground for a heavier penalty: {ground}")
    facts["weighing"] = (
        "none" if any(ground in spared for ground in lighter)
        else "both" if lighter and heavier
        else "lighter" if lighter
        else "heavier"
    )  # fmt: skip
