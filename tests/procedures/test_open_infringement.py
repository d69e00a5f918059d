"""Infringement complaints: who finds which steps in which state; everything else is refused."""

from __future__ import annotations

import pytest

from tests.factories.national import actor, national, open_keys, view
from zhidun.procedures.decide import check_step, open_steps
from zhidun.procedures.errors import NotCompetent, StepNotOpen
from zhidun.procedures.model import DoerKind

NAME = "infringement-complaint"
OPEN = [
    # in received (Received)
    ("received", "counter-clerk", "triage refer-to-court"),
    ("received", "enforcement-officer", "triage refer-to-court correct"),
    ("received", "bureau-head", "assign refer-to-court"),
    ("received", "legal-reviewer", ""),
    ("received", "second-approver", ""),
    ("received", "mediator", ""),
    ("received", "party:complainant", "supplement withdraw"),
    ("received", "party:respondent", ""),
    ("received", "party:third", "supplement"),
    # in triage (Being routed)
    ("triage", "counter-clerk", "hand-over route refer-to-court"),
    ("triage", "enforcement-officer", "accept refuse transfer hand-over route refer-to-court correct"),
    ("triage", "bureau-head", "transfer hand-over route assign refer-to-court"),
    ("triage", "legal-reviewer", ""),
    ("triage", "second-approver", ""),
    ("triage", "mediator", ""),
    ("triage", "party:complainant", "supplement withdraw"),
    ("triage", "party:respondent", ""),
    ("triage", "party:third", "supplement"),
    # in lead (Being verified)
    ("lead", "counter-clerk", "hand-over refer-to-court"),
    (
        "lead",
        "enforcement-officer",
        (
            "transfer hand-over record-verification extend-verification request-evidence send-for-testing "
            "testing-back file decide-not-to-file refer-to-police refer-to-court correct"
        ),
    ),
    ("lead", "bureau-head", "transfer hand-over assign refer-to-police refer-to-court"),
    ("lead", "legal-reviewer", ""),
    ("lead", "second-approver", ""),
    ("lead", "mediator", ""),
    ("lead", "party:complainant", "answer-evidence-request supplement withdraw"),
    ("lead", "party:respondent", ""),
    ("lead", "party:third", "supplement"),
    # in routed (Waiting for the competent authority), parked
    ("routed", "counter-clerk", "record-authority-answer refer-to-court"),
    ("routed", "enforcement-officer", "record-authority-answer take-over refer-to-court correct"),
    ("routed", "bureau-head", "record-authority-answer refer-to-court"),
    ("routed", "legal-reviewer", ""),
    ("routed", "second-approver", ""),
    ("routed", "mediator", ""),
    ("routed", "party:complainant", "supplement withdraw"),
    ("routed", "party:respondent", ""),
    ("routed", "party:third", "supplement"),
    # in filed (Under investigation)
    ("filed", "counter-clerk", "refer-to-court"),
    (
        "filed",
        "enforcement-officer",
        (
            "request-evidence send-for-testing testing-back record-investigation extend-decision "
            "extend-decision-again suspend finish-investigation refer-to-police refer-to-court correct"
        ),
    ),
    ("filed", "bureau-head", "assign refer-to-police refer-to-court"),
    ("filed", "legal-reviewer", ""),
    ("filed", "second-approver", ""),
    ("filed", "mediator", ""),
    ("filed", "party:complainant", "answer-evidence-request supplement withdraw-after-filing"),
    ("filed", "party:respondent", "respond"),
    ("filed", "party:third", "supplement"),
    # in suspended (Suspended), parked
    ("suspended", "counter-clerk", "refer-to-court"),
    ("suspended", "enforcement-officer", "resume refer-to-police refer-to-court correct"),
    ("suspended", "bureau-head", "refer-to-police refer-to-court"),
    ("suspended", "legal-reviewer", ""),
    ("suspended", "second-approver", ""),
    ("suspended", "mediator", ""),
    ("suspended", "party:complainant", "supplement withdraw-after-filing"),
    ("suspended", "party:respondent", ""),
    ("suspended", "party:third", "supplement"),
    # in review (Under review)
    ("review", "counter-clerk", ""),
    ("review", "enforcement-officer", "extend-decision extend-decision-again refer-to-police correct"),
    ("review", "bureau-head", "assign refer-to-police"),
    ("review", "legal-reviewer", "pass-review return-review"),
    ("review", "second-approver", ""),
    ("review", "mediator", ""),
    ("review", "party:complainant", "supplement withdraw-after-filing"),
    ("review", "party:respondent", "respond"),
    ("review", "party:third", "supplement"),
    # in reviewed (Review passed)
    ("reviewed", "counter-clerk", ""),
    (
        "reviewed",
        "enforcement-officer",
        (
            "extend-decision extend-decision-again give-notice offer-mediation record-mediation-answer "
            "close-unfounded refer-to-police correct"
        ),
    ),
    ("reviewed", "bureau-head", "assign refer-to-police"),
    ("reviewed", "legal-reviewer", ""),
    ("reviewed", "second-approver", ""),
    ("reviewed", "mediator", "record-mediation-answer"),
    ("reviewed", "party:complainant", "supplement withdraw-after-filing answer-mediation"),
    ("reviewed", "party:respondent", "respond answer-mediation"),
    ("reviewed", "party:third", "supplement"),
    # in notice (Rights notified)
    ("notice", "counter-clerk", ""),
    (
        "notice",
        "enforcement-officer",
        (
            "extend-decision extend-decision-again give-notice make-statement request-hearing decide offer-mediation "
            "record-mediation-answer refer-to-police correct"
        ),
    ),
    ("notice", "bureau-head", "assign refer-to-police"),
    ("notice", "legal-reviewer", "review-after-hearing"),
    ("notice", "second-approver", ""),
    ("notice", "mediator", "record-mediation-answer"),
    ("notice", "party:complainant", "supplement withdraw-after-filing answer-mediation"),
    ("notice", "party:respondent", "make-statement request-hearing answer-mediation"),
    ("notice", "party:third", "supplement"),
    # in hearing (Hearing)
    ("hearing", "counter-clerk", ""),
    (
        "hearing",
        "enforcement-officer",
        (
            "hand-hearing-file announce-hearing cancel-hearing offer-mediation record-mediation-answer "
            "refer-to-police correct"
        ),
    ),
    ("hearing", "bureau-head", "assign appoint-hearing-officer fix-hearing refer-to-police"),
    ("hearing", "legal-reviewer", "appoint-hearing-officer fix-hearing announce-hearing hold-hearing report-hearing"),
    ("hearing", "second-approver", ""),
    ("hearing", "mediator", "record-mediation-answer"),
    ("hearing", "party:complainant", "supplement withdraw-after-filing answer-mediation"),
    ("hearing", "party:respondent", "cancel-hearing answer-mediation"),
    ("hearing", "party:third", "supplement"),
    # in decided (Decided)
    ("decided", "counter-clerk", ""),
    (
        "decided",
        "enforcement-officer",
        (
            "serve publish record-revocation withdraw-publication offer-mediation record-mediation-answer "
            "refer-to-police correct"
        ),
    ),
    ("decided", "bureau-head", "assign refer-to-police"),
    ("decided", "legal-reviewer", ""),
    ("decided", "second-approver", ""),
    ("decided", "mediator", "record-mediation-answer"),
    ("decided", "party:complainant", "supplement answer-mediation"),
    ("decided", "party:respondent", "answer-mediation"),
    ("decided", "party:third", "supplement"),
    # in executing (Being carried out)
    ("executing", "counter-clerk", ""),
    (
        "executing",
        "enforcement-officer",
        (
            "publish record-revocation withdraw-publication offer-mediation record-mediation-answer "
            "record-performance urge-performance apply-enforcement close refer-to-police correct"
        ),
    ),
    ("executing", "bureau-head", "assign refer-to-police"),
    ("executing", "legal-reviewer", ""),
    ("executing", "second-approver", ""),
    ("executing", "mediator", "record-mediation-answer"),
    ("executing", "party:complainant", "supplement answer-mediation"),
    ("executing", "party:respondent", "answer-mediation"),
    ("executing", "party:third", "supplement"),
    # in refused (Not accepted), final
    ("refused", "counter-clerk", ""),
    ("refused", "enforcement-officer", "correct"),
    ("refused", "bureau-head", "reopen-verification"),
    ("refused", "legal-reviewer", ""),
    ("refused", "second-approver", ""),
    ("refused", "mediator", ""),
    ("refused", "party:complainant", ""),
    ("refused", "party:respondent", ""),
    ("refused", "party:third", ""),
    # in transferred (Handed over), final
    ("transferred", "counter-clerk", "record-referral-result"),
    ("transferred", "enforcement-officer", "record-referral-result correct"),
    ("transferred", "bureau-head", "record-referral-result"),
    ("transferred", "legal-reviewer", ""),
    ("transferred", "second-approver", ""),
    ("transferred", "mediator", ""),
    ("transferred", "party:complainant", ""),
    ("transferred", "party:respondent", ""),
    ("transferred", "party:third", ""),
    # in not-filed (Not filed), final
    ("not-filed", "counter-clerk", ""),
    ("not-filed", "enforcement-officer", "correct"),
    ("not-filed", "bureau-head", "reopen-verification"),
    ("not-filed", "legal-reviewer", ""),
    ("not-filed", "second-approver", ""),
    ("not-filed", "mediator", ""),
    ("not-filed", "party:complainant", ""),
    ("not-filed", "party:respondent", ""),
    ("not-filed", "party:third", ""),
    # in withdrawn (Withdrawn), final
    ("withdrawn", "counter-clerk", ""),
    ("withdrawn", "enforcement-officer", "correct"),
    ("withdrawn", "bureau-head", "reopen-verification"),
    ("withdrawn", "legal-reviewer", ""),
    ("withdrawn", "second-approver", ""),
    ("withdrawn", "mediator", ""),
    ("withdrawn", "party:complainant", ""),
    ("withdrawn", "party:respondent", ""),
    ("withdrawn", "party:third", ""),
    # in referred (Referred), final
    ("referred", "counter-clerk", "record-referral-result"),
    ("referred", "enforcement-officer", "record-referral-result take-back correct"),
    ("referred", "bureau-head", "record-referral-result"),
    ("referred", "legal-reviewer", ""),
    ("referred", "second-approver", ""),
    ("referred", "mediator", ""),
    ("referred", "party:complainant", ""),
    ("referred", "party:respondent", ""),
    ("referred", "party:third", ""),
    # in with-police (With the police, no penalty meanwhile)
    ("with-police", "enforcement-officer", "close-after-police correct"),
    ("with-police", "system", "back-from-police"),
    ("with-police", "bureau-head", ""),
    ("with-police", "party:complainant", "supplement"),
    ("with-police", "party:respondent", ""),
    ("with-police", "party:third", "supplement"),
    # what the system enters
    ("lead", "system", "go-to-police"),
    ("routed", "system", "hand-to-procedure"),
    # in closed (Closed), final
    ("closed", "counter-clerk", ""),
    ("closed", "enforcement-officer", "record-revocation withdraw-publication correct"),
    ("closed", "bureau-head", "reopen"),
    ("closed", "legal-reviewer", ""),
    ("closed", "second-approver", ""),
    ("closed", "mediator", ""),
    ("closed", "party:complainant", ""),
    ("closed", "party:respondent", ""),
    ("closed", "party:third", ""),
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
        offered = state in step.from_states and (not step.kinds or seen.case.kind in step.kinds)
        wanted = NotCompetent if offered else StepNotOpen
        with pytest.raises(wanted) as refused:
            check_step(procedure, key, state, seen, {})
        assert refused.value.code == ("step.not_competent" if wanted is NotCompetent else "step.not_open")
        assert refused.value.reason.zh and refused.value.remedy.en


def test_every_state_is_in_the_table_and_no_step_is_out_of_reach() -> None:
    procedure = national(NAME)
    assert {state for state, _, _ in OPEN} == set(procedure.states)
    reached = {step for _, _, steps in OPEN for step in steps.split()}
    assert set(procedure.steps) == reached | {"record-secret"}


@pytest.mark.parametrize("state", ["lead", "filed"])
def test_the_commitment_is_entered_in_a_case_about_a_secret_only(state: str) -> None:
    for kind, offered in {
        "trade_secret": True,
        "unknown": True,
        "trademark": False,
        "counterfeit_patent": False,
    }.items():
        seen = view(state, {}, actor("enforcement-officer"), kind=kind)
        found = {one.step.key for one in open_steps(national(NAME), state, seen)}
        assert ("record-secret" in found) is offered


@pytest.mark.parametrize(("state", "who", "steps"), [row for row in OPEN if row[2]])
def test_an_interest_in_the_case_stops_posts_and_not_parties(state: str, who: str, steps: str) -> None:
    seen = view(state, {}, actor(who, conflicted=True))
    found = open_steps(national(NAME), state, seen)
    assert " ".join(one.step.key for one in found) == steps  # shown, with the reason
    for one in found:
        by_post = any(doer.kind is DoerKind.POWER for doer in one.step.by)
        assert one.entitled is not by_post
        assert ("step.conflicted" in [blocked.code for blocked in one.blocked]) is by_post
