"""Limitation: when the right to sue or to ask for adjudication runs out, interruption, and continuing infringement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhidun.kernel.text import Text, t
from zhidun.law.calendar import Calendar
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.opinions.inputs import Given, missing, wrong
from zhidun.law.opinions.sheet import Answer, Sheet
from zhidun.law.opinions.tables import in_force, mapping, need, table
from zhidun.law.periods import Due, due

LONG = "long"
INTERRUPT, LONGER = "lim.interrupt", "x.lim.longer"


def limitation(fields: Mapping[str, object], book: RuleBook, calendar: Calendar) -> Answer:
    """Answer a question of limitation; see `limitation.schema.json`.

    Raises:
        Refusal: a field or the law does not fit.
    """
    given = Given("limitation", fields)
    right = given.need_word("right")
    knew = given.day("knew")
    if knew is None:
        raise missing("knew")
    entry = mapping(table("limitation").get(right)) or mapping(table("limitation")["other"])
    filed, by_request = _filed(given, knew)
    sheet = Sheet()
    rule = _governing(entry, book, knew, filed, calendar, sheet, by_request=by_request)
    sheet.lead(rule)
    result = due(rule, start=knew, calendar=calendar)
    _say(sheet, rule, knew, result)
    result = _interrupted(given, book, rule, result, calendar, sheet, (knew, filed))
    expires = result.due_on
    sheet.provisional = sheet.provisional or result.provisional
    facts: Answer = {
        "expires": expires.isoformat(), "expires_raw": result.due_raw.isoformat(),
        "in_time": None if filed is None else filed <= expires, "damages_from": None, "long_stop": None,
    }  # fmt: skip
    stop = _long_stop(given, rule, book, knew, calendar, sheet)
    facts["long_stop"] = stop.isoformat() if stop else None
    return _judged(given, entry, book, calendar, filed, expires, stop, sheet, facts, by_request=by_request)


def _filed(given: Given, knew: date) -> tuple[date | None, bool]:
    """Return when the suit or the request was filed, and whether it is a request for adjudication.

    Raises:
        Invalid: it is before the knowledge.
    """
    suit, request = given.day("suit"), given.day("request")
    filed = suit or request
    if filed is not None and filed < knew:
        field = "suit" if suit else "request"
        raise wrong(
            field,
            (f"{field} {filed} 早于知道之日 {knew}。", f"{field} {filed} is before the knowledge of {knew}."),
            ("请核对日期。", "Check the dates."),
        )
    return filed, suit is None and request is not None


def _governing(
    entry: Mapping[str, object], book: RuleBook, knew: date, filed: date | None, calendar: Calendar, sheet: Sheet, *,
    by_request: bool,
) -> Rule:  # fmt: skip
    """Return the version that governs: of the request, else of the knowledge, else the longer new one."""
    request = str(entry.get("request") or "")
    if by_request and request and filed and (found := in_force(book, (request,), filed)):
        return found[0]
    key = str(entry["rule"])
    rule = need(book, [key], knew)
    return _longer(rule, book, knew, calendar, sheet)


def _longer(rule: Rule, book: RuleBook, start: date, calendar: Calendar, sheet: Sheet) -> Rule:
    """Return the longer later version where the period from that day had not run out when it began."""
    for later in book.versions(rule.key):
        old, new = rule.period(), later.period()
        ends = due(rule, start=start, calendar=calendar).due_on
        if start < later.effective_from <= ends and new.value > old.value:
            sheet.cite(rule, *book.versions(LONGER))
            sheet.note(
                f"{later.effective_from}新规定施行时旧期间({old.value}年)尚未届满,适用{new.value}年。",
                f"The old {old.value} years had not run out on {later.effective_from}: {new.value} years apply.",
                provisional=True,
            )
            rule = later
    return rule


def _say(sheet: Sheet, rule: Rule, start: date, result: Due) -> None:
    period = rule.period()
    sheet.step(
        f"自{start}起{period.value}{period.unit.words.zh}:{result.due_raw}"
        + (f",顺延至{result.due_on}" if result.due_on != result.due_raw else ""),
        f"{period.value} {period.unit.words.en}s from {start}: {result.due_raw}"
        + (f", rolled to {result.due_on}" if result.due_on != result.due_raw else ""),
    )


def _interrupted(
    given: Given, book: RuleBook, rule: Rule, result: Due, calendar: Calendar, sheet: Sheet,
    between: tuple[date, date | None],
) -> Due:  # fmt: skip
    knew, filed = between
    for when in given.days("interruption"):
        if when < knew:
            sheet.note(
                f"{when}早于知道之日{knew},期间尚未开始,不中断。",
                f"{when} is before the knowledge of {knew}: the period had not begun, nothing is interrupted.",
            )
            continue
        if filed is not None and when > filed:
            sheet.note(
                f"{when}在起诉或请求({filed})之后,不影响是否在期间内。",
                f"{when} is after the suit or request of {filed} and does not decide whether that was in time.",
            )
            continue
        sheet.cite(*in_force(book, (INTERRUPT,), when))
        if when > result.due_on:
            sheet.note(
                f"{when}的主张在期间届满之后,不中断。",
                f"The demand of {when} came after the end and does not interrupt.",
            )
            continue
        rule = _longer(rule, book, when, calendar, sheet)
        sheet.lead(rule)
        result = due(rule, start=when, calendar=calendar)
        sheet.step(f"{when}中断,重新计算:", f"interrupted on {when}, counted anew:")
        _say(sheet, rule, when, result)
    return result


def _long_stop(given: Given, rule: Rule, book: RuleBook, knew: date, calendar: Calendar, sheet: Sheet) -> date | None:
    damage = given.day("damage_occurred")
    if damage is None:
        return None
    general = rule if LONG in rule.parts else need(book, ["lim.civil.general"], knew)
    sheet.cite(general)
    last = due(general, start=damage, calendar=calendar, part=LONG).due_on
    sheet.step(f"最长保护期限自{damage}起至{last}", f"longest protection from {damage} until {last}")
    return last


def _judged(
    given: Given, entry: Mapping[str, object], book: RuleBook, calendar: Calendar, filed: date | None, expires: date,
    stop: date | None, sheet: Sheet, facts: Answer, *, by_request: bool,
) -> Answer:  # fmt: skip
    if filed is None:
        sheet.note("未给起诉或请求之日,只给出届满日。", "Neither suit nor request was given; only the end is named.")
        facts["reason"] = t(f"{expires}届满。", f"It ends on {expires}.").as_dict()
        return sheet.answer(facts)
    field = "request" if by_request else "suit"
    if stop is not None and filed > stop:
        return _late(t(f"已超过最长保护期限({stop})。", f"Past the longest protection ({stop})."), sheet, facts, field)
    if filed <= expires:
        facts["reason"] = t(f"{filed}未超过届满日{expires}。", f"{filed} is not after the end on {expires}.").as_dict()
        return sheet.answer(facts)
    if not _goes_on(given, filed):
        return _late(t(f"{filed}已过届满日{expires}。", f"{filed} is after the end on {expires}."), sheet, facts, field)
    if by_request:
        facts["reason"] = t(
            "超过请求时限,但侵权在请求时仍在继续且权利有效,应予受理。",
            "Past the limit, but the infringement still goes on and the right is valid: to be accepted.",
        ).as_dict()
        return sheet.answer(facts)
    since = _look_back(entry, book, filed, calendar, sheet)
    facts["damages_from"] = since.isoformat()
    facts["reason"] = t(
        f"侵权在起诉时仍在持续:可判令停止,赔偿自起诉向前推算,从{since}起计。",
        f"The infringement still goes on at the suit: it is stopped, and damages are counted back to {since}.",
    ).as_dict()
    return sheet.answer(facts)


def _goes_on(given: Given, filed: date) -> bool:
    ended = given.day("infringement_ended")
    return bool(given.flag("infringement_continues")) and (ended is None or ended >= filed)


def _look_back(entry: Mapping[str, object], book: RuleBook, filed: date, calendar: Calendar, sheet: Sheet) -> date:
    key = entry.get("lookback")
    found = in_force(book, (str(key),), filed) if key else ()
    if not found:
        found = in_force(book, ("lim.trademark.lookback",), filed)
        sheet.note(
            "该权利的回溯规则未见,类推商标、专利、著作权的规定。", "By analogy to the other rights.", provisional=True
        )
    rule = found[0] if found else need(book, ["lim.trademark.lookback"], filed)
    sheet.cite(rule)
    last = due(rule, start=filed, calendar=calendar).due_raw
    sheet.step(
        f"自起诉{filed}向前推算{rule.period().value}年:{last}",
        f"{rule.period().value} years back from the suit of {filed}: {last}",
    )
    return last


def _late(reason: Text, sheet: Sheet, facts: Answer, field: str) -> Answer:
    remedy = t(
        "请核对中断、持续侵权等事由;时效由对方提出抗辩。",
        "Look for interruption or continuing infringement; limitation is for the other side to raise.",
    )
    return sheet.declined(reason, remedy, facts, code="limitation.expired", field=field)
