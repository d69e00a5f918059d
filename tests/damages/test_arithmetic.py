"""The arithmetic of the sheet: from evidence lines to ranges, held against worked examples and published judgments."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.damages.computing import Claim, opinion
from zhidun.damages.evidence_lines import Line, findings

ON = date(2026, 6, 1)


def line(n: int, kind: str, **words: object) -> Line:
    given = {key: Decimal(str(value)) if key in {"amount", "rate"} else value for key, value in words.items()}
    return Line(n=n, kind=kind, **given)  # type: ignore[arg-type]


def claim(right: str = "trademark", **words: object) -> Claim:
    return Claim(right=right, act_from=date(2026, 5, 1), act_to=ON, **words)  # type: ignore[arg-type]


INTENT, GRAVITY = ["continued_after_effective_notice"], ["infringement_as_business"]


def test_counters_prove_what_they_grew_by() -> None:
    rows = [
        line(1, "counter", listing="a", on=date(2026, 5, 1), units=1000, sealed=True),
        line(2, "counter", listing="a", on=date(2026, 6, 1), units=1600, sealed=True),
        line(3, "price", listing="a", amount="39.90", sealed=True),
        line(4, "invoice", units=50, amount="1500", sealed=True),
    ]
    found = findings(rows)
    assert found.units is not None and found.turnover is not None
    assert (found.units.low, found.units.middle, found.units.high) == (650, 650, 1650)
    assert found.turnover.middle == 600 * Decimal("39.90") + 1500
    assert found.turnover.confidence == 1.0


def test_a_contested_line_leaves_the_low_end_and_the_confidence() -> None:
    rows = [line(1, "loss", amount="80000", sealed=True), line(2, "loss", amount="20000", sealed=True, contested=True)]
    found = findings(rows).loss
    assert found is not None
    assert (found.low, found.middle, found.high) == (80_000, 100_000, 100_000)
    assert found.confidence == pytest.approx(0.8)


def test_thirty_percent_fake_orders_take_thirty_percent_of_the_counted_sales_only() -> None:
    rows = [
        line(1, "screenshot", listing="a", units=1000),
        line(2, "price", listing="a", amount="100"),
        line(3, "invoice", units=10, amount="1000"),
        line(4, "margin", rate="0.2", source="industry"),
    ]
    made = opinion(claim(), rows)
    shares = {share: profit for share, profit, _ in made.sensitivity}
    assert made.found.profit is not None and made.found.profit.middle == Decimal(101_000) * Decimal("0.2")
    assert shares[Decimal("0.3")] == Decimal("14200.00")  # (700 × 100 + 1000) × 20 %


def test_the_infringers_margin_goes_before_the_trades_and_the_holders() -> None:
    rows = [
        line(1, "margin", rate="0.4", source="holder"),
        line(2, "margin", rate="0.3", source="industry"),
        line(3, "margin", rate="0.2", source="infringer"),
        line(4, "margin", rate="0.5", source="sales"),
    ]
    plain, trade = findings(rows).margin, findings(rows, by_trade=True).margin
    assert plain is not None and plain.middle == Decimal("0.2")
    assert trade is not None and trade.middle == Decimal("0.5")


# Right, lines, multiple, costs → base, punitive total, with costs. The first is LAW-NOTES 1; 562号 restates a published
# judgment as its public summary gives it (its base follows from award and multiple); the last is our own arithmetic.
EXAMPLES = [
    ("patent", [("gain", "1200000")], "2.5", "80000", "1200000.00", "3000000.00", "3080000.00"),
    # 最高人民法院 (2019)最高法知民终562号 (卡波): five times, 30,000,000 yuan and costs of 400,000
    ("trade_secret", [("gain", "6000000")], "5", "400000", "6000000.00", "30000000.00", "30400000.00"),
    # ours, no judgment: 61,158,213.30 × 33.35 % = 20,396,264.14; three times, rounded at the end
    ("trademark", [("invoice", "61158213.30"), ("margin", "0.3335")], "3", "0", "20396264.14", "61188792.41",
     "61188792.41"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "lines", "multiple", "costs", "base", "total", "whole"), EXAMPLES)
def test_base_multiple_and_total_of_worked_examples(
    right: str, lines: list[tuple[str, str]], multiple: str, costs: str, base: str, total: str, whole: str
) -> None:
    rows = [
        line(n, kind, rate=value, source="infringer") if kind == "margin" else line(n, kind, amount=value)
        for n, (kind, value) in enumerate(lines, start=1)
    ]
    rows += [line(9, "cost", amount=costs)] if costs != "0" else []
    made = opinion(claim(right, multiple=Decimal(multiple), intent=INTENT, gravity=GRAVITY), rows).punitive
    assert made.allowed, made.reason
    assert (str(made.base), str(made.total), str(made.with_costs)) == (base, total, whole)


def test_what_the_law_refuses_is_said() -> None:
    none = opinion(claim("patent", multiple=Decimal(2), intent=INTENT, gravity=GRAVITY), [])
    assert not none.punitive.allowed and none.punitive.reason is not None  # LAW-NOTES 2: no base
    assert (none.statutory_low, none.statutory_high) == (Decimal("30000.00"), Decimal("5000000.00"))
    six = opinion(
        claim("patent", multiple=Decimal(6), intent=INTENT, gravity=GRAVITY), [line(1, "gain", amount="1000")]
    )
    assert not six.punitive.allowed  # LAW-NOTES 3
    unfair = opinion(
        claim("unfair_competition", act="confusion", multiple=Decimal(2), intent=INTENT, gravity=GRAVITY),
        [line(1, "gain", amount="1000")],
    )
    assert not unfair.punitive.allowed
    bare = opinion(claim(multiple=Decimal(2)), [line(1, "gain", amount="1000")])
    assert not bare.punitive.allowed  # neither intent nor gravity


def test_the_order_of_the_law_decides_which_basis_is_taken() -> None:
    rows = [line(1, "gain", amount="500"), line(2, "loss", amount="300"), line(3, "licence", amount="100")]
    assert opinion(claim(), rows).taken == "actual_loss"
    fee = opinion(claim(licence_multiple=Decimal(2)), [rows[2]])
    assert fee.taken == "licence_fee" and fee.award == Decimal("200.00")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["counter", "price", "invoice", "screenshot", "loss", "gain", "licence", "unit_profit"]),
            st.integers(0, 5), st.integers(0, 10**6), st.integers(0, 10**7), st.booleans(), st.booleans(),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_low_is_never_above_middle_nor_middle_above_high(rows: list[tuple[str, int, int, int, bool, bool]]) -> None:
    lines = [
        Line(
            n=n, kind=kind, listing=str(shop), on=ON + timedelta(days=n), units=units, amount=Decimal(amount),
            sealed=sealed, contested=contested,
        )
        for n, (kind, shop, units, amount, sealed, contested) in enumerate(rows)
    ]  # fmt: skip
    found = findings(lines)
    for one in (found.units, found.turnover, found.profit, found.loss, found.licence):
        if one is not None:
            assert 0 <= one.low <= one.middle <= one.high
            assert 0 <= one.confidence <= 1.000001
