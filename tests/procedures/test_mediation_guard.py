"""An established trademark case never ends without mediation on damages: in tables, and along every path there is."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import product

import pytest

from tests.factories.national import NOW, actor, doer, filled, national, said, view
from zhidun.kernel import time
from zhidun.procedures.decide import check_step, open_steps, plan

NAME = "infringement-complaint"
CARRIED_OUT = {"performance": "full", "decision_kind": "warning"}
WORDS = "Trademark infringement is established"
BOOLS = (False, True)
KINDS = (
    ("trademark", "trademark", True),
    ("trademark", "unfair_competition", True),  # entered as a trademark case
    ("unknown", "trademark", True),  # found to be one by the routing
    ("gi_mark", "gi", True),  # a GI protected as a certification mark
    ("gi_product", "gi", False),
    ("trade_secret", "trade_secret", False),
    ("counterfeit_patent", "counterfeit_patent", False),
    ("special_sign", "special_sign", False),
    ("olympic_sign", "olympic_sign", False),
    ("unfair_competition", "unfair_competition", False),
)
ROWS = [
    (step, kind, matter, established, offered, answered, police, asks)
    for (step, (kind, matter, asks)), established, offered, answered, police in product(
        product(("close", "refer-to-court"), KINDS), BOOLS, BOOLS, BOOLS, BOOLS
    )
]


@pytest.mark.parametrize(("step", "kind", "matter", "established", "offered", "answered", "police", "asks"), ROWS)
def test_every_combination(  # an offer alone is never enough, the answers or the police are
    *,
    step: str,
    kind: str,
    matter: str,
    established: bool,
    offered: bool,
    answered: bool,
    police: bool,
    asks: bool,
) -> None:
    world = {
        **CARRIED_OUT,
        "case.kind": kind,
        "matter": matter,
        "infringement_established": established,
        "mediation_offered": offered,
        "mediation_answered": answered,
        "case.referred_to_police": police,
    }
    told = said(NAME, step, "executing" if step == "close" else "filed", world)
    blocked = asks and established and not answered and not police
    assert any(WORDS in reason for reason in told) is blocked
    assert bool(told) is blocked


# --- every path -----------------------------------------------------------------------------------------------------
ENTRIES: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "decide": ({"decision_kind": "penalty", "fine": "5"}, {"decision_kind": "warning"}),
    "finish-investigation": ({"infringement_established": True},),
    "give-notice": ({"hearing_right": True},),
    "record-performance": ({"performance": "full"},),
    "correct": (),
    "record-investigation": (),
    "request-evidence": (),
    "assign": (),
    "supplement": (),
    "respond": (),
    "withdraw-after-filing": (),
    "extend-decision": (),
    "extend-decision-again": (),
    "urge-performance": (),
    "make-statement": ({},),
}
"""What is entered on a path: nothing changes in these steps but words, so an empty row leaves them out."""
KEPT = (
    "infringement_established", "mediation_offered", "mediation_answered", "referred_to_police", "review_passed",
    "review_after_hearing_passed", "statement_made", "hearing_held", "hearing_at", "hearing_right", "decision_kind",
    "published", "decision_revoked", "performance", "testing_open", "fine", "matter", "verification_done",
)  # fmt: skip
END = {"closed", "refused", "transferred", "not-filed", "withdrawn", "referred"}


def key(state: str, facts: Mapping[str, object]) -> tuple[object, ...]:
    return (state, *(bool(facts.get(name)) if name == "hearing_at" else facts.get(name) for name in KEPT))


def reached(start: str, facts: dict[str, object]) -> list[tuple[str, dict[str, object], tuple[str, ...]]]:
    """Return every end that can be reached, with its facts and the shortest way; clocks are whatever lets one go on."""
    procedure = national(NAME)
    ends: list[tuple[str, dict[str, object], tuple[str, ...]]] = []
    seen = {key(start, facts)}
    waiting: deque[tuple[str, dict[str, object], tuple[str, ...]]] = deque([(start, facts, ())])
    while waiting:
        state, known, way = waiting.popleft()
        if state in END:
            ends.append((state, known, way))
            continue
        for step in procedure.steps_from(state):
            if step.key == "go-to-police":  # it comes back to the investigation, from where all begins again
                continue
            for more in ENTRIES.get(step.key, ({},)):
                world = {
                    **known, "case.officers": 2, "case.steps": way, "clock.samr.statement.5wd": "running",
                    "clock.samr.enforce.3m#demand": "over",
                    "case.referred_to_police": bool(known["referred_to_police"]),
                }  # fmt: skip
                seen_by = view(state, world, doer(step))
                if not all(found.allowed for found in open_steps(procedure, state, seen_by) if found.step is step):
                    continue
                entered = check_step(procedure, step.key, state, seen_by, filled(NAME, step.key, more))
                found = plan(procedure, step, state, seen_by, entered)
                after = {**known, **entered, **found.facts}
                if key(found.to_state, after) not in seen:
                    seen.add(key(found.to_state, after))
                    waiting.append((found.to_state, after, (*way, step.key)))
    return ends


def test_along_every_path_from_the_review_to_an_end() -> None:
    """From an investigation that established the infringement of a trademark there is no way round the offer."""
    facts: dict[str, object] = {
        "matter": "trademark", "infringement_established": True, "referred_to_police": False, "review_passed": True,
        "hearing_right": False,
    }  # fmt: skip
    with time.pinned(NOW):
        ends = reached("decided", {**facts, "decision_kind": "penalty", "fine": "5.00"})
    assert {state for state, _, _ in ends} == {"closed", "referred"}
    for state, known, way in ends:
        assert known["infringement_established"] is True
        if state == "closed":
            assert {"offer-mediation", "record-mediation-answer"} <= set(way), way
            assert way.index("offer-mediation") < way.index("record-mediation-answer")
            assert known["mediation_answered"] is True
        else:
            assert known["referred_to_police"] is True, way  # and nothing but the police


@pytest.mark.parametrize("state", ["lead", "filed", "suspended", "review", "reviewed", "notice", "hearing", "decided"])
def test_no_other_step_leads_to_an_end_once_it_is_established(state: str) -> None:
    procedure = national(NAME)
    world = {"matter": "trademark", "infringement_established": True, "case.officers": 2, "verification_done": True}
    with time.pinned(NOW):
        for step in procedure.steps_from(state):
            if step.target(state) not in END:
                continue
            (found,) = [one for one in open_steps(procedure, state, view(state, world, doer(step))) if one.step is step]
            verification = state == "lead"  # before filing nothing can be established yet
            assert found.allowed is (step.key == "refer-to-police" or (verification and step.key != "refer-to-court"))


@pytest.mark.parametrize("who", ["enforcement-officer", "mediator"])
def test_who_may_offer_and_record(who: str) -> None:
    world = {"infringement_established": True, "mediation_offered": False}
    keys = {one.step.key for one in open_steps(national(NAME), "executing", view("executing", world, actor(who)))}
    assert "record-mediation-answer" in keys
    assert ("offer-mediation" in keys) is (who == "enforcement-officer")
