"""What follows from every step of a report: where it leads, clocks, papers, tasks.

Columns: step, state, world, what is entered beside the least, then: state after, clocks, papers, tasks.
Clocks: + starts, - stops, | pauses, > resumes, * extends.
"""

from __future__ import annotations

import pytest

from tests.factories.national import clock_words, filled, national, taken

NAME = "report"
VERIFY = "clock.samr.case.verify.15wd"
DECIDE = "clock.samr.case.decide.90d"
NOTICE = "clock.cr.report.notice"
PLANS = [
    ("accept", "received", {}, {}, "lead", "", "", "record-verification"),
    # tell-elsewhere: nothing is forwarded
    ("tell-elsewhere", "lead", {}, {}, "elsewhere", "-samr.case.verify.15wd", "", ""),
    ("mark-repeated", "received", {"case.links": ("duplicate",)}, {}, "repeated", "-samr.case.verify.15wd", "", ""),
    # supplement: an officer judges whether the facts are new
    ("supplement", "received", {}, {}, "received", "", "", "restart-period"),
    ("supplement", "lead", {}, {}, "lead", "", "", "restart-period"),
    # supplement: no period to restart
    ("supplement", "filed", {}, {}, "filed", "", "", ""),
    (
        "restart-period",
        "lead",
        {"new_facts_waiting": True},
        {},
        "lead",
        "-samr.case.verify.15wd +samr.case.verify.15wd",
        "",
        "",
    ),
    ("hand-over", "lead", {}, {}, "received", "", "", "accept"),
    ("withdraw", "lead", {}, {}, "withdrawn", "-samr.case.verify.15wd", "", ""),
    ("assign", "lead", {}, {}, "lead", "", "", ""),
    ("record-verification", "lead", {}, {}, "lead", "", "", ""),
    ("send-for-testing", "lead", {VERIFY: "running"}, {}, "lead", "|samr.case.verify.15wd", "", ""),
    ("testing-back", "lead", {"testing_open": True, VERIFY: "paused"}, {}, "lead", ">samr.case.verify.15wd", "", ""),
    ("extend-verification", "lead", {VERIFY: "running"}, {}, "lead", "*samr.case.verify.15wd", "", ""),
    # file: the notice clock starts where a version sets a period
    (
        "file",
        "lead",
        {"verification_done": True, "preliminary_evidence": True, "case.officers": 2},
        {},
        "filed",
        "-samr.case.verify.15wd +samr.case.decide.90d +cr.report.notice",
        "filing-approval",
        "finish",
    ),
    # file: nobody to be told
    (
        "file",
        "lead",
        {"verification_done": True, "preliminary_evidence": True, "case.officers": 2, "case.anonymous": True},
        {},
        "filed",
        "-samr.case.verify.15wd +samr.case.decide.90d",
        "filing-approval",
        "finish",
    ),
    # file: the law asks for notice
    (
        "file",
        "lead",
        {"verification_done": True, "preliminary_evidence": True, "case.officers": 2},
        {"notice_due": True},
        "filed",
        "-samr.case.verify.15wd +samr.case.decide.90d +cr.report.notice",
        "filing-approval",
        "finish tell-reporter",
    ),
    # file: the competition law asks for it
    (
        "file",
        "lead",
        {"verification_done": True, "preliminary_evidence": True, "case.officers": 2, "case.kind": "trade_secret"},
        {},
        "filed",
        "-samr.case.verify.15wd +samr.case.decide.90d +cr.report.notice",
        "filing-approval",
        "finish tell-reporter",
    ),
    (
        "file",
        "lead",
        {
            "verification_done": True,
            "preliminary_evidence": True,
            "case.officers": 2,
            "case.kind": "trade_secret",
            "case.anonymous": True,
        },
        {},
        "filed",
        "-samr.case.verify.15wd +samr.case.decide.90d",
        "filing-approval",
        "finish",
    ),
    ("tell-reporter", "filed", {NOTICE: "running"}, {}, "filed", "-cr.report.notice", "", ""),
    # tell-reporter: under the new text no clock runs
    ("tell-reporter", "filed", {}, {}, "filed", "", "", ""),
    ("decide-not-to-file", "lead", {"verification_done": True}, {}, "not-filed", "-samr.case.verify.15wd", "", ""),
    ("extend-decision", "filed", {DECIDE: "running"}, {}, "filed", "*samr.case.decide.90d", "", ""),
    ("finish", "filed", {"case.attached": ("administrative-case",)}, {}, "closed", "-samr.case.decide.90d", "", ""),
    (
        "finish",
        "filed",
        {NOTICE: "running", "reporter_told": True},
        {"result_case": "案7"},
        "closed",
        "-samr.case.decide.90d -cr.report.notice",
        "",
        "",
    ),
    ("refer-to-police", "lead", {VERIFY: "running"}, {}, "referred", "-samr.case.verify.15wd", "transfer", ""),
    ("refer-to-police", "filed", {DECIDE: "running"}, {}, "referred", "-samr.case.decide.90d", "transfer", ""),
    ("refer-elsewhere", "received", {VERIFY: "running"}, {}, "referred", "-samr.case.verify.15wd", "", ""),
    ("refer-elsewhere", "filed", {DECIDE: "running"}, {}, "referred", "-samr.case.decide.90d", "", ""),
    ("record-referral-result", "referred", {}, {}, "referred", "", "", ""),
    ("reopen", "repeated", {}, {}, "lead", "+samr.case.verify.15wd", "", ""),
    ("reopen", "closed", {}, {}, "lead", "+samr.case.verify.15wd", "", ""),
    ("correct", "lead", {}, {"corrects_move": 1}, "lead", "", "", ""),
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
    assert {row[0] for row in PLANS} == set(national(NAME).steps)
