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


# Right, lines, multiple of the whole, costs → base, total, with costs.
EXAMPLES = [
    # the first worked example of the rule base
    ("patent", [("gain", "1200000")], "2.5", "80000", "1200000.00", "3000000.00", "3080000.00"),
    # 卡波, (2019)最高法知民终562号, summary of the Supreme People's Court's case book: «以顶格五倍计算», 30,000,000 and
    # costs of 400,000 are stated; the base is inferred from them (the summary gives none).
    ("trade_secret", [("gain", "6000000")], "5", "400000", "6000000.00", "30000000.00", "30400000.00"),
    # 惠氏, Zhejiang High Court, 2021, among the ten IP cases of that year: gain «至少1000万», three times, 30,000,000
    # and costs of 550,000, all stated (report of the hearing; the court's summary: base × 3, claim granted in full).
    ("trademark", [("gain", "10000000")], "3", "550000", "10000000.00", "30000000.00", "30550000.00"),
    # 三奇 N95 masks, typical punitive cases of the Beijing courts: gain of 9,478,000 as base, «2倍» on top of it,
    # 28,434,000 (947.8 + 947.8 × 2, in ten thousands) all stated; three times by the reading of the sheet.
    ("trademark", [("gain", "9478000")], "3", "0", "9478000.00", "28434000.00", "28434000.00"),
    # MLB, the same collection: claimed from a gain of 5,000,000, «1倍» on top, 10,000,000 and costs of 110,000; stated
    # as the claim (the part of the report that was read does not reach the award).
    ("trademark", [("gain", "5000000")], "2", "110000", "5000000.00", "10000000.00", "10110000.00"),
    # 华为 / 尚派, Hangzhou Intermediate Court: gain 2,069,593.63 as base, «2倍» on top, 6,208,780.90 stated (three
    # times the base is .89: the court's base is rounded); 5,000,000 awarded, as no more was claimed.
    ("trademark", [("gain", "2069593.63")], "3", "0", "2069593.63", "6208780.89", "6208780.89"),
    # 丹玉405号 maize: a base of 1,500,000 and «一倍» are stated; that one is the whole is our reading.
    ("plant_variety", [("gain", "1500000")], "1", "0", "1500000.00", "1500000.00", "1500000.00"),
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


def test_both_readings_of_a_multiple_are_said() -> None:
    """三奇: «倍数为2倍» and 28,434,000 from a base of 9,478,000; asked as 2, that total stands beside."""
    made = opinion(
        claim(multiple=Decimal(2), intent=INTENT, gravity=GRAVITY), [line(1, "gain", amount="9478000")]
    ).punitive
    assert made.total == Decimal("18956000.00")
    assert any("28,434,000.00" in note.zh and "28,434,000.00" in note.en for note in made.notes)
    five = opinion(claim(multiple=Decimal(5), intent=INTENT, gravity=GRAVITY), [line(1, "gain", amount="10")]).punitive
    assert any("50.00" in note.zh for note in five.notes)  # never above five bases
    assert all("continued_after" not in step.zh + step.en for step in made.steps)


def test_two_times_of_one_act_are_not_merged() -> None:
    """底盘, (2023)最高法知民终1590号: punitive from May 2019 on, compensation alone before.

    637,596,249.60 and 5,000,000 of costs are stated; the base is not and must not be guessed from them.
    """
    words = {"act_from": date(2026, 9, 1), "act_to": date(2026, 11, 1)}
    whole = Claim(right="ic_layout", multiple=Decimal(2), intent=INTENT, gravity=GRAVITY, **words)  # type: ignore[arg-type]
    made = opinion(whole, [line(1, "gain", amount="100")]).punitive
    assert not made.allowed and made.remedy is not None and "另开一张" in made.remedy.zh
    assert Decimal("637596249.60") + 5_000_000 == Decimal("642596249.60")


def test_what_a_hostile_reader_would_ask_stands_on_the_sheet() -> None:
    rows = [
        line(1, "counter", listing="a", on=date(2025, 1, 1), units=10),
        line(2, "counter", listing="a", on=ON, units=110),
        line(3, "price", listing="a", amount="10"),
        line(4, "margin", rate="0.5", source="sales"),
        line(5, "margin", rate="0.2", source="industry"),
        line(6, "gain", amount="150"),
    ]
    said = " ".join(note.zh for note in opinion(claim(), rows).notes)
    assert "第1行的日期在侵权期间之外" in said and "未采用" in said and "不再相加" in said
    assert "算不出" in " ".join(note.zh for note in opinion(claim(), rows[:2]).notes)
    assert opinion(claim(), [rows[1], rows[2], rows[4]]).notes == ()


def test_statutory_damages_are_a_range_for_the_court_and_no_sum_of_the_sheet() -> None:
    bare = opinion(claim("patent"), [line(1, "cost", amount="500")])
    assert (bare.taken, bare.award, bare.total) == ("statutory", None, None)
    assert any("30,000.00元以上、5,000,000.00元以下" in note.zh for note in bare.notes)
    asked = opinion(claim("patent", claimed_statutory=Decimal(200_000)), [line(1, "cost", amount="500")])
    assert (asked.award, asked.total) == (Decimal("200000.00"), Decimal("200500.00"))
    over = opinion(claim("patent", claimed_statutory=Decimal(6_000_000)), [])
    assert over.award == Decimal("5000000.00") and any("超过法定赔偿上限" in note.zh for note in over.notes)
    assert opinion(claim(), [line(1, "loss", amount="0"), line(2, "gain", amount="90")]).taken == "infringer_profit"


def test_an_act_across_a_change_of_the_law_is_not_multiplied_as_one() -> None:
    span = {"right": "trademark", "act_from": date(2018, 1, 1), "act_to": date(2020, 12, 1)}
    four = opinion(Claim(**span, multiple=Decimal(4), intent=INTENT, gravity=GRAVITY), [line(1, "gain", amount="90")])
    assert four.punitive.reason is not None and "最高为3倍" in four.punitive.reason.zh


def test_an_invoice_without_pieces_counts_no_piece() -> None:
    found = findings([line(1, "invoice", amount="5000"), line(2, "unit_profit", amount="7")])
    assert found.units is None and found.loss is None
    assert found.turnover is not None and found.turnover.middle == 5000
    both = findings([line(1, "invoice", amount="5000"), line(2, "invoice", units=10, amount="100")])
    assert both.units is not None and both.units.middle == 10
    assert both.turnover is not None and both.turnover.middle == 5100


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
