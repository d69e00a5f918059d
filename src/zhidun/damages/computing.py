"""The sheet computed: ranges by each legal basis, punitive damages, sensitivity. Pure; the law is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from zhidun.damages.evidence_lines import Findings, Line, Range, findings
from zhidun.damages.factors import WORDS
from zhidun.kernel.money import rounded, shown
from zhidun.kernel.text import Text, t
from zhidun.law import calculators

FAKE_SHARES = (Decimal("0.1"), Decimal("0.3"), Decimal("0.5"))
"""Shares of fake orders shown beside the sheet."""
EXACT = Decimal("0.0000000001")
BASES: Mapping[str, Text] = {
    "actual_loss": t("权利人的实际损失", "Right holder's actual loss"),
    "infringer_profit": t("侵权人的获利", "Infringer's profit"),
    "licence_fee": t("许可使用费的倍数", "Multiple of the licence fee"),
    "statutory": t("法定赔偿", "Statutory damages"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the sheet is about, beside its evidence.

    Attributes:
        right: word of the calculators. act: kind of unfair competition.
        chosen: basis chosen by the claimant; empty: the law's order.
        licence_multiple: multiple of the licence fee. multiple: of punitive damages; None: not claimed.
        intent, gravity: keys of factors ticked. by_trade: infringement as a business.
        fine_paid: an administrative or criminal fine was paid for the same act.
    """

    right: str
    act_from: date
    act_to: date
    act: str = ""
    chosen: str = ""
    licence_multiple: Decimal | None = None
    multiple: Decimal | None = None
    intent: Sequence[str] = ()
    gravity: Sequence[str] = ()
    by_trade: bool = False
    fine_paid: bool = False
    claimed_statutory: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisRow:
    """One legal basis: its range, what the law makes of it, and whether the law's order takes it."""

    key: str
    title: Text
    range: Range | None
    taken: bool
    citation: Text | None
    steps: tuple[Text, ...] = ()
    refusal: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PunitiveRow:
    """Punitive damages: allowed or why not; base, multiple, total, cap."""

    allowed: bool
    reason: Text | None
    remedy: Text | None
    base: Decimal | None
    multiple: Decimal | None
    total: Decimal | None
    cap: Decimal | None
    with_costs: Decimal | None
    steps: tuple[Text, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """Everything computed from a sheet. `rules`: versions of the rules it rests on; `unread` may stand in no paper."""

    found: Findings
    rows: tuple[BasisRow, ...]
    taken: str
    award: Decimal | None
    total: Decimal | None
    costs: Decimal
    statutory_low: Decimal | None
    statutory_high: Decimal | None
    punitive: PunitiveRow
    sensitivity: tuple[tuple[Decimal, Decimal | None, Decimal | None], ...]
    notes: tuple[Text, ...]
    rules: tuple[str, ...]
    unread: tuple[str, ...]
    provisional: bool
    split: tuple[Mapping[str, object], ...] = field(default=())


def opinion(claim: Claim, lines: Sequence[Line]) -> Opinion:
    """Compute a sheet, from its standing lines."""
    found = findings(lines, by_trade=claim.by_trade)
    main = calculators.damages(_fields(claim, found))
    statutory = calculators.damages(
        {name: value for name, value in _asked(claim).items() if name != "chosen"} | {"chosen": "statutory"}
    )
    taken = str(main.get("basis") or "")
    taken = {"gains": "infringer_profit", "royalty": "licence_fee"}.get(taken, taken)
    rows = [
        _row(claim, found, "actual_loss", found.loss, taken),
        _row(claim, found, "infringer_profit", found.profit, taken),
        _row(claim, found, "licence_fee", _times(found.licence, claim.licence_multiple), taken),
        _statutory_row(statutory, taken),
    ]
    costs = rounded(found.costs.middle) if found.costs else Decimal(0)
    named = tuple(dict.fromkeys([*_strings(main, "rules"), *_strings(statutory, "rules")]))
    open_ = taken == "statutory" and claim.claimed_statutory is None
    return Opinion(
        found=found,
        rows=tuple(rows),
        taken=taken,
        award=None if open_ else _money(main, "award_max"),
        total=None if open_ else _money(main, "total"),
        costs=costs,
        statutory_low=_money(statutory, "min"),
        statutory_high=_money(statutory, "max"),
        punitive=_punitive(claim, found),
        sensitivity=_sensitivity(claim, lines, found),
        notes=(
            *map(_plain, _texts(main, "notes")),
            *cautions(claim, lines, found),
            *(_at_large(statutory) if open_ else ()),
        ),
        rules=named,
        unread=calculators.unread(main) if main.get("rules") else (),
        provisional=bool(main.get("provisional")),
        split=tuple(cast("Sequence[Mapping[str, object]]", main.get("versions") or ())),
    )


def _at_large(statutory: Mapping[str, object]) -> tuple[Text, ...]:
    """Say what statutory damages mean where nothing is proved: a range for the court, no sum of the sheet."""
    low, high = _money(statutory, "min"), _money(statutory, "max")
    if high is None:
        return ()
    zh, en = (f"{low:,}元以上、", f"from {low:,} ") if low else ("", "")
    return (
        t(
            f"没有可以证明的损失、获利、许可费的,可以请求法定赔偿:{zh}{high:,}元以下,由法院酌定;"
            "请在“计算方法与倍数”中填写请求的数额。",
            f"Where neither loss nor profit nor fee is proved, statutory damages may be asked for, {en}up to {high:,} "
            "yuan as the court sees fit: enter the sum you ask for under “Basis and multiple”.",
        ),
    )


def _plain(said: Text) -> Text:
    """Return words of the calculators without the names of their fields."""
    return Text(said.zh.replace("(parts)", ""), said.en.replace(" (parts)", ""))


def cautions(claim: Claim, lines: Sequence[Line], found: Findings) -> tuple[Text, ...]:
    """Return what a hostile reader would ask about the evidence, so that its side sees it first."""
    made: list[Text] = []
    outside = [one.n for one in lines if one.on is not None and not claim.act_from <= one.on <= claim.act_to]
    if outside:
        made.append(
            t(
                f"第{'、'.join(map(str, outside))}行的日期在侵权期间之外,期间外的销量不应计入。",
                f"Lines {', '.join(map(str, outside))} are dated outside the time of the act; sales outside do not "
                "count.",
            )
        )
    kinds = {one.kind for one in lines}
    if "gain" in kinds and found.turnover is not None and found.margin is not None:
        made.append(
            t(
                "已有获利金额,销售额×利润率只作印证,不再相加。",
                "A profit is proved; turnover times margin only supports it and is not added.",
            )
        )
    if any(one.source == "sales" for one in lines if one.kind == "margin") and not claim.by_trade:
        made.append(
            t(
                "销售利润率只在以侵权为业时采用(法释〔2026〕7号第九条);没有勾选以侵权为业,未采用。",
                "A sales margin counts only where infringement is the business (Interpretation 2026 No. 7, art. 9); "
                "that was not claimed, so it was not taken.",
            )
        )
    if found.units is not None and found.units.middle and found.turnover is None:
        made.append(t("有销量没有单价,销售额算不出。", "Pieces without a price give no turnover."))
    return tuple(made)


def _asked(claim: Claim) -> dict[str, object]:
    asked: dict[str, object] = {
        "right": claim.right,
        "act_from": claim.act_from.isoformat(),
        "act_to": claim.act_to.isoformat(),
    }
    if claim.act:
        asked["act"] = claim.act
    if claim.claimed_statutory is not None:
        asked["claimed_statutory"] = shown(claim.claimed_statutory)
    if claim.chosen:
        asked["chosen"] = claim.chosen
    return asked


def _fields(claim: Claim, found: Findings) -> dict[str, object]:
    """Return the question for the calculators, from the middle of each range."""
    fields = _asked(claim)
    if found.loss:
        fields["actual_loss"] = _exact(found.loss.middle)
    if found.profit:
        fields["gains" if claim.right in {"copyright", "software"} else "infringer_profit"] = _exact(
            found.profit.middle
        )
    if found.licence and claim.right in {"copyright", "software"}:
        fields["royalty"] = _exact(found.licence.middle)
    elif found.licence:
        fields["licence_fee"] = _exact(found.licence.middle)
        fields["licence_multiple"] = str(claim.licence_multiple or 1)
    if found.costs:
        fields["reasonable_costs"] = _exact(found.costs.middle)
    return fields


def _exact(amount: Decimal) -> str:
    """Return an amount for the calculators unrounded: rounding is theirs, once, at the end."""
    return f"{amount.quantize(EXACT):f}"


def _row(claim: Claim, found: Findings, key: str, range_: Range | None, taken: str) -> BasisRow:
    """Ask the law about one basis alone."""
    if range_ is None:
        return BasisRow(key=key, title=BASES[key], range=None, taken=False, citation=None)
    alone = Findings(
        units=None, turnover=None, margin=None, costs=None,
        profit=found.profit if key == "infringer_profit" else None,
        loss=found.loss if key == "actual_loss" else None,
        licence=found.licence if key == "licence_fee" else None,
    )  # fmt: skip
    answer = calculators.damages({**_fields(claim, alone), "chosen": None})
    fits = answer.get("accepted") is not False and answer.get("basis") not in (None, "statutory")
    return BasisRow(
        key=key,
        title=BASES[key],
        range=range_,
        taken=key == taken,
        citation=_text(answer, "citation"),
        steps=(*range_.how, *_texts(answer, "steps")),
        refusal=None if fits else _reason(answer) or t("该法没有这种方法。", "The law knows no such basis."),
    )


def _statutory_row(answer: Mapping[str, object], taken: str) -> BasisRow:
    low, high = _money(answer, "min"), _money(answer, "max")
    range_ = None
    if high is not None:
        range_ = Range(low=low or Decimal(0), middle=high, high=high, confidence=1.0)
    refusal = _reason(answer) if range_ is None else None
    if range_ is None and refusal is None:
        refusal = t("该法没有法定赔偿。", "The law knows no statutory damages.")
    return BasisRow(
        key="statutory",
        title=BASES["statutory"],
        range=range_,
        taken=taken == "statutory",
        citation=_text(answer, "citation"),
        steps=_texts(answer, "steps"),
        refusal=refusal,
    )


def _times(range_: Range | None, multiple: Decimal | None) -> Range | None:
    if range_ is None:
        return None
    by = multiple or Decimal(1)
    how = t(f"× {by}倍", f"× {by}")
    return Range(
        low=range_.low * by,
        middle=range_.middle * by,
        high=range_.high * by,
        confidence=range_.confidence,
        how=(*range_.how, how),
    )


def _punitive(claim: Claim, found: Findings) -> PunitiveRow:
    fields = _fields(claim, found) | {
        "intent": bool(claim.intent),
        "serious": bool(claim.gravity),
        "intent_factors": list(claim.intent),
        "gravity_factors": list(claim.gravity),
        "punitive_claimed": True,
        "fine_paid": claim.fine_paid,
        "infringement_as_business": claim.by_trade,
    }
    if claim.multiple is not None:
        fields["multiple"] = str(claim.multiple)
    answer = calculators.punitive(fields)
    refused = answer.get("accepted") is False
    remedy = _text(answer, "remedy") if refused else None
    if remedy is not None and "ver." in remedy.zh:
        remedy = t("两张表各用当时的法律。", "Each then follows the law of its time.")
    said = _reason(answer) if refused else None
    if not claim.intent and not claim.gravity and claim.multiple is None:
        said = t("没有主张惩罚性赔偿。", "Punitive damages are not claimed.")
        remedy = t(
            "要主张的,请勾选故意和情节严重的情形,并填写倍数。",
            "To claim them, tick circumstances of intent and of gravity, and enter a multiple.",
        )
    elif answer.get("field") == "parts":
        remedy = t(
            "请为没有惩罚性赔偿的期间另开一张计算表,两段分别计算。",
            "Open another sheet for the time without punitive damages; each is computed by itself.",
        )
    return PunitiveRow(
        allowed=bool(answer.get("punitive_allowed")) and not refused,
        reason=said,
        remedy=remedy,
        base=_money(answer, "base"),
        multiple=claim.multiple,
        total=_money(answer, "punitive_total"),
        cap=_money(answer, "cap"),
        with_costs=_money(answer, "total"),
        steps=tuple(_named(step) for step in _texts(answer, "steps")),
        notes=(*map(_plain, _texts(answer, "notes")), *_beside(claim, answer)),
    )


def _named(step: Text) -> Text:
    """Return a step with the circumstances in words instead of their keys."""
    for key, title in WORDS.items():
        if f":{key}(" in step.zh:
            return Text(step.zh.replace(key, title.zh, 1), step.en.replace(f": {key} ", f": {title.en} ", 1))
    return step


def _beside(claim: Claim, answer: Mapping[str, object]) -> tuple[Text, ...]:
    """Return the other reading of the multiple: courts have also put it on top of the compensation."""
    base, cap = _money(answer, "base"), _money(answer, "cap")
    if claim.multiple is None or base is None or cap is None or answer.get("accepted") is False:
        return ()
    total = rounded(min(base * (claim.multiple + 1), cap))
    return (
        t(
            f"本表按赔偿总额=基数×倍数计算。有的判决把倍数算在补偿之外(基数+基数×倍数),按该读法为{total:,}元"
            "(总额不超过基数的五倍);起诉时请直接写明总额和倍数的含义。",
            f"Here the total is base × multiple. Some judgments add the multiple to the compensation (base + base × "
            f"multiple): {total:,} yuan by that reading, five bases at most. Name total and reading in the claim.",
        ),
    )


def _sensitivity(
    claim: Claim, lines: Sequence[Line], found: Findings
) -> tuple[tuple[Decimal, Decimal | None, Decimal | None], ...]:
    """Return profit and loss (middle) if a share of the counted sales were fake orders; () where it changes nothing."""
    if found.units is None:
        return ()
    rows = []
    for share in FAKE_SHARES:
        then = findings(lines, fake_share=share, by_trade=claim.by_trade)
        profit, loss = (rounded(one.middle) if one else None for one in (then.profit, then.loss))
        rows.append((share, profit, loss))
    return tuple(rows)


def _money(answer: Mapping[str, object], key: str) -> Decimal | None:
    value = answer.get(key)
    return Decimal(str(value)) if value is not None else None


def _text(answer: Mapping[str, object], key: str) -> Text | None:
    value = answer.get(key)
    return Text.of(cast("Mapping[str, object]", value)) if isinstance(value, Mapping) else None


def _reason(answer: Mapping[str, object]) -> Text | None:
    said = _text(answer, "reason") if answer.get("accepted") is False else None
    return _plain(said) if said is not None else None


def _texts(answer: Mapping[str, object], key: str) -> tuple[Text, ...]:
    return tuple(Text.of(one) for one in cast("Sequence[Mapping[str, object]]", answer.get(key) or ()))


def _strings(answer: Mapping[str, object], key: str) -> list[str]:
    return [str(one) for one in cast("Sequence[object]", answer.get(key) or ())]
