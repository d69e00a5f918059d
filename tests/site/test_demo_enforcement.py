"""The demo's enforcement: goods detained, a transfer answered, one met with silence, a campaign that counts them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhidun.access.actors import ANONYMOUS
from zhidun.access.loading import load_cast, load_city
from zhidun.cases.models import Case
from zhidun.enforcement import selectors
from zhidun.kernel import time
from zhidun.site import demo_enforcement
from zhidun.site.demo_stage import actor_named

pytestmark = pytest.mark.django_db


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
