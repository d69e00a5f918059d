"""Work lists by statutory time left, pages by cursor, search by number, Chinese words and pinyin initials."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.factories.cases import Cast, filed, fresh, make_case, take
from tests.factories.rights import make_right
from zhidun.cases import selectors
from zhidun.cases.models import Case
from zhidun.cases.search_keys import initials, keys_of, query_keys
from zhidun.cases.types import CaseFilters
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid

pytestmark = pytest.mark.django_db


def test_the_list_is_ordered_by_time_left_and_pages_without_gap_or_double(cast: Cast) -> None:
    now = time.now()
    cases = [make_case(cast, at=now - timedelta(days=n % 4, hours=n)) for n in range(11)]
    take(cases[0], "withdraw", cast.complainant)
    seen, cursor = [], ""
    while True:
        page = selectors.work_list(cast.officer, cursor=cursor, limit=3)
        seen += [card.number for card in page.cards]
        cursor = page.next_cursor
        if not cursor:
            break
    expected = Case.objects.filter(closed_at=None).order_by("sort_due_at", "id").values_list("number", flat=True)
    assert seen == list(expected)
    assert len(seen) == 10
    with pytest.raises(Invalid):
        selectors.work_list(cast.officer, cursor="%%%")


def test_filters(cast: Cast) -> None:
    open_one, other = make_case(cast), filed(cast)
    take(other, "close", cast.officer)
    case = make_case(cast)
    take(case, "assign", cast.head, {"officers": [cast.officer.username, cast.second.username]})

    def numbers(**wanted: object) -> set[str]:
        return {card.number for card in selectors.work_list(cast.officer, CaseFilters(**wanted)).cards}  # type: ignore[arg-type]

    assert numbers() == {open_one.number, case.number}
    assert numbers(closed=True) == {other.number}
    assert numbers(closed=None) == {open_one.number, case.number, other.number}
    assert numbers(mine=True) == {case.number}
    assert numbers(state="filed", closed=None) == set()
    assert numbers(procedure="bench-case", kind="trademark", origin="online") == {open_one.number, case.number}
    assert numbers(office_code="elsewhere") == set()
    assert numbers(due="overdue") == set()
    with time.pinned(time.now() + timedelta(days=60)):
        assert numbers(due="overdue") == {open_one.number, case.number}
    assert numbers(text=open_one.title) == {open_one.number}
    with time.pinned(fresh(case).next_due_at - timedelta(hours=3)):  # type: ignore[operator]
        assert case.number in numbers(due="soon")
    counted = selectors.counts(cast.officer)
    assert (counted["open"], counted["mine"], counted["overdue"]) == (2, 1, 0)
    assert [task.kind for task in selectors.my_tasks(cast.officer)] == ["file"]
    assert selectors.my_tasks(cast.second) == ()


def test_a_list_takes_the_same_number_of_queries_however_long(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for _ in range(6):
        make_case(cast)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(selectors.work_list(cast.officer).cards) == 6


@pytest.mark.parametrize("query", ["沈绣坊", "绣", "sxf", "SXF", "shunde silk", "silk", "蜀锦", "武侯 沈绣"])
def test_search_finds_by_words_of_any_kind(cast: Cast, query: str) -> None:
    right = make_right()
    case = make_case(cast, title="蜀锦仿冒武侯门店", complainant_name="沈绣坊Shunde Silk工作室", right_ids=[right.pk])
    make_case(cast, title="别的案件", complainant_name="王记豆瓣")
    assert [card.number for card in selectors.search(cast.officer, query)] == [case.number]


def test_search_by_number_right_and_nothing(cast: Cast) -> None:
    right = make_right()
    case = make_case(cast, right_ids=[right.pk])
    for query in (case.number, case.number.lower(), case.number.rpartition("-")[2], right.title, right.number):
        assert case.number in [card.number for card in selectors.search(cast.officer, query)], query
    assert selectors.search(cast.officer, "!!!") == ()
    assert selectors.search(cast.officer, "") == ()
    assert selectors.search(cast.stranger, case.number) == ()


def test_keys_are_cut_alike_for_names_and_queries() -> None:
    assert initials("沈绣坊") == "sxf"
    assert {"沈绣", "绣坊", "沈", "p:sx", "p:sxf"} <= set(keys_of(["沈绣坊"]))
    assert {"w:a", "w:ab1", "n:wh-2026-000123", "n:000123"} <= set(keys_of(["Ab1"], ["WH-2026-000123"]))
    assert query_keys("WH-2026-000123") == [["n:wh-2026-000123"]]
    assert query_keys("000123") == [["w:000123"], ["n:000123"]]
    assert query_keys("sx") == [["w:sx"], ["p:sx"]]
    assert query_keys("?") == []
    assert len(keys_of(["字" + chr(0x4E00 + n) for n in range(900)])) <= 600


def _plan(query: object) -> str:
    sql, parameters = query.sql_with_params()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('case_search')")  # as the server's own cleaning does in time
        cursor.execute("ANALYZE cases_case")
        cursor.execute("EXPLAIN " + sql, parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_search_and_work_list_use_their_indexes(cast: Cast) -> None:
    base = make_case(cast)
    at = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
    Case.objects.bulk_create(
        Case(
            number=f"B-2026-{n:06d}", procedure="bench-case", procedure_version=1, kind="trademark", title=f"案{n}",
            state="lead", version=1, office=base.office,
            received_at=at, opened_at=at, law_on=at.date(), origin="online",
            closed_at=at if n % 10 else None, search_keys=[f"n:b-2026-{n:06d}", f"x{n}"],
            sort_due_at=at + timedelta(hours=n),
        )
        for n in range(6000)
    )  # fmt: skip
    found = Case.objects.filter(search_keys__contains=["x77"])
    assert "case_search" in _plan(found.query)
    listed = Case.objects.filter(closed_at__isnull=True, sort_due_at__gte=at).order_by("sort_due_at", "id")[:30]
    assert "case_due" in _plan(listed.query)
