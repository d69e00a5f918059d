"""Punitive damages: whether the law allows them, from which base, up to which multiple, and at which stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhidun.kernel.text import Text, t
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.opinions import grounds
from zhidun.law.opinions.bases import STATUTORY, Basis, chosen_by_order, fee_of, offered
from zhidun.law.opinions.damages import NO_RULE, OWN_DATES, statutory_of
from zhidun.law.opinions.grounds import Declined
from zhidun.law.opinions.inputs import Given, missing, wrong
from zhidun.law.opinions.sheet import Answer, Sheet, money, say, times
from zhidun.law.opinions.spans import Governing, governing
from zhidun.law.opinions.tables import in_force, mapping, needed, number, sequence
from zhidun.law.refusals import RuleNotInForce

INTERPRETATIONS = (
    "dmg.punitive.multiple", "dmg.punitive.cap", "dmg.punitive.base", "dmg.punitive.intent", "dmg.punitive.gravity",
    "dmg.punitive.claim", "dmg.punitive",
)  # fmt: skip
PENDING = "ver.punitive"
REFERENCE = ("dmg.punitive.base", "dmg.punitive")
SHARED = frozenset(
    {
        "right", "act", "chosen", "multiple", "intent", "serious", "intent_factors", "gravity_factors", "stage",
        "punitive_claimed", "first_suit_claimed_punitive", "court_explained", "fine_paid", *OWN_DATES,
    }
)  # fmt: skip
EMPTY: Answer = {
    "punitive_allowed": False, "base": None, "punitive_total": None, "cap": None, "capped": None, "total": None,
    "deduct_fine": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """The multiples the law allows."""

    low: Decimal
    high: Decimal


def punitive(fields: Mapping[str, object], book: RuleBook) -> Answer:
    """Answer a question of punitive damages; see `punitive.schema.json`.

    Raises:
        Refusal: a field or the law does not fit.
    """
    given = Given("punitive", fields)
    return _by_parts(given, book) if given.parts() else _one(given, book)


def _one(given: Given, book: RuleBook, *, part: bool = False) -> Answer:
    sheet = Sheet()
    facts: Answer = dict(EMPTY)
    try:
        return _claim(given, book, sheet, facts, part=part)
    except Declined as no:
        return sheet.declined(no.reason, no.remedy, facts, code=no.name, field=no.field or "")


def _claim(given: Given, book: RuleBook, sheet: Sheet, facts: Answer, *, part: bool) -> Answer:
    right = given.word("right")
    if right is None:
        return _without_right(given, book, sheet, facts)
    governs = governing(given, book, right, sheet, older=part)
    rule = governs.rule
    sheet.cite(*in_force(book, INTERPRETATIONS, governs.on))
    range_ = mapping(rule.params.get("statutory"))
    facts |= {"min": money(number(range_.get("min"))), "max": money(number(range_.get("max")))}
    multiple = given.money("multiple")
    limits = _allowed(governs, given, right, multiple)
    facts["punitive_allowed"] = True
    _check_multiple(multiple, limits)
    facts["punitive_allowed"] = False
    grounds.check_procedure(given, book, governs.on, sheet)
    grounds.check_grounds(given, book, governs.on, sheet, mapping(rule.params.get("punitive")))
    base = _base(given, rule, right, book, governs.on, sheet, facts)
    facts["punitive_allowed"] = True
    answer = _total(given, base, multiple, limits, sheet, facts, _pending(book, governs.on, sheet))
    if governs.split:
        answer |= _versions(governs, given, right, book)
    return answer


def _without_right(given: Given, book: RuleBook, sheet: Sheet, facts: Answer) -> Answer:
    """Check the multiple by the interpretation, which holds for every right."""
    on = given.day("event_date") or given.day("act_to") or date.max
    found = in_force(book, ("dmg.punitive.multiple",), on)
    if not found:
        raise missing("right")
    sheet.cite(*found, *in_force(book, INTERPRETATIONS, on))
    limits = Range(needed(found[0].params.get("min")), needed(found[0].params.get("max")))
    multiple = given.money("multiple")
    _check_multiple(multiple, limits)
    if not given.has("base"):
        raise missing("right")
    grounds.check_procedure(given, book, on, sheet)
    grounds.check_grounds(given, book, on, sheet, {})
    _not_statutory(given, given.money("base"))
    base = given.need_money("base")
    sheet.note(
        "未写明权利种类:须另行确认该权利的法律有惩罚性赔偿。",
        "The right was not named: its law must know punitive damages.", provisional=True,
    )  # fmt: skip
    facts["punitive_allowed"] = True
    return _total(given, base, multiple, limits, sheet, facts, None)


def _allowed(governs: Governing, given: Given, right: str, multiple: Decimal | None) -> Range:
    """Return the multiples, or decline where the law or the act knows no punitive damages.

    Raises:
        Declined: it does not, or only for a part of the time of the act.
    """
    clause = mapping(governs.rule.params.get("punitive"))
    if not clause:
        raise Declined(
            t(
                f"{governs.rule.citation.zh}没有惩罚性赔偿。",
                f"{governs.rule.citation.en} knows no punitive damages.",
            ),
            t("只能主张补偿性赔偿。", "Only compensation may be claimed."),
            name="punitive.not_in_law",
            field="right",
        )
    only = sequence(clause.get("only_for"))
    act = given.word("act") or right
    if only and right not in only and act not in only:
        raise Declined(
            t(
                "不正当竞争中只有侵犯商业秘密可以适用惩罚性赔偿。",
                "Among acts of unfair competition only trade secrets know punitive damages.",
            ),
            t("只能主张补偿性赔偿。", "Only compensation may be claimed."),
            name="punitive.not_in_law",
            field="act",
        )
    limits = Range(needed(clause.get("min_multiple")), needed(clause.get("max_multiple")))
    if governs.chosen_by is None:
        _over_all(governs, multiple, limits)
    return limits


def _over_all(governs: Governing, multiple: Decimal | None, limits: Range) -> None:
    """Decline where a stretch of the act knows no punitive damages, or not that many times.

    Raises:
        Declined: it is to be split, or an officer chooses the version.
    """
    lacking = [span for span in governs.spans if span.rule is None or not span.rule.params.get("punitive")]
    ends = [(span, _most(span.rule)) for span in governs.spans if span not in lacking]
    tighter = [span for span, most in ends if multiple is not None and most < multiple <= limits.high]
    if not lacking and not tighter:
        return
    spans = "、".join(f"{span.first}至{span.last}" for span in lacking or tighter)
    spans_en = ", ".join(f"{span.first} to {span.last}" for span in lacking or tighter)
    most = min((most for _, most in ends), default=limits.high)
    reason = (
        t(f"{spans}没有惩罚性赔偿,不能与其后的期间合并计算。",
          f"{spans_en}: no punitive damages; not to be merged with the later time.")
        if lacking
        else t(f"{spans}的法律最高为{times(most)}倍,不能与其他期间合并按{times(multiple or most)}倍计算。",
               f"{spans_en}: at most {times(most)} times by the law of that time; not to be merged at "
               f"{times(multiple or most)} times.")
    )  # fmt: skip
    raise Declined(
        reason,
        t("请按期间分段列出基数,或者由办案人员选定适用版本。",
          "Give the base by periods (parts), or an officer chooses the version."),
        name="punitive.split_needed",
        field="parts",
    )  # fmt: skip


def _most(rule: Rule | None) -> Decimal:
    return needed(mapping(rule.params.get("punitive") if rule else None).get("max_multiple"))


def _check_multiple(multiple: Decimal | None, limits: Range) -> None:
    if multiple is not None and not limits.low <= multiple <= limits.high:
        low, high = times(limits.low), times(limits.high)
        raise Declined(
            t(
                f"倍数{times(multiple)}不在{low}至{high}之间,总额不得超过基数的{high}倍。",
                f"The multiple {times(multiple)} is not between {low} and {high}; the total is at most {high} bases.",
            ),
            t(
                f"请取{low}至{high}之间的倍数,可以有小数。",
                f"Take a multiple from {low} to {high}; fractions are allowed.",
            ),
            name="punitive.multiple",
            field="multiple",
        )


def _not_statutory(given: Given, base: Decimal | None) -> None:
    """Decline where statutory damages are offered as the base.

    Raises:
        Declined: they are.
    """
    raw = given.all.get("statutory_damages")
    claimed = given.all.get("claimed_statutory")
    asked = given.word("chosen") == STATUTORY or raw is True
    if not isinstance(raw, bool) and (stated := given.money("statutory_damages")) is not None:
        asked = asked or base is None or base == stated
    if asked or (base is None and claimed is not None):
        raise Declined(
            t("法定赔偿数额不能作为惩罚性赔偿的基数。", "Statutory damages are never the base of punitive damages."),
            t("请证明实际损失、获利或许可使用费。", "Prove actual loss, profit or a licence fee."),
            name="punitive.statutory_base",
            field="base",
        )


def _base(given: Given, rule: Rule, right: str, book: RuleBook, on: date, sheet: Sheet, facts: Answer) -> Decimal:
    stated = given.money("base")
    basis = _computed(given, rule, book, on, sheet)
    _not_statutory(given, stated if stated is not None else basis.amount if basis else None)
    if stated is None and basis is None:
        facts["statutory_available"] = statutory_of(rule, given, right) is not None
        raise Declined(
            t("没有可以证明的基数(损失、获利、许可费不明)。", "No base: loss, profit and licence fee are unknown."),
            t("请补充证据,或者主张法定赔偿(如有规定)。", "Bring proof, or claim statutory damages."),
            name="punitive.no_base",
            field="base",
        )  # fmt: skip
    if stated is None and basis is not None:
        facts["basis"] = basis.name
        return basis.amount
    if basis is not None and basis.amount != stated:
        sheet.differ(
            f"所列基数与各项计算的{say(basis.amount)}元不符,须核对。",
            f"The stated base differs from the computed {say(basis.amount)} yuan; to be checked.",
        )
    return stated or Decimal(0)


def _computed(given: Given, rule: Rule, book: RuleBook, on: date, sheet: Sheet) -> Basis | None:
    fields = dict(given.all)
    if given.has("base") or fields.get("chosen") == STATUTORY:
        fields.pop("chosen", None)
    profit = in_force(book, ("dmg.punitive.profit",), on)
    if profit and given.flag("infringement_as_business") and given.share("sales_margin") is not None:
        fields["operating_margin"] = fields["sales_margin"]
        sheet.cite(*profit)
        sheet.note("以侵权为业,按销售利润率计算。", "Infringement as a business: the sales margin is taken.")
    asked = Given("punitive", fields)
    basis = chosen_by_order(asked, rule, offered(asked, rule), sheet)
    if basis is None and not given.has("base"):
        basis = _by_reference(asked, book, on, sheet)
    for line in basis.how if basis else ():
        sheet.step(line.zh, line.en)
    return basis


def _by_reference(given: Given, book: RuleBook, on: date, sheet: Sheet) -> Basis | None:
    """Return the licence fee that the interpretation lets stand in where the law's own order names no fee.

    法释〔2026〕7号 art. 8(2), 法释〔2021〕4号 art. 5(2); for trade secrets also 法释〔2020〕7号 art. 20.
    """
    found, fee = in_force(book, REFERENCE, on), fee_of(given, "licence_fee")
    if not found or fee is None:
        return None
    sheet.cite(*found)
    sheet.note(
        "该法没有列许可使用费;损失和获利均难以计算的,解释允许参照许可使用费确定基数,由办案人员决定。",
        "The law names no licence fee; where loss and profit cannot be computed the interpretation lets it serve as "
        "the base by reference: an officer decides.",
        provisional=True,
    )
    return fee


def _total(
    given: Given, base: Decimal, multiple: Decimal | None, limits: Range, sheet: Sheet, facts: Answer,
    pending: Text | None,
) -> Answer:  # fmt: skip
    if base == 0:
        raise wrong("base", ("基数为零。", "The base is zero."), ("请核对。", "Check it."))
    costs = given.money("reasonable_costs") or Decimal(0)
    cap = base * limits.high
    facts |= {"base": money(base), "cap": money(cap), "capped": False, "deduct_fine": False}
    sheet.step(
        f"上限:{say(base)}元 × {times(limits.high)} = {say(cap)}元",
        f"cap: {say(base)} yuan × {times(limits.high)} = {say(cap)} yuan",
    )
    if multiple is not None:
        product = base * multiple
        facts["capped"] = product > cap
        award = min(product, cap)
        facts |= {"multiple": times(multiple), "punitive_total": money(award), "total": money(award + costs)}
        sheet.step(
            f"{say(base)}元 × {times(multiple)} = {say(award)}元",
            f"{say(base)} yuan × {times(multiple)} = {say(award)} yuan",
        )
        sheet.step(
            f"{say(award)}元 + 合理开支{say(costs)}元 = {say(award + costs)}元(合理开支在总额之外)",
            f"{say(award)} yuan + reasonable costs {say(costs)} = {say(award + costs)} yuan (outside the cap)",
        )
    else:
        sheet.note("未主张倍数,只给出上限。", "No multiple was claimed; only the cap is given.")
    if pending:
        sheet.note(pending.zh, pending.en)
    facts["reason"] = t(
        f"基数可以确定,倍数在{times(limits.low)}至{times(limits.high)}之间;以故意(恶意)且情节严重为条件。",
        f"There is a base, and the multiple lies between {times(limits.low)} and {times(limits.high)}; intent and "
        "gravity are the condition.",
    ).as_dict()
    return sheet.answer(facts)


def _pending(book: RuleBook, on: date, sheet: Sheet) -> Text | None:
    """Say that cases still open at first instance fall under the later interpretation (an inference)."""
    del sheet
    later = book.versions(PENDING)[-1]
    if on >= later.effective_from:
        return None
    return t(
        f"{later.effective_from}起尚在一审的案件适用{later.citation.zh}(由其排除再审推知)。",
        f"Cases still at first instance from {later.effective_from} follow {later.citation.en} "
        "(inferred from its exclusion of retrials).",
    )


def _versions(governs: Governing, given: Given, right: str, book: RuleBook) -> Answer:
    """Show what each version would give for the whole amount, for the officer who decides."""
    return {
        "versions": [
            {
                "from": span.first.isoformat(),
                "to": span.last.isoformat(),
                "days": span.days,
                "rule": span.rule.id if span.rule else None,
                "citation": span.rule.citation.as_dict() if span.rule else None,
                "punitive_available": bool(span.rule and span.rule.params.get("punitive")),
                **_under(span.rule, given, right, book, span.last),
            }
            for span in governs.spans
        ],
        "officer_decides": governs.chosen_by is None,
        "chosen_by": governs.chosen_by,
    }


def _under(rule: Rule | None, given: Given, right: str, book: RuleBook, on: date) -> Answer:
    """Give base, cap and total under one version; empty where it knows no punitive damages or has no base."""
    if rule is None or not rule.params.get("punitive"):
        return {"base": None, "cap": None, "punitive_total": None, "total": None}
    multiple, most = given.money("multiple"), _most(rule)
    base = _base(given, rule, right, book, on, Sheet(), {})
    costs = given.money("reasonable_costs") or Decimal(0)
    award = None if multiple is None or multiple > most else base * multiple
    return {
        "base": money(base),
        "cap": money(base * most),
        "punitive_total": money(award),
        "total": None if award is None else money(award + costs),
    }


def _by_parts(given: Given, book: RuleBook) -> Answer:
    """Judge each right or period by itself; a part without punitive damages counts once, as compensation.

    Raises:
        Refusal: a part does not fit.
    """
    common = {name: value for name, value in given.all.items() if name in SHARED}
    sheet, answers = Sheet(), []
    sums = {"base": Decimal(0), "punitive_total": Decimal(0), "cap": Decimal(0), "compensation": Decimal(0)}
    costs = given.money("reasonable_costs") or Decimal(0)
    for n, part in enumerate(given.parts(), 1):
        own = {name: value for name, value in common.items() if not (name in OWN_DATES and OWN_DATES & set(part))}
        answer = _part({**own, **part}, book)
        answers.append(answer)
        if answer["accepted"] is False and answer.get("compensation") is None:
            return {**answer, "part": n, "parts": answers}
        sheet.cite(*(book.by_id(str(one)) for one in sequence(answer.get("rules"))))
        costs += number(part.get("reasonable_costs")) or Decimal(0)
        for name in sums:
            sums[name] += number(answer.get(name)) or Decimal(0)
        amount = number(answer.get("punitive_total")) or number(answer.get("compensation")) or Decimal(0)
        sheet.step(f"第{n}部分:{say(amount)}元", f"part {n}: {say(amount)} yuan")
    total = sums["punitive_total"] + sums["compensation"] + costs
    sheet.step(
        f"合计(含合理开支{say(costs)}元)= {say(total)}元", f"together (with costs {say(costs)}) = {say(total)} yuan"
    )
    body: Answer = {
        "punitive_allowed": sums["punitive_total"] > 0, "capped": False, "deduct_fine": False, "total": money(total),
        **{name: money(value) for name, value in sums.items()}, "parts": answers,
    }  # fmt: skip
    return sheet.answer(body)


def _part(fields: Mapping[str, object], book: RuleBook) -> Answer:
    given = Given("punitive", fields)
    try:
        answer = _one(given, book, part=True)
    except RuleNotInForce:
        answer = {"accepted": False, "code": "law.rule_not_in_force", "reason": NO_RULE.as_dict(), "rules": []}
    if answer["accepted"] is False and answer["code"] in {"punitive.not_in_law", "law.rule_not_in_force"}:
        plain = given.money("base")
        plain = given.money("actual_loss") if plain is None else plain
        plain = given.money("infringer_profit") if plain is None else plain
        answer["compensation"] = money(plain)
    return answer
