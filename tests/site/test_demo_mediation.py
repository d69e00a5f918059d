"""The demo's mediation: played once, with a shared sheet, an agreement in effect and most of it performed."""

from __future__ import annotations

import pytest

from tests.factories.mediation import fresh
from zhidun.access.loading import load_cast, load_city
from zhidun.damages.models import DamagesSheet
from zhidun.kernel import time
from zhidun.mediation.models import Mediation
from zhidun.site import demo_mediation
from zhidun.site.demo_stage import actor_named

pytestmark = pytest.mark.django_db


def test_the_scene_is_played_once_and_shows_the_whole_way() -> None:
    load_city()
    load_cast("Rongcheng-Demo-2026")
    number = demo_mediation.perform(time.today())
    assert demo_mediation.perform(time.today()) == number
    row = fresh(Mediation.objects.get())
    assert (row.case.state, row.case.demo, row.chosen_by) == ("agreed", True, "parties")
    agreement = row.agreements.get()
    assert [bool(one.done_at) for one in agreement.duties.order_by("n")] == [True, True, False]
    assert agreement.confirmation.filed_at is not None
    sheet = DamagesSheet.objects.get()
    assert sheet.shared and sheet.contests.count() == 1
    from zhidun.mediation import selectors

    assert selectors.side_page(actor_named("chuanwei"), number).card.part == "respondent"
