"""Every condition of reports and of consumer complaints, in worlds in which it holds and in which it does not."""

from __future__ import annotations

import pytest

from tests.factories.national import national, said

REPORT, CONSUMER = "report", "consumer-complaint"
OK = ""
VERIFY, DECIDE = "clock.samr.case.verify.15wd", "clock.samr.case.decide.90d"
CLUE, MEDIATE = "clock.cr.clue_in_mediation.15wd", "clock.cr.mediate"
READY = {"verification_done": True, "preliminary_evidence": True, "case.officers": 2}
BOTH = {"consent_complainant": True, "consent_respondent": True}

GUARDS = [
    # the same reporter and the same facts: only with the earlier report linked
    (REPORT, "mark-repeated", "received", {"case.links": ("duplicate",)}, OK),
    (REPORT, "mark-repeated", "lead", {"case.links": ("joined", "duplicate")}, OK),
    (REPORT, "mark-repeated", "received", {}, "not linked"),
    (REPORT, "mark-repeated", "lead", {"case.links": ()}, "not linked"),
    # new facts start the period anew, nothing else does
    (REPORT, "restart-period", "received", {"new_facts_waiting": True}, OK),
    (REPORT, "restart-period", "lead", {"new_facts_waiting": True}, OK),
    (REPORT, "restart-period", "lead", {"new_facts_waiting": False}, "no new facts"),
    (REPORT, "restart-period", "received", {}, "no new facts"),
    # testing
    (REPORT, "send-for-testing", "lead", {}, OK),
    (REPORT, "send-for-testing", "lead", {"testing_open": True}, "still under way"),
    (REPORT, "testing-back", "lead", {"testing_open": True}, OK),
    (REPORT, "testing-back", "lead", {}, "No test"),
    # periods
    (REPORT, "extend-verification", "lead", {VERIFY: "running"}, OK),
    (REPORT, "extend-verification", "lead", {VERIFY: "paused"}, "not running"),
    (REPORT, "extend-verification", "lead", {}, "not running"),
    (REPORT, "extend-decision", "filed", {DECIDE: "running"}, OK),
    (REPORT, "extend-decision", "filed", {DECIDE: "over"}, "not running"),
    (REPORT, "extend-decision", "filed", {}, "not running"),
    # filing
    (REPORT, "file", "lead", READY, OK),
    (REPORT, "file", "lead", {**READY, "case.officers": 4}, OK),
    (REPORT, "file", "lead", {**READY, "verification_done": False}, "Preliminary evidence"),
    (REPORT, "file", "lead", {**READY, "preliminary_evidence": False}, "Preliminary evidence"),
    (REPORT, "file", "lead", {**READY, "case.officers": 1}, "fewer than two officers"),
    (REPORT, "file", "lead", {**READY, "case.conflict_open": True}, "stand aside"),
    (REPORT, "file", "lead", {**READY, "testing_open": True}, "under way"),
    (REPORT, "file", "lead", {}, "Preliminary evidence|fewer than two officers"),
    (REPORT, "file", "lead", {"testing_open": True}, "Preliminary evidence|fewer than two officers|under way"),
    (REPORT, "decide-not-to-file", "lead", {"verification_done": True}, OK),
    (REPORT, "decide-not-to-file", "lead", {}, "not recorded"),
    # the duty to tell depends on the legal basis of the report
    (REPORT, "finish", "filed", {}, OK),  # a trademark: no general duty any more
    (REPORT, "finish", "filed", {"case.kind": "counterfeit_patent"}, OK),
    (REPORT, "finish", "filed", {"case.kind": "gi_mark"}, OK),
    (REPORT, "finish", "filed", {"notice_due": True}, "told the result"),
    (REPORT, "finish", "filed", {"notice_due": True, "reporter_told": True}, OK),
    (REPORT, "finish", "filed", {"notice_due": True, "case.anonymous": True}, OK),  # nobody can be told
    (REPORT, "finish", "filed", {"case.kind": "trade_secret"}, "told the result"),
    (REPORT, "finish", "filed", {"case.kind": "trade_secret", "reporter_told": True}, OK),
    (REPORT, "finish", "filed", {"case.kind": "trade_secret", "case.anonymous": True}, OK),
    (REPORT, "finish", "filed", {"case.kind": "unfair_competition"}, "told the result"),
    (REPORT, "finish", "filed", {"case.kind": "unfair_competition", "notice_due": False}, "told the result"),
    (REPORT, "finish", "filed", {"case.kind": "unfair_competition", "reporter_told": True}, OK),
    # recusal of the mediator
    (CONSUMER, "ask-recusal", "mediating", {}, OK),
    (CONSUMER, "ask-recusal", "mediating", {"recusal_open": True}, "already to be decided"),
    (CONSUMER, "decide-recusal", "mediating", {"recusal_open": True}, OK),
    (CONSUMER, "decide-recusal", "mediating", {}, "No request"),
    # testing
    (CONSUMER, "send-for-testing", "mediating", {}, OK),
    (CONSUMER, "send-for-testing", "mediating", {"testing_open": True}, "still under way"),
    (CONSUMER, "testing-back", "mediating", {"testing_open": True}, OK),
    (CONSUMER, "testing-back", "mediating", {}, "No test"),
    # a clue becomes a linked report
    (CONSUMER, "record-clue", "mediating", {}, OK),
    (CONSUMER, "record-clue", "ending", {}, OK),
    (CONSUMER, "record-clue", "mediating", {"clue_open": True}, "already waits"),
    (CONSUMER, "link-report", "mediating", {"clue_open": True, "case.links": ("split",)}, OK),
    (CONSUMER, "link-report", "ending", {"clue_open": True, "case.links": ("split",)}, OK),
    (CONSUMER, "link-report", "mediating", {"clue_open": True}, "No report is linked"),
    (CONSUMER, "link-report", "mediating", {"case.links": ("split",)}, "No clue waits"),
    (CONSUMER, "link-report", "mediating", {}, "No clue waits|No report is linked"),
    (CONSUMER, "extend-clue", "mediating", {CLUE: "running"}, OK),
    (CONSUMER, "extend-clue", "ending", {CLUE: "running"}, OK),
    (CONSUMER, "extend-clue", "mediating", {CLUE: "over"}, "not running"),
    (CONSUMER, "extend-clue", "mediating", {MEDIATE: "running"}, "not running"),  # another clock does not help
    # agreement: both agreed to mediate, no clue and no recusal open
    (CONSUMER, "settle", "mediating", BOTH, OK),
    (CONSUMER, "settle", "mediating", {"consent_complainant": True}, "consent of both"),
    (CONSUMER, "settle", "mediating", {"consent_respondent": True}, "consent of both"),
    (CONSUMER, "settle", "mediating", {}, "consent of both"),
    (CONSUMER, "settle", "mediating", {**BOTH, "clue_open": True}, "not yet a report"),
    (CONSUMER, "settle", "mediating", {**BOTH, "recusal_open": True}, "recusal"),
    (CONSUMER, "settle", "mediating", {"clue_open": True, "recusal_open": True}, "not yet a report|consent|recusal"),
    (CONSUMER, "notify-end", "ending", {}, OK),
    (CONSUMER, "notify-end", "ending", {"clue_open": True}, "not yet a report"),
]


@pytest.mark.parametrize(("name", "step", "state", "world", "told"), GUARDS)
def test_a_condition(name: str, step: str, state: str, world: dict[str, object], told: str) -> None:
    wanted = told.split("|") if told else []
    found = said(name, step, state, world)
    assert len(found) == len(wanted), found
    for part, reason in zip(wanted, found, strict=True):
        assert part in reason


@pytest.mark.parametrize("name", [REPORT, CONSUMER])
def test_every_condition_is_seen_to_hold_and_to_fail(name: str) -> None:
    guarded = {key for key, step in national(name).steps.items() if step.guards}
    assert {step for found, step, _, _, told in GUARDS if found == name and not told} == guarded
    assert {step for found, step, _, _, told in GUARDS if found == name and told} == guarded
    for key in guarded:
        most = max(len(told.split("|")) for found, step, _, _, told in GUARDS if found == name and step == key and told)
        assert most >= len(national(name).steps[key].guards) - (key == "file"), key
