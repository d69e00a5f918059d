"""Time, identities, events and packs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.kernel import events, ids, packs, time

if TYPE_CHECKING:
    from pathlib import Path


def test_now_is_aware_and_can_be_pinned() -> None:
    moment = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    with time.pinned(moment):
        assert time.now() == moment
        assert time.today() == date(2027, 1, 1)
        assert time.today(ZoneInfo("UTC")) == date(2026, 12, 31)
    assert time.now().tzinfo is not None
    assert abs(time.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_naive_moment_cannot_be_pinned() -> None:
    with pytest.raises(ValueError, match="zone"), time.pinned(datetime(2026, 1, 1)):  # noqa: DTZ001  the fault itself
        pass


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1992, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_the_city_is_eight_hours_ahead(moment: datetime) -> None:
    assert time.local_date(moment) == (moment + timedelta(hours=8)).date()
    naive = moment.replace(tzinfo=None)
    assert time.aware(naive).utcoffset() == timedelta(hours=8)
    assert time.aware(moment) is moment


def test_uuid7_tells_its_time_and_never_repeats() -> None:
    made = [ids.uuid7() for _ in range(1000)]
    assert len(set(made)) == 1000
    for one in made:
        assert one.version == 7
        assert one.variant == "specified in RFC 4122"
    milliseconds = made[0].int >> 80
    assert abs(datetime.fromtimestamp(milliseconds / 1000, UTC) - datetime.now(UTC)) < timedelta(seconds=60)


def test_case_numbers_have_six_digits() -> None:
    number = ids.case_number("510107", 2026)
    head, year, tail = number.split("-")
    assert (head, year, len(tail), tail.isdigit()) == ("510107", "2026", 6, True)


def test_receipts_are_read_back_however_they_are_typed() -> None:
    code = ids.receipt_code()
    assert ids.normal_receipt(code.lower().replace("-", " ")) == code
    assert len({ids.receipt_code() for _ in range(500)}) == 500


@given(st.integers(0, 18), st.sampled_from(ids.RECEIPT_ALPHABET))
def test_a_mistyped_receipt_is_noticed(place: int, other: str) -> None:
    code = ids.receipt_code().replace("-", "")
    if place % 5 == 4 or code[place] == other:
        return
    typed = code[:place] + other + code[place + 1 :]
    assert ids.normal_receipt(typed) is None


@pytest.mark.parametrize("code", ["", "ABC", "I" * 20])
def test_what_is_no_receipt_is_none(code: str) -> None:
    assert ids.normal_receipt(code) is None


def test_events_reach_their_subscribers_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_handlers", {})
    seen: list[events.Event] = []
    events.subscribe(events.CaseClosed, seen.append)
    events.subscribe(events.CaseClosed, seen.append)
    closed = events.CaseClosed(at=time.now(), case_number="a", procedure="p", outcome="o")
    events.publish(closed)
    events.publish(events.CalendarYearLoaded(at=time.now(), year=2027))
    assert seen == [closed]


def test_packs_are_laid_over_each_other_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert packs.pack_names() == ("cn", "chengdu")
    own = tmp_path / "mine"
    (own / "rights").mkdir(parents=True)
    (own / "rights" / "b.yaml").write_text("b: 1")
    (own / "rights" / "a.yaml").write_text("a: 1")
    monkeypatch.setenv("ZHIDUN_PACKS", f"cn, {own} ,")
    assert [name for name, _ in packs.pack_folders()] == ["cn", "mine"]
    assert [file.name for name, file in packs.pack_files("rights/*.yaml") if name == "mine"] == ["a.yaml", "b.yaml"]
    assert list(packs.pack_files("*.nothing", names=("cn",))) == []


def test_a_pack_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="atlantis"):
        list(packs.pack_folders(("atlantis",)))


def test_legal_events_are_a_closed_bilingual_list() -> None:
    from zhidun.kernel import legal_events

    assert legal_events.is_legal_event("application_received")
    assert not legal_events.is_legal_event("full_moon")
    assert all(text.zh and text.en for text in legal_events.LEGAL_EVENTS.values())
    assert legal_events.event_title("application_received").en == "receipt of the application"
    with pytest.raises(KeyError):
        legal_events.event_title("full_moon")
