"""From lines of evidence to units, turnover, profit, loss and fee, each as a range with how sure it is. Pure.

Low: what is not contested, by the lowest reading. Middle: every line as it stands. High: every line by the highest
reading. A counter that runs over time proves what it grew by; its last reading is the high end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from zhidun.kernel.text import Text, t

KINDS: dict[str, Text] = {
    "counter": t("销量读数(某日累计)", "Sales counter (total on a day)"),
    "price": t("单价", "Price"),
    "invoice": t("发票、进销存单据", "Invoices, books"),
    "screenshot": t("截图显示的销量", "Units shown on a screenshot"),
    "margin": t("利润率", "Margin"),
    "gain": t("侵权获利金额", "Profit of the infringer"),
    "loss": t("实际损失金额", "Actual loss"),
    "unit_profit": t("权利人每件合理利润", "Right holder's profit per piece"),
    "licence": t("许可使用费", "Licence fee"),
    "cost": t("合理开支", "Reasonable costs"),
}
MARGINS: dict[str, Text] = {
    "infringer": t("侵权人的营业利润率", "Infringer's operating margin"),
    "sales": t("侵权人的销售利润率(以侵权为业)", "Infringer's sales margin (infringement as a business)"),
    "industry": t("同期同行业平均利润率", "Average margin of the trade"),
    "holder": t("权利人的利润率", "Right holder's margin"),
}
PREFERENCE = ("infringer", "industry", "holder")
"""Order in which margins are taken (法释〔2026〕7号 第九条); by trade: the sales margin first."""
NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of evidence as the computation sees it.

    Attributes:
        units: pieces. amount: yuan. rate: share. listing: shop or link the line belongs to; empty: apart.
        sealed: a sealed item proves it. contested: the other side contests it.
    """

    n: int
    kind: str
    listing: str = ""
    on: date | None = None
    units: int | None = None
    amount: Decimal | None = None
    rate: Decimal | None = None
    source: str = ""
    sealed: bool = False
    contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An amount from low to high; `confidence` 0 to 1: the part of it that is sealed and uncontested; how it came."""

    low: Decimal
    middle: Decimal
    high: Decimal
    confidence: float
    how: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the lines show; None: not shown by any line."""

    units: Range | None
    turnover: Range | None
    margin: Range | None
    profit: Range | None
    loss: Range | None
    licence: Range | None
    costs: Range | None


def findings(lines: Sequence[Line], *, fake_share: Decimal = NONE, by_trade: bool = False) -> Findings:
    """Return what the lines show.

    Args:
        lines: the evidence, in any order.
        fake_share: share of the counted sales that is taken for fake orders, 0 to 1; invoices are not touched by it.
        by_trade: infringement is the infringer's business: the sales margin is taken.
    """
    kept = 1 - fake_share
    units, turnover = _sales(lines, kept)
    margin = _margin(lines, by_trade=by_trade)
    return Findings(
        units=units,
        turnover=turnover,
        margin=margin,
        profit=_profit(lines, turnover, margin),
        loss=_loss(lines, units),
        licence=_spread([one for one in lines if one.kind == "licence"]),
        costs=_summed([one for one in lines if one.kind == "cost"]),
    )


@dataclass(frozen=True, slots=True)
class _Channel:
    """Units of one listing or invoice by low, middle and high reading, with its prices.

    `whole`: the amount of an invoice that names no pieces, by low, middle and high; it counts no piece.
    """

    low: Decimal
    middle: Decimal
    high: Decimal
    prices: tuple[Decimal, Decimal, Decimal] | None
    sure: bool
    whole: tuple[Decimal, Decimal, Decimal] | None = None

    def money(self) -> tuple[Decimal, Decimal, Decimal]:
        """Return units times price, by each reading."""
        if self.whole is not None:
            return self.whole
        low, middle, high = self.prices or (NONE, NONE, NONE)
        return self.low * low, self.middle * middle, self.high * high


def _sales(lines: Sequence[Line], kept: Decimal) -> tuple[Range | None, Range | None]:
    """Return units and turnover of all listings and invoices together."""
    channels = [*_counted(lines, kept), *_invoiced(lines)]
    if not channels:
        return None, None
    low, middle, high = (sum((getattr(one, part) for one in channels), NONE) for part in ("low", "middle", "high"))
    sure = sum((one.middle for one in channels if one.sure), NONE)
    counted = any(one.whole is None for one in channels)
    units = Range(low=low, middle=middle, high=high, confidence=_share(sure, middle)) if counted else None
    priced = [one for one in channels if one.prices is not None or one.whole is not None]
    money = [one.money() for one in priced]
    if not money:
        return units, None
    sums = [sum((row[at] for row in money), NONE) for at in range(3)]
    certain = sum((row[1] for row, one in zip(money, priced, strict=True) if one.sure), NONE)
    pieces = t(f"共{_n(middle)}件,", f"{_n(middle)} pieces, ") if counted else t("", "")
    how = t(
        f"{len(channels)}个销售渠道,{pieces.zh}销售额{_n(sums[1])}元",
        f"{len(channels)} channels, {pieces.en}turnover {_n(sums[1])} yuan",
    )
    return units, Range(low=sums[0], middle=sums[1], high=sums[2], confidence=_share(certain, sums[1]), how=(how,))


def _counted(lines: Sequence[Line], kept: Decimal) -> list[_Channel]:
    """Return the listings with counters or screenshots: growth is proved, the last reading is the high end."""
    by_listing: dict[str, list[Line]] = {}
    for one in lines:
        if one.kind in {"counter", "screenshot", "price"}:
            by_listing.setdefault(one.listing, []).append(one)
    general = _prices([one for one in lines if one.kind == "price"])
    found = (_listing(rows, general, kept) for rows in by_listing.values())
    return [one for one in found if one is not None]


def _listing(rows: Sequence[Line], general: tuple[Decimal, Decimal, Decimal] | None, kept: Decimal) -> _Channel | None:
    """Return one listing by its readings; None where no counter and no screenshot gives units."""
    counts = sorted((one for one in rows if one.kind != "price" and one.units is not None), key=_when)
    if not counts:
        return None
    units = [Decimal(one.units or 0) for one in counts]
    certain = [Decimal(one.units or 0) for one in counts if not one.contested]
    growth = _growth(units)
    low = min(_growth(certain), growth) if certain else min(NONE, growth)
    prices = _prices([one for one in rows if one.kind == "price"]) or general
    sure = any(one.sealed and not one.contested for one in counts)
    return _Channel(low * kept, growth * kept, max(units) * kept, prices, sure)


def _growth(units: Sequence[Decimal]) -> Decimal:
    """Return what was sold between the readings; a single one stands for itself."""
    return max(units) - min(units) if len(units) > 1 else units[0]


def _invoiced(lines: Sequence[Line]) -> list[_Channel]:
    """Return the invoices, each a channel of its own; `amount` is its whole amount."""
    found = []
    for one in lines:
        if one.kind != "invoice" or one.amount is None:
            continue
        if not one.units:
            whole = (NONE if one.contested else one.amount, one.amount, one.amount)
            found.append(_Channel(NONE, NONE, NONE, None, one.sealed and not one.contested, whole))
            continue
        units = Decimal(one.units)
        price = one.amount / units
        low = NONE if one.contested else units
        found.append(_Channel(low, units, units, (price, price, price), one.sealed and not one.contested))
    return found


def _prices(rows: Sequence[Line]) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return lowest, middle and highest price; the lowest of the uncontested ones where there are any."""
    amounts = [one.amount for one in rows if one.amount is not None]
    if not amounts:
        return None
    clear = [one.amount for one in rows if one.amount is not None and not one.contested] or amounts
    middle = median(amounts)
    return min(*clear, middle), middle, max(amounts)


def _margin(lines: Sequence[Line], *, by_trade: bool) -> Range | None:
    rows = [one for one in lines if one.kind == "margin" and one.rate is not None]
    for source in ("sales", *PREFERENCE) if by_trade else PREFERENCE:
        named = [one for one in rows if one.source == source]
        if named:
            rates = [one.rate for one in named if one.rate is not None]
            sure = [one for one in named if one.sealed and not one.contested]
            how = t(f"按{MARGINS[source].zh}", MARGINS[source].en)
            return Range(
                low=min(rates),
                middle=median(rates),
                high=max(rates),
                confidence=len(sure) / len(named),
                how=(how,),
            )
    return None


def _profit(lines: Sequence[Line], turnover: Range | None, margin: Range | None) -> Range | None:
    """Return proved profits where there are any, else turnover × margin."""
    direct = _summed([one for one in lines if one.kind == "gain"])
    if direct is not None:
        return direct
    if turnover is None or margin is None:
        return None
    how = t(
        f"销售额{_n(turnover.middle)}元 × 利润率{_n(margin.middle * 100)}% = {_n(turnover.middle * margin.middle)}元",
        f"turnover {_n(turnover.middle)} × margin {_n(margin.middle * 100)}% = "
        f"{_n(turnover.middle * margin.middle)} yuan",
    )
    return Range(
        low=turnover.low * margin.low,
        middle=turnover.middle * margin.middle,
        high=turnover.high * margin.high,
        confidence=min(turnover.confidence, margin.confidence),
        how=(*turnover.how, *margin.how, how),
    )


def _loss(lines: Sequence[Line], units: Range | None) -> Range | None:
    """Return proved loss, else infringing pieces × the right holder's profit per piece."""
    direct = _summed([one for one in lines if one.kind == "loss"])
    each = _spread([one for one in lines if one.kind == "unit_profit"])
    if direct is not None or units is None or each is None:
        return direct
    how = t(
        f"侵权商品{_n(units.middle)}件 × 每件合理利润{_n(each.middle)}元 = {_n(units.middle * each.middle)}元",
        f"{_n(units.middle)} pieces × profit per piece {_n(each.middle)} = {_n(units.middle * each.middle)} yuan",
    )
    return Range(
        low=units.low * each.low,
        middle=units.middle * each.middle,
        high=units.high * each.high,
        confidence=min(units.confidence, each.confidence),
        how=(how,),
    )


def _summed(rows: Iterable[Line]) -> Range | None:
    """Return the sum of amounts: low without what is contested."""
    listed = [one for one in rows if one.amount is not None]
    if not any(one.amount for one in listed):  # nothing, or nothing but zeros: that proves no amount
        return None
    whole = sum((one.amount or NONE for one in listed), NONE)
    clear = sum((one.amount or NONE for one in listed if not one.contested), NONE)
    sure = sum((one.amount or NONE for one in listed if one.sealed and not one.contested), NONE)
    how = t(f"{len(listed)}项合计{_n(whole)}元", f"{len(listed)} items sum to {_n(whole)} yuan")
    return Range(low=clear, middle=whole, high=whole, confidence=_share(sure, whole), how=(how,))


def _spread(rows: Iterable[Line]) -> Range | None:
    """Return lowest, middle and highest of amounts that stand beside each other, such as licence deals."""
    listed = [one for one in rows if one.amount is not None]
    if not listed:
        return None
    amounts = [one.amount or NONE for one in listed]
    clear = [one.amount or NONE for one in listed if not one.contested] or amounts
    sure = [one for one in listed if one.sealed and not one.contested]
    middle = median(amounts)
    how = t(f"{len(listed)}项,中位数{_n(middle)}元", f"{len(listed)} items, median {_n(middle)} yuan")
    low = min(*clear, middle)
    return Range(low=low, middle=middle, high=max(amounts), confidence=len(sure) / len(listed), how=(how,))


def _when(one: Line) -> date:
    return one.on or date.min


def _share(part: Decimal, whole: Decimal) -> float:
    return float(part / whole) if whole else 0.0


def _n(value: Decimal) -> str:
    """Write a number as people read it: at most two places."""
    return f"{value.quantize(Decimal('0.01')):,f}".removesuffix(".00")
