"""A year's notice also moves what ends in the December before it, and cursors walk a list without gap or repeat."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.factories.access import make_actor
from tests.factories.cases import Cast, fresh, make_case, take
from zhidun.access.models import AuditEntry
from zhidun.cases import selectors, services
from zhidun.cases.types import CaseFilters
from zhidun.kernel import events, time
from zhidun.kernel.errors import Invalid

pytestmark = pytest.mark.django_db
NOTICE = """\
year: 2027
source: {zh: 测试用的假期安排, en: "Test holidays"}
holidays:
  - name: {zh: 元旦, en: New Year}
    first: 2027-01-01
    last: 2027-01-03
    statutory: [2027-01-01]
    makeup: [2026-12-20]
"""


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00+08:00")


@pytest.mark.parametrize(
    ("received", "before", "after", "moved"),
    [
        ("2026-12-04", date(2026, 12, 25), date(2026, 12, 24), True),  # counts over the new workday
        ("2026-11-20", date(2026, 12, 11), date(2026, 12, 11), False),  # ends before it
        ("2026-11-02", date(2026, 11, 23), date(2026, 11, 23), False),  # ends before December
    ],
)
def test_a_make_up_workday_in_december_moves_the_clocks_that_end_there(
    cast: Cast,
    received: str,
    before: date,
    after: date,
    moved: bool,  # noqa: FBT001
) -> None:
    with time.pinned(at(received)):
        case = make_case(cast, at=at(received))
    clock = case.clocks.get()
    assert (clock.due_on, clock.provisional) == (before, False)
    events.subscribe(events.CalendarYearLoaded, services.on_calendar_year_loaded)
    services.import_calendar_year(actor=make_actor("system-admin"), content=NOTICE.encode(), filename="2027.yaml")
    clock.refresh_from_db()
    assert clock.due_on == after
    assert fresh(case).next_due_at == clock.due_at
    assert AuditEntry.objects.filter(action="clock.recomputed").exists() is moved
    assert services.recompute_provisional(2027) == 0


def test_a_clock_that_was_stopped_keeps_its_day(cast: Cast) -> None:
    with time.pinned(at("2026-12-04")):
        case = make_case(cast, at=at("2026-12-04"))
        take(case, "withdraw", cast.complainant)
    services.import_calendar_year(actor=make_actor("system-admin"), content=NOTICE.encode(), filename="2027.yaml")
    services.recompute_provisional(2027)
    assert case.clocks.get().due_on == date(2026, 12, 25)


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_cursors_walk_the_list_once(cast: Cast, size: int, closed: bool) -> None:  # noqa: FBT001
    numbers = []
    for _ in range(5):
        case = make_case(cast)
        if closed:
            take(case, "withdraw", cast.complainant)
        numbers.append(case.number)
    seen: list[str] = []
    cursor = ""
    for _ in range(6):
        page = selectors.work_list(cast.officer, CaseFilters(closed=closed), cursor=cursor, limit=size)
        seen += [card.number for card in page.cards]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == (numbers[::-1] if closed else numbers)


@pytest.mark.parametrize("cursor", ["x", "e30=", "WzEsMl0=", "bm9uc2Vuc2U=", "中"])
def test_a_foreign_cursor_is_refused_with_words(cast: Cast, cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        selectors.work_list(cast.officer, cursor=cursor)
    assert refused.value.field == "cursor"
    assert refused.value.remedy.zh
