"""Rewards to reporters: who is eligible, rate by level, floor, cap, local tables and the finance office's word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zhidun.kernel.text import listed
from zhidun.kernel.time import today
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.opinions.inputs import Given, missing, wrong
from zhidun.law.opinions.sheet import Answer, Sheet, money, say, times
from zhidun.law.opinions.tables import in_force, mapping, need, needed, number, sequence, table

RATE, CAP, PERSONS, EXCLUDED, INSIDER = "rwd.rate", "rwd.cap", "rwd.natural_person", "rwd.exclude", "rwd.insider"
PERCENT = 100


def reward(fields: Mapping[str, object], book: RuleBook) -> Answer:
    """Answer a question of rewards; see `reward.schema.json`.

    Raises:
        Refusal: a field or the law does not fit.
    """
    given = Given("reward", fields)
    on = given.day("event_date") or today()
    rate, cap = need(book, [RATE], on), need(book, [CAP], on)
    sheet = Sheet(rate, cap)
    local = _local(given, book, on, sheet)
    levels = mapping(rate.params.get("levels"))
    level = given.word("level")
    if level is None and not (local and "tiers" in local.params):
        raise missing("level")
    if level is not None and level not in levels:
        raise wrong(
            "level",
            (f"没有{level[:10]}级举报。", f"There is no level {level[:10]}."),
            ("可用:1、2、3。", "Use 1, 2 or 3."),
        )
    base = _base(given, sheet)
    eligible = _eligible(given, book, on, sheet) and _major(given, local, base, sheet)
    ceiling = needed(cap.params.get("max"))
    if local and number(local.params.get("max_per_case")) is not None:
        ceiling = needed(local.params.get("max_per_case"))
        sheet.step(f"地方上限{say(ceiling)}元", f"local cap {say(ceiling)} yuan")
    if local and "tiers" in local.params:
        return _tiers(given, local, sheet, eligible=eligible)
    return _amount(rate, cap, str(level), base, ceiling, sheet, eligible=eligible)


def _base(given: Given, sheet: Sheet) -> Decimal | None:
    """Return fine and confiscation; as stated, or added up.

    Raises:
        Invalid: a field cannot be read.
    """
    stated = given.money("fine_and_confiscation")
    parts = [one for one in (given.money("fine"), given.money("illegal_gains_confiscated")) if one is not None]
    if not parts:
        return stated
    total = sum(parts, Decimal(0))
    sheet.step(
        f"罚没款:{' + '.join(say(one) for one in parts)} = {say(total)}元",
        f"fine and confiscation: {' + '.join(say(one) for one in parts)} = {say(total)} yuan",
    )
    if stated is not None and stated != total:
        sheet.differ(
            f"所列罚没款{say(stated)}元与合计{say(total)}元不符,须核对;按所列数计算。",
            f"The stated {say(stated)} yuan differs from the sum {say(total)}; to be checked; the stated one is taken.",
        )
        return stated
    return total


def _eligible(given: Given, book: RuleBook, on: date, sheet: Sheet) -> bool:
    reporter = given.word("reporter")
    if reporter is None:
        sheet.note("以举报人为自然人为前提。", "On condition that the reporter is a natural person.")
        return True
    kinds = table("reporters")
    kind = kinds.get(reporter)
    if kind is None:
        known = listed(kinds)
        raise wrong(
            "reporter",
            (f"不认识的举报人类别 {reporter[:40]}。", f"Unknown kind of reporter {reporter[:40]}."),
            (f"可用:{known.zh}。", f"Use: {known.en}."),
        )
    if kind == "not_a_person":
        sheet.cite(*in_force(book, (PERSONS,), on))
        sheet.step("奖励只给自然人举报人。", "Only natural persons are rewarded.")
    if kind == "excluded":
        sheet.cite(*in_force(book, (EXCLUDED,), on))
        sheet.step("属于不予奖励的人员。", "This reporter is excluded from rewards.")
    if kind == "insider":
        sheet.cite(*in_force(book, (INSIDER,), on))
        sheet.note(
            "内部举报人可经同级财政同意提高奖励。", "Insiders may get more with the consent of the finance office."
        )
    return kind in {"eligible", "insider"}


def _local(given: Given, book: RuleBook, on: date, sheet: Sheet) -> Rule | None:
    """Return the local rule that goes before the national one."""
    place = given.word("province")
    if place is None:
        return None
    key = next((name for name, words in table("reward_local").items() if place in sequence(words)), None)
    found = in_force(book, (key,), on) if key else ()
    if not found:
        sheet.note(
            f"没有{place[:20]}的地方规则,按全国规则。", f"No local rule of {place[:20]}; the national one applies."
        )
        return None
    sheet.cite(found[0])
    return found[0]


def _major(given: Given, local: Rule | None, base: Decimal | None, sheet: Sheet) -> bool:
    """Whether the case is a major violation by the local amount of a larger fine; suspected crime always is."""
    if local is None:
        return True
    limit = number(local.params.get("larger_fine_min"))
    if limit is None and "organisation" in local.params:
        party = given.word("party")
        limit = needed(local.params.get("citizen" if party == "person" else "organisation"))
    if limit is None or given.flag("suspected_crime"):
        return True
    large = (base or Decimal(0)) >= limit
    sheet.step(
        f"地方“较大数额罚没款”为{say(limit)}元以上:{'达到' if large else '未达到'}",
        f"local larger amount from {say(limit)} yuan: {'reached' if large else 'not reached'}",
    )
    if not large:
        sheet.note(
            "未达到较大数额且不涉嫌犯罪、未停业吊销等的,不属于重大违法行为。",
            "Below the larger amount, without suspected crime, suspension or revocation, it is no major violation.",
        )
    return large


def _amount(
    rate: Rule, cap: Rule, level: str, base: Decimal | None, ceiling: Decimal, sheet: Sheet, *, eligible: bool
) -> Answer:
    row = mapping(mapping(rate.params.get("levels"))[level])
    share, least = needed(row.get("rate")), needed(row.get("min"))
    consult = needed(cap.params.get("finance_consult_at"))
    if base:
        raw = base * share
        sheet.step(
            f"{level}级:{say(base)}元 × {times(share * PERCENT)}% = {say(raw)}元",
            f"level {level}: {say(base)} yuan × {times(share * PERCENT)} % = {say(raw)} yuan",
        )
    else:
        raw = Decimal(0)
        least = needed(mapping(rate.params.get("no_fine_min")).get(level))
        sheet.step(f"没有罚没款:{level}级不少于{say(least)}元", f"no fine: level {level} at least {say(least)} yuan")
    amount = min(max(raw, least), ceiling)
    if raw < least:
        sheet.step(f"低于下限,给予{say(least)}元", f"below the floor: {say(least)} yuan")
    if raw > ceiling:
        sheet.step(f"超过上限,给予{say(ceiling)}元", f"above the cap: {say(ceiling)} yuan")
    signoff = eligible and amount >= consult
    if signoff:
        sheet.note(
            f"达到{say(consult)}元,须商同级财政部门。", f"From {say(consult)} yuan the finance office is consulted."
        )
    return sheet.answer(
        {
            "eligible": eligible,
            "reward": money(amount if eligible else Decimal(0)),
            "finance_signoff": signoff,
            "floor": money(least),
            "cap": money(ceiling),
            "floored": raw < least,
            "capped": raw > ceiling,
        }
    )


def _tiers(given: Given, local: Rule, sheet: Sheet, *, eligible: bool) -> Answer:
    """Return the range of a local rule that knows tiers instead of rates."""
    tiers = [sequence(one) for one in sequence(local.params.get("tiers"))]
    wanted = given.count("tier")
    if wanted is not None and not 1 <= wanted <= len(tiers):
        raise wrong(
            "tier",
            (f"没有第{wanted}档。", f"There is no tier {wanted}."),
            (f"可用:1至{len(tiers)}。", f"Use 1 to {len(tiers)}."),
        )
    rows = tiers if wanted is None else [tiers[wanted - 1]]
    lows = [low for row in rows if (low := number(row[0])) is not None]
    highs = [high for row in rows if (high := number(row[1])) is not None]
    low, high = (min(lows) if lows else None), max(highs)
    sheet.step(
        f"地方分档:{say(low) if low is not None else '—'}元至{say(high)}元",
        f"local tiers: {say(low) if low is not None else '—'} to {say(high)} yuan",
    )
    sheet.note(
        "地方规则按线索和协助程度分档,数额由办案单位在档内决定。",
        "The local rule knows tiers; the office decides inside the tier.",
    )
    return sheet.answer(
        {
            "eligible": eligible,
            "reward": None if eligible else money(Decimal(0)),
            "finance_signoff": False,
            "floor": money(low),
            "cap": money(high),
            "floored": False,
            "capped": False,
        }
    )
