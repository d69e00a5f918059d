"""Amounts as people write them, receipts as people copy them, the day as the city has it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.kernel import ids, money, time
from zhidun.kernel.errors import Invalid

READ = [
    ("0", "0.00", 0),
    ("0.004", "0.00", 0),
    ("0.005", "0.01", 1),
    ("0.01", "0.01", 1),
    ("0.1", "0.10", 10),
    ("1", "1.00", 100),
    ("1.", "1.00", 100),
    (".5", "0.50", 50),
    ("1.005", "1.01", 101),  # half up, not to even
    ("1.015", "1.02", 102),
    ("2.675", "2.68", 268),  # a binary fraction would round down
    ("1.2349", "1.23", 123),
    ("12000.5", "12000.50", 1_200_050),
    ("12,000.50", "12000.50", 1_200_050),
    ("1,234,567.89", "1234567.89", 123_456_789),
    ("\uff11\uff12\uff10\uff10", "1200.00", 120_000),  # full-width digits
    ("\uff11\uff0c\uff12\uff10\uff10", "1200.00", 120_000),  # and comma
    ("1\uff0c200\uff0e50", "1200.50", 120_050),
    (" 88 ", "88.00", 8_800),
    ("\u300088", "88.00", 8_800),
    ("+5", "5.00", 500),
    ("-5", "-5.00", -500),
    ("-0.005", "-0.01", -1),  # half away from zero
    ("1e3", "1000.00", 100_000),
    (0, "0.00", 0),
    (7, "7.00", 700),
    (0.1, "0.10", 10),
    (2.675, "2.68", 268),
    (1e6, "1000000.00", 100_000_000),
    (Decimal("3.14159"), "3.14", 314),
    (Decimal("999999999999.99"), "999999999999.99", 99_999_999_999_999),
]
NO_NUMBERS = [
    None,
    "",
    " ",
    "abc",
    "五百",
    "500元",
    "¥500",
    "￥500",
    "1 200",
    "1.2.3",
    "12-34",
    "1/2",
    "NaN",
    "sNaN",
    "-nan",
    "inf",
    "-Infinity",
    "0x10",
    "True",
    True,
    float("nan"),
    float("inf"),
    Decimal("-Infinity"),
    "1e30",  # more than there is money
    "-1e16",
    "9" * 40,
    "1e999999",
]


@pytest.mark.parametrize(("value", "shown", "fen"), READ)
def test_amounts_are_read_shown_and_counted_in_fen(value: str | float | Decimal, shown: str, fen: int) -> None:
    amount = money.yuan(value)
    assert money.shown(amount) == shown
    assert money.fen(amount) == fen
    assert money.yuan(shown) == money.rounded(amount)


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_amount_is_refused_in_both_languages(value: str | float | Decimal | None) -> None:
    with pytest.raises(Invalid) as caught:
        money.yuan(value, field="amount")
    assert caught.value.field == "amount"
    assert "不是" in caught.value.reason.zh or "过大" in caught.value.reason.zh
    assert caught.value.reason.en.endswith(".")
    assert "12000.50" in caught.value.remedy.zh


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.text(max_size=20) | st.floats())
def test_every_amount_that_is_taken_can_be_rounded(value: Decimal | str | float) -> None:
    try:
        amount = money.yuan(value)
    except Invalid:
        return
    assert money.fen(amount) == int(money.rounded(amount) * 100)
    assert money.shown(amount).rpartition(".")[2].isdigit()


def receipt(body: str) -> str:
    """A receipt of four groups of four characters with their check characters."""
    groups = [body[i : i + 4] for i in range(0, 16, 4)]
    return "-".join(group + ids._check_character(group) for group in groups)


GOOD = receipt("7KQ2ABCDEFGH2345")


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        GOOD.lower(),
        GOOD.replace("-", ""),
        GOOD.replace("-", " "),
        GOOD.replace("-", "- "),
        f"  {GOOD}\n",
        GOOD.replace("-", "--"),
        "".join(f"{c} " for c in GOOD),
        GOOD.title(),
        f"\u3000{GOOD}\u00a0",
    ],
)
def test_a_receipt_is_read_however_it_is_copied(typed: str) -> None:
    assert ids.normal_receipt(typed) == GOOD


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        GOOD[:-1],  # the last character was cut off
        GOOD[1:],  # the first
        GOOD + "2",
        GOOD[:11],  # two groups only
        GOOD.replace("7", "1"),  # 1 is never used
        GOOD.replace("7", "I"),
        GOOD.replace("2", "0"),  # 0 is never used
        GOOD.replace("2", "O"),
        GOOD.replace("K", "L"),  # L is never used
        GOOD.replace("A", "Å"),
        GOOD.replace("-", "/"),
        "510107-2026-000123",  # the case number instead
        "查询码" + GOOD,
        GOOD[6:] + "-" + GOOD[:4],
    ],
)
def test_a_receipt_with_a_typing_error_is_none(typed: str) -> None:
    assert ids.normal_receipt(typed) is None


@pytest.mark.parametrize("place", [p for p in range(20) if p % 5 != 4])
def test_each_wrong_character_of_a_receipt_is_noticed(place: int) -> None:
    plain = GOOD.replace("-", "")
    for other in set(ids.RECEIPT_ALPHABET) - {plain[place]}:
        assert ids.normal_receipt(plain[:place] + other + plain[place + 1 :]) is None


@pytest.mark.parametrize("place", [p for p in range(19) if p % 5 < 3])
def test_two_characters_of_a_group_that_changed_places_are_noticed(place: int) -> None:
    plain = GOOD.replace("-", "")
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    assert ids.normal_receipt(swapped) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_as_a_receipt_is_a_receipt_or_nothing(typed: str) -> None:
    found = ids.normal_receipt(typed)
    assert found is None or (len(found) == 23 and ids.normal_receipt(found) == found)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 15, 59, 59, 999_999, tzinfo=UTC), date(2026, 12, 31)),  # a moment before midnight
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),  # midnight in the city
        (datetime(2026, 2, 28, 16, 0, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2028, 2, 28, 16, 0, tzinfo=UTC), date(2028, 2, 29)),  # leap year
        (datetime(2028, 2, 29, 16, 0, tzinfo=UTC), date(2028, 3, 1)),
        (datetime(2026, 6, 1, 0, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 5, 31)),  # Tokyo is ahead
        (datetime(2026, 6, 1, 23, 30, tzinfo=timezone(timedelta(hours=-7))), date(2026, 6, 2)),
        (datetime(2026, 6, 1, 12, 0, tzinfo=ZoneInfo("Asia/Urumqi")), date(2026, 6, 1)),
        (datetime(1991, 7, 1, 15, 30, tzinfo=UTC), date(1991, 7, 2)),  # summer time of 1991: nine hours ahead
    ],
)
def test_the_day_is_the_city_s(moment: datetime, day: date) -> None:
    assert time.local_date(moment) == day
    with time.pinned(moment):
        assert time.today() == day
        assert time.now() == moment


def test_pins_may_lie_in_each_other_and_end_even_by_a_fault() -> None:
    outer, inner = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    with time.pinned(outer):
        with pytest.raises(ZeroDivisionError), time.pinned(inner):
            raise ZeroDivisionError
        with time.pinned(inner):
            assert time.now() == inner
        assert time.now() == outer
    assert time.now() not in {outer, inner}


@pytest.mark.parametrize(("code", "year"), [("510107", 2026), ("SC-IPR", 2027), ("工作站1", 2026)])
def test_case_numbers_carry_office_year_and_six_digits(code: str, year: int) -> None:
    made = {ids.case_number(code, year) for _ in range(50)}
    assert len(made) > 40
    for number in made:
        head, tail = number[: -len("-000000")], number[-6:]
        assert head == f"{code}-{year}"
        assert tail.isdigit() and len(tail) == 6
