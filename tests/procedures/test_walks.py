"""The shipped procedures walked from the first step to the end, with the clocks that run on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.factories.national import doer, national, view
from zhidun.procedures.decide import StepPlan, check_opening, check_step, plan, plan_opening, step_named
from zhidun.procedures.errors import FieldsInvalid, StepBlocked, StepNotOpen
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import ClockVerb, DoerKind
from zhidun.procedures.view import ActorView, CaseView, ClockView, View

REASON = {"reason": "理由"}
DAY = "2026-01-05"
TOLD = {
    "notified_party": "organisation", "intended_act": "罚", "intended_fine": "20000", "intended_confiscation": "0",
    "notice_served_on": DAY,
}  # fmt: skip

SECRET = {"secret_commitment": "ab" * 32, "protected_by": "保密协议", "not_public": True, "has_value": True}


@dataclass
class Walk:
    """A case held in memory: what an engine would store, without one."""

    name: str
    kind: str = ""
    officers: int = 2
    anonymous: bool = False
    links: tuple[str, ...] = ()
    over: frozenset[str] = frozenset()
    state: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    running: set[str] = field(default_factory=set)
    paused: set[str] = field(default_factory=set)
    outcome: str = ""
    sealed: bool = False

    def __post_init__(self) -> None:
        procedure = catalogue().get(self.name)
        self.facts = check_opening(procedure, {"facts": "经过"})
        self._apply(plan_opening(procedure, self.view(()), self.facts))

    def view(self, by: tuple[str, ...], relations: tuple[str, ...] = ()) -> View:
        case = CaseView(
            kind=self.kind,
            state=self.state,
            sealed=self.sealed,
            officers=self.officers,
            anonymous=self.anonymous,
            links=self.links,
            steps=tuple(self.steps),
            referred_to_police=bool(self.facts.get("referred_to_police")),
        )
        keys = self.running | self.paused | self.over
        clocks = {
            key: ClockView(started=True, running=key in self.running, paused=key in self.paused, over=key in self.over)
            for key in keys
        }
        actor = ActorView(kind="staff", powers=frozenset(by), relations=frozenset(relations))
        return View(case=case, facts=self.facts, actor=actor, clocks=clocks)

    def take(self, key: str, **entered: object) -> StepPlan:
        procedure = catalogue().get(self.name)
        step = step_named(procedure, key)
        powers = tuple(doer.key for doer in step.by if doer.kind is DoerKind.POWER)
        relations = tuple(doer.key for doer in step.by if doer.kind is DoerKind.PARTY)
        view = self.view(powers, relations)
        facts = check_step(procedure, key, self.state, view, entered)
        found = plan(procedure, step, self.state, view, facts)
        self.facts.update(facts)
        self.steps.append(key)
        self._apply(found)
        return found

    def _apply(self, found: StepPlan) -> None:
        self.facts.update(found.facts)
        self.state, self.outcome = found.to_state, found.outcome
        if found.stops_all:
            self.running, self.paused = set(), set()
        for action in found.clocks:
            self.running.discard(action.rule)
            if action.verb in {ClockVerb.START, ClockVerb.RESUME, ClockVerb.EXTEND}:
                self.running.add(action.rule)
            self.paused = self.paused - {action.rule} | ({action.rule} if action.verb is ClockVerb.PAUSE else set())


def to_filed(kind: str = "trademark") -> Walk:
    walk = Walk("infringement-complaint", kind=kind)
    walk.take("triage", matter=kind)
    walk.take("accept")
    walk.take("assign", officers=["wangqiang", "linchuan"])
    walk.take("record-verification", verification_findings="有", preliminary_evidence=True, right_confirmed=True)
    if kind == "trade_secret":
        walk.take("record-secret", **SECRET)
        walk.sealed = True
    walk.take("file", filing_summary="理由")
    return walk


def to_notice(kind: str = "trademark", *, hearing: bool = False) -> Walk:
    walk = to_filed(kind)
    walk.take("finish-investigation", infringement_established=True, investigation_report="有", proposal="罚")
    walk.take("pass-review", review_opinion="同意")
    walk.take("give-notice", hearing_right=hearing, **TOLD)
    return walk


def to_executing(kind: str = "trademark") -> Walk:
    walk = to_notice(kind)
    walk.take("make-statement", statement_text="申辩")
    walk.take("decide", decision_kind="penalty", decision_rule="fine.trademark", fine="20000", **REASON)
    walk.take("serve", served_on=DAY, served_how="direct")
    return walk


def test_a_complaint_from_the_first_step_to_the_end() -> None:
    walk = Walk("infringement-complaint", kind="trademark")
    assert walk.running == {"samr.case.verify.15wd"}
    walk = to_filed()
    assert walk.running == {"samr.case.decide.90d"}
    walk = to_executing()
    assert walk.running == {"pub.penalty.20wd", "samr.pay.15d"}
    published = walk.take("publish")
    assert published.publication
    assert published.publication.rule == "pub.period"
    walk.take("record-performance", performance="full", performed_on=DAY)
    assert walk.running == {"samr.close.15wd"}
    with pytest.raises(StepBlocked) as caught:
        walk.take("close", closing_summary="完")
    assert "mediation" in caught.value.reason.en
    walk.take("offer-mediation", mediation_answer_due_on="2099-01-01")
    walk.take("answer-mediation", mediation_view="accepted")
    with pytest.raises(StepBlocked):
        walk.take("close", closing_summary="完")
    walk.take("record-mediation-answer", mediation_complainant="accepted", mediation_respondent="declined")
    walk.take("close", closing_summary="完")
    assert (walk.state, walk.outcome, walk.running) == ("closed", "penalised", set())


def test_an_unpublished_penalty_does_not_close() -> None:
    walk = to_executing("trade_secret")
    walk.take("record-performance", performance="full", performed_on=DAY)
    with pytest.raises(StepBlocked) as caught:
        walk.take("close", closing_summary="完")
    assert "Publication" in caught.value.reason.en


def test_a_notice_from_before_amounts_were_told_is_given_again() -> None:
    walk = to_notice()
    walk.facts |= {"notified_party": "", "intended_fine": "", "intended_confiscation": ""}
    walk.take("make-statement", statement_text="申辩")
    decision = {"decision_kind": "penalty", "decision_rule": "fine.trademark", "fine": "20000", **REASON}
    with pytest.raises(FieldsInvalid) as refused:
        walk.take("decide", **decision)
    said = refused.value.errors
    assert set(said) == {"decision_kind"}  # one refusal, which says what is wrong and which step to take once more
    assert "before notices stated" in said["decision_kind"].reason.en
    assert "Notify the rights to be heard" in said["decision_kind"].remedy.en
    walk.take("give-notice", hearing_right=False, **TOLD)
    walk.take("make-statement", statement_text="申辩")
    walk.take("decide", **decision)
    assert walk.state == "decided"


def test_a_hearing_pauses_the_period_and_asks_for_a_second_review() -> None:
    walk = to_notice(hearing=True)
    walk.take("request-hearing")
    assert walk.paused == {"samr.case.decide.90d"}
    with pytest.raises(FieldsInvalid):  # an officer of the case does not preside
        walk.take("appoint-hearing-officer", hearing_officer="linchuan")
    walk.take("appoint-hearing-officer", hearing_officer="hejie")
    walk.take("hand-hearing-file")
    walk.take("fix-hearing", hearing_at="2099-01-01T09:00", hearing_place="局", hearing_public=True)
    assert walk.running == {"samr.hearing.fix.5wd#notice", "samr.hearing.public.3wd"}
    with pytest.raises(StepBlocked):  # nobody is heard who was not told
        walk.take("hold-hearing", hearing_ended_on=DAY)
    told = walk.take("announce-hearing")
    assert [call.kind for call in told.papers] == ["hearing-invitation", "hearing-announcement"]
    with pytest.raises(FieldsInvalid):  # nor before the day they were told of
        walk.take("hold-hearing", hearing_ended_on=DAY)
    walk.facts["hearing_at"] = f"{DAY}T01:00:00+00:00"
    walk.take("hold-hearing", hearing_ended_on=DAY)
    assert walk.running == {"samr.hearing.report.5wd"}
    walk.take("report-hearing", hearing_report="报告")
    assert walk.running == {"samr.case.decide.90d"}
    decision = {"decision_kind": "penalty", "decision_rule": "fine.trademark", "fine": "1", **REASON}
    with pytest.raises(StepBlocked):
        walk.take("decide", **decision)
    walk.take("review-after-hearing", second_review_opinion="同意")
    walk.take("decide", **decision)
    assert walk.state == "decided"


@pytest.mark.parametrize(
    ("party", "fine", "confiscated", "heavy", "due"),
    [
        # samr.hearing.threshold (听证办法 5): 10,000 for a natural person, 100,000 for an organisation, inclusive
        ("citizen", "9999.99", "0", False, False), ("citizen", "10000", "0", False, True),
        ("citizen", "0", "9999.99", False, False), ("citizen", "0", "10000", False, True),
        ("organisation", "99999.99", "0", False, False), ("organisation", "100000", "0", False, True),
        ("organisation", "0", "99999.99", False, False), ("organisation", "0", "100000", False, True),
        ("organisation", "99999", "99999", False, False),  # each amount by itself, items 3 and 4
        ("organisation", "0", "0", True, True), ("citizen", "0", "0", True, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["infringement-complaint", "administrative-case"])
def test_who_must_be_told_of_the_right_to_a_hearing(  # each door that ends in a penalty
    name: str, party: str, fine: str, confiscated: str, *, heavy: bool, due: bool
) -> None:
    entered = {
        **TOLD, "notified_party": party, "intended_fine": fine, "intended_confiscation": confiscated,
        "intended_heavy": heavy,
    }  # fmt: skip
    given = view("reviewed", {"infringement_established": True}, doer(national(name).steps["give-notice"]))
    if due:
        with pytest.raises(FieldsInvalid) as refused:
            check_step(national(name), "give-notice", "reviewed", given, entered)
        assert set(refused.value.errors) == {"hearing_right"}
        entered["hearing_right"] = True
    assert check_step(national(name), "give-notice", "reviewed", given, entered)["hearing_right"] is due


def test_a_penalty_is_not_heavier_than_what_the_party_was_told_of() -> None:
    walk = to_notice()
    walk.take("make-statement", statement_text="申辩")
    heavier = {"decision_kind": "penalty", "decision_rule": "fine.trademark", **REASON}
    for more in ({"fine": "20000.01"}, {"fine": "1", "confiscated_value": "0.01"}):
        with pytest.raises(FieldsInvalid) as refused:
            walk.take("decide", **heavier, **more)
        assert set(refused.value.errors) <= {"fine", "confiscated_value"}
    walk.take("give-notice", **{**TOLD, "intended_fine": "120000", "hearing_right": True})
    assert (walk.facts["statement_made"], walk.running) == (False, {"samr.case.decide.90d", "samr.statement.5wd"})
    with pytest.raises(StepBlocked):  # it is heard anew
        walk.take("decide", **heavier, fine="120000")
    walk.take("make-statement", statement_text="申辩")
    walk.take("decide", **heavier, fine="120000")
    assert walk.state == "decided"


def test_a_hearing_is_put_off_given_up_or_ended() -> None:
    walk = to_notice(hearing=True)
    walk.take("request-hearing")
    walk.take("appoint-hearing-officer", hearing_officer="hejie")
    walk.take("hand-hearing-file")
    fixed = {"hearing_at": "2099-01-01T09:00", "hearing_place": "局"}
    walk.take("fix-hearing", **fixed, hearing_public=True)
    walk.over = frozenset({"samr.hearing.fix.5wd#notice"})
    with pytest.raises(StepBlocked):  # the last day to give notice has passed: a later date
        walk.take("announce-hearing")
    walk.take("fix-hearing", **{**fixed, "hearing_at": "2099-02-01T09:00"}, hearing_public=False)
    walk.over = frozenset()
    assert walk.running == {"samr.hearing.fix.5wd#notice"}  # no longer public, nothing to announce
    assert [call.kind for call in walk.take("announce-hearing").papers] == ["hearing-invitation"]
    walk.take("appoint-hearing-officer", hearing_officer="xujin")  # after a challenge; the file is there
    assert walk.running == set()
    walk.take("cancel-hearing", hearing_end="withdrawn")
    assert (walk.state, walk.running, walk.paused) == ("notice", {"samr.case.decide.90d"}, set())


def test_without_a_right_to_a_hearing_there_is_none() -> None:
    with pytest.raises(StepBlocked):
        to_notice().take("request-hearing")


def test_a_decision_waits_for_the_statement_or_the_end_of_its_period() -> None:
    walk = to_notice()
    decision = {"decision_kind": "no_penalty", "decision_rule": "fine.trademark", **REASON}
    with pytest.raises(StepBlocked):
        walk.take("decide", **decision)
    walk.over = frozenset({"samr.statement.5wd"})
    with pytest.raises(FieldsInvalid) as caught:
        walk.take("decide", **decision, fine="5")
    assert set(caught.value.errors) == {"fine"}
    walk.take("decide", **decision)
    assert walk.running == {"samr.serve.7wd"}


def test_testing_pauses_and_resumes_the_period() -> None:
    walk = to_filed()
    walk.take("send-for-testing", testing_kind="appraisal", testing_by="鉴定机构")
    assert walk.paused == {"samr.case.decide.90d"}
    with pytest.raises(StepBlocked):
        walk.take("finish-investigation", infringement_established=True, investigation_report="x", proposal="x")
    walk.take("testing-back", testing_result="同一")
    assert walk.running == {"samr.case.decide.90d"}


def test_a_revoked_decision_comes_off_the_list_and_the_case_can_be_reopened() -> None:
    walk = to_executing("unfair_competition")
    walk.take("publish")
    walk.take("record-performance", performance="full", performed_on=DAY)
    walk.take("close", closing_summary="完")
    walk.take("record-revocation", revoked_by="court", **REASON)
    assert walk.running == {"pub.withdraw.3wd"}
    with pytest.raises(StepBlocked):
        walk.take("reopen", **REASON)
    taken = walk.take("withdraw-publication", **REASON)
    assert taken.publication
    assert taken.publication.action == "withdraw"
    walk.take("reopen", **REASON)
    assert (walk.state, walk.running) == ("filed", {"samr.case.decide.90d"})


@pytest.mark.parametrize("matter", ["patent", "ic_layout", "plant_variety", "copyright"])
def test_what_others_handle_is_parked_with_them(matter: str) -> None:
    walk = Walk("infringement-complaint", kind="unknown")
    walk.take("triage", matter=matter)
    with pytest.raises(StepBlocked):
        walk.take("accept")
    assert walk.take("route", authority="主管机关").parked
    assert (walk.state, walk.running) == ("routed", set())
    walk.take("record-authority-answer", authority_answer="已接收")
    assert walk.outcome == "transferred"


def test_a_counterfeit_patent_has_its_shorter_target_too() -> None:
    walk = Walk("infringement-complaint", kind="counterfeit_patent")
    walk.take("triage", matter="counterfeit_patent")
    assert walk.running == {"samr.case.verify.15wd", "pat.fake.file#reported"}
    assert to_filed("counterfeit_patent").running == {"samr.case.decide.90d", "pat.fake.close.1m"}


@pytest.mark.parametrize(("step", "state"), [("refuse", "refused"), ("transfer", "transferred")])
def test_a_complaint_is_declined_or_handed_over_with_its_paper(step: str, state: str) -> None:
    walk = Walk("infringement-complaint", kind="trademark")
    walk.take("triage", matter="trademark")
    more = {"refusal_rule": "cr.materials"} if step == "refuse" else {"receiving_office": "某局"}
    found = walk.take(step, **more, **REASON)
    assert found.approvers == ("bureau-head",)
    assert found.papers
    assert (walk.state, walk.running) == (state, set())


def test_two_officers_and_no_less() -> None:
    walk = Walk("infringement-complaint", kind="trademark", officers=1)
    walk.take("triage", matter="trademark")
    walk.take("accept")
    with pytest.raises(FieldsInvalid):
        walk.take("assign", officers=["wangqiang"])
    walk.take("record-verification", verification_findings="有", preliminary_evidence=True, right_confirmed=True)
    with pytest.raises(StepBlocked):
        walk.take("file", filing_summary="x")


def test_a_holder_withdraws_before_filing_only() -> None:
    walk = Walk("infringement-complaint", kind="trademark")
    walk.take("withdraw")
    assert walk.outcome == "withdrawn"
    filed = to_filed()
    with pytest.raises(StepNotOpen):
        filed.take("withdraw")
    filed.take("withdraw-after-filing")
    assert filed.state == "filed"


@pytest.mark.parametrize(
    ("kind", "anonymous", "told_first"),
    [("trade_secret", False, True), ("trade_secret", True, False), ("trademark", False, False)],
)
def test_a_reporter_is_told_where_the_law_asks_for_it(kind: str, *, anonymous: bool, told_first: bool) -> None:
    walk = Walk("report", kind=kind, anonymous=anonymous)
    walk.take("accept")
    walk.take("record-verification", verification_findings="有", preliminary_evidence=True)
    walk.take("file", filing_summary="理由")
    assert ("cr.report.notice" in walk.running) is not anonymous
    if told_first:
        with pytest.raises(StepBlocked):
            walk.take("finish", result="penalised", result_case="案7")
        walk.take("tell-reporter", told_result="已立案")
    walk.take("finish", result="penalised", result_case="案7")
    assert walk.outcome == "handled"


def test_new_facts_start_the_period_anew_and_the_same_facts_are_not_handled_twice() -> None:
    walk = Walk("report", kind="trademark")
    with pytest.raises(StepBlocked):
        walk.take("restart-period", last_report_on=DAY)
    walk.take("supplement", supplement_text="新情况")
    found = walk.take("restart-period", last_report_on=DAY)
    assert [(one.verb, one.at_field) for one in found.clocks][-1] == (ClockVerb.START, "last_report_on")
    with pytest.raises(StepBlocked):
        walk.take("mark-repeated", **REASON)
    walk.links = ("duplicate",)
    walk.take("mark-repeated", **REASON)
    assert (walk.outcome, walk.running) == ("repeated", set())


def test_a_consumer_complaint_is_mediated_and_ends_with_notice() -> None:
    walk = Walk("consumer-complaint")
    assert walk.running == {"cr.accept.7wd"}
    walk.take("accept")
    assert walk.running == {"cr.mediate"}
    walk.take("send-for-testing", testing_by="机构", testing_cost="经营者")
    assert walk.paused == {"cr.mediate"}
    walk.take("testing-back", testing_result="合格")
    walk.take("end-mediation", end_ground="no_agreement", **REASON)
    assert walk.running == {"cr.mediate.end_notice.7wd"}
    walk.take("notify-end", other_ways="起诉")
    assert walk.outcome == "not_settled"


def test_a_clue_becomes_a_linked_report_before_the_complaint_ends() -> None:
    walk = Walk("consumer-complaint")
    walk.take("accept")
    walk.take("record-consent", consent_complainant=True, consent_respondent=True)
    walk.take("record-clue", clue="假货", clue_found_on=DAY)
    assert "cr.clue_in_mediation.15wd" in walk.running
    with pytest.raises(StepBlocked):
        walk.take("settle", agreement="退款")
    with pytest.raises(StepBlocked):
        walk.take("link-report")
    walk.links = ("split",)
    walk.take("link-report")
    walk.take("settle", agreement="退款", agreed_amount="99")
    assert (walk.outcome, walk.running) == ("settled", set())


def test_a_settlement_needs_the_consent_of_both() -> None:
    walk = Walk("consumer-complaint")
    walk.take("accept")
    walk.take("record-consent", consent_complainant=True)
    with pytest.raises(StepBlocked):
        walk.take("settle", agreement="退款")
