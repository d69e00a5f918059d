"""What follows from the first steps of an infringement complaint, up to the review.

Columns: step, state, world, what is entered beside the least, then: state after, clocks, papers, tasks.
Clocks: + starts, - stops, | pauses, > resumes, * extends.
"""

from __future__ import annotations

import pytest

from tests.factories.national import clock_words, filled, national, taken

NAME = "infringement-complaint"
VERIFY = "clock.samr.case.verify.15wd"
DECIDE = "clock.samr.case.decide.90d"
FAKE = "clock.pat.fake.file#reported"
PLANS = [
    # triage: to be routed
    ("triage", "received", {}, {"matter": "trademark"}, "triage", "", "", "accept"),
    # triage: the shorter target of the older text runs beside
    ("triage", "received", {}, {"matter": "counterfeit_patent"}, "triage", "+pat.fake.file#reported", "", "accept"),
    # triage: what others handle starts no other clock
    ("triage", "received", {}, {"matter": "copyright", "route_note": "版权局"}, "triage", "", "", "accept"),
    # accept: the verification clock goes on
    ("accept", "triage", {"matter": "trademark"}, {}, "lead", "", "acceptance", "assign record-verification"),
    # refuse: with its paper
    ("refuse", "triage", {}, {}, "refused", "-samr.case.verify.15wd", "refusal", ""),
    # refuse: both clocks end
    (
        "refuse",
        "triage",
        {FAKE: "running"},
        {},
        "refused",
        "-samr.case.verify.15wd -pat.fake.file#reported",
        "refusal",
        "",
    ),
    ("transfer", "triage", {}, {}, "transferred", "-samr.case.verify.15wd", "transfer", ""),
    (
        "transfer",
        "lead",
        {FAKE: "running"},
        {},
        "transferred",
        "-samr.case.verify.15wd -pat.fake.file#reported",
        "transfer",
        "",
    ),
    # hand-over: clocks go with the case
    ("hand-over", "lead", {}, {}, "triage", "", "", "accept"),
    ("hand-over", "triage", {}, {}, "triage", "", "", "accept"),
    # route: parked: our clock ends
    ("route", "triage", {"matter": "patent"}, {}, "routed", "-samr.case.verify.15wd", "transfer", ""),
    ("record-authority-answer", "routed", {}, {}, "transferred", "", "", ""),
    # take-over: our clock starts anew
    ("take-over", "routed", {}, {}, "lead", "+samr.case.verify.15wd", "", ""),
    # assign: a sealed case is assigned before anybody else can read it
    ("assign", "received", {"case.sealed": True}, {}, "received", "", "", ""),
    ("assign", "lead", {}, {}, "lead", "", "", ""),
    (
        "record-secret",
        "lead",
        {"case.kind": "trade_secret", "matter": "trade_secret"},
        {"secret_commitment": "ab" * 32},
        "lead",
        "",
        "",
        "",
    ),
    ("assign", "filed", {}, {}, "filed", "", "", ""),
    ("record-verification", "lead", {}, {}, "lead", "", "", ""),
    ("extend-verification", "lead", {VERIFY: "running"}, {}, "lead", "*samr.case.verify.15wd", "", ""),
    ("request-evidence", "lead", {}, {}, "lead", "", "evidence-request", ""),
    ("request-evidence", "filed", {}, {}, "filed", "", "evidence-request", ""),
    # answer-evidence-request: the officer looks at it
    ("answer-evidence-request", "lead", {"evidence_requested": True}, {}, "lead", "", "", "record-verification"),
    # answer-evidence-request: no task: the investigation is open
    ("answer-evidence-request", "filed", {"evidence_requested": True}, {}, "filed", "", "", ""),
    ("supplement", "lead", {}, {}, "lead", "", "", ""),
    ("supplement", "executing", {}, {}, "executing", "", "", ""),
    ("respond", "filed", {}, {}, "filed", "", "", ""),
    ("withdraw", "received", {VERIFY: "running"}, {}, "withdrawn", "-samr.case.verify.15wd", "", ""),
    # withdraw: no clock is left to stop
    ("withdraw", "routed", {}, {}, "withdrawn", "", "", ""),
    # withdraw-after-filing: the case goes on
    ("withdraw-after-filing", "review", {}, {}, "review", "", "", ""),
    # send-for-testing: the verification is paused
    ("send-for-testing", "lead", {VERIFY: "running"}, {}, "lead", "|samr.case.verify.15wd", "", "testing-back"),
    # send-for-testing: the period of the case is paused
    ("send-for-testing", "filed", {DECIDE: "running"}, {}, "filed", "|samr.case.decide.90d", "", "testing-back"),
    # send-for-testing: nothing runs: nothing is paused
    ("send-for-testing", "lead", {}, {}, "lead", "", "", "testing-back"),
    ("testing-back", "lead", {"testing_open": True, VERIFY: "paused"}, {}, "lead", ">samr.case.verify.15wd", "", ""),
    ("testing-back", "filed", {"testing_open": True, DECIDE: "paused"}, {}, "filed", ">samr.case.decide.90d", "", ""),
    (
        "file",
        "lead",
        {"case.officers": 2, "case.right_verified": True, "preliminary_evidence": True},
        {},
        "filed",
        "-samr.case.verify.15wd +samr.case.decide.90d",
        "filing-approval",
        "finish-investigation",
    ),
    # file: a month to close beside the ninety days
    (
        "file",
        "lead",
        {
            "case.officers": 2,
            "case.right_verified": True,
            "preliminary_evidence": True,
            "matter": "counterfeit_patent",
            FAKE: "running",
        },
        {},
        "filed",
        "-samr.case.verify.15wd -pat.fake.file#reported +samr.case.decide.90d +pat.fake.close.1m",
        "filing-approval",
        "finish-investigation",
    ),
    (
        "decide-not-to-file",
        "lead",
        {"verification_done": True},
        {},
        "not-filed",
        "-samr.case.verify.15wd",
        "not-filed-notice",
        "",
    ),
    (
        "decide-not-to-file",
        "lead",
        {"verification_done": True, FAKE: "running"},
        {},
        "not-filed",
        "-samr.case.verify.15wd -pat.fake.file#reported",
        "not-filed-notice",
        "",
    ),
    ("record-investigation", "filed", {}, {}, "filed", "", "", ""),
    ("extend-decision", "filed", {DECIDE: "running"}, {}, "filed", "*samr.case.decide.90d", "", ""),
    (
        "extend-decision-again",
        "notice",
        {DECIDE: "running", "case.steps": ("extend-decision",)},
        {},
        "notice",
        "*samr.case.decide.90d",
        "",
        "",
    ),
    ("suspend", "filed", {DECIDE: "running"}, {}, "suspended", "|samr.case.decide.90d", "", ""),
    ("resume", "suspended", {DECIDE: "paused"}, {}, "filed", ">samr.case.decide.90d", "", ""),
    (
        "finish-investigation",
        "filed",
        {"case.officers": 2},
        {"infringement_established": True},
        "review",
        "+samr.review.10wd",
        "",
        "pass-review",
    ),
    # finish-investigation: no box ticked: not established
    ("finish-investigation", "filed", {"case.officers": 2}, {}, "review", "+samr.review.10wd", "", "pass-review"),
    # pass-review: a penalty is intended: notice comes
    (
        "pass-review",
        "review",
        {"infringement_established": True},
        {},
        "reviewed",
        "-samr.review.10wd",
        "legal-review",
        "give-notice",
    ),
    # pass-review: nothing found: closing comes
    ("pass-review", "review", {}, {}, "reviewed", "-samr.review.10wd", "legal-review", "close-unfounded"),
    ("return-review", "review", {}, {}, "filed", "-samr.review.10wd", "", "finish-investigation"),
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
