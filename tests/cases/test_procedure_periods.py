"""The period of a filed case: extended twice at most, not counted while suspended."""

from __future__ import annotations

import pytest

from tests.factories.plays import to_filed
from zhidun.procedures.errors import StepBlocked

pytestmark = pytest.mark.django_db
DECIDE = "samr.case.decide.90d"


def test_two_extensions_and_no_more() -> None:
    play = to_filed()
    with pytest.raises(StepBlocked):
        play.ask("extend-decision-again", facts={"extended_until": "2027-04-30"}, reason="集体讨论。")
    play.go("extend-decision", reason="案情复杂。", on="2026-11-10")
    assert play.clock(DECIDE).due_on.isoformat() == "2027-03-02"  # 120 days
    play.go("extend-decision-again", facts={"extended_until": "2027-04-30"}, reason="集体讨论。", on="2026-11-20")
    assert play.clock(DECIDE).due_on.isoformat() == "2027-04-30"
    assert len(play.moves["extend-decision-again"].approved_by) == 2


def test_suspension_is_not_counted() -> None:
    play = to_filed()
    play.go("suspend", reason="等待另案判决。", on="2026-11-10")
    assert (play.row.state, play.row.next_due_at) == ("suspended", None)
    play.go("resume", reason="判决已生效。", on="2026-11-19")
    assert play.clock(DECIDE).due_on.isoformat() == "2027-02-10"  # ten days later than 01-31
    assert play.row.state == "filed"
