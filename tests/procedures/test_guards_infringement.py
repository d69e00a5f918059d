"""Every condition of the infringement procedure, in worlds in which it holds and worlds in which it does not."""

from __future__ import annotations

import pytest

from tests.factories.national import national, said

NAME = "infringement-complaint"
OK = ""
OFFICERS = {"case.officers": 2}
READY = {"case.officers": 2, "case.right_verified": True, "preliminary_evidence": True}
REVIEWED = {"review_passed": True, "statement_made": True, "case.officers": 2}
ESTABLISHED = {"infringement_established": True}
CARRIED_OUT = {"performance": "full", "decision_kind": "penalty", "published": True}
VERIFY, DECIDE, STATEMENT = "clock.samr.case.verify.15wd", "clock.samr.case.decide.90d", "clock.samr.statement.5wd"
NOTICE = "clock.samr.hearing.fix.5wd#notice"
DEMAND = "clock.samr.enforce.3m#demand"
SECRET = {"case.kind": "trade_secret", "matter": "trade_secret"}
KEPT = {**SECRET, "case.sealed": True, "secret_commitment": "ab" * 32, "not_public": True, "has_value": True}

GUARDS = [
    # who handles the matter: our bureau or another authority
    ("accept", "triage", {"matter": "trademark"}, OK),
    ("accept", "triage", {"matter": "trade_secret"}, OK),
    ("accept", "triage", {"matter": "counterfeit_patent"}, OK),
    ("accept", "triage", {"matter": "gi"}, OK),
    ("accept", "triage", {"matter": "special_sign"}, OK),
    ("accept", "triage", {"matter": "olympic_sign"}, OK),
    ("accept", "triage", {"matter": "unfair_competition"}, OK),
    ("accept", "triage", {"matter": "patent"}, "another authority"),
    ("accept", "triage", {"matter": "ic_layout"}, "another authority"),
    ("accept", "triage", {"matter": "plant_variety"}, "another authority"),
    ("accept", "triage", {"matter": "copyright"}, "another authority"),
    ("accept", "triage", {}, OK),  # not said yet: nothing speaks against it
    ("route", "triage", {"matter": "patent"}, OK),
    ("route", "triage", {"matter": "ic_layout"}, OK),
    ("route", "triage", {"matter": "plant_variety"}, OK),
    ("route", "triage", {"matter": "copyright"}, OK),
    ("route", "triage", {"matter": "trademark"}, "for this bureau"),
    ("route", "triage", {"matter": "counterfeit_patent"}, "for this bureau"),
    ("route", "triage", {}, "for this bureau"),
    # periods are extended while they run
    ("extend-verification", "lead", {VERIFY: "running"}, OK),
    ("extend-verification", "lead", {VERIFY: "late"}, OK),  # late but not stopped: the approver sees it
    ("extend-verification", "lead", {VERIFY: "paused"}, "not running"),
    ("extend-verification", "lead", {VERIFY: "over"}, "not running"),
    ("extend-verification", "lead", {}, "not running"),
    ("extend-decision", "filed", {DECIDE: "running"}, OK),
    ("extend-decision", "notice", {DECIDE: "running"}, OK),
    ("extend-decision", "filed", {DECIDE: "paused"}, "not running"),
    ("extend-decision", "review", {}, "not running"),
    ("extend-decision-again", "filed", {DECIDE: "running", "case.steps": ("extend-decision",)}, OK),
    ("extend-decision-again", "filed", {DECIDE: "running"}, "first extension comes before"),
    ("extend-decision-again", "filed", {DECIDE: "paused", "case.steps": ("extend-decision",)}, "must be running"),
    ("extend-decision-again", "reviewed", {DECIDE: "running", "case.steps": ("extend",)}, "first extension"),
    # evidence asked for
    ("answer-evidence-request", "lead", {"evidence_requested": True}, OK),
    ("answer-evidence-request", "filed", {"evidence_requested": True}, OK),
    ("answer-evidence-request", "lead", {"evidence_requested": False}, "No evidence is being asked"),
    ("answer-evidence-request", "lead", {}, "No evidence is being asked"),
    # testing: one at a time, nothing weighty while it lasts
    ("send-for-testing", "lead", {}, OK),
    ("send-for-testing", "filed", {"testing_open": False}, OK),
    ("send-for-testing", "filed", {"testing_open": True}, "still under way"),
    ("testing-back", "lead", {"testing_open": True}, OK),
    ("testing-back", "filed", {}, "No test"),
    ("suspend", "filed", {}, OK),
    ("suspend", "filed", {"testing_open": True}, "under way"),
    # filing: the right, first evidence, two officers, no conflict, no test
    ("file", "lead", READY, OK),
    ("file", "lead", {**READY, "case.officers": 3}, OK),
    ("file", "lead", {**READY, "case.right_verified": False, "right_confirmed": True}, OK),  # by the verification
    ("file", "lead", {**READY, "case.right_verified": False}, "right is not verified"),
    ("file", "lead", {**READY, "preliminary_evidence": False}, "Preliminary evidence"),
    ("file", "lead", {**READY, "case.officers": 1}, "Fewer than two officers"),
    ("file", "lead", {**READY, "case.officers": 0}, "Fewer than two officers"),
    ("file", "lead", {**READY, "case.conflict_open": True}, "stand aside"),
    ("file", "lead", {**READY, "testing_open": True}, "under way"),
    ("file", "lead", {}, "right is not verified|Preliminary evidence|Fewer than two officers"),
    (
        "file",
        "lead",
        {"case.conflict_open": True, "testing_open": True},
        "right is not verified|Preliminary evidence|Fewer than two officers|stand aside|under way",
    ),
    # a trade secret: sealed, with its commitment, secret and of value (反不正当竞争法 10); technical: for the city
    ("record-secret", "lead", SECRET, OK),
    ("record-secret", "filed", {**SECRET, "case.kind": "unknown"}, OK),
    ("record-secret", "lead", {**SECRET, "matter": "unfair_competition"}, "no trade-secret case"),
    ("file", "lead", {**READY, **KEPT}, OK),
    ("file", "lead", {**READY, **KEPT, "case.sealed": False}, "A trade-secret case is sealed"),
    ("file", "lead", {**READY, **KEPT, "secret_commitment": ""}, "A trade-secret case is sealed"),
    ("file", "lead", {**READY, **KEPT, "not_public": False}, "A trade-secret case is sealed"),
    ("file", "lead", {**READY, **KEPT, "has_value": False}, "A trade-secret case is sealed"),
    ("file", "lead", {**READY, **KEPT, "technical_secret": True, "case.office_kind": "district_bureau"}, "city level"),
    ("file", "lead", {**READY, **KEPT, "technical_secret": True, "case.office_kind": "city_bureau"}, OK),
    ("decide-not-to-file", "lead", {"verification_done": True}, OK),
    ("decide-not-to-file", "lead", {}, "verification is not recorded"),
    ("decide-not-to-file", "lead", {"preliminary_evidence": True}, "verification is not recorded"),
    # the end of the investigation
    ("finish-investigation", "filed", OFFICERS, OK),
    ("finish-investigation", "filed", {"case.officers": 1}, "fewer than two officers"),
    ("finish-investigation", "filed", {**OFFICERS, "case.conflict_open": True}, "stand aside"),
    ("finish-investigation", "filed", {**OFFICERS, "testing_open": True}, "under way"),
    ("finish-investigation", "filed", {"testing_open": True}, "fewer than two|under way"),
    # notice, statement, hearing
    ("give-notice", "reviewed", ESTABLISHED, OK),
    ("give-notice", "reviewed", {"infringement_established": False}, "No infringement"),
    ("give-notice", "reviewed", {}, "No infringement"),
    ("request-hearing", "notice", {"hearing_right": True, STATEMENT: "running"}, OK),
    ("request-hearing", "notice", {"hearing_right": False, STATEMENT: "running"}, "no right to a hearing"),
    ("request-hearing", "notice", {"hearing_right": True, STATEMENT: "over"}, "period has passed"),
    ("request-hearing", "notice", {"hearing_right": True}, "period has passed"),
    (
        "request-hearing",
        "notice",
        {"hearing_right": True, STATEMENT: "running", "hearing_held": True},
        "hearing was held",
    ),
    ("request-hearing", "notice", {}, "no right to a hearing|period has passed"),
    ("appoint-hearing-officer", "hearing", {}, OK),
    ("appoint-hearing-officer", "hearing", {"hearing_held": True}, "hearing is over"),
    ("hand-hearing-file", "hearing", {"clock.samr.hearing.handover.3wd": "running"}, OK),
    ("hand-hearing-file", "hearing", {}, "No hearing officer"),
    ("fix-hearing", "hearing", {"hearing_file_handed": True}, OK),
    ("fix-hearing", "hearing", {}, "not handed over"),
    ("fix-hearing", "hearing", {"hearing_file_handed": True, "hearing_held": True}, "hearing is over"),
    ("announce-hearing", "hearing", {NOTICE: "running"}, OK),
    ("announce-hearing", "hearing", {NOTICE: "late"}, "last day to give notice"),
    ("announce-hearing", "hearing", {NOTICE: "over"}, "not fixed"),
    ("announce-hearing", "hearing", {}, "not fixed"),
    ("hold-hearing", "hearing", {"hearing_notified": True}, OK),
    ("hold-hearing", "hearing", {}, "was not given"),
    ("hold-hearing", "hearing", {"hearing_at": "2026-11-19T01:00:00+00:00"}, "was not given"),
    ("hold-hearing", "hearing", {"hearing_notified": True, "hearing_held": True}, "already recorded"),
    ("report-hearing", "hearing", {"hearing_held": True}, OK),
    ("report-hearing", "hearing", {}, "not over"),
    ("cancel-hearing", "hearing", {}, OK),
    ("cancel-hearing", "hearing", {"hearing_held": True}, "was held"),
    ("review-after-hearing", "notice", {"hearing_held": True}, OK),
    ("review-after-hearing", "notice", {}, "No hearing was held"),
    # the decision: legal review, the party heard, two officers
    ("decide", "notice", REVIEWED, OK),
    ("decide", "notice", {**REVIEWED, "statement_made": False, STATEMENT: "over"}, OK),  # the period has ended
    ("decide", "notice", {**REVIEWED, "statement_made": False, STATEMENT: "late"}, OK),  # ended, nobody stopped it
    ("decide", "notice", {**REVIEWED, "statement_made": False, STATEMENT: "running"}, "has not ended"),
    ("decide", "notice", {**REVIEWED, "statement_made": False}, "has not ended"),
    ("decide", "notice", {**REVIEWED, "review_passed": False}, "legal review"),
    ("decide", "notice", {**REVIEWED, "hearing_held": True}, "legal review"),  # a second one after the hearing
    ("decide", "notice", {**REVIEWED, "hearing_held": True, "review_after_hearing_passed": True}, OK),
    ("decide", "notice", {**REVIEWED, "case.officers": 1}, "fewer than two officers"),
    ("decide", "notice", {**REVIEWED, "case.conflict_open": True}, "stand aside"),
    ("decide", "notice", {}, "legal review|has not ended|fewer than two"),
    # publication and its withdrawal
    ("publish", "decided", {"decision_kind": "penalty"}, OK),
    ("publish", "executing", {"decision_kind": "penalty"}, OK),
    ("publish", "decided", {"decision_kind": "warning"}, "Only a standing penalty"),
    ("publish", "decided", {"decision_kind": "no_penalty"}, "Only a standing penalty"),
    ("publish", "decided", {"decision_kind": "penalty", "published": True}, "Only a standing penalty"),
    ("publish", "executing", {"decision_kind": "penalty", "decision_revoked": True}, "Only a standing penalty"),
    ("publish", "decided", {}, "Only a standing penalty"),
    ("record-revocation", "decided", {"case.steps": ("open", "decide")}, OK),
    ("record-revocation", "closed", {"case.steps": ("decide", "close")}, OK),
    ("record-revocation", "decided", {"case.steps": ("open",)}, "no decision"),
    ("record-revocation", "executing", {"case.steps": ("decide",), "decision_revoked": True}, "no decision"),
    ("withdraw-publication", "closed", {"published": True}, OK),
    ("withdraw-publication", "executing", {}, "not on the list"),
    # compensation mediation
    ("offer-mediation", "reviewed", ESTABLISHED, OK),
    ("offer-mediation", "hearing", ESTABLISHED, OK),
    ("offer-mediation", "executing", ESTABLISHED, OK),
    ("offer-mediation", "reviewed", {}, "not established"),
    ("offer-mediation", "decided", {**ESTABLISHED, "mediation_offered": True}, "offered already"),
    ("answer-mediation", "executing", {"mediation_offered": True}, OK),
    ("answer-mediation", "executing", {}, "No offer"),
    ("answer-mediation", "decided", {"mediation_offered": True, "mediation_answered": True}, "No offer"),
    ("record-mediation-answer", "decided", {"mediation_offered": True}, OK),
    ("record-mediation-answer", "executing", {"mediation_offered": True, "mediation_answered": True}, OK),  # corrected
    ("record-mediation-answer", "decided", {}, "not been offered"),
    # enforcement by the court
    ("apply-enforcement", "executing", {DEMAND: "over"}, OK),
    ("apply-enforcement", "executing", {DEMAND: "running"}, "No demand"),
    ("apply-enforcement", "executing", {}, "No demand"),
    # closing
    ("close", "executing", {**CARRIED_OUT, **SECRET, **ESTABLISHED}, OK),
    ("close", "executing", {**CARRIED_OUT, **SECRET, "performance": "nothing_due"}, OK),
    ("close", "executing", {**CARRIED_OUT, **SECRET, "performance": "partial"}, "neither carried out"),
    ("close", "executing", {**CARRIED_OUT, **SECRET, "performance": "deferred"}, "neither carried out"),
    ("close", "executing", {**CARRIED_OUT, **SECRET, "performance": "none"}, "neither carried out"),
    ("close", "executing", {**CARRIED_OUT, **SECRET, "performance": "none", "enforcement_applied": True}, OK),
    ("close", "executing", {**CARRIED_OUT, **SECRET, "published": False}, "Publication"),
    ("close", "executing", {**CARRIED_OUT, **SECRET, "published": False, "decision_kind": "warning"}, OK),
    ("close", "executing", {**CARRIED_OUT, **SECRET, "decision_revoked": True}, "Publication"),  # still on the list
    ("close", "executing", {**SECRET, "decision_revoked": True, "decision_kind": "penalty"}, OK),  # taken off
    ("close", "executing", SECRET, "neither carried out"),
    ("close-unfounded", "reviewed", {}, OK),
    ("close-unfounded", "reviewed", {"infringement_established": False}, OK),
    ("close-unfounded", "reviewed", ESTABLISHED, "established an infringement"),
    # going on after an end
    ("take-back", "referred", OFFICERS, OK),
    ("take-back", "referred", {"case.officers": 1}, "Fewer than two"),
    ("reopen", "closed", {}, OK),
    ("reopen", "closed", {"published": True}, "still published"),
    # procedures of their own within the case
    (
        "decide",
        "notice",
        {**REVIEWED, "case.attached_open": ("criminal-transfer",)},
        "being transferred to the police",
    ),
    ("decide", "notice", {**REVIEWED, "case.attached": ("criminal-transfer",)}, OK),
    ("close", "executing", {**CARRIED_OUT, "case.attached_open": ("seizure",)}, "Seized or registered goods"),
    (
        "close",
        "executing",
        {**CARRIED_OUT, "case.attached_open": ("registered-preservation",)},
        "Seized or registered goods",
    ),
    ("close-unfounded", "reviewed", {"case.attached_open": ("seizure",)}, "Seized or registered goods"),
    (
        "close-unfounded",
        "reviewed",
        {"infringement_established": True, "case.attached_open": ("seizure",)},
        "established|Seized",
    ),
    ("refer-to-police", "filed", {}, OK),
    ("refer-to-police", "filed", {"case.attached_open": ("criminal-transfer",)}, "not sent twice"),
    ("close-after-police", "with-police", {"case.attached": ("criminal-transfer",)}, OK),
    ("close-after-police", "with-police", {}, "no outcome yet"),
    (
        "close-after-police",
        "with-police",
        {"case.attached": ("criminal-transfer",), "case.attached_open": ("criminal-transfer",)},
        "no outcome yet",
    ),
    ("hand-to-procedure", "routed", {"case.attached": ("patent-adjudication",)}, OK),
    ("hand-to-procedure", "routed", {}, "has not begun"),
    (
        "decide",
        "notice",
        {"case.attached_open": ("criminal-transfer",)},
        "transferred to the police|passed legal review|not ended|fewer than two",
    ),
    (
        "close",
        "executing",
        {
            "case.attached_open": ("seizure",),
            "infringement_established": True,
            "matter": "trademark",
            "decision_kind": "penalty",
        },
        "Seized|mediation|carried out|Publication",
    ),
]


@pytest.mark.parametrize(("step", "state", "world", "told"), GUARDS)
def test_a_condition(step: str, state: str, world: dict[str, object], told: str) -> None:
    wanted = told.split("|") if told else []
    found = said(NAME, step, state, world)
    assert len(found) == len(wanted), found
    for part, reason in zip(wanted, found, strict=True):
        assert part in reason


def test_every_condition_is_seen_to_hold_and_to_fail() -> None:
    held: set[str] = set()
    failed: dict[str, int] = {}
    for step, _, _, told in GUARDS:
        if told:
            failed[step] = max(failed.get(step, 0), len(told.split("|")))
        else:
            held.add(step)
    guarded = {key for key, step in national(NAME).steps.items() if step.guards}
    assert guarded - held == {"refer-to-court"}  # see test_mediation_guard
    assert guarded - set(failed) == {"refer-to-court"}
