"""The thresholds of a crime: what a rule's `any` list asks of the figures, one row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType

from zhidun.kernel.text import Text, t
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.opinions.tables import Table, mapping, needed, sequence

COUNTS = frozenset(
    {
        "labels", "copies", "copies_sold", "works_online", "downloads", "clicks", "members", "unsold_labels",
        "sold_plus_unsold_labels", "unsold_copies", "sold_plus_unsold_copies",
    }
)  # fmt: skip
FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "illegal_gains": t("违法所得", "illegal gains"),
        "illegal_turnover": t("非法经营数额", "illegal turnover"),
        "sales_amount": t("销售金额", "sales"),
        "unsold_goods_value": t("未销售货值", "value of unsold goods"),
        "sold_plus_unsold": t("已售与未售合计", "sold and unsold together"),
        "unsold_labels": t("未销售标识数量", "unsold labels"),
        "sold_plus_unsold_labels": t("已售与未售标识合计", "labels sold and unsold"),
        "unsold_copies": t("未销售复制品数量", "unsold copies"),
        "sold_plus_unsold_copies": t("已售与未售复制品合计", "copies sold and unsold"),
        "loss": t("损失数额", "loss"),
        "direct_loss": t("直接经济损失", "direct loss"),
        "labels": t("标识数量", "labels"),
        "copies": t("复制品数量", "copies"),
        "copies_sold": t("已售复制品数量", "copies sold"),
        "works_online": t("网络传播作品数", "works online"),
        "downloads": t("下载次数", "downloads"),
        "clicks": t("点击次数", "clicks"),
        "members": t("注册会员数", "members"),
        "service_gains": t("服务违法所得", "gains from services"),
        "goods_and_service_gains": t("商品与服务违法所得合计", "gains from goods and services"),
        "two_items_at_half": t("两项分别达到一半", "two items at half"),
    }
)
CONDITIONS: Mapping[str, Text] = MappingProxyType(
    {
        "": t("", ""),
        "marks": t("两种以上商标:", "two or more marks: "),
        "patents": t("两项以上专利:", "two or more patents: "),
        "repeat": t("再犯:", "repeat: "),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is known of the case.

    Attributes:
        known: figures by field; a field that is missing is unknown.
        conditions: which lowered thresholds are open (`marks`, `patents`, `repeat`).
    """

    known: Mapping[str, Decimal]
    conditions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One row.

    Attributes:
        condition: `marks`, `patents`, `repeat`, or empty.
        field: which figure.
        limit: from which number on.
        rule: the rule it stands in.
        apart: the other figures that must be half reached too (two items at half).
    """

    condition: str
    field: str
    limit: Decimal
    rule: Rule
    apart: tuple[tuple[str, Decimal], ...] = ()

    @property
    def name(self) -> str:
        """Return the row's name: condition and field."""
        return f"{self.condition}.{self.field}" if self.condition else self.field

    @property
    def title(self) -> Text:
        """Return the row's name in words."""
        before, what = CONDITIONS[self.condition], FIELDS[self.field]
        return t(f"{before.zh}{what.zh}", f"{before.en}{what.en}")

    def times(self, multiple: Decimal) -> Threshold:
        """Return the row at a multiple of its limits."""
        return replace(self, limit=self.limit * multiple, apart=tuple((f, n * multiple) for f, n in self.apart))

    def reached(self, figures: Figures) -> bool:
        """Whether the figures reach the row."""
        if self.apart:
            return all(figures.known.get(field, Decimal(-1)) >= limit for field, limit in self.apart)
        value = figures.known.get(self.field)
        return value is not None and value >= self.limit

    def gap(self, figures: Figures) -> Decimal:
        """Return how much is missing."""
        return max(self.limit - figures.known.get(self.field, Decimal(0)), Decimal(0))


def rows(rule: Rule, figures: Figures, book: RuleBook, name: str = "any") -> tuple[Threshold, ...]:
    """Return the rows of a rule that are open to these figures, in the rule's order."""
    plain = tuple(row for item in sequence(rule.params.get(name)) for row in _plain(mapping(item), rule, figures))
    found: list[Threshold] = []
    for item in sequence(rule.params.get(name)):
        entry = mapping(item)
        if "unsold" in entry:
            found += _unsold(mapping(entry["unsold"]), rule, plain, figures, book)
        elif "two_items_at_half" in entry:
            found += _halves(mapping(entry["two_items_at_half"]), rule, plain, figures, book)
        else:
            found += _plain(entry, rule, figures)
    combined = mapping(rule.params.get("combined"))
    if name == "any" and combined and str(combined.get("gains_with")) in figures.known:
        found += _combined(combined, rule, plain, figures, book)
    return tuple(found)


def _plain(entry: Table, rule: Rule, figures: Figures) -> Iterator[Threshold]:
    """Give the rows of an entry, with its condition; none where the condition does not hold."""
    condition = _condition(entry)
    if condition and condition not in figures.conditions:
        return
    if "any" in entry:
        for inner in sequence(entry["any"]):
            for row in _plain(mapping(inner), rule, figures):
                yield replace(row, condition=condition)
        return
    for field, limit in entry.items():
        if field in FIELDS and not isinstance(limit, Mapping):
            yield Threshold(condition=condition, field=field, limit=needed(limit), rule=rule)


def _condition(entry: Table) -> str:
    for word, name in (("marks_min", "marks"), ("patents_min", "patents"), ("repeat_within_years", "repeat")):
        if word in entry:
            return name
    return ""


def _other(spec: Table, plain: tuple[Threshold, ...], figures: Figures, book: RuleBook) -> tuple[Threshold, ...]:
    """Return the plain rows a composed row refers to: this rule's, and those of a rule it names."""
    named = spec.get("from_rule") or spec.get("thresholds_of")
    if not named:
        return plain
    return plain + tuple(
        row
        for version in book.versions(str(named))
        for item in sequence(version.params.get("any"))
        for row in _plain(mapping(item), version, figures)
    )


def _unsold(
    spec: Table, rule: Rule, plain: tuple[Threshold, ...], figures: Figures, book: RuleBook
) -> Iterator[Threshold]:
    """Give the rows for goods not sold: the multiple of each named threshold, alone or with what was sold."""
    multiple = needed(spec.get("multiple"))
    wanted = {str(field) for field in sequence(spec.get("of"))}
    for row in _other(spec, plain, figures, book):
        if row.field not in wanted:
            continue
        limit = row.limit * multiple
        if row.field in COUNTS:
            pieces = row.field.removesuffix("_sold")
            yield replace(row, field=f"unsold_{pieces}", limit=limit, rule=rule)
            yield replace(row, field=f"sold_plus_unsold_{pieces}", limit=limit, rule=rule)
            continue
        yield replace(row, field="unsold_goods_value", limit=limit, rule=rule)
        yield replace(row, field="sold_plus_unsold", limit=limit, rule=rule)


def _halves(
    spec: Table, rule: Rule, plain: tuple[Threshold, ...], figures: Figures, book: RuleBook
) -> Iterator[Threshold]:
    """Give the row for two different items at the share, each by a figure of its own: the two that go furthest."""
    share = needed(spec.get("share"))
    count = int(needed(spec.get("count")))
    pool = _other(spec, plain, figures, book)
    found = [
        (number, row)
        for number, item in enumerate(sequence(spec.get("items")))
        for row in pool
        if row.name in {str(one) for one in sequence(item)} and row.times(share).reached(figures)
    ]
    pairs = [
        tuple(row for _, row in pair)
        for pair in combinations(found, count)
        if len({number for number, _ in pair}) == len({row.field for _, row in pair}) == count
    ]
    if pairs:
        best = max(pairs, key=lambda pair: min(figures.known[row.field] / row.limit for row in pair))
        apart = tuple((row.field, row.limit * share) for row in best)
        yield Threshold(condition="", field="two_items_at_half", limit=Decimal(count), rule=rule, apart=apart)


def _combined(
    spec: Table, rule: Rule, plain: tuple[Threshold, ...], figures: Figures, book: RuleBook
) -> Iterator[Threshold]:
    """Give the rows for goods and services together: both gains against the threshold for services."""
    for row in _other(spec, () if spec.get("thresholds_of") else plain, figures, book):
        if row.field == "illegal_gains":
            yield replace(row, field="goods_and_service_gains", rule=rule)
