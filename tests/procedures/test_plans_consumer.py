"""What follows from every step of a consumer complaint: where it leads, clocks, papers, tasks.

Columns: step, state, world, what is entered beside the least, then: state after, clocks, papers, tasks.
Clocks: + starts, - stops, | pauses, > resumes, * extends.
"""

from __future__ import annotations

import pytest

from tests.factories.national import clock_words, filled, national, taken

NAME = "consumer-complaint"
MEDIATE = "clock.cr.mediate"
CLUE = "clock.cr.clue_in_mediation.15wd"
PLANS = [
    ("request-material", "received", {}, {}, "received", "", "evidence-request", ""),
    ("supplement", "received", {}, {}, "received", "", "", ""),
    ("supplement", "ending", {}, {}, "ending", "", "", ""),
    # accept: the days of mediation count from here
    ("accept", "received", {}, {}, "mediating", "-cr.accept.7wd +cr.mediate", "acceptance", "record-consent"),
    ("refuse", "received", {}, {}, "refused", "-cr.accept.7wd", "refusal", ""),
    ("hand-over", "received", {}, {}, "received", "", "", "accept"),
    ("withdraw", "received", {}, {}, "withdrawn", "-cr.accept.7wd", "", ""),
    # withdraw-in-mediation: seven working days to tell both
    (
        "withdraw-in-mediation",
        "mediating",
        {},
        {},
        "ending",
        "-cr.mediate +cr.mediate.end_notice.7wd",
        "",
        "notify-end",
    ),
    ("record-consent", "mediating", {}, {}, "mediating", "", "", ""),
    ("respond", "mediating", {}, {}, "mediating", "", "", ""),
    ("ask-recusal", "mediating", {}, {}, "mediating", "", "", "decide-recusal"),
    ("decide-recusal", "mediating", {"recusal_open": True}, {}, "mediating", "", "", ""),
    # send-for-testing: testing does not count
    ("send-for-testing", "mediating", {MEDIATE: "running"}, {}, "mediating", "|cr.mediate", "", ""),
    ("send-for-testing", "mediating", {}, {}, "mediating", "", "", ""),
    ("testing-back", "mediating", {"testing_open": True, MEDIATE: "paused"}, {}, "mediating", ">cr.mediate", "", ""),
    # record-clue: its own period
    ("record-clue", "mediating", {}, {}, "mediating", "+cr.clue_in_mediation.15wd", "", "link-report"),
    ("record-clue", "ending", {}, {}, "ending", "+cr.clue_in_mediation.15wd", "", "link-report"),
    (
        "link-report",
        "mediating",
        {"clue_open": True, "case.links": ("split",)},
        {},
        "mediating",
        "-cr.clue_in_mediation.15wd",
        "",
        "",
    ),
    ("extend-clue", "ending", {CLUE: "running"}, {}, "ending", "*cr.clue_in_mediation.15wd", "", ""),
    (
        "settle",
        "mediating",
        {"consent_complainant": True, "consent_respondent": True},
        {},
        "settled",
        "-cr.mediate",
        "mediation-record",
        "",
    ),
    ("end-mediation", "mediating", {}, {}, "ending", "-cr.mediate +cr.mediate.end_notice.7wd", "", "notify-end"),
    (
        "end-mediation",
        "mediating",
        {MEDIATE: "over"},
        {"end_ground": "period_over"},
        "ending",
        "-cr.mediate +cr.mediate.end_notice.7wd",
        "",
        "notify-end",
    ),
    ("notify-end", "ending", {}, {}, "closed", "-cr.mediate.end_notice.7wd", "closing-notice", ""),
    ("reopen", "refused", {}, {}, "received", "+cr.accept.7wd", "", ""),
    ("reopen", "withdrawn", {}, {}, "received", "+cr.accept.7wd", "", ""),
    ("correct", "settled", {}, {"corrects_move": 2}, "settled", "", "", ""),
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
