"""Pure decisions: amounts, crossing of sealed offers, whether terms hold together and are lawful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.money import CENT, rounded, shown, yuan
from zhidun.kernel.text import Text, t
from zhidun.mediation.errors import TermsFaulty, YuanOnly

YUAN = frozenset({"CNY", "RMB", "元", "人民币"})
MOST_INSTALMENTS = 120
MOST_WORDS = 4000
UNLAWFUL: tuple[tuple[tuple[str, ...], Text], ...] = (
    (
        ("不得举报", "不再举报", "撤回举报", "不向公安", "不追究刑事", "免除刑事", "not report", "no criminal"),
        t(
            "协议不得限制举报、控告,也不能处分刑事责任(民法典第153条)。",
            "An agreement cannot bar reports or dispose of criminal liability (Civil Code 153).",
        ),
    ),
    (
        ("免予行政处罚", "不予处罚", "撤销处罚", "免除罚款", "no penalty by"),
        t(
            "行政处罚由行政机关依法决定,协议不能处分。",
            "Penalties are for the authority to decide; an agreement cannot dispose of them.",
        ),
    ),
    (
        ("不得质疑专利", "不得请求无效", "不得宣告无效", "not challenge the validity"),
        t(
            "禁止对知识产权有效性提出质疑的条款无效(民法典第850条、技术合同解释第10条)。",
            "A clause that forbids to challenge validity is void (Civil Code 850).",
        ),
    ),
)
"""Words that stand for clauses the law does not allow, with why; the mediator sees the sentence and rewrites it."""


def amount_of(value: str | Decimal | None, currency: str, *, field: str = "amount") -> Decimal:
    """Return an amount of yuan above zero, to the fen.

    Raises:
        YuanOnly: another currency.
        Invalid: no number, not above zero, parts of a fen.
    """
    word = str(value or "").strip()
    if currency.strip().upper() not in YUAN or any(sign in word for sign in "$€£¥¥₩"):
        raise YuanOnly(field="currency")
    money = yuan(word, field=field)
    if money <= 0 or money != rounded(money):
        raise Invalid(
            t("金额须大于零,最多两位小数。", "An amount is above zero, with two decimals at most."), field=field
        )
    return money.quantize(CENT)


def crossing(*, least: Decimal, most: Decimal) -> Decimal | None:
    """Return the middle of two sealed offers when the respondent's most reaches the complainant's least, else None."""
    return rounded((least + most) / 2) if most >= least else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """A payment by a day."""

    amount: Decimal
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something to be done by a day: stop, destroy, apology, licence or other; `by`: the side that owes it."""

    kind: str
    what: str
    due_on: date
    by: str = "respondent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the sides agree on.

    Attributes:
        amount: yuan in all, paid by `payer`; None: no money.
        instalments: they sum to the amount; empty with an amount: one payment is needed.
        penalty_rate: for late payment, per day, as a decimal fraction of what is late; None: none.
        claims_settled: the matter is settled by it once and for all.
        other: further words.
    """

    amount: Decimal | None = None
    payer: str = "respondent"
    instalments: Sequence[Instalment] = ()
    acts: Sequence[Act] = ()
    penalty_rate: Decimal | None = None
    claims_settled: bool = True
    other: str = ""


ACTS = frozenset({"stop", "destroy", "apology", "licence", "other"})


def check_terms(terms: Terms, *, on: date, right_ends_on: date | None = None) -> None:
    """Hold terms against arithmetic and law.

    Args:
        terms: the terms.
        on: the day of signing.
        right_ends_on: last day of the right concerned, where it is known: no licence reaches beyond it.

    Raises:
        TermsFaulty: with `errors` by field, each with its reason and remedy.
    """
    errors: dict[str, Refusal] = {}
    for field, fault in (
        ("amount", _empty(terms)),
        ("instalments", _instalments(terms, on)),
        ("acts", _acts(terms, on, right_ends_on)),
        ("penalty_rate", _penalty(terms)),
        ("other", _lawful(terms)),
    ):
        if fault is not None:
            errors[field] = TermsFaulty(fault[0], fault[1], field=field)
    if errors:
        first = next(iter(errors.values()))
        raise TermsFaulty(first.reason, first.remedy, field=first.field, errors=errors)


Fault = tuple[Text, Text] | None
ADJUST = t("请修改该条款。", "Change the clause.")


def _empty(terms: Terms) -> Fault:
    if terms.amount is None and not terms.acts:
        return t("协议没有任何履行内容。", "Nothing is to be done under it."), t(
            "请填写金额或事项。", "Enter money or an act."
        )
    if terms.amount is not None and terms.amount <= 0:
        return t("金额须大于零。", "The amount is above zero."), ADJUST
    return None


def _instalments(terms: Terms, on: date) -> Fault:
    parts = terms.instalments
    if terms.amount is None:
        return (t("没有金额却有分期。", "There are instalments and no amount."), ADJUST) if parts else None
    if not 0 < len(parts) <= MOST_INSTALMENTS:
        return t("请写明每期付款。", "Name each payment."), t("至少一期,最多一百二十期。", "At least one, at most 120.")
    if any(part.amount <= 0 for part in parts):
        return t("每期金额须大于零。", "Each instalment is above zero."), ADJUST
    total = sum((part.amount for part in parts), Decimal(0))
    if total != terms.amount:
        gap = shown(abs(total - terms.amount))
        return (
            t(f"各期合计{shown(total)}元,与总额{shown(terms.amount)}元不符。",
              f"The instalments sum to {shown(total)} yuan, not to {shown(terms.amount)}."),
            t(f"请调整,相差{gap}元。", f"They differ by {gap} yuan; change one."),
        )  # fmt: skip
    days = [part.due_on for part in parts]
    if days != sorted(days) or days[0] < on:
        return t(
            "付款日期须从签署日起依次排列。", "The days of payment follow each other from the day of signing."
        ), ADJUST
    return None


def _acts(terms: Terms, on: date, right_ends_on: date | None) -> Fault:
    for act in terms.acts:
        if act.kind not in ACTS or not act.what.strip() or act.by not in {"complainant", "respondent"}:
            return t("请写明事项的种类、内容和义务人。", "Name kind, content and debtor of each act."), ADJUST
        if act.due_on < on:
            return t("履行日期不能早于签署日。", "An act cannot be due before the day of signing."), ADJUST
        if act.kind == "licence" and right_ends_on is not None and act.due_on > right_ends_on:
            return (
                t(f"许可期限超过权利的有效期({right_ends_on:%Y-%m-%d})。", f"The right ends on {right_ends_on}."),
                t("请缩短许可期限。", "Shorten the licence."),
            )
    return None


def _penalty(terms: Terms) -> Fault:
    rate = terms.penalty_rate
    if rate is None:
        return None
    if terms.amount is None or not 0 < rate < 1:
        return t("违约金比例不正确。", "The rate of the penalty does not fit."), t(
            "请填写如 0.0005。", "Enter a rate such as 0.0005."
        )
    return None


def _lawful(terms: Terms) -> Fault:
    words = [terms.other, *(act.what for act in terms.acts)]
    if any(len(text) > MOST_WORDS for text in words):
        return t("条款过长。", "A clause is too long."), t("请精简。", "Shorten it.")
    for signs, why in UNLAWFUL:
        for text in words:
            if any(sign in text for sign in signs):
                return why, t("请删去该内容。", "Leave it out.")
    return None
