"""Reports: who finds which steps in which state; everything else is refused."""

from __future__ import annotations

import pytest

from tests.factories.national import actor, national, open_keys, view
from zhidun.procedures.decide import check_step, open_steps
from zhidun.procedures.errors import NotCompetent, StepNotOpen
from zhidun.procedures.model import DoerKind

NAME = "report"
OPEN = [
    # in received (Received)
    ("received", "counter-clerk", "accept tell-elsewhere mark-repeated restart-period hand-over refer-elsewhere"),
    (
        "received",
        "enforcement-officer",
        "accept tell-elsewhere mark-repeated restart-period hand-over refer-elsewhere correct",
    ),
    ("received", "bureau-head", "tell-elsewhere hand-over assign refer-elsewhere"),
    ("received", "legal-reviewer", ""),
    ("received", "second-approver", ""),
    ("received", "party:reporter", "supplement withdraw"),
    ("received", "party:respondent", ""),
    # in lead (Being verified)
    ("lead", "counter-clerk", "tell-elsewhere mark-repeated restart-period hand-over refer-elsewhere"),
    (
        "lead",
        "enforcement-officer",
        (
            "tell-elsewhere mark-repeated restart-period hand-over record-verification send-for-testing testing-back "
            "extend-verification file decide-not-to-file refer-to-police refer-elsewhere correct"
        ),
    ),
    ("lead", "bureau-head", "tell-elsewhere hand-over assign refer-to-police refer-elsewhere"),
    ("lead", "legal-reviewer", ""),
    ("lead", "second-approver", ""),
    ("lead", "party:reporter", "supplement withdraw"),
    ("lead", "party:respondent", ""),
    # in filed (Filed)
    ("filed", "counter-clerk", "refer-elsewhere"),
    ("filed", "enforcement-officer", "tell-reporter extend-decision finish refer-to-police refer-elsewhere correct"),
    ("filed", "bureau-head", "assign refer-to-police refer-elsewhere"),
    ("filed", "legal-reviewer", ""),
    ("filed", "second-approver", ""),
    ("filed", "party:reporter", "supplement"),
    ("filed", "party:respondent", ""),
    # in not-filed (Not filed), final
    ("not-filed", "counter-clerk", ""),
    ("not-filed", "enforcement-officer", "correct"),
    ("not-filed", "bureau-head", "reopen"),
    ("not-filed", "legal-reviewer", ""),
    ("not-filed", "second-approver", ""),
    ("not-filed", "party:reporter", ""),
    ("not-filed", "party:respondent", ""),
    # in repeated (Repeated), final
    ("repeated", "counter-clerk", ""),
    ("repeated", "enforcement-officer", "correct"),
    ("repeated", "bureau-head", "reopen"),
    ("repeated", "legal-reviewer", ""),
    ("repeated", "second-approver", ""),
    ("repeated", "party:reporter", ""),
    ("repeated", "party:respondent", ""),
    # in elsewhere (Told where to go), final
    ("elsewhere", "counter-clerk", ""),
    ("elsewhere", "enforcement-officer", "correct"),
    ("elsewhere", "bureau-head", "reopen"),
    ("elsewhere", "legal-reviewer", ""),
    ("elsewhere", "second-approver", ""),
    ("elsewhere", "party:reporter", ""),
    ("elsewhere", "party:respondent", ""),
    # in withdrawn (Withdrawn), final
    ("withdrawn", "counter-clerk", ""),
    ("withdrawn", "enforcement-officer", "correct"),
    ("withdrawn", "bureau-head", "reopen"),
    ("withdrawn", "legal-reviewer", ""),
    ("withdrawn", "second-approver", ""),
    ("withdrawn", "party:reporter", ""),
    ("withdrawn", "party:respondent", ""),
    # in referred (Referred), final
    ("referred", "counter-clerk", "record-referral-result"),
    ("referred", "enforcement-officer", "record-referral-result correct"),
    ("referred", "bureau-head", "record-referral-result reopen"),
    ("referred", "legal-reviewer", ""),
    ("referred", "second-approver", ""),
    ("referred", "party:reporter", ""),
    ("referred", "party:respondent", ""),
    # in closed (Closed), final
    ("closed", "counter-clerk", ""),
    ("closed", "enforcement-officer", "correct"),
    ("closed", "bureau-head", "reopen"),
    ("closed", "legal-reviewer", ""),
    ("closed", "second-approver", ""),
    ("closed", "party:reporter", ""),
    ("closed", "party:respondent", ""),
]


@pytest.mark.parametrize(("state", "who", "steps"), OPEN)
def test_which_steps_somebody_finds(state: str, who: str, steps: str) -> None:
    assert open_keys(NAME, state, who) == steps


@pytest.mark.parametrize(("state", "who", "steps"), OPEN)
def test_no_other_step_can_be_taken(state: str, who: str, steps: str) -> None:
    """What is not listed is refused: not open here, or not theirs; the code says which."""
    procedure, mine = national(NAME), set(steps.split())
    seen = view(state, {}, actor(who))
    for key, step in procedure.steps.items():
        if key in mine:
            continue
        wanted = NotCompetent if state in step.from_states else StepNotOpen
        with pytest.raises(wanted) as refused:
            check_step(procedure, key, state, seen, {})
        assert refused.value.code == ("step.not_competent" if wanted is NotCompetent else "step.not_open")
        assert refused.value.reason.zh and refused.value.remedy.en


def test_every_state_is_in_the_table_and_no_step_is_out_of_reach() -> None:
    procedure = national(NAME)
    assert {state for state, _, _ in OPEN} == set(procedure.states)
    reached = {step for _, _, steps in OPEN for step in steps.split()}
    assert set(procedure.steps) == reached


@pytest.mark.parametrize(("state", "who", "steps"), [row for row in OPEN if row[2]])
def test_an_interest_in_the_case_stops_posts_and_not_parties(state: str, who: str, steps: str) -> None:
    seen = view(state, {}, actor(who, conflicted=True))
    found = open_steps(national(NAME), state, seen)
    assert " ".join(one.step.key for one in found) == steps  # shown, with the reason
    for one in found:
        by_post = any(doer.kind is DoerKind.POWER for doer in one.step.by)
        assert one.entitled is not by_post
        assert ("step.conflicted" in [blocked.code for blocked in one.blocked]) is by_post
