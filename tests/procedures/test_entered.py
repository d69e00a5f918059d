"""What a person entered: every type read, every fault named with its remedy, nothing half accepted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.kernel import time
from zhidun.kernel.text import t
from zhidun.procedures.entered import clean
from zhidun.procedures.errors import FieldsInvalid
from zhidun.procedures.model import Choice, Field, FieldType, Span

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
CHOICES = (Choice("a", t("甲", "A")), Choice("b", t("乙", "B")))


def a_field(kind: FieldType, **more: object) -> Field:
    return Field(key="f", type=kind, title=t("项", "Entry"), **more)  # type: ignore[arg-type]  # table values


GOOD = [
    (a_field(FieldType.TEXT), " 字 ", "字"),
    (a_field(FieldType.LONGTEXT, max=3), "甲\n乙", "甲\n乙"),
    (a_field(FieldType.CHOICE, choices=CHOICES), "a", "a"),
    (a_field(FieldType.CHOICE, choices=CHOICES, many=True), ["a", "b", "a"], ["a", "b"]),
    (a_field(FieldType.BOOL), True, True),
    (a_field(FieldType.BOOL), "false", False),
    (a_field(FieldType.BOOL), "on", True),
    (a_field(FieldType.NUMBER, max=9), "9", 9),
    (a_field(FieldType.MONEY), "1,234.5", "1234.50"),
    (a_field(FieldType.MONEY), Decimal("0.005"), "0.01"),
    (a_field(FieldType.DATE), "2026-11-22", "2026-11-22"),
    (a_field(FieldType.DATE, span=Span.PAST), date(2026, 11, 22), "2026-11-22"),
    (a_field(FieldType.DATE, span=Span.FUTURE), "2026-11-22", "2026-11-22"),
    (a_field(FieldType.MOMENT), "2026-11-22T09:30", "2026-11-22T01:30:00+00:00"),
    (a_field(FieldType.MOMENT, span=Span.PAST), NOW, "2026-11-22T04:00:00+00:00"),
    (a_field(FieldType.OFFICE), "CD-WH", "CD-WH"),
    (a_field(FieldType.ACCOUNT, many=True), "limin", ["limin"]),
    (a_field(FieldType.PARTY), 7, "7"),
    (a_field(FieldType.RULE), "pat.fake.file#reported", "pat.fake.file#reported"),
    (a_field(FieldType.RULE, merits=True), "fine.trademark", "fine.trademark"),
    (a_field(FieldType.ITEMS), ["0190-a", "0190-b"], ["0190-a", "0190-b"]),
]
BAD = [
    (a_field(FieldType.TEXT), 7),
    (a_field(FieldType.TEXT), "a\x00b"),
    (a_field(FieldType.TEXT), "字" * 201),
    (a_field(FieldType.LONGTEXT), "字" * 200_000),
    (a_field(FieldType.CHOICE, choices=CHOICES), "c"),
    (a_field(FieldType.CHOICE, choices=CHOICES), ["a"]),
    (a_field(FieldType.BOOL), "maybe"),
    (a_field(FieldType.BOOL), 1),
    (a_field(FieldType.RULE), "no.such.rule"),
    (a_field(FieldType.RULE, merits=True), "samr.case.decide.90d"),
    (a_field(FieldType.NUMBER), True),
    (a_field(FieldType.NUMBER), "1.5"),
    (a_field(FieldType.NUMBER), -1),
    (a_field(FieldType.NUMBER, max=9), 10),
    (a_field(FieldType.MONEY), "many"),
    (a_field(FieldType.MONEY), "-1"),
    (a_field(FieldType.MONEY), 1e26),
    (a_field(FieldType.DATE), "22.11.2026"),
    (a_field(FieldType.DATE, span=Span.PAST), "2026-11-23"),
    (a_field(FieldType.DATE, span=Span.FUTURE), "2026-11-21"),
    (a_field(FieldType.MOMENT), "noon"),
    (a_field(FieldType.MOMENT, span=Span.PAST), "2026-11-23T00:00+00:00"),
    (a_field(FieldType.MOMENT, span=Span.FUTURE), "2026-11-21T00:00+00:00"),
    (a_field(FieldType.OFFICE), "no such office!"),
    (a_field(FieldType.OFFICE), {"a": 1}),
    (a_field(FieldType.ITEMS, max=1), ["a", "b"]),
    (a_field(FieldType.TEXT, required=True), "  "),
    (a_field(FieldType.ITEMS, required=True), []),
    (a_field(FieldType.TEXT, required=True, help=t("帮助", "Help")), None),
]


@pytest.mark.parametrize(("field", "raw", "stored"), GOOD)
def test_an_entry_is_stored(field: Field, raw: object, stored: object) -> None:
    with time.pinned(NOW):
        assert clean((field,), {"f": raw}) == {"f": stored}


@pytest.mark.parametrize(("field", "raw"), BAD)
def test_an_entry_is_refused(field: Field, raw: object) -> None:
    with time.pinned(NOW), pytest.raises(FieldsInvalid) as caught:
        clean((field,), {"f": raw})
    fault = caught.value.errors["f"]
    assert fault.field == "f"
    assert fault.reason.zh
    assert fault.remedy.en


def test_all_faults_are_told_at_once_and_strangers_too() -> None:
    fields = (a_field(FieldType.TEXT, required=True),)
    with pytest.raises(FieldsInvalid) as caught:
        clean(fields, {"weather": "fine"})
    assert set(caught.value.errors) == {"f", "weather"}


def test_what_is_left_empty_is_left_out() -> None:
    assert clean((a_field(FieldType.TEXT),), {"f": ""}) == {}
    assert clean((a_field(FieldType.DATE),), {}) == {}


def test_a_box_left_unticked_is_no() -> None:
    assert clean((a_field(FieldType.BOOL),), {}) == {"f": False}
    with pytest.raises(FieldsInvalid):
        clean((a_field(FieldType.BOOL, required=True),), {})


@given(raw=st.none() | st.booleans() | st.integers() | st.text() | st.floats() | st.lists(st.text(), max_size=3))
def test_whatever_comes_is_stored_or_refused(raw: object) -> None:
    for kind in FieldType:
        field = a_field(kind, choices=CHOICES if kind is FieldType.CHOICE else ())
        faults: set[str] = set()
        stored: dict[str, object] = {}
        try:
            stored = clean((field,), {"f": raw})
        except FieldsInvalid as fault:
            faults = set(fault.errors)
        assert faults <= {"f"}
        assert faults or clean((field,), stored) == stored
