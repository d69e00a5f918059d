"""What follows from mediation, execution, closing, referral and reopening.

Columns: step, state, world, what is entered beside the least, then: state after, clocks, papers, tasks.
Clocks: + starts, - stops, | pauses, > resumes, * extends.
"""

from __future__ import annotations

import pytest

from tests.factories.national import clock_words, filled, national, taken
from tests.procedures.test_plans_infringement import PLANS as EARLY
from tests.procedures.test_plans_infringement_late import PLANS as LATE

NAME = "infringement-complaint"
VERIFY = "clock.samr.case.verify.15wd"
DECIDE = "clock.samr.case.decide.90d"
FAKE_CLOSE = "clock.pat.fake.close.1m"
PLANS = [
    (
        "offer-mediation",
        "reviewed",
        {"infringement_established": True},
        {},
        "reviewed",
        "",
        "mediation-offer",
        "record-mediation-answer",
    ),
    ("answer-mediation", "executing", {"mediation_offered": True}, {}, "executing", "", "", ""),
    ("record-mediation-answer", "executing", {"mediation_offered": True}, {}, "executing", "", "mediation-record", ""),
    (
        "record-performance",
        "executing",
        {"clock.samr.pay.15d": "running"},
        {"performance": "full"},
        "executing",
        "-samr.pay.15d +samr.close.15wd",
        "",
        "close",
    ),
    # record-performance: goes on
    (
        "record-performance",
        "executing",
        {"clock.samr.pay.15d": "running"},
        {"performance": "partial"},
        "executing",
        "",
        "",
        "",
    ),
    (
        "record-performance",
        "executing",
        {},
        {"performance": "nothing_due"},
        "executing",
        "+samr.close.15wd",
        "",
        "close",
    ),
    # record-performance: entered again: the clock is not restarted
    (
        "record-performance",
        "executing",
        {"clock.samr.close.15wd": "running"},
        {"performance": "full"},
        "executing",
        "",
        "",
        "close",
    ),
    ("urge-performance", "executing", {}, {}, "executing", "+samr.enforce.3m#demand +samr.enforce.3m", "", ""),
    # urge-performance: urged again
    (
        "urge-performance",
        "executing",
        {"clock.samr.enforce.3m": "running"},
        {},
        "executing",
        "+samr.enforce.3m#demand",
        "",
        "",
    ),
    (
        "apply-enforcement",
        "executing",
        {"clock.samr.enforce.3m#demand": "over"},
        {},
        "executing",
        "-samr.enforce.3m +samr.close.15wd",
        "",
        "",
    ),
    (
        "close",
        "executing",
        {
            "performance": "full",
            "decision_kind": "warning",
            "case.kind": "trade_secret",
            "clock.samr.close.15wd": "running",
        },
        {},
        "closed",
        "-samr.close.15wd",
        "closing-notice",
        "",
    ),
    (
        "close",
        "executing",
        {"performance": "full", "decision_kind": "warning", "case.kind": "counterfeit_patent", FAKE_CLOSE: "running"},
        {},
        "closed",
        "-pat.fake.close.1m",
        "closing-notice",
        "",
    ),
    # close-unfounded: its own outcome
    ("close-unfounded", "reviewed", {}, {}, "closed", "-samr.case.decide.90d", "closing-notice", ""),
    ("refer-to-police", "lead", {VERIFY: "running"}, {}, "referred", "-samr.case.verify.15wd", "transfer", ""),
    ("refer-to-police", "hearing", {DECIDE: "running"}, {}, "referred", "-samr.case.decide.90d", "transfer", ""),
    ("refer-to-court", "triage", {VERIFY: "running"}, {}, "referred", "-samr.case.verify.15wd", "transfer", ""),
    ("refer-to-court", "suspended", {}, {}, "referred", "", "transfer", ""),
    ("record-referral-result", "transferred", {}, {}, "transferred", "", "", ""),
    ("record-referral-result", "referred", {}, {}, "referred", "", "", ""),
    # while the police have it nothing is decided: the period pauses, and runs on when it comes back
    ("go-to-police", "lead", {VERIFY: "running"}, {}, "with-police", "-samr.case.verify.15wd", "", ""),
    ("go-to-police", "notice", {DECIDE: "running"}, {}, "with-police", "|samr.case.decide.90d", "", ""),
    (
        "back-from-police",
        "with-police",
        {DECIDE: "paused"},
        {},
        "filed",
        ">samr.case.decide.90d",
        "",
        "finish-investigation",
    ),
    ("back-from-police", "with-police", {}, {}, "filed", "+samr.case.decide.90d", "", "finish-investigation"),
    (
        "close-after-police",
        "with-police",
        {DECIDE: "paused", "case.attached": ("criminal-transfer",)},
        {},
        "referred",
        "-samr.case.decide.90d",
        "closing-notice",
        "",
    ),
    (
        "hand-to-procedure",
        "routed",
        {"case.attached": ("patent-adjudication",)},
        {},
        "transferred",
        "",
        "",
        "",
    ),
    # take-back: the period of the case starts anew
    ("take-back", "referred", {"case.officers": 2}, {}, "filed", "+samr.case.decide.90d", "", ""),
    ("reopen", "closed", {}, {}, "filed", "+samr.case.decide.90d", "", ""),
    ("reopen-verification", "not-filed", {}, {}, "lead", "+samr.case.verify.15wd", "", ""),
    # correct: the outcome stays
    ("correct", "closed", {}, {"corrects_move": 1}, "closed", "", "correction", ""),
]


@pytest.mark.parametrize(("step", "state", "world", "more", "after", "clocks", "papers", "tasks"), PLANS)
def test_what_follows(
    step: str,
    state: str,
    world: dict[str, object],
    more: dict[str, object],
    after: str,
    clocks: str,
    papers: str,
    tasks: str,
) -> None:
    found = taken(NAME, step, state, world, filled(NAME, step, more))
    procedure = national(NAME)
    assert found.to_state == after
    assert clock_words(found) == clocks
    assert " ".join(call.kind for call in found.papers) == papers
    assert " ".join(call.step for call in found.tasks) == tasks
    final = procedure.states[after].final
    assert (found.closes, found.stops_all) == (final and after != state, final and after != state)
    assert bool(found.outcome) is final
    assert found.parked is procedure.states[after].parked
    assert found.done_tasks == (step,)


def test_every_step_is_in_the_table() -> None:
    assert {row[0] for row in (*EARLY, *LATE, *PLANS)} == set(national(NAME).steps)
