"""An infringement complaint as the engine plays it, up to filing: days of the clocks, papers, approvals, four eyes."""

from __future__ import annotations

import pytest

from tests.factories.access import account_of
from tests.factories.plays import INFRINGEMENT, VERIFIED, moment, officers, opened, to_filed, to_lead
from tests.factories.rights import make_right
from zhidun.access import services as access
from zhidun.cases import selectors, services
from zhidun.cases.errors import ApprovalClosed, FourEyes, NotApprover
from zhidun.cases.models import Approval, Move, Outbox, Pause
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.procedures.errors import FieldsInvalid, NotCompetent, StepBlocked, StepNotOpen
from zhidun.rights.models import Right

pytestmark = pytest.mark.django_db
VERIFY, DECIDE = "samr.case.verify.15wd", "samr.case.decide.90d"
FILE = {"filing_summary": "初步证据充分"}


def test_acceptance_gives_a_number_a_paper_and_keeps_the_clock_of_the_receipt() -> None:
    play = opened(INFRINGEMENT, "2026-09-28")
    assert play.running() == {VERIFY}
    assert play.clock(VERIFY).due_on.isoformat() == "2026-10-23"  # National Day week out, the made-up Saturday in
    play.go("triage", play.clerk, on="2026-09-29", facts={"matter": "trademark"})
    play.go("accept", on="2026-09-30")
    paper = play.case.papers.get()
    assert (paper.kind, paper.number, paper.relations) == ("acceptance", "测市监知受〔2026〕1号", ["complainant"])
    assert play.clock(VERIFY).due_on.isoformat() == "2026-10-23"  # neither step starts it anew
    assert play.case.clocks.count() == 1
    assert play.tasks() == {"assign", "record-verification"}
    told = set(Outbox.objects.filter(case=play.case).values_list("party__role", flat=True))
    assert told == {"complainant"}  # received, accepted; the respondent hears nothing yet


def test_who_accepts_and_who_does_not() -> None:
    play = opened(INFRINGEMENT, "2026-11-02")
    play.go("triage", play.clerk, facts={"matter": "trademark"})
    for somebody in (play.clerk, play.cast.head, play.cast.reviewer, play.cast.complainant):
        with pytest.raises(NotCompetent):
            play.go("accept", somebody)
    with pytest.raises(Refusal):
        play.go("accept", play.cast.stranger)  # another bureau does not find the case
    assert play.row.state == "triage"


def test_refusal_prints_reason_rule_and_both_remedies_with_their_periods() -> None:
    play = opened(INFRINGEMENT, "2026-11-02")
    play.go("triage", play.clerk, facts={"matter": "trademark"})
    with pytest.raises(FieldsInvalid) as silent:
        play.go("refuse", facts={"refusal_rule": "cr.materials"})
    assert set(silent.value.errors) == {"reason"}
    play.go("refuse", facts={"refusal_rule": "cr.materials"}, reason="没有提供权利证明。", on="2026-11-03")
    paper = play.case.papers.get(kind="refusal")
    remedies = " ".join(line["zh"] for line in paper.data["remedies"])
    assert "60日" in remedies and "行政复议" in remedies
    assert "6个月" in remedies and "行政诉讼" in remedies
    assert all(line["en"] for line in paper.data["remedies"])
    assert paper.data["reason"] == "没有提供权利证明。"
    assert "cr.materials.2026" in paper.rules
    assert (play.row.state, play.row.outcome, play.running()) == ("refused", "refused", set())
    assert play.clocks()[VERIFY] == "met"
    assert play.moves["refuse"].approved_by


def test_a_transfer_tells_the_complainant_where_it_went() -> None:
    play = to_lead()
    play.go(
        "transfer", reason="行为发生在外省。", facts={"receiving_office": "某省某市市场监督管理局"}, on="2026-11-04"
    )
    paper = play.case.papers.get(kind="transfer")
    assert "某省某市市场监督管理局" in str(paper.data["facts"])
    assert (play.row.outcome, play.clocks()) == ("transferred", {VERIFY: "met"})
    assert "外省" in Outbox.objects.filter(case=play.case).latest("id").body_zh
    play.go(
        "record-referral-result", on="2026-11-20",
        facts={"referral_on": "2026-11-19", "referral_result": "已立案", "referral_source": "来函"},
    )  # fmt: skip
    assert (play.row.state, play.row.outcome) == ("transferred", "transferred")


def test_within_the_system_the_case_goes_with_its_clock() -> None:
    play = to_lead()
    there = play.cast.stranger
    play.go("hand-over", facts={"to_office": there.posts[0].office_code}, reason="由经营地机构办理。", on="2026-11-03")
    assert play.row.office_id == there.posts[0].office_id
    assert play.clock(VERIFY).due_on.isoformat() == "2026-11-23"
    with pytest.raises(Refusal):
        play.go("accept")
    play.go("accept", there, on="2026-11-04")
    assert play.row.state == "lead"


def test_the_head_extends_the_verification_once() -> None:
    play = to_lead()
    asked = play.ask("extend-verification", reason="涉及多地。")
    assert isinstance(asked, Approval)
    assert asked.roles == ["bureau-head"]
    version = play.row.version
    assert play.clock(VERIFY).due_on.isoformat() == "2026-11-23"  # nothing happens before the head agrees
    with pytest.raises(FourEyes):
        services.approve(approval_id=str(asked.public_id), actor=play.cast.officer, expected_version=version)
    with pytest.raises(NotApprover):
        services.approve(approval_id=str(asked.public_id), actor=play.cast.second, expected_version=version)
    with pytest.raises(ApprovalClosed):
        play.ask("extend-verification", reason="再次提出。")
    play.approve(asked)
    clock = play.clock(VERIFY)
    assert clock.due_on.isoformat() == "2026-12-14"  # 30 working days from 11-02
    assert [(row.value, row.unit, row.reason) for row in clock.extensions.all()] == [(15, "working_day", "涉及多地。")]
    with pytest.raises(Refusal) as refused:
        play.go("extend-verification", reason="再来一次。")
    assert refused.value.article
    assert play.clock(VERIFY).due_on.isoformat() == "2026-12-14"


@pytest.mark.parametrize(
    ("sent", "back", "due"),
    [
        ("2026-11-09", "2026-11-13", "2026-11-30"),  # five working days, both ends included
        ("2026-11-06", "2026-11-09", "2026-11-25"),  # over a weekend: two working days
        ("2026-11-06", "2026-11-06", "2026-11-24"),  # the same day: one
        ("2026-11-23", "2026-12-04", "2026-12-07"),  # on the last day
    ],
)
def test_testing_pauses_the_verification(sent: str, back: str, due: str) -> None:
    play = to_lead()
    play.go("send-for-testing", on=sent, facts={"testing_kind": "appraisal", "testing_by": "鉴定机构"})
    assert (play.clocks()[VERIFY], play.row.next_due_at) == ("paused", None)
    with pytest.raises(StepBlocked):
        play.go("send-for-testing", facts={"testing_kind": "testing", "testing_by": "另一机构"})
    with pytest.raises(StepBlocked):
        play.go("extend-verification", reason="中止期间不能延长。")
    play.go("testing-back", on=back, facts={"testing_result": "系仿冒"})
    assert (play.clocks()[VERIFY], play.clock(VERIFY).due_on.isoformat()) == ("running", due)
    pause = Pause.objects.get()
    assert (pause.from_on.isoformat(), pause.to_on and pause.to_on.isoformat()) == (sent, back)


def test_evidence_is_asked_for_and_handed_in() -> None:
    play = to_lead()
    wanted = {"evidence_wanted": "商标注册证", "evidence_due_on": "2026-11-10"}
    with pytest.raises(StepBlocked):
        play.go("answer-evidence-request", play.cast.complainant, facts={"evidence_note": "附上"})
    play.go("request-evidence", facts=wanted, on="2026-11-03")
    assert play.papers() == ["acceptance", "evidence-request"]
    with pytest.raises(FieldsInvalid) as past:
        play.go("request-evidence", facts={**wanted, "evidence_due_on": "2026-11-01"})
    assert set(past.value.errors) == {"evidence_due_on"}
    play.go("answer-evidence-request", play.cast.complainant, facts={"evidence_note": "附上"}, on="2026-11-05")
    assert play.row.facts["evidence_requested"] is False
    assert play.tasks() >= {"record-verification"}
    play.go("supplement", play.cast.complainant, facts={"supplement_text": "又发现一家店"})
    assert play.row.state == "lead"


def test_filing_needs_right_evidence_and_two_officers() -> None:
    play = to_lead()
    with pytest.raises(StepBlocked) as first:
        play.ask("file", facts=FILE)
    assert "权利" in first.value.reason.zh
    play.go("record-verification", facts={**VERIFIED, "right_confirmed": False})
    with pytest.raises(StepBlocked):
        play.ask("file", facts=FILE)
    play.go("record-verification", facts=VERIFIED)
    with pytest.raises(StepBlocked) as alone:
        play.ask("file", facts=FILE)
    assert "两人" in alone.value.reason.zh
    with pytest.raises(FieldsInvalid) as one:
        play.go("assign", play.cast.head, facts={"officers": [play.cast.officer.username]})
    assert set(one.value.errors) == {"officers"}
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("file", facts=FILE, on="2026-11-10")
    assert play.running() == {DECIDE}
    assert play.clocks()[VERIFY] == "met"
    assert play.clock(DECIDE).due_on.isoformat() == "2027-02-08"
    assert play.clock(DECIDE).provisional  # 2027's notice is not out
    assert play.papers()[-1] == "filing-approval"


def test_a_verified_right_of_the_registry_is_enough() -> None:
    right = make_right()
    play = opened(INFRINGEMENT, "2026-11-02", right_ids=[right.pk])
    play.go("triage", play.clerk, facts={"matter": "trademark"})
    play.go("accept")
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts={**VERIFIED, "right_confirmed": False})
    with pytest.raises(StepBlocked):
        play.ask("file", facts=FILE)
    Right.objects.filter(pk=right.pk).update(verification="verified", verified_by="limin", verified_at=time.now())
    play.go("file", facts=FILE)
    assert play.row.state == "filed"


def test_an_interest_declared_after_the_assignment_stops_the_filing() -> None:
    play = to_lead()
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=VERIFIED)
    access.declare_conflict(
        actor=play.cast.second, account=account_of(play.cast.second), subject_kind="case",
        subject_key=play.case.number, reason="被投诉人是亲属",
    )  # fmt: skip
    with pytest.raises(StepBlocked) as refused:
        play.ask("file", facts=FILE)
    assert "回避" in refused.value.reason.zh
    told = {one.step.key: one for one in selectors.open_steps_for(play.cast.officer, play.case.number)}
    assert not told["file"].allowed


def test_what_changed_between_request_and_approval_is_looked_at_again() -> None:
    play = to_lead()
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=VERIFIED)
    asked = play.ask("file", facts=FILE)
    assert isinstance(asked, Approval)
    play.go("send-for-testing", facts={"testing_kind": "testing", "testing_by": "检测机构"})
    with pytest.raises(StepBlocked), time.pinned(moment(play.day)):
        services.approve(approval_id=str(asked.public_id), actor=play.cast.head, expected_version=play.row.version)
    assert play.row.state == "lead"


def test_not_filing_needs_the_verification_and_prints_the_remedies() -> None:
    play = to_lead()
    with pytest.raises(StepBlocked):
        play.ask("decide-not-to-file", reason="没有违法事实。")
    play.go("record-verification", facts={"verification_findings": "系正品"})
    play.go("decide-not-to-file", reason="没有违法事实。", on="2026-11-20")
    paper = play.case.papers.get(kind="not-filed-notice")
    assert len(paper.data["remedies"]) == 2
    assert (play.row.state, play.row.outcome, play.clocks()) == ("not-filed", "not_filed", {VERIFY: "met"})
    play.go("reopen-verification", play.cast.head, reason="有新证据。", on="2026-12-01")
    assert (play.row.state, play.row.outcome, play.running()) == ("lead", "", {VERIFY})
    assert play.clock(VERIFY).started_on.isoformat() == "2026-12-01"
    assert play.row.facts["verification_done"] is False


def test_withdrawing_before_and_after_filing() -> None:
    early = to_lead()
    early.go("withdraw", early.cast.complainant, facts={"withdrawal_note": "已和解"})
    assert (early.row.outcome, early.running()) == ("withdrawn", set())
    late = to_filed()
    with pytest.raises(StepNotOpen):
        late.go("withdraw", late.cast.complainant)
    late.go("withdraw-after-filing", late.cast.complainant)
    assert (late.row.state, late.running()) == ("filed", {DECIDE})
    assert late.row.facts["withdrawn_late"] is True


def test_a_correction_names_the_move_and_leaves_it_standing() -> None:
    play = to_lead()
    wrong = play.go("record-verification", facts={"verification_findings": "数量 10 件"})
    play.go(
        "correct", reason="数量有误。", corrects=str(wrong.public_id), on="2026-11-05",
        facts={"corrected_text": "数量应为 100 件"},
    )  # fmt: skip
    made = play.moves["correct"]
    assert made.corrects_id == wrong.pk
    assert Move.objects.get(pk=wrong.pk).facts["verification_findings"] == "数量 10 件"
    assert play.papers()[-1] == "correction"
    assert play.row.state == "lead"
    shown = {entry.seq: entry for entry in selectors.case_page(play.cast.officer, play.case.number).timeline}
    assert shown[wrong.seq].corrected
    assert shown[made.seq].corrects_seq == wrong.seq


def test_late_is_late() -> None:
    play = to_lead()
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=VERIFIED)
    play.go("file", facts=FILE, on="2026-11-24")  # the last day was 11-23
    assert play.clocks()[VERIFY] == "missed"
    assert play.clocks()[DECIDE] == "running"
