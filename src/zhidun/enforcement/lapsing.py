"""Measures that end by themselves: no decision by the end of the period lifts them."""

from __future__ import annotations

from django.db import transaction

from zhidun.access.actors import SYSTEM
from zhidun.cases import services as cases
from zhidun.cases.models import Case, Clock, ClockState
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal

LAPSING = {"seizure": ("samr.seizure.30d", "in-force"), "registered-preservation": ("samr.preserve.7wd", "preserved")}
"""Clock and state by procedure: when that clock is over in that state, the system takes the step `lapse`."""
STEP = "lapse"


def lapse_due() -> int:
    """Lift every measure whose period is over; return how many. Running twice does no harm."""
    done = 0
    for procedure, (rule, state) in LAPSING.items():
        clocks = Clock.objects.filter(
            rule_key=rule,
            state=ClockState.RUNNING,
            due_at__lte=time.now(),
            case__procedure=procedure,
            case__state=state,
        )
        done += sum(_lapse(number) for number in list(clocks.values_list("case__number", flat=True)))
    return done


@transaction.atomic
def _lapse(number: str) -> int:
    case = Case.objects.select_for_update(of=("self",)).get(number=number)
    try:
        cases.take_step(case_number=number, step=STEP, actor=SYSTEM, facts={}, expected_version=case.version)
    except Refusal:  # somebody dealt with it in the meantime, or the goods are being tested
        return 0
    return 1
