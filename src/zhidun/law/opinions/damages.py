"""Damages by the law's order: actual loss, profit, licence fee, statutory damages, and reasonable costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhidun.kernel.text import t
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.opinions.bases import STATUTORY, TITLES, Basis, chosen_by_order, offered
from zhidun.law.opinions.inputs import Given, missing
from zhidun.law.opinions.sheet import Answer, Sheet, money, say
from zhidun.law.opinions.spans import Governing, governing
from zhidun.law.opinions.tables import mapping, number, sequence

OWN_DATES = frozenset({"event_date", "act_from", "act_to"})
SHARED = frozenset({"right", "act", "chosen", *OWN_DATES})


@dataclass(frozen=True, slots=True)
class Award:
    """What may be awarded under one version.

    Attributes:
        basis: the basis taken; None when only statutory damages, or nothing, is left.
        statutory: whether the award is statutory damages.
        low: least statutory amount; None when the law names none.
        high: greatest statutory amount.
        award: the most that may be awarded before costs; None when nothing can be computed.
        total: with reasonable costs.
    """

    basis: Basis | None
    statutory: bool
    low: Decimal | None
    high: Decimal | None
    award: Decimal | None
    total: Decimal | None


def damages(fields: Mapping[str, object], book: RuleBook, *, part: bool = False) -> Answer:
    """Answer a question of damages; see `damages.schema.json`.

    Args:
        fields: the question.
        book: the rules.
        part: whether it is one part of a longer act, which an older text may govern.

    Raises:
        Refusal: a field or the law does not fit.
    """
    given = Given("damages", fields)
    if given.parts():
        return _by_parts(given, book)
    right = given.need_word("right")
    sheet = Sheet()
    governs = governing(given, book, right, sheet, older=part)
    award = award_under(governs.rule, given, right, sheet)
    answer = _fields(award)
    if governs.split:
        answer["versions"] = _versions(governs, given, right)
        answer["officer_decides"] = governs.chosen_by is None
        answer["chosen_by"] = governs.chosen_by
    if right == "gi":
        sheet.note(
            "地理标志按证明商标、集体商标适用商标法。",
            "A geographical indication is judged as a certification or collective mark.",
        )
    return sheet.answer(answer)


def award_under(rule: Rule, given: Given, right: str, sheet: Sheet) -> Award:
    """Compute the award under one version.

    Raises:
        Invalid: a field cannot be read or is missing.
    """
    bases = offered(given, rule)
    basis = chosen_by_order(given, rule, bases, sheet)
    costs = given.money("reasonable_costs") or Decimal(0)
    if basis is not None:
        for line in basis.how:
            sheet.step(line.zh, line.en)
        if given.has("claimed_statutory"):
            sheet.note(
                "前面的方法可以确定数额,不适用法定赔偿。",
                "An earlier method gives an amount, so statutory damages are not reached.",
            )
        total = basis.amount + costs
        _say_costs(basis.amount, costs, total, sheet)
        return Award(basis, False, None, None, basis.amount, total)
    return _statutory(rule, given, right, costs, sheet)


def statutory_of(rule: Rule, given: Given, right: str) -> Mapping[str, object] | None:
    """Return the law's statutory range for this act; None when it has none.

    Raises:
        Invalid: the act has to be named and is not.
    """
    range_ = mapping(rule.params.get("statutory"))
    if not range_:
        return None
    acts = sequence(range_.get("only_for_acts"))
    if not acts:
        return range_
    act = given.word("act") or ("trade_secret" if right == "trade_secret" else None)
    if act is None:
        raise missing("act")
    return range_ if act in acts else None


def _statutory(rule: Rule, given: Given, right: str, costs: Decimal, sheet: Sheet) -> Award:
    range_ = statutory_of(rule, given, right)
    if range_ is None:
        sheet.note(
            "没有可以确定的数额,该法(该行为)也没有法定赔偿。",
            "No amount can be determined, and the law knows no statutory damages for this act.",
        )
        return Award(None, False, None, None, None, None)
    low, high = number(range_.get("min")), number(range_.get("max"))
    claimed = given.money("claimed_statutory")
    if high is None:
        return Award(None, False, low, high, None, None)
    sheet.step(
        f"以上均难以确定:法定赔偿{f'{say(low)}元至' if low else '最高'}{say(high)}元",
        f"None can be determined: statutory damages {f'{say(low)} to' if low else 'up to'} {say(high)} yuan",
    )
    award = high if claimed is None else min(claimed, high)
    if claimed is not None and claimed > high:
        sheet.note(
            f"主张的{say(claimed)}元超过法定赔偿上限{say(high)}元。",
            f"The claim of {say(claimed)} yuan exceeds the statutory maximum of {say(high)}.",
        )
    if claimed is not None and low is not None and claimed < low:
        sheet.note(f"主张低于法定下限{say(low)}元。", f"The claim is below the statutory minimum of {say(low)} yuan.")
    total = award + costs
    if str(rule.params.get("reasonable_costs")).startswith("included") and total > high:
        sheet.note(
            "合理开支包括在法定赔偿数额之内,合计不超过上限。", "Costs are included in the statutory amount and its cap."
        )
        total = high
    _say_costs(award, costs, total, sheet)
    return Award(None, True, low, high, award, total)


def _say_costs(award: Decimal, costs: Decimal, total: Decimal, sheet: Sheet) -> None:
    if costs:
        sheet.step(
            f"{say(award)}元 + 合理开支{say(costs)}元 = {say(total)}元",
            f"{say(award)} yuan + reasonable costs {say(costs)} = {say(total)} yuan",
        )


def _fields(award: Award) -> Answer:
    name = STATUTORY if award.statutory else award.basis.name if award.basis else None
    return {
        "basis": name,
        "basis_title": TITLES[name].as_dict() if name else None,
        "base": money(award.basis.amount) if award.basis else None,
        "min": money(award.low),
        "max": money(award.high),
        "statutory_available": award.statutory,
        "award_max": money(award.award),
        "total": money(award.total),
    }


def _versions(governs: Governing, given: Given, right: str) -> list[Answer]:
    """Show what each version of the law would give for the whole amount, with its stretch of the act."""
    found: list[Answer] = []
    for span in governs.spans:
        row: Answer = {"from": span.first.isoformat(), "to": span.last.isoformat(), "days": span.days}
        if span.rule is None:
            row |= {"accepted": False, "rule": None, "reason": NO_RULE.as_dict(), "punitive_available": False}
        else:
            award = award_under(span.rule, given, right, Sheet())
            row |= {
                "accepted": True,
                "rule": span.rule.id,
                "law": span.rule.law.id,
                "article": span.rule.article,
                "citation": span.rule.citation.as_dict(),
                "punitive_available": bool(span.rule.params.get("punitive")),
                **_fields(award),
            }
        found.append(row)
    return found


NO_RULE = t("规则库没有当时适用的版本。", "The rule base has no version for that time.")


def _one_range_once(given: Given, answers: list[Answer], sheet: Sheet) -> None:
    """Say that statutory damages are set once for one infringement, where several periods of one right take them."""
    rights = [part.get("right", given.all.get("right")) for part in given.parts()]
    ranged = [right for right, answer in zip(rights, answers, strict=True) if answer["basis"] == STATUTORY]
    if len(ranged) > len(set(ranged)):
        sheet.note(
            "同一侵权行为只确定一次法定赔偿:各期间的上限不当然相加,须由办案人员判断。",
            "Statutory damages are set once for one infringement: the maxima of its periods do not simply add up; "
            "an officer decides.",
            provisional=True,
        )


def _by_parts(given: Given, book: RuleBook) -> Answer:
    """Compute several rights or periods one by one and add them up; shared costs are added once.

    Raises:
        Refusal: a part does not fit.
    """
    common = {name: value for name, value in given.all.items() if name in SHARED}
    sheet = Sheet()
    answers: list[Answer] = []
    total = Decimal(0)
    award = Decimal(0)
    for n, part in enumerate(given.parts(), 1):
        own = {name: value for name, value in common.items() if not (name in OWN_DATES and OWN_DATES & set(part))}
        answer = damages({**own, **part}, book, part=True)
        answers.append(answer)
        sheet.cite(*(book.by_id(str(one)) for one in sequence(answer["rules"])))
        sheet.provisional = sheet.provisional or bool(answer["provisional"])
        here = number(answer["total"]) or Decimal(0)
        award += number(answer["award_max"]) or Decimal(0)
        total += here
        sheet.step(f"第{n}部分:{say(here)}元", f"part {n}: {say(here)} yuan")
        if answer["total"] is None:
            sheet.note(
                f"第{n}部分没有可以确定的数额,未计入合计。",
                f"Part {n} has no amount that can be determined; it is not in the sum.",
                provisional=True,
            )
    _one_range_once(given, answers, sheet)
    costs = given.money("reasonable_costs") or Decimal(0)
    total += costs
    sheet.step(
        f"合计(含共同的合理开支{say(costs)}元)= {say(total)}元",
        f"together (with shared costs {say(costs)}) = {say(total)} yuan",
    )
    body: Answer = {
        "basis": None, "base": None, "min": None, "max": None, "statutory_available": None,
        "award_max": money(award), "total": money(total), "parts": answers,
    }  # fmt: skip
    return sheet.answer(body)
