"""Figures over a list: exact up to a bound, "more than" beyond it, the same as the exact ones below it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.cases import Cast, make_case, take
from zhidun.cases import board, list_counts
from zhidun.cases.models import Case
from zhidun.kernel import time

pytestmark = pytest.mark.django_db


def test_shown_figures_equal_the_exact_ones_and_cost_one_question(cast: Cast) -> None:
    cases = [make_case(cast) for _ in range(3)]
    take(cases[0], "assign", cast.head, {"officers": [cast.officer.username, cast.second.username]})
    since = time.now() - timedelta(hours=1)
    shown = list_counts.counts_shown(cast.officer, since=since)
    assert {name: one.n for name, one in shown.items() if name != "new"} == list_counts.counts(cast.officer)
    assert shown["new"].n == 3
    assert not any(one.more for one in shown.values())
    rows = Case.objects.all()
    with CaptureQueriesContext(connection) as asked:
        found = list_counts.counted({"all": rows, "none": rows.none(), "closed": rows.exclude(closed_at=None)}, up_to=2)
    assert len(asked) == 1
    assert (found["all"], found["none"]) == (list_counts.Counted(2, more=True), list_counts.Counted(0))
    assert found["closed"] == list_counts.Counted(0)


def test_a_large_board_is_kept_and_says_when_it_was_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "KEPT_FROM", 0)
    case = make_case(cast)
    take(case, "assign", cast.head, {"officers": [cast.officer.username, cast.second.username]})
    first = board.board(cast.head)
    assert sorted((row.username, row.open) for row in first.rows) == sorted(
        (one.username, 1) for one in (cast.officer, cast.second)
    )
    make_case(cast)
    assert board.board(cast.head) == first
    monkeypatch.setattr(board, "KEPT_FROM", 2_000)
    from django.core.cache import cache

    cache.clear()
    assert board.board(cast.head).nobody.n == first.nobody.n + 1
