"""Illegal gains: receipts less what the rule in force lets the party deduct, and what of them is confiscated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhidun.law.load import RuleBook
from zhidun.law.opinions.inputs import Given
from zhidun.law.opinions.sheet import Answer, Sheet, money, say
from zhidun.law.opinions.tables import in_force, names, sequence, tables

PARTS = ("gains.definition", "x.gains.2008", "gains.proof", "gains.tax", "gains.refund")


@dataclass(frozen=True, slots=True)
class Gains:
    """Illegal gains and the part of them that is confiscated.

    Attributes:
        amount: yuan; None when nothing is known.
        confiscate: yuan; None when nothing is known.
        readings: other arguable computations.
    """

    amount: Decimal | None
    confiscate: Decimal | None
    readings: tuple[Answer, ...] = ()


def illegal_gains(given: Given, book: RuleBook, subject: str | None, on: date, sheet: Sheet) -> Gains:
    """Return the gains as stated, or from sales; refunds count as gains and are not confiscated.

    Raises:
        Invalid: a field cannot be read.
    """
    stated, sales = given.money("illegal_gains"), given.money("sales")
    if stated is None and sales is None:
        if given.unproved("illegal_gains"):
            _unclear(book, subject, on, sheet)
        return Gains(None, None)
    readings: tuple[Answer, ...] = ()
    if sales is None:
        amount = stated if stated is not None else Decimal(0)
    else:
        amount = _net(given, sales, sheet)
        amount, readings = _special(given, book, subject, on, sales, amount, sheet)
        if stated is not None and stated != amount:
            sheet.differ(
                f"所称违法所得{say(stated)}元与计算的{say(amount)}元不符,须核对;按计算数列示。",
                f"The stated gains of {say(stated)} yuan differ from the computed {say(amount)}; to be checked.",
            )
        sheet.cite(*in_force(book, PARTS, on))
    refunded = given.money("refunded") or Decimal(0)
    confiscate = max(amount - refunded, Decimal(0))
    if refunded:
        sheet.cite(*in_force(book, ("gains.refund",), on))
        sheet.step(
            f"退赔{say(refunded)}元计入违法所得,不没收:没收 {say(amount)}元 - {say(refunded)}元 = {say(confiscate)}元",
            f"refunds of {say(refunded)} yuan count and are not confiscated: "
            f"{say(amount)} - {say(refunded)} = {say(confiscate)}",
        )
    if _listed("silent_on_gains", subject) and (rule := in_force(book, ("gains.silent_article",), on)):
        sheet.cite(*rule)
        sheet.note(
            "所依条款未规定没收违法所得,同法其他条款有规定:一般不单独计算、不没收。",
            "The article is silent on confiscation, others of the same law are not: not computed separately.",
        )
        confiscate = Decimal(0)
    return Gains(amount, confiscate, readings)


def _listed(name: str, subject: str | None) -> bool:
    return subject is not None and subject in sequence(tables().get(name))


def _unclear(book: RuleBook, subject: str | None, on: date, sheet: Sheet) -> None:
    """Say what follows where the gains cannot be established (order 118, art. 14)."""
    found = in_force(book, ("gains.unclear",), on)
    if not found or _listed("silent_on_gains", subject) or _listed("other_authority", subject):
        return
    sheet.cite(*found)
    sheet.note(
        "违法所得经充分调查仍无法查清的,可以不单独计算,在确定罚款数额时考量;部分能够确定的计入。须报主要负责人批准。",
        "Gains that a full inquiry cannot establish may be left out and weigh in the fine; a known part counts. "
        "The principal head approves.",
    )


def other_authority(subject: str | None) -> bool:
    """Whether the fine belongs to an authority that the market regulator's orders bind only by reference."""
    return _listed("other_authority", subject)


def _net(given: Given, sales: Decimal, sheet: Sheet) -> Decimal:
    cost, tax = given.money("purchase_price_proved"), given.money("related_tax_paid_before_penalty")
    if given.unproved("purchase_price_proved"):
        sheet.note("进货价款不能证明,不予扣除。", "The purchase price is not proved and is not deducted.")
    cost, tax = cost or Decimal(0), tax or Decimal(0)
    net = sales - cost - tax
    sheet.step(
        f"违法所得:收入{say(sales)}元 - 已证明的购进价款{say(cost)}元 - 处罚前已缴税款{say(tax)}元 = {say(net)}元",
        f"gains: receipts {say(sales)} - proved purchase price {say(cost)} - tax paid before the penalty {say(tax)} "
        f"= {say(net)}",
    )
    if net < 0:
        sheet.note("扣除后为负,没有违法所得。", "Negative after deductions: no gains.")
        return Decimal(0)
    return net


def _special(
    given: Given, book: RuleBook, subject: str | None, on: date, sales: Decimal, net: Decimal, sheet: Sheet
) -> tuple[Decimal, tuple[Answer, ...]]:
    """Take the sector's own rule where it alone governs; where both are arguable show the other reading."""
    del given
    special = in_force(book, names("gains", subject or ""), on)
    if not special:
        return net, ()
    rule = special[0]
    arguable = [one for one in rule.readings if one.from_on <= on]
    if arguable:
        row: Answer = {
            "rule_version": rule.id,
            "citation": rule.citation.as_dict(),
            "illegal_gains": money(sales),
            "why": arguable[0].why.as_dict(),
        }
        return net, (row,)
    sheet.cite(rule)
    sheet.note(
        f"按{rule.citation.zh}以价格乘数量计算,不扣成本。",
        f"Price times quantity without deductions: {rule.citation.en}.",
    )
    return sales, ()
