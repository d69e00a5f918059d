"""What closed mediations settled at: nothing below three, then rounded sums without a name, per right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories.mediation import agreed, make_stage, terms
from zhidun.cases.models import Case
from zhidun.kernel import time
from zhidun.mediation.selectors import comparables

pytestmark = pytest.mark.django_db


def test_settlements_are_shown_from_three_on_rounded_and_without_a_name() -> None:
    stage = make_stage()
    for n, amount in enumerate(("9000.00", "12600.00", "30400.00")):
        assert (comparables("trademark").count, comparables("trademark").rows) == (n, ())
        agreed(stage, agreement=terms(amount=amount))
    found = comparables("trademark")
    assert (found.count, found.low, found.middle, found.high) == (3, Decimal(9000), Decimal(13000), Decimal(30000))
    year = time.today().year
    assert found.rows == ((year, Decimal(9000)), (year, Decimal(13000)), (year, Decimal(30000)))
    assert comparables("patent").count == 0


def test_what_the_demo_plays_is_no_precedent() -> None:
    stage = make_stage()
    for _ in range(3):
        agreed(stage)
    Case.objects.filter(procedure__startswith="mediation-").update(demo=True)
    assert comparables("trademark").count == 0
