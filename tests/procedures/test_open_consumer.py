"""Consumer complaints: who finds which steps in which state; everything else is refused."""

from __future__ import annotations

import pytest

from tests.factories.national import actor, national, open_keys, view
from zhidun.procedures.decide import check_step, open_steps
from zhidun.procedures.errors import NotCompetent, StepNotOpen
from zhidun.procedures.model import DoerKind

NAME = "consumer-complaint"
OPEN = [
    # in received (Received)
    ("received", "counter-clerk", "request-material hand-over"),
    ("received", "enforcement-officer", "request-material accept refuse hand-over correct"),
    ("received", "bureau-head", "hand-over"),
    ("received", "legal-reviewer", ""),
    ("received", "mediator", "accept"),
    ("received", "party:complainant", "supplement withdraw"),
    ("received", "party:respondent", "supplement"),
    # in mediating (In mediation)
    ("mediating", "counter-clerk", ""),
    (
        "mediating",
        "enforcement-officer",
        (
            "record-consent send-for-testing testing-back record-clue link-report extend-clue settle end-mediation "
            "correct"
        ),
    ),
    ("mediating", "bureau-head", "decide-recusal"),
    ("mediating", "legal-reviewer", ""),
    (
        "mediating",
        "mediator",
        "record-consent send-for-testing testing-back record-clue link-report settle end-mediation",
    ),
    ("mediating", "party:complainant", "supplement withdraw-in-mediation ask-recusal"),
    ("mediating", "party:respondent", "supplement respond ask-recusal"),
    # in ending (Ended, notice due)
    ("ending", "counter-clerk", ""),
    ("ending", "enforcement-officer", "record-clue link-report extend-clue notify-end correct"),
    ("ending", "bureau-head", ""),
    ("ending", "legal-reviewer", ""),
    ("ending", "mediator", "record-clue link-report notify-end"),
    ("ending", "party:complainant", "supplement"),
    ("ending", "party:respondent", "supplement"),
    # in settled (Settled), final
    ("settled", "counter-clerk", ""),
    ("settled", "enforcement-officer", "correct"),
    ("settled", "bureau-head", ""),
    ("settled", "legal-reviewer", ""),
    ("settled", "mediator", ""),
    ("settled", "party:complainant", ""),
    ("settled", "party:respondent", ""),
    # in refused (Not accepted), final
    ("refused", "counter-clerk", ""),
    ("refused", "enforcement-officer", "correct"),
    ("refused", "bureau-head", "reopen"),
    ("refused", "legal-reviewer", ""),
    ("refused", "mediator", ""),
    ("refused", "party:complainant", ""),
    ("refused", "party:respondent", ""),
    # in withdrawn (Withdrawn), final
    ("withdrawn", "counter-clerk", ""),
    ("withdrawn", "enforcement-officer", "correct"),
    ("withdrawn", "bureau-head", "reopen"),
    ("withdrawn", "legal-reviewer", ""),
    ("withdrawn", "mediator", ""),
    ("withdrawn", "party:complainant", ""),
    ("withdrawn", "party:respondent", ""),
    # in closed (Mediation ended), final
    ("closed", "counter-clerk", ""),
    ("closed", "enforcement-officer", "correct"),
    ("closed", "bureau-head", ""),
    ("closed", "legal-reviewer", ""),
    ("closed", "mediator", ""),
    ("closed", "party:complainant", ""),
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
