"""From what damages may be computed: the bases a claim offers, and the one the law's order takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from zhidun.kernel.text import Text, t
from zhidun.law.model import Rule
from zhidun.law.opinions.inputs import Given, missing, wrong
from zhidun.law.opinions.sheet import Sheet, say, times
from zhidun.law.opinions.tables import sequence

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "actual_loss": "actual_loss",
        "infringer_profit": "infringer_profit",
        "illegal_gains": "gains",
        "license_fee_multiple": "licence_fee",
        "royalty": "royalty",
        "statutory": "statutory",
    }
)
"""The rules' words → the words of a question and its answer."""
OTHER_WORDS: Mapping[str, str] = MappingProxyType(
    {"illegal_gains": "gains", "licence_multiple": "licence_fee", "license_fee_multiple": "licence_fee"}
)
SAME: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "gains": frozenset({"gains", "infringer_profit"}),
        "infringer_profit": frozenset({"gains", "infringer_profit"}),
        "licence_fee": frozenset({"licence_fee", "royalty"}),
        "royalty": frozenset({"licence_fee", "royalty"}),
    }
)
"""Words that mean the same basis under laws that name it differently."""
TITLES: Mapping[str, Text] = MappingProxyType(
    {
        "actual_loss": t("权利人的实际损失", "the right holder's actual loss"),
        "infringer_profit": t("侵权人的获利", "the infringer's profit"),
        "gains": t("侵权人的违法所得", "the infringer's illegal gains"),
        "licence_fee": t("许可使用费(或其倍数)", "the licence fee or a multiple of it"),
        "royalty": t("许可使用费", "the licence fee"),
        "statutory": t("法定赔偿", "statutory damages"),
    }
)
STATUTORY = "statutory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One basis with its amount.

    Attributes:
        name: word of the question.
        amount: yuan.
        how: how the amount came about.
        differs: what does not fit in the source; None where all fits.
    """

    name: str
    amount: Decimal
    how: tuple[Text, ...]
    differs: Text | None = None


def order_of(rule: Rule) -> tuple[tuple[str, ...], ...]:
    """Return the law's order in the words of a question: groups in turn, free choice inside a group."""
    groups = sequence(rule.params.get("order"))
    return tuple(tuple(WORDS[str(word)] for word in sequence(group)) for group in groups)


def offered(given: Given, rule: Rule) -> dict[str, Basis]:
    """Return the bases that the claim can prove, by name.

    Raises:
        Invalid: a field cannot be read, or a price or margin is missing beside the number of units.
    """
    named = {name for group in order_of(rule) for name in group}
    found: dict[str, Basis] = {}
    if "actual_loss" in named and (loss := given.money("actual_loss")) is not None:
        found["actual_loss"] = _plain("actual_loss", loss)
    for name in ("infringer_profit", "gains"):
        if name in named and (profit := _profit(given, name)) is not None:
            found[name] = profit
    for name in ("licence_fee", "royalty"):
        if name in named and (fee := fee_of(given, name)) is not None:
            found[name] = fee
    return found


def chosen_by_order(given: Given, rule: Rule, bases: Mapping[str, Basis], sheet: Sheet) -> Basis | None:
    """Return the basis that the law's order takes, the claimant choosing inside a group; None: only statutory is left.

    Raises:
        Invalid: the chosen basis has no amount although the law's order reaches it.
    """
    asked = given.word("chosen")
    asked = OTHER_WORDS.get(asked, asked) if asked else None
    wanted = SAME.get(asked, frozenset({asked})) if asked else frozenset()
    groups = order_of(rule)
    _describe(groups, sheet)
    for group in groups:
        here = [bases[name] for name in group if name in bases]
        lacking = [name for name in group if name in wanted and name not in bases]
        if lacking and name_was_left_out(given, lacking[0]):
            raise missing(lacking[0])
        if not here:
            continue
        best = next((basis for basis in here if basis.name in wanted), None) or max(here, key=lambda one: one.amount)
        _tell_choice(asked, best, sheet, group, open_=best.name in wanted, several=len(here) > 1)
        if best.differs:
            sheet.differ(best.differs.zh, best.differs.en)
        return best
    return None


def _tell_choice(
    asked: str | None, best: Basis, sheet: Sheet, here: Sequence[str], *, open_: bool, several: bool
) -> None:
    """Say why this basis was taken: the law's order stands before what was asked for, or the choice was free."""
    if asked and not open_ and asked in here:
        sheet.note(
            f"“{TITLES[asked].zh}”无法证明,取{TITLES[best.name].zh}。",
            f"{TITLES[asked].en} is not proved; {TITLES[best.name].en} is taken.",
        )
    elif asked and not open_:
        sheet.note(
            f"“{TITLES[asked].zh}”不能越过{TITLES[best.name].zh}:法律的顺序在先的可以确定。",
            f"{TITLES[asked].en} cannot be taken before {TITLES[best.name].en}, which the law's order puts first.",
        )
    elif several and not asked:
        sheet.note(
            f"可自由选择;取较高的{TITLES[best.name].zh}。",
            f"Free choice; the higher one is taken: {TITLES[best.name].en}.",
        )


def name_was_left_out(given: Given, name: str) -> bool:
    """Whether a chosen basis was neither given nor said to be unprovable."""
    return name != STATUTORY and not given.unproved(name) and not given.has("units")


def _describe(groups: Sequence[Sequence[str]], sheet: Sheet) -> None:
    zh = ",再".join("或".join(TITLES[name].zh for name in group) for group in groups)
    en = "; then ".join(" or ".join(TITLES[name].en for name in group) for group in groups)
    sheet.step(f"顺序:{zh}。", f"Order: {en}.")


def _plain(name: str, value: Decimal) -> Basis:
    title = TITLES[name]
    return Basis(name=name, amount=value, how=(t(f"{title.zh} = {say(value)}元", f"{title.en} = {say(value)} yuan"),))


def _profit(given: Given, name: str) -> Basis | None:
    """Return the profit as stated, else units × price × margin; where both are given the stated one counts."""
    stated = given.money("infringer_profit")
    stated = given.money("gains") if stated is None else stated
    units = given.count("units")
    if units is None:
        return None if stated is None else _plain(name, stated)
    price, margin, source = given.money("unit_price"), given.share("operating_margin"), "operating_margin"
    if margin is None:
        margin, source = given.share("industry_margin"), "industry_margin"
    if stated is None and (price is None or margin is None):
        lacking = [n for n, v in (("unit_price", price), ("operating_margin", margin)) if v is None]
        raise missing(*lacking)
    if price is None or margin is None:
        return _plain(name, stated) if stated is not None else None
    counted = units * price * margin
    which = t("营业利润率", "operating margin") if source == "operating_margin" else t("行业利润率", "industry margin")
    line = t(
        f"{units} × {say(price)}元 × {which.zh}{times(margin)} = {say(counted)}元",
        f"{units} × {say(price)} yuan × {which.en} {times(margin)} = {say(counted)} yuan",
    )
    if stated is None:
        return Basis(name=name, amount=counted, how=(line,))
    if stated == counted:
        return Basis(name=name, amount=stated, how=(line,))
    differs = t(
        f"材料所称{say(stated)}元与计算的{say(counted)}元不符,按所称数额列示,须核对。",
        f"The stated {say(stated)} yuan differs from the computed {say(counted)}; it is shown, to be checked.",
    )
    return Basis(name=name, amount=stated, how=(line,), differs=differs)


def fee_of(given: Given, name: str) -> Basis | None:
    """Return the licence fee, times its multiple where one is claimed; None where none was given."""
    fee = given.money("licence_fee") if name == "licence_fee" else given.money("royalty")
    if fee is None:
        fee = given.money("royalty") if name == "licence_fee" else given.money("licence_fee")
    if fee is None:
        return None
    if name == "royalty":
        return _plain(name if given.has(name) else "licence_fee", fee)
    multiple = given.money("licence_multiple")
    if multiple is None:
        note = t("未主张倍数,按一倍列示", "no multiple was claimed; shown at 1")
        line = t(f"许可费 {say(fee)}元({note.zh})", f"licence fee {say(fee)} yuan ({note.en})")
        return Basis(name=name, amount=fee, how=(line,))
    if multiple == 0:
        raise wrong("licence_multiple", ("倍数须大于0。", "The multiple must be above 0."), ("请改正。", "Correct it."))
    total = fee * multiple
    line = t(
        f"许可费 {say(fee)}元 × {times(multiple)} = {say(total)}元",
        f"licence fee {say(fee)} yuan × {times(multiple)} = {say(total)} yuan",
    )
    return Basis(name=name, amount=total, how=(line,))
