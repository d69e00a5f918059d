"""Properties of any procedure and of those shipped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.procedures import a_view, small
from zhidun.kernel.text import t
from zhidun.procedures.check_graph import finals, graph_findings, reachable
from zhidun.procedures.decide import open_steps, plan
from zhidun.procedures.errors import StepBlocked
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import SAME, ClockVerb, Doer, DoerKind, Procedure, State, Step
from zhidun.procedures.view import CaseView, View

SHIPPED = ["infringement-complaint", "report", "consumer-complaint"]
WORD = t("词", "word")
KEYS = tuple("abcdef")


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Draw a procedure of up to six states with steps anywhere between them."""
    keys = KEYS[: draw(st.integers(1, 6))]
    states = {key: State(key, WORD, WORD, WORD, final=draw(st.booleans())) for key in keys}
    steps = {}
    for number in range(draw(st.integers(1, 8))):
        start = tuple(draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)))
        to = draw(st.sampled_from((*keys, SAME)))
        key = f"s{number}"
        steps[key] = Step(key, WORD, start, to, (Doer(DoerKind.POWER, "p"),))
    return Procedure("x", 1, WORD, WORD, keys[0], states, steps)


@given(procedure=procedures(), data=st.data())
def test_a_step_is_never_open_from_another_state(procedure: Procedure, data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(sorted(procedure.states)))
    view = a_view(powers=("p",))
    opened = open_steps(procedure, state, view)
    assert {one.step.key for one in opened} == {key for key, one in procedure.steps.items() if state in one.from_states}
    for one in opened:
        found = plan(procedure, one.step, state, view, {})
        assert found.from_state == state
        assert found.to_state == one.target
        assert found.to_state in procedure.states
        assert found.stops_all == (procedure.states[found.to_state].final and found.to_state != state)


@given(procedure=procedures())
def test_a_procedure_without_finding_never_traps_a_case(procedure: Procedure) -> None:
    if not tuple(graph_findings(procedure)):
        for state in reachable(procedure, [procedure.opens_in]):
            assert reachable(procedure, [state]) & finals(procedure)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_state_of_a_shipped_procedure_is_reached_and_ends(name: str) -> None:
    procedure = catalogue().get(name)
    assert reachable(procedure, [procedure.opens_in]) == set(procedure.states)
    for state in procedure.states:
        assert reachable(procedure, [state]) & finals(procedure)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_refusal_and_decision_names_reason_article_and_remedy(name: str) -> None:
    procedure = catalogue().get(name)
    for key, step in procedure.steps.items():
        if key in {"refuse", "decide"}:
            assert step.reason_required, key
            assert set(step.remedies) >= {"reconsideration", "litigation"}, key
            assert any(field.type == "rule" for field in step.fields) or step.effects.basis, key


@pytest.mark.parametrize("name", SHIPPED)
def test_extensions_need_an_approver_and_a_reason(name: str) -> None:
    for step in catalogue().get(name).steps.values():
        if any(action.verb is ClockVerb.EXTEND for action in step.effects.clocks):
            assert step.approvers
            assert step.reason_required


@pytest.mark.parametrize("name", SHIPPED)
def test_every_page_of_a_shipped_procedure_can_be_computed(name: str) -> None:
    procedure = catalogue().get(name)
    for state in procedure.states:
        found = open_steps(procedure, state, View(), everyone=True)
        assert found
        for one in found:
            assert plan(procedure, one.step, state, View(), {}).to_state in procedure.states


ESTABLISHED = {"infringement_established": True, "performance": "full", "review_passed": True}


@pytest.mark.parametrize(
    ("facts", "case", "allowed"),
    [
        ({"matter": "trademark"}, CaseView(kind="trademark"), False),
        # neither renaming the matter nor the kind alone evades the offer
        ({"matter": "gi"}, CaseView(kind="trademark"), False),
        ({"matter": "trademark"}, CaseView(kind="unknown"), False),
        # a geographical indication registered as a mark is a trademark
        ({"matter": "gi"}, CaseView(kind="gi_mark"), False),
        # an offer that nobody answered is not enough; answered it is
        ({"matter": "trademark", "mediation_offered": True}, CaseView(kind="trademark"), False),
        ({"matter": "trademark", "mediation_answered": True}, CaseView(kind="trademark"), True),
        ({"matter": "trademark"}, CaseView(kind="trademark", referred_to_police=True), True),
        ({"matter": "trade_secret"}, CaseView(kind="trade_secret"), True),
        ({"matter": "trademark", "infringement_established": False}, CaseView(kind="trademark"), True),
    ],
)
def test_mediation_is_offered_before_an_established_trademark_case_closes(
    facts: dict[str, object], case: CaseView, *, allowed: bool
) -> None:
    procedure = catalogue().get("infringement-complaint")
    view = a_view(powers=("enforcement:case:close",), case=case, facts={**ESTABLISHED, **facts})
    close = next(one for one in open_steps(procedure, "executing", view) if one.step.key == "close")
    assert close.allowed is allowed
    assert all(one.code == StepBlocked.code for one in close.blocked)


def test_no_way_around_the_offer_leads_to_an_end() -> None:
    """After the finding every step into a final state asks for the offer, but for the referral to the police."""
    procedure = catalogue().get("infringement-complaint")
    view = View(
        case=CaseView(kind="trademark", officers=2),
        facts={**ESTABLISHED, "matter": "trademark", "enforcement_applied": True},
    )
    ways = []
    for state in ("filed", "suspended", "review", "reviewed", "notice", "hearing", "decided", "executing"):
        for one in open_steps(procedure, state, view, everyone=True):
            only_actor = [fault for fault in one.blocked if fault.code == StepBlocked.code]
            if procedure.states[one.target].final and not only_actor:
                ways.append(one.step.key)
    assert set(ways) == {"refer-to-police"}


def test_a_case_closed_after_reopening_needs_a_new_review() -> None:
    procedure = catalogue().get("infringement-complaint")
    found = plan(procedure, procedure.steps["reopen"], "closed", View(), {})
    assert found.facts["review_passed"] is False
    assert [one.rule for one in found.clocks] == ["samr.case.decide.90d"]


def test_a_state_renamed_away_is_found() -> None:
    procedure = small()
    broken = replace(procedure, opens_in="nowhere")
    assert [one.code for one in graph_findings(broken)] == ["unknown-state"]
