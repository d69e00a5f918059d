"""From notice to the end: hearing chain, review, decision, service, publication, execution, closing, reopening."""

from __future__ import annotations

import pytest

from tests.factories.cases import make_cast
from tests.factories.plays import (
    REPORTED,
    Play,
    decision,
    moment,
    to_executing,
    to_filed,
    to_notice,
    told,
)
from zhidun.cases import services
from zhidun.cases.errors import FourEyes, NoTimeLeft
from zhidun.cases.models import Approval
from zhidun.kernel import time
from zhidun.procedures.errors import FieldsInvalid, NotCompetent, StepBlocked, StepNotOpen

pytestmark = pytest.mark.django_db
DECIDE, STATEMENT, PAY = "samr.case.decide.90d", "samr.statement.5wd", "samr.pay.15d"
PUBLISH, WITHDRAW, CLOSE = "pub.penalty.20wd", "pub.withdraw.3wd", "samr.close.15wd"
DONE = {"performance": "full", "performed_on": "2026-11-04", "paid": "20000"}


def mediate(play: Play) -> None:
    """Offer mediation, have it answered by the parties, record the answers."""
    play.go("offer-mediation", facts={"mediation_answer_due_on": "2026-12-31"})
    play.go("answer-mediation", play.cast.complainant, facts={"mediation_view": "accepted"})
    play.go("record-mediation-answer", facts={"mediation_complainant": "accepted", "mediation_respondent": "declined"})


def test_the_review_comes_before_the_notice_and_takes_ten_working_days() -> None:
    play = to_filed()
    with pytest.raises(StepNotOpen):
        play.go("give-notice", facts=told(notice_served_on="2026-11-02"))
    play.go("finish-investigation", facts=REPORTED, on="2026-11-05")
    assert play.clock("samr.review.10wd").due_on.isoformat() == "2026-11-19"
    with pytest.raises(NotCompetent):
        play.go("pass-review", facts={"review_opinion": "自己审核"})
    play.go("return-review", play.cast.reviewer, reason="证据链不完整。", on="2026-11-06")
    assert (play.row.state, play.tasks() >= {"finish-investigation"}) == ("filed", True)
    assert play.running() == {DECIDE}
    play.go("finish-investigation", facts=REPORTED, on="2026-11-09")
    play.go("pass-review", play.cast.reviewer, facts={"review_opinion": "同意"}, on="2026-11-10")
    assert play.papers()[-1] == "legal-review"
    assert play.tasks() >= {"give-notice"}


def test_an_unfounded_complaint_closes_after_review_with_its_remedies() -> None:
    play = to_filed()
    play.go("finish-investigation", facts={**REPORTED, "infringement_established": False})
    play.go("pass-review", play.cast.reviewer, facts={"review_opinion": "同意"})
    with pytest.raises(StepBlocked):
        play.go("give-notice", facts=told(notice_served_on="2026-11-02"))
    play.go("close-unfounded", reason="系正品。", on="2026-11-20")
    assert (play.row.state, play.row.outcome, play.running()) == ("closed", "no_infringement", set())
    assert len(play.case.papers.get(kind="closing-notice").data["remedies"]) == 2
    assert play.tasks() == set()


def test_the_decision_waits_for_the_statement_or_the_end_of_its_period() -> None:
    play = to_notice("2026-09-29")
    assert play.clock(STATEMENT).due_on.isoformat() == "2026-10-12"  # 30, 8, 9, the made-up 10, 12
    assert play.clock(STATEMENT).binds == "party"
    with pytest.raises(StepBlocked) as early:
        play.go("decide", facts=decision(), reason="事实清楚。", on="2026-10-12T23:00")
    assert "尚未届满" in early.value.reason.zh
    play.go("decide", facts=decision(), reason="事实清楚。", on="2026-10-13T00:00")
    assert play.row.state == "decided"
    assert play.clocks()[STATEMENT] != "missed"  # a party's period is never missed by the office


def test_a_decision_has_a_gapless_number_two_approvers_and_its_articles() -> None:
    cast, numbers = make_cast(), []
    for _ in range(2):
        play = to_notice(cast=cast)
        play.go("make-statement", play.cast.respondent, facts={"statement_text": "请求从轻"})
        asked = play.ask("decide", facts=decision(), reason="事实清楚,证据充分。")
        assert isinstance(asked, Approval)
        assert asked.roles == ["bureau-head", "second-approver"]
        with time.pinned(moment(play.day)):
            first = services.approve(
                approval_id=str(asked.public_id), actor=play.cast.head, expected_version=play.row.version
            )
            assert first is None
            with pytest.raises(FourEyes):
                services.approve(
                    approval_id=str(asked.public_id), actor=play.cast.head, expected_version=play.row.version
                )
            services.approve(
                approval_id=str(asked.public_id), actor=play.cast.approver, expected_version=play.row.version
            )
        paper = play.case.papers.get(kind="decision")
        numbers.append((paper.serial, paper.number))
        assert "fine.trademark.2019" in paper.rules
        assert any("商标法" in article["zh"] and "60" in article["zh"] for article in paper.data["articles"])
        assert len(paper.data["approvers"]) == 2
        assert len(paper.data["remedies"]) == 2
        assert "20000.00" in str(paper.data["facts"]) or "20,000.00" in str(paper.data["facts"])
    assert numbers == [(1, "测市监知罚〔2026〕1号"), (2, "测市监知罚〔2026〕2号")]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (decision("warning", fine="100"), "fine"),  # a warning carries no fine
        (decision("no_penalty", fine="0.01"), "fine"),
        ({"decision_kind": "penalty", "decision_rule": "fine.trademark"}, "orders"),  # neither fine nor order
        ({"decision_kind": "jail", "decision_rule": "fine.trademark"}, "decision_kind"),
        ({"decision_kind": "penalty", "fine": "5"}, "decision_rule"),
        (decision(fine="-5"), "fine"),
    ],
)
def test_a_decision_that_does_not_hold_together(facts: dict[str, object], field: str) -> None:
    play = to_notice()
    play.go("make-statement", play.cast.respondent, facts={"statement_text": "请求从轻"})
    with pytest.raises(FieldsInvalid) as refused:
        play.ask("decide", facts=facts, reason="事实清楚。")
    assert field in refused.value.errors
    assert "decision" not in play.papers()


def test_the_hearing_chain_by_its_days() -> None:
    play = to_notice("2026-11-02", hearing=True)
    play.go("request-hearing", play.cast.respondent, on="2026-11-05")
    assert (play.clocks()[STATEMENT], play.clocks()[DECIDE]) == ("met", "paused")
    assert play.clock("samr.hearing.host.3wd").due_on.isoformat() == "2026-11-10"
    with pytest.raises(FieldsInvalid):
        play.go("appoint-hearing-officer", play.cast.head, facts={"hearing_officer": play.cast.officer.username})
    play.go("appoint-hearing-officer", play.cast.head, facts={"hearing_officer": play.cast.reviewer.username})
    assert play.clock("samr.hearing.handover.3wd").due_on.isoformat() == "2026-11-10"
    play.go("hand-hearing-file", on="2026-11-06")
    assert play.clock("samr.hearing.fix.5wd").due_on.isoformat() == "2026-11-13"
    fixed = {"hearing_at": "2026-11-19T09:30", "hearing_place": "第一会议室", "hearing_public": True}
    with pytest.raises(FieldsInvalid):
        play.go("fix-hearing", play.cast.reviewer, facts={**fixed, "hearing_at": "2026-11-01T09:30"})
    with pytest.raises(NoTimeLeft) as early:  # seven working days before the 16th are the 5th: too late
        play.go("fix-hearing", play.cast.reviewer, facts={**fixed, "hearing_at": "2026-11-16T09:30"}, on="2026-11-09")
    assert "2026年11月18日" in early.value.remedy.zh  # whose notice is due on the 9th itself
    play.go("fix-hearing", play.cast.reviewer, facts=fixed)
    assert play.clock("samr.hearing.fix.5wd#notice").due_on.isoformat() == "2026-11-10"
    assert play.clock("samr.hearing.public.3wd").due_on.isoformat() == "2026-11-16"
    play.go("announce-hearing", play.cast.reviewer)
    assert play.papers()[-2:] == ["hearing-invitation", "hearing-announcement"]
    with pytest.raises(StepBlocked):
        play.go("report-hearing", play.cast.reviewer, facts={"hearing_report": "报告"})
    play.go("hold-hearing", play.cast.reviewer, facts={"hearing_ended_on": "2026-11-19"}, on="2026-11-20")
    assert play.clock("samr.hearing.report.5wd").due_on.isoformat() == "2026-11-26"  # from the 19th
    assert play.papers()[-1] == "hearing-record"
    with pytest.raises(StepBlocked):
        play.go("cancel-hearing", play.cast.respondent)
    play.go("report-hearing", play.cast.reviewer, facts={"hearing_report": "报告"}, on="2026-11-24")
    assert play.running() == {DECIDE}
    assert play.clock(DECIDE).due_on.isoformat() == "2027-02-20"  # 90 days and the 20 of the hearing
    with pytest.raises(StepBlocked) as unreviewed:
        play.ask("decide", facts=decision(), reason="事实清楚。")
    assert "审核" in unreviewed.value.reason.zh
    play.go("review-after-hearing", play.cast.reviewer, facts={"second_review_opinion": "同意"})
    with pytest.raises(StepBlocked):
        play.go("request-hearing", play.cast.respondent)  # one hearing only
    play.go("decide", facts=decision(), reason="事实清楚。", on="2026-11-26")
    assert play.row.state == "decided"


def test_a_hearing_given_up_lets_the_period_run_on() -> None:
    play = to_notice("2026-11-02", hearing=True)
    play.go("request-hearing", play.cast.respondent, on="2026-11-05")
    play.go("cancel-hearing", play.cast.respondent, on="2026-11-06")
    assert (play.row.state, play.clocks()["samr.hearing.host.3wd"]) == ("notice", "met")
    assert play.clock(DECIDE).due_on.isoformat() == "2027-02-02"  # two days paused
    play.go("decide", facts=decision("warning"), reason="首次违法。", on="2026-11-09")
    assert play.running() == {"samr.serve.7wd"}


@pytest.mark.parametrize(("hearing", "on"), [(False, "2026-11-05"), (True, "2026-11-10")])
def test_no_hearing_without_the_right_or_after_the_period(*, hearing: bool, on: str) -> None:
    play = to_notice("2026-11-02", hearing=hearing)
    with pytest.raises(StepBlocked):
        play.go("request-hearing", play.cast.respondent, on=on)
    assert play.row.state == "notice"


def test_service_publication_and_closing_by_their_days() -> None:
    play = to_executing("2026-11-02")
    assert play.clock(PAY).due_on.isoformat() == "2026-11-17"
    assert play.clock(PUBLISH).due_on.isoformat() == "2026-11-30"
    assert play.clock(PUBLISH).rule_id == "pub.penalty.20wd.2025"
    assert "service-record" in play.papers()
    play.go("publish", on="2026-11-03")
    with pytest.raises(StepBlocked):
        play.go("publish")
    play.go("record-performance", facts=DONE, on="2026-11-04")
    assert play.clock(CLOSE).due_on.isoformat() == "2026-11-25"
    mediate(play)
    play.go("close", facts={"closing_summary": "罚款已缴"}, on="2026-11-25T23:30")
    assert (play.row.outcome, play.clocks()[CLOSE], play.clocks()[PAY]) == ("penalised", "met", "met")
    assert play.running() == set()
    assert play.papers()[-1] == "closing-notice"


@pytest.mark.parametrize(
    ("without", "word"),
    [("offer", "赔偿调解"), ("publish", "公示"), ("perform", "履行")],
)
def test_what_keeps_a_case_from_closing(without: str, word: str) -> None:
    play = to_executing()
    if without != "publish":
        play.go("publish")
    if without != "perform":
        play.go("record-performance", facts=DONE, on="2026-11-04")
    if without != "offer":
        mediate(play)
    with pytest.raises(StepBlocked) as refused:
        play.ask("close", facts={"closing_summary": "完"})
    assert word in refused.value.reason.zh
    assert play.row.state == "executing"


def test_an_offer_alone_is_not_enough_and_one_answer_of_a_party_neither() -> None:
    play = to_executing()
    play.go("publish")
    play.go("record-performance", facts=DONE, on="2026-11-04")
    play.go("offer-mediation", facts={"mediation_answer_due_on": "2026-12-31"})
    assert play.papers()[-1] == "mediation-offer"
    with pytest.raises(StepBlocked):
        play.ask("close", facts={"closing_summary": "完"})
    play.go("answer-mediation", play.cast.respondent, facts={"mediation_view": "declined"})
    with pytest.raises(StepBlocked):
        play.ask("close", facts={"closing_summary": "完"})
    play.go("record-mediation-answer", facts={"mediation_complainant": "no_answer", "mediation_respondent": "declined"})
    play.go("close", facts={"closing_summary": "完"})
    assert play.row.outcome == "penalised"


def test_what_goes_to_the_police_needs_no_mediation_and_can_come_back() -> None:
    play = to_executing()
    where = {"police_office": "市公安局经侦支队", "referred_on": "2026-11-02"}
    play.go("refer-to-police", facts=where, reason="有犯罪合理嫌疑。")
    assert (play.row.state, play.row.outcome, play.running()) == ("referred", "referred", set())
    assert play.row.facts["referred_to_police"] is True
    play.go("take-back", reason="公安机关不予立案。", on="2026-11-20")
    assert (play.row.state, play.row.outcome, play.running()) == ("filed", "", {DECIDE})
    assert play.row.facts["referred_to_police"] is False
    assert play.clock(DECIDE).started_on.isoformat() == "2026-11-20"


def test_a_trade_secret_closes_without_an_offer() -> None:
    play = to_executing(kind="trade_secret", matter="trade_secret")
    play.go("publish")
    play.go("record-performance", facts=DONE, on="2026-11-04")
    play.go("close", facts={"closing_summary": "完"})
    assert play.row.outcome == "penalised"


def test_a_warning_is_not_published_and_closes() -> None:
    play = to_executing(kind_of="warning", kind="trade_secret", matter="trade_secret")
    assert PUBLISH not in play.clocks()
    with pytest.raises(StepBlocked):
        play.go("publish")
    play.go("record-performance", facts={"performance": "nothing_due", "performed_on": "2026-11-02"})
    play.go("close", facts={"closing_summary": "完"})
    assert "publication-notice" not in play.papers()


def test_a_revoked_penalty_comes_off_the_list_before_the_case_is_reopened() -> None:
    play = to_executing(kind="trade_secret", matter="trade_secret")
    play.go("publish")
    play.go("record-performance", facts=DONE, on="2026-11-04")
    play.go("close", facts={"closing_summary": "完"}, on="2026-11-05")
    play.go("record-revocation", facts={"revoked_by": "court"}, reason="判决撤销。", on="2026-11-12")
    assert play.clock(WITHDRAW).due_on.isoformat() == "2026-11-17"
    with pytest.raises(StepBlocked):
        play.ask("reopen", play.cast.head, reason="依判决重新处理。")
    play.go("withdraw-publication", reason="决定已撤销。", on="2026-11-17")
    assert (play.clocks()[WITHDRAW], play.row.facts["published"]) == ("met", False)
    play.go("reopen", play.cast.head, reason="依判决重新处理。", on="2026-11-18")
    assert (play.row.state, play.row.outcome, play.running()) == ("filed", "", {DECIDE})
    for fact in ("review_passed", "statement_made", "decision_revoked"):
        assert play.row.facts[fact] is False
    assert play.row.facts["decision_kind"] == ""


def test_unpaid_is_urged_and_then_brought_to_the_court() -> None:
    play = to_executing("2026-05-11", kind="trade_secret", matter="trade_secret")
    play.go("publish")
    play.go("record-performance", facts={"performance": "none", "performed_on": "2026-05-27"}, on="2026-05-27")
    with pytest.raises(StepBlocked):
        play.ask("apply-enforcement")
    urged = {"demanded_on": "2026-11-02", "statutory_ended_on": "2026-11-11"}
    with pytest.raises(FieldsInvalid):
        play.go("urge-performance", facts=urged, on="2026-11-03")  # the periods for remedies have not ended
    play.go("urge-performance", facts={**urged, "statutory_ended_on": "2026-10-31"}, on="2026-11-03")
    assert play.clock("samr.enforce.3m#demand").due_on.isoformat() == "2026-11-16"
    assert play.clock("samr.enforce.3m").due_on.isoformat() == "2027-01-31"
    with pytest.raises(StepBlocked):
        play.ask("apply-enforcement")
    play.go("apply-enforcement", on="2026-11-17")
    assert play.clocks()["samr.enforce.3m"] == "met"
    play.go("close", facts={"closing_summary": "已申请强制执行"})
    assert play.row.outcome == "penalised"
