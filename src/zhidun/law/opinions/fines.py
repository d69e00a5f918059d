"""Administrative fines: bracket, repeat and gravity, right to a hearing, late surcharge, gains and confiscation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhidun.kernel.text import Text, listed, t
from zhidun.kernel.time import today
from zhidun.law.calendar import Calendar
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.opinions import fine_extras as extras
from zhidun.law.opinions.gains import Gains, illegal_gains
from zhidun.law.opinions.grounds import Declined
from zhidun.law.opinions.inputs import Given, missing, wrong
from zhidun.law.opinions.sheet import Answer, Sheet, money, say, times
from zhidun.law.opinions.tables import in_force, mapping, names, need, needed, number, table

REACHED, PASSED = "at_or_above", "above"
PEOPLE = frozenset({"person", "responsible_person"})
UNDER = ("below_or_none", "none_or_at_most", "below")
PUBLIC = "fine.copyright"
OLD_OR_NEW = "ver.penalty.old_lighter"


@dataclass(frozen=True, slots=True)
class Bracket:
    """One bracket with its amounts in yuan; None where the law sets no end."""

    name: str
    low: Decimal | None
    high: Decimal | None


def fine(fields: Mapping[str, object], book: RuleBook, calendar: Calendar) -> Answer:
    """Answer a question of fines; see `fine.schema.json`.

    Raises:
        Refusal: a field or the law does not fit.
    """
    given = Given("fine", fields)
    sheet = Sheet()
    facts: Answer = {
        "bracket": None, "min_fine": None, "max_fine": None, "serious": None, "hearing_right": None, "surcharge": None,
        "illegal_gains": None, "confiscate": None,
    }  # fmt: skip
    try:
        subject = _subject(given)
    except Declined as no:
        return sheet.declined(no.reason, no.remedy, facts, code=no.name, field=no.field or "")
    on = given.day("event_date") or given.day("new_act_date") or today()
    rule = need(book, names("fine", subject), on) if subject else None
    if rule:
        sheet.lead(rule)
    gains = illegal_gains(given, book, subject, on, sheet)
    facts |= {"illegal_gains": money(gains.amount), "confiscate": money(gains.confiscate)}
    if rule and subject:
        _fill(given, book, calendar, rule, subject, on, gains, sheet, facts)
    extras.hearing(given, book, subject, on, gains, sheet, facts)
    extras.surcharge(given, book, on, sheet, facts)
    extras.weigh(given, book, on, sheet, facts)
    if gains.readings:
        facts["readings"] = [*gains.readings]
    return sheet.answer(facts)


def _subject(given: Given) -> str | None:
    """Return what is fined; None when only a hearing, a surcharge or gains are asked.

    Raises:
        Invalid: the subject is unknown.
        Declined: the law knows no fine for it.
    """
    raw = given.word("subject") or given.word("right")
    if raw == "unfair_competition":
        raw = given.word("act")
        if raw is None:
            raise missing("act")
    if raw is None:
        asked = ("fine", "confiscation", "days_late", "sales")
        if any(given.has(name) for name in asked):
            return None
        raise missing("right", "subject")
    known = table("fine")
    words = table("fine_words")
    subject = str(words.get(raw, raw))
    if subject in table("no_fine"):
        reason = Text.of(table("no_fine")[subject])
        raise Declined(reason, t("请按其他途径处理。", "Take the other route."), name="fine.none", field="right")
    if subject not in known:
        subjects = listed(sorted(known))
        raise wrong(
            "subject",
            (f"没有“{raw[:40]}”的罚款规则。", f"There is no fine rule for “{raw[:40]}”."),
            (f"可用:{subjects.zh}。", f"Use: {subjects.en}."),
        )
    return subject


def _fill(
    given: Given, book: RuleBook, calendar: Calendar, rule: Rule, subject: str, on: date, gains: Gains, sheet: Sheet,
    facts: Answer,
) -> None:  # fmt: skip
    repeat = extras.repeated(given, book, calendar, subject, on, sheet)
    stated = given.flag("serious")
    upper = bool(stated) or repeat.bracket
    bracket = _bracket(given, rule, gains, sheet, serious=upper)
    bracket = _spared(given, rule, bracket, sheet)
    bracket = _lighter(given, book, rule, bracket, subject, gains, sheet, facts, serious=upper)
    facts |= {
        "subject": subject,
        "bracket": bracket.name,
        "min_fine": money(bracket.low),
        "max_fine": money(bracket.high),
        "serious": upper or repeat.heavier,
    }
    proposed = given.money("fine")
    if proposed is not None and bracket.high is not None:
        within = (bracket.low or Decimal(0)) <= proposed <= bracket.high
        facts["within_bracket"] = within
        if not within:
            sheet.note(
                f"拟罚{say(proposed)}元不在幅度内;低于下限须有减轻情节。",
                f"The fine of {say(proposed)} yuan is outside the bracket; below it a ground of reduction is needed.",
            )


def _spared(given: Given, rule: Rule, bracket: Bracket, sheet: Sheet) -> Bracket:
    """Return the empty bracket where the law fines nobody: no public harm, or an innocent seller."""
    if rule.key == PUBLIC:
        harmed = given.flag("public_interest_harmed")
        if harmed is False:
            sheet.note("没有同时损害公共利益的,不予罚款。", "Without harm to the public interest there is no fine.")
            return Bracket("none", None, Decimal(0))
        if harmed is None:
            sheet.note("以同时损害公共利益为前提。", "On condition that the public interest is harmed as well.")
    if given.flag("innocent_seller") and rule.params.get("seller_safe_harbour"):
        sheet.note(
            "不知情、合法取得并说明提供者的销售者:责令停止销售,不罚款。",
            "An innocent seller with a lawful source who names the supplier is only ordered to stop selling.",
        )
        return Bracket("innocent_seller", None, Decimal(0))
    return bracket


def _lighter(
    given: Given, book: RuleBook, rule: Rule, bracket: Bracket, subject: str, gains: Gains, sheet: Sheet, facts: Answer,
    *, serious: bool,
) -> Bracket:  # fmt: skip
    """Take the law of the decision where it is lighter than the law of the act; show both, an officer decides.

    Raises:
        Invalid: the decision is before the act.
    """
    decided, act = given.day("decision_date"), given.day("event_date")
    if decided is None:
        return bracket
    if act is not None and decided < act:
        raise wrong(
            "decision_date",
            (f"决定日{decided}早于行为{act}。", f"The decision of {decided} is before the act of {act}."),
            ("请核对日期。", "Check the dates."),
        )
    found = in_force(book, names("fine", subject), decided)
    if not found or found[0].id == rule.id:
        return bracket
    later, beside = found[0], Sheet()
    new = _spared(given, later, _bracket(given, later, gains, beside, serious=serious), beside)
    sheet.take(beside, later.citation.zh, later.citation.en)
    ends = [(one.high or Decimal(0), one.low or Decimal(0)) for one in (bracket, new)]
    lighter = ends[1] < ends[0]
    sheet.cite(later, *in_force(book, (OLD_OR_NEW,), decided))
    facts["versions"] = [
        {
            "rule": one.id,
            "citation": one.citation.as_dict(),
            "bracket": ladder.name,
            "min_fine": money(ladder.low),
            "max_fine": money(ladder.high),
            "governs": governs,
        }
        for one, ladder, governs in ((rule, bracket, not lighter), (later, new, lighter))
    ]
    facts["officer_decides"] = True
    sheet.note(
        f"从旧兼从轻:{'新法较轻,适用新法' if lighter else '新法不较轻,适用行为时的法律'};由办案人员确认。",
        f"Old law unless the new is lighter: {'the new law applies' if lighter else 'the law of the act applies'}; "
        "an officer confirms.",
    )
    if not lighter:
        return bracket
    sheet.lead(later)
    return new


def _bracket(given: Given, rule: Rule, gains: Gains, sheet: Sheet, *, serious: bool) -> Bracket:
    params = rule.params
    field = params.get("threshold_field")
    if field:
        return _by_threshold(given, rule, str(field), gains, sheet)
    if "with_gains" in params:
        name = "with_gains" if gains.amount else "no_gains"
        return _of(name, mapping(params[name]), gains.amount, sheet)
    if "agency" in params:
        name = "responsible_person" if given.word("party") in PEOPLE else "agency"
        heavier = f"{name}_serious"
        name = heavier if serious and heavier in params else name
        return _of(name, mapping(params[name]), None, sheet)
    if "normal" in params:
        person = mapping(params.get("responsible_person"))
        if person and given.word("party") in PEOPLE:
            return _of("responsible_person", person, None, sheet)
        name = "serious" if serious and "serious" in params else "normal"
        return _of(name, mapping(params[name]), None, sheet)
    high = needed(params.get("max_fine"))
    sheet.step(f"最高{say(high)}元", f"up to {say(high)} yuan")
    return Bracket("max_fine", None, high)


def _by_threshold(given: Given, rule: Rule, field: str, gains: Gains, sheet: Sheet) -> Bracket:
    params = rule.params
    value = gains.amount if field == "illegal_gains" else _value(given, field, sheet)
    threshold = needed(params.get("threshold"))
    strict = PASSED in params
    reached = value is not None and (value > threshold if strict else value >= threshold)
    name = (PASSED if strict else REACHED) if reached else next(one for one in UNDER if one in params)
    title = {"illegal_turnover": ("违法经营额", "turnover"), "illegal_gains": ("违法所得", "gains")}.get(
        field, ("货值金额", "goods value")
    )
    shown, shown_en = (
        (f"{say(value)}元", f"{say(value)} yuan") if value is not None else ("没有或者难以计算", "none or unknown")
    )
    how = ("超过" if strict else "达到") if reached else ("未超过" if strict else "不足")
    how_en = ("above" if strict else "reaches") if reached else ("not above" if strict else "below")
    sheet.step(
        f"{title[0]}{shown},{how}{say(threshold)}元" if value is not None else f"{title[0]}{shown}",
        f"{title[1]} {shown_en}, {how_en} {say(threshold)} yuan" if value is not None else f"{title[1]}: {shown_en}",
    )
    return _of(name, mapping(params[name]), value, sheet)


def _value(given: Given, field: str, sheet: Sheet) -> Decimal | None:
    """Return the turnover or goods value; without a stated turnover, what was sold and the value of the goods.

    Raises:
        Invalid: a field cannot be read.
    """
    stated = given.money(field)
    if stated is not None:
        _fits(given, field, stated, sheet)
    if stated is not None or given.unproved(field):
        return stated
    other = "goods_value" if field == "illegal_turnover" else "illegal_turnover"
    sums = [one for one in (given.money(other), given.money("sales")) if one is not None]
    if not sums:
        return None
    total = sum(sums, Decimal(0)) if field == "illegal_turnover" else sums[0]
    sheet.note(
        f"未列{field},按已售和货值{say(total)}元列示。",
        f"{field} was not given; sales and goods of {say(total)} yuan are taken.",
    )
    return total


def _fits(given: Given, field: str, stated: Decimal, sheet: Sheet) -> None:
    """Flag a turnover or goods value that does not fit what was sold and what was found.

    Raises:
        Invalid: a field cannot be read.
    """
    names_ = ("sales", "goods_value") if field == "illegal_turnover" else ("illegal_turnover",)
    parts = [one for name in names_ if (one := given.money(name)) is not None]
    total = sum(parts, Decimal(0))
    if field == "illegal_turnover" and (total > stated or (len(parts) == len(names_) and total != stated)):
        sheet.differ(
            f"所列违法经营额{say(stated)}元与已售和货值合计{say(total)}元不符,须核对;按所列数计算。",
            f"The stated turnover of {say(stated)} yuan does not fit sales and goods of {say(total)}; to be checked; "
            "the stated one is taken.",
        )
    if field == "goods_value" and parts and stated > total:
        sheet.differ(
            f"货值金额{say(stated)}元大于违法经营额{say(total)}元,须核对。",
            f"The goods value of {say(stated)} yuan is above the turnover of {say(total)}; to be checked.",
        )


def _of(name: str, ends: Mapping[str, object], value: Decimal | None, sheet: Sheet) -> Bracket:
    """Return a bracket from its amounts or from its multiples of the value."""
    low = number(ends.get("min_amount", ends.get("min")))
    high = number(ends.get("max_amount", ends.get("max")))
    least = number(ends.get("min_multiple_of_turnover", ends.get("min_multiple")))
    most = number(ends.get("max_multiple_of_turnover", ends.get("max_multiple_of_gains", ends.get("max_multiple"))))
    if value is not None and most is not None:
        product = value * most
        sheet.step(
            f"上限:{say(value)}元 × {times(most)} = {say(product)}元",
            f"maximum: {say(value)} yuan × {times(most)} = {say(product)}",
        )
        high = product if high is None else min(product, high)
    if value is not None and least is not None:
        low = value * least
        sheet.step(
            f"下限:{say(value)}元 × {times(least)} = {say(low)}元",
            f"minimum: {say(value)} yuan × {times(least)} = {say(low)}",
        )
    end = say(high) if high is not None else "—"
    start_zh, start_en = (f"{say(low)}元至", f"{say(low)} to ") if low is not None else ("最高", "up to ")
    sheet.step(f"幅度:{start_zh}{end}元", f"bracket: {start_en}{end} yuan")
    return Bracket(name, low, high)
