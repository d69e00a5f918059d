"""The demo's enforcement: goods detained, a transfer answered, one met with silence, a campaign that counts them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from zhidun.access.actors import ANONYMOUS
from zhidun.access.loading import load_cast, load_city
from zhidun.cases.models import Case
from zhidun.enforcement import selectors
from zhidun.kernel import time
from zhidun.site import demo_enforcement
from zhidun.site.demo_stage import actor_named, three_in_a_row, working_day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("start", [date(2026, 10, 12), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4)])
def test_the_police_answer_in_time_whatever_the_day_of_the_demo(start: date) -> None:
    load_city()
    load_cast("Rongcheng-Demo-2026")
    demo_enforcement.perform(start)
    assert [one for one in selectors.owed(actor_named("zhenghao"), late_only=False) if one.answered] == []


def test_three_working_days_in_a_row_are_found_from_any_day() -> None:
    for days in range(900):  # calendars of 2025 and 2026, and after them without one
        start = date(2025, 3, 1) + timedelta(days=days)
        back = three_in_a_row(start, 19)
        assert 10 <= back <= 19
        assert working_day(start, back - 2) - working_day(start, back) == timedelta(days=2)


def test_the_scene_is_played_once_and_the_silence_shows() -> None:
    load_city()
    load_cast("Rongcheng-Demo-2026")
    campaign = demo_enforcement.perform(time.today())
    assert demo_enforcement.perform(time.today()) == campaign
    states = dict(Case.objects.filter(procedure="criminal-transfer").order_by("id").values_list("id", "state"))
    assert list(states.values()) == ["investigating", "with-police"]
    assert set(Case.objects.values_list("demo", flat=True)) == {True}
    (silent,) = [one for one in selectors.owed(actor_named("zhenghao")) if not one.answered]
    assert silent.owes == "police"
    assert silent.days_late > 0
    total = selectors.results(ANONYMOUS, campaign).total
    assert (total.cases, total.sent_to_police, total.seized_value) == (2, 2, Decimal("225600.00"))
