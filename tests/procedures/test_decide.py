"""Which steps are open, what refuses one, and what follows from it."""

from __future__ import annotations

import pytest

from tests.factories.procedures import a_view, changed, small
from zhidun.kernel.errors import Refusal
from zhidun.procedures.decide import check_opening, check_step, open_steps, plan, plan_opening, step_named
from zhidun.procedures.errors import (
    Conflicted,
    FieldsInvalid,
    NotCompetent,
    StepBlocked,
    StepNotOpen,
    StepUnknown,
)
from zhidun.procedures.model import ClockVerb
from zhidun.procedures.view import CaseView, ClockView

WORKER = ("a:b:work",)
FINISHER = ("a:b:finish",)


def test_open_steps_are_those_the_actor_reaches() -> None:
    found = open_steps(small(), "open", a_view(powers=WORKER))
    assert [(one.step.key, one.target, one.allowed) for one in found] == [("work", "open", True)]
    assert [one.step.key for one in open_steps(small(), "open", a_view(relations=("complainant",)))] == ["work"]
    assert open_steps(small(), "open", a_view()) == ()


def test_everyone_shows_what_others_may() -> None:
    found = {one.step.key: one for one in open_steps(small(), "open", a_view(), everyone=True)}
    assert set(found) == {"work", "wait", "finish", "mend"}
    assert not found["work"].entitled
    assert found["work"].blocked[0].code == "forbidden" or found["work"].blocked[0].code == "step.not_competent"


def test_a_step_of_another_kind_is_not_there() -> None:
    keys = [one.step.key for one in open_steps(small(), "open", a_view(kind="other", actor_kind="system"))]
    assert keys == []
    keys = [one.step.key for one in open_steps(small(), "open", a_view(actor_kind="system"))]
    assert keys == ["wait"]


def test_a_blocked_step_says_why_and_what_to_do() -> None:
    view = a_view(powers=FINISHER, case=CaseView(kind="trademark", conflict_open=True))
    finish = next(one for one in open_steps(small(), "open", view) if one.step.key == "finish")
    assert finish.entitled
    assert not finish.allowed
    assert [one.reason.en for one in finish.blocked] == ["Nothing was done", "Conflict"]
    assert finish.blocked[0].remedy.zh == "请先办理"


def test_a_conflict_of_interest_blocks_posts_but_not_parties() -> None:
    (post,) = open_steps(small(), "open", a_view(powers=WORKER, conflicted=True))
    assert not post.allowed
    assert post.blocked[0].code == "step.conflicted"
    both = small(changed("    by: [a:b:work, party:complainant]", "    by: [party:complainant]"))
    (party,) = open_steps(both, "open", a_view(relations=("complainant",), conflicted=True))
    assert party.allowed


@pytest.mark.parametrize(
    ("step", "state", "refusal", "view"),
    [
        ("fly", "open", StepUnknown, a_view(powers=WORKER)),
        ("work", "closed", StepNotOpen, a_view(powers=WORKER)),
        ("wait", "open", StepNotOpen, a_view(kind="other", actor_kind="system")),
        ("work", "open", NotCompetent, a_view()),
        ("work", "open", Conflicted, a_view(powers=WORKER, conflicted=True)),
        ("work", "open", StepBlocked, a_view(powers=WORKER, kind="")),
        ("work", "open", FieldsInvalid, a_view(powers=WORKER)),
    ],
)
def test_a_step_is_refused(step: str, state: str, refusal: type[Refusal], view: object) -> None:
    entered = {"paid": "101"}
    with pytest.raises(refusal) as caught:
        check_step(small(), step, state, view, entered)  # type: ignore[arg-type]  # built by a_view above
    assert caught.value.reason.zh
    assert caught.value.remedy.en
    if refusal is FieldsInvalid:
        assert caught.value.errors["paid"].reason.en == "Too much"


def test_the_first_failing_check_of_a_field_is_told() -> None:
    twice = changed(
        "    fields:\n      paid:",
        "      - {if: 'false', field: paid, reason: {zh: 后, en: Later}, remedy: {zh: 后, en: Later}}\n"
        "    fields:\n      paid:",
    )
    with pytest.raises(FieldsInvalid) as caught:
        check_step(small(twice), "work", "open", a_view(powers=WORKER), {"paid": "101"})
    assert caught.value.errors["paid"].reason.en == "Too much"


def test_what_follows_is_evaluated_on_what_was_entered() -> None:
    procedure = small()
    view = a_view(powers=WORKER, handler=True, clocks={"r.office": ClockView(running=True)})
    facts = check_step(procedure, "work", "open", view, {"paid": "12.5", "day": "2026-01-02"})
    assert facts == {"paid": "12.50", "day": "2026-01-02"}
    found = plan(procedure, step_named(procedure, "work"), "open", view, facts)
    assert [(one.verb, one.rule) for one in found.clocks] == [
        (ClockVerb.EXTEND, "r.office"),
        (ClockVerb.START, "r.party"),
    ]
    assert (found.from_state, found.to_state, found.closes) == ("open", "open", False)
    assert [one.kind for one in found.papers] == ["letter"]
    assert [one.step for one in found.tasks] == ["finish"]
    assert found.done_tasks == ("work",)
    assert found.facts == {"flag": True}
    assert found.notices == ()
    assert found.emits == ("worked",)
    assert found.public


def test_nothing_entered_leaves_the_conditional_out() -> None:
    procedure = small()
    view = a_view(powers=WORKER)
    found = plan(procedure, step_named(procedure, "work"), "open", view, {})
    assert (found.clocks, found.papers, found.tasks) == ((), (), ())


def test_closing_stops_everything_and_names_the_outcome() -> None:
    procedure = small()
    view = a_view(powers=FINISHER, facts={"flag": True})
    facts = check_step(procedure, "finish", "waiting", view, {"reason": "因为"})
    found = plan(procedure, step_named(procedure, "finish"), "waiting", view, facts)
    assert (found.to_state, found.closes, found.stops_all, found.outcome) == ("closed", True, True, "dropped")
    assert found.approvers == ("head", "second")
    assert found.remedies == ("appeal",)
    assert found.reason_required
    assert found.publication
    assert found.publication.action == "publish"


def test_the_state_gives_the_outcome_where_the_step_names_none() -> None:
    procedure = small(changed("    closes: dropped\n", ""))
    found = plan(procedure, step_named(procedure, "finish"), "open", a_view(), {"reason": "x"})
    assert found.outcome == "done"


def test_correcting_a_closed_case_does_not_close_it_again() -> None:
    procedure = small()
    view = a_view(powers=FINISHER)
    facts = check_step(procedure, "mend", "closed", view, {"corrects_move": 3})
    found = plan(procedure, step_named(procedure, "mend"), "closed", view, facts)
    assert (found.corrects, found.closes, found.stops_all, found.to_state) == (True, False, False, "closed")
    again = plan(procedure, step_named(procedure, "reopen"), "closed", view, {})
    assert (again.reopens, again.to_state) == (True, "open")


def test_parking_is_told() -> None:
    procedure = small()
    assert plan(procedure, step_named(procedure, "wait"), "open", a_view(), {}).parked


def test_opening_asks_and_starts() -> None:
    procedure = small()
    facts = check_opening(procedure, {"story": "故事", "elsewhere": 1})
    assert facts == {"story": "故事"}
    found = plan_opening(procedure, a_view(), facts)
    assert (found.step, found.from_state, found.to_state) == ("", "", "open")
    assert [(one.rule, one.at_field, one.event) for one in found.clocks] == [("r.office", "received_at", "came")]
    assert found.facts == {"flag": False}
    with pytest.raises(FieldsInvalid):
        check_opening(procedure, {})
