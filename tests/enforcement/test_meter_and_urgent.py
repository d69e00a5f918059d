"""How far from a crime, read off the facts and goods of a case; the urgent lane with its minutes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories.enforcement import seized
from tests.factories.plays import REPORTED, moment, to_filed, to_lead
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Outbox
from zhidun.enforcement import meter, selectors, services
from zhidun.enforcement.tables import urgent_minutes
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid
from zhidun.site.templatetags.zd import minutes

pytestmark = pytest.mark.django_db
ON = "2026-11-02"


def test_the_meter_says_what_is_met_what_is_missing_and_which_evidence_is_not_on_file() -> None:
    play = to_filed(ON)
    before = meter.of_case(play.cast.officer, play.case.number)
    assert before is not None
    assert (before.met, before.held) == (False, None)
    assert {one.key for one in before.missing} == {"identification", "turnover", "goods", "gains", "knowledge"}
    seized(play)  # 100 bottles at 600 = 60,000
    held = meter.of_case(play.cast.officer, play.case.number)
    assert held is not None
    assert held.held == Decimal(60000)
    assert "goods" not in {one.key for one in held.missing}
    unsold = next(row for one in held.readings for row in one.rows if row.value is not None)
    assert unsold.value is not None
    assert unsold.missing is None or Decimal(unsold.missing) == Decimal(unsold.limit) - Decimal(unsold.value)
    play.go("finish-investigation", facts={**REPORTED, "illegal_turnover": "300000"})
    after = meter.of_case(play.cast.officer, play.case.number)
    assert after is not None
    assert after.met
    assert after.readings[0].met  # the most advanced first
    assert "turnover" not in {one.key for one in after.missing}


def test_a_stranger_reads_no_meter() -> None:
    play = to_filed(ON)
    with pytest.raises(CaseNotFound):
        meter.of_case(play.cast.stranger, play.case.number)


def test_an_urgent_case_is_taken_once_in_its_minutes_and_finished_with_a_note() -> None:
    play = to_lead(ON)
    officer, number = play.cast.officer, play.case.number
    with time.pinned(moment(f"{ON}T10:00")):
        row = services.call(actor=officer, case_number=number, ground="food", note="疑似有毒")
        assert services.call(actor=officer, case_number=number, ground="drug").pk == row.pk
    take, act = urgent_minutes("food")
    assert (row.take_by - row.called_at, row.act_by - row.called_at) == (
        timedelta(minutes=take),
        timedelta(minutes=act),
    )
    assert [one.pk for one in selectors.waiting(officer)] == [row.pk]
    with time.pinned(row.take_by - timedelta(minutes=7, seconds=30)):
        assert minutes(row.take_by) == 7
    with time.pinned(row.take_by + timedelta(seconds=1)):
        assert minutes(row.take_by) == -1
    told = Outbox.objects.filter(case=play.case, key__startswith=f"urgent:{row.public_id}")
    assert told.count() == 2  # both officers, once
    with time.pinned(moment(f"{ON}T10:05")):
        services.take(actor=officer, case_number=number)
        with pytest.raises(Conflict):
            services.take(actor=play.cast.second, case_number=number)
        with pytest.raises(Invalid):
            services.finish(actor=officer, case_number=number, note=" ")
        services.finish(actor=officer, case_number=number, note="已下架封存。")
    assert selectors.waiting(officer) == ()
    with time.pinned(row.take_by + timedelta(hours=5)):
        assert services.alarm_late() == 0


def test_nobody_took_it_the_head_hears_once() -> None:
    play = to_lead(ON)
    with time.pinned(moment(f"{ON}T10:00")):
        row = services.call(actor=play.cast.officer, case_number=play.case.number, ground="health")
    with time.pinned(row.take_by - timedelta(minutes=1)):
        assert services.alarm_late() == 0
    with time.pinned(row.take_by):
        assert (services.alarm_late(), services.alarm_late()) == (1, 0)
    assert Outbox.objects.filter(key__startswith=f"urgent-late:{row.public_id}").count() == 1


def test_a_live_event_needs_its_end_and_only_the_office_acts() -> None:
    play = to_lead(ON)
    for ground, refusal in (("live_event", Invalid), ("boredom", Invalid)):
        with pytest.raises(refusal):
            services.call(actor=play.cast.officer, case_number=play.case.number, ground=ground)
    with pytest.raises(Conflict):
        services.take(actor=play.cast.officer, case_number=play.case.number)
    with pytest.raises((Forbidden, CaseNotFound)):
        services.call(actor=play.cast.respondent, case_number=play.case.number, ground="food")
