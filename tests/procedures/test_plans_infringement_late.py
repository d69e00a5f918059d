"""What follows from the later steps of an infringement complaint, from notice to publication.

Columns: step, state, world, what is entered beside the least, then: state after, clocks, papers, tasks.
Clocks: + starts, - stops, | pauses, > resumes, * extends.
"""

from __future__ import annotations

import pytest

from tests.factories.national import clock_words, filled, national, taken

NAME = "infringement-complaint"
DECIDE = "clock.samr.case.decide.90d"
STATEMENT = "clock.samr.statement.5wd"
NOTICE = "clock.samr.hearing.fix.5wd#notice"
HOST = "clock.samr.hearing.host.3wd"
TOLD = {"review_passed": True, "statement_made": True, "case.officers": 2, "notified_party": "organisation"}
"""Reviewed and told: a penalty is decided only where the notice said to what kind of party it goes."""
PLANS = [
    (
        "give-notice",
        "reviewed",
        {"infringement_established": True},
        {},
        "notice",
        "+samr.statement.5wd",
        "hearing-notice",
        "",
    ),
    ("make-statement", "notice", {}, {}, "notice", "", "", ""),
    # request-hearing: the hearing is not counted
    (
        "request-hearing",
        "notice",
        {"hearing_right": True, STATEMENT: "running", DECIDE: "running"},
        {},
        "hearing",
        "-samr.statement.5wd |samr.case.decide.90d +samr.hearing.host.3wd",
        "",
        "appoint-hearing-officer",
    ),
    (
        "appoint-hearing-officer",
        "hearing",
        {HOST: "running"},
        {},
        "hearing",
        "-samr.hearing.host.3wd +samr.hearing.handover.3wd",
        "",
        "hand-hearing-file",
    ),
    # appoint-hearing-officer: another one after a challenge; the file is there
    ("appoint-hearing-officer", "hearing", {"hearing_file_handed": True}, {}, "hearing", "", "", ""),
    (
        "hand-hearing-file",
        "hearing",
        {"clock.samr.hearing.handover.3wd": "running"},
        {},
        "hearing",
        "-samr.hearing.handover.3wd +samr.hearing.fix.5wd",
        "",
        "fix-hearing",
    ),
    (
        "fix-hearing",
        "hearing",
        {"hearing_file_handed": True, "clock.samr.hearing.fix.5wd": "running"},
        {"hearing_public": True},
        "hearing",
        "-samr.hearing.fix.5wd +samr.hearing.fix.5wd#notice +samr.hearing.public.3wd",
        "",
        "announce-hearing",
    ),
    # fix-hearing: put off, and no longer public
    (
        "fix-hearing",
        "hearing",
        {"hearing_file_handed": True, "hearing_public": True, "clock.samr.hearing.public.3wd": "running"},
        {},
        "hearing",
        "-samr.hearing.public.3wd +samr.hearing.fix.5wd#notice",
        "",
        "announce-hearing",
    ),
    (
        "announce-hearing",
        "hearing",
        {"hearing_public": True, NOTICE: "running", "clock.samr.hearing.public.3wd": "running"},
        {},
        "hearing",
        "-samr.hearing.fix.5wd#notice -samr.hearing.public.3wd",
        "hearing-invitation hearing-announcement",
        "",
    ),
    (
        "hold-hearing",
        "hearing",
        {"hearing_notified": True, "hearing_at": "2026-11-19T01:00:00+00:00"},
        {},
        "hearing",
        "+samr.hearing.report.5wd",
        "hearing-record",
        "report-hearing",
    ),
    (
        "report-hearing",
        "hearing",
        {"hearing_held": True, DECIDE: "paused"},
        {},
        "notice",
        "-samr.hearing.report.5wd >samr.case.decide.90d",
        "hearing-report",
        "review-after-hearing",
    ),
    (
        "cancel-hearing",
        "hearing",
        {HOST: "running", DECIDE: "paused"},
        {"hearing_end": "withdrawn"},
        "notice",
        "-samr.hearing.host.3wd >samr.case.decide.90d",
        "",
        "",
    ),
    ("review-after-hearing", "notice", {"hearing_held": True}, {}, "notice", "", "", ""),
    (
        "decide",
        "notice",
        {**TOLD, "intended_fine": "5000.00"},
        {"decision_kind": "penalty", "fine": "5000"},
        "decided",
        "-samr.case.decide.90d +samr.serve.7wd +pub.penalty.20wd",
        "decision",
        "serve publish",
    ),
    # decide: the statement came before the end of its period
    (
        "decide",
        "notice",
        {**TOLD, STATEMENT: "running"},
        {"decision_kind": "penalty", "orders": "责令停止"},
        "decided",
        "-samr.case.decide.90d -samr.statement.5wd +samr.serve.7wd +pub.penalty.20wd",
        "decision",
        "serve publish",
    ),
    # decide: a warning alone is not published
    (
        "decide",
        "notice",
        {"review_passed": True, "statement_made": True, "case.officers": 2},
        {"decision_kind": "warning"},
        "decided",
        "-samr.case.decide.90d +samr.serve.7wd",
        "decision",
        "serve",
    ),
    (
        "decide",
        "notice",
        {"review_passed": True, "statement_made": True, "case.officers": 2},
        {"decision_kind": "no_penalty"},
        "decided",
        "-samr.case.decide.90d +samr.serve.7wd",
        "decision",
        "serve",
    ),
    # serve: fifteen days to pay; mediation comes
    (
        "serve",
        "decided",
        {"fine": "5000.00", "infringement_established": True, "matter": "trademark"},
        {},
        "executing",
        "-samr.serve.7wd +samr.pay.15d",
        "service-record",
        "offer-mediation record-performance",
    ),
    # serve: nothing to pay, nothing to mediate
    (
        "serve",
        "decided",
        {"infringement_established": True, "matter": "trade_secret", "case.kind": "trade_secret"},
        {},
        "executing",
        "-samr.serve.7wd",
        "service-record",
        "record-performance",
    ),
    # serve: offered already
    (
        "serve",
        "decided",
        {"infringement_established": True, "matter": "trademark", "mediation_offered": True},
        {},
        "executing",
        "-samr.serve.7wd",
        "service-record",
        "record-performance",
    ),
    # serve: a GI protected as a mark
    (
        "serve",
        "decided",
        {"infringement_established": True, "matter": "gi", "case.kind": "gi_mark"},
        {},
        "executing",
        "-samr.serve.7wd",
        "service-record",
        "offer-mediation record-performance",
    ),
    ("publish", "decided", {"decision_kind": "penalty"}, {}, "decided", "-pub.penalty.20wd", "publication-notice", ""),
    # record-revocation: on the list: to be taken off
    (
        "record-revocation",
        "executing",
        {"case.steps": ("decide",), "published": True},
        {},
        "executing",
        "+pub.withdraw.3wd",
        "",
        "withdraw-publication",
    ),
    # record-revocation: never published
    ("record-revocation", "closed", {"case.steps": ("decide",)}, {}, "closed", "", "", ""),
    # record-revocation: publication falls away
    (
        "record-revocation",
        "decided",
        {"case.steps": ("decide",), "clock.pub.penalty.20wd": "running"},
        {},
        "decided",
        "-pub.penalty.20wd",
        "",
        "",
    ),
    (
        "withdraw-publication",
        "closed",
        {"published": True, "clock.pub.withdraw.3wd": "running"},
        {},
        "closed",
        "-pub.withdraw.3wd",
        "",
        "",
    ),
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
