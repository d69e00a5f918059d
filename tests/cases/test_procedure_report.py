"""Reports as the engine plays them: repeated reports, new facts, the duty to tell, and how a report ends."""

from __future__ import annotations

import pytest

from tests.factories.plays import REPORT, Play, moment, officers, opened
from zhidun.cases import services
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import CaseParty, Outbox
from zhidun.cases.visibility import find
from zhidun.kernel import time
from zhidun.procedures.errors import FieldsInvalid, StepBlocked, StepNotOpen

pytestmark = pytest.mark.django_db
VERIFY, DECIDE, NOTICE = "samr.case.verify.15wd", "samr.case.decide.90d", "cr.report.notice"
FOUND = {"verification_findings": "现场属实", "preliminary_evidence": True}


def lead(on: str = "2026-11-02", *, kind: str = "trademark", anonymous: bool = False) -> Play:
    play = opened(REPORT, on, kind=kind, anonymous=anonymous)
    play.go("accept", play.clerk)
    return play


def filed(on: str = "2026-11-02", *, kind: str = "trademark", anonymous: bool = False, due: bool = False) -> Play:
    play = lead(on, kind=kind, anonymous=anonymous)
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=FOUND)
    play.go("file", facts={"filing_summary": "证据充分", "notice_due": due})
    return play


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-02", "2026-11-23"),  # three plain weeks
        ("2026-09-28", "2026-10-23"),  # National Day out, the made-up Saturday in
        ("2026-02-10", "2026-03-09"),  # Spring Festival out, both made-up Saturdays in
        ("2026-04-14", "2026-05-08"),  # the switch of the Measures does not touch this clock
        ("2026-04-15", "2026-05-09"),  # ends on a made-up Saturday
        ("2026-12-14", "2027-01-04"),  # 2027: provisional
    ],
)
def test_the_period_of_verification(received: str, due: str) -> None:
    play = opened(REPORT, received)
    clock = play.clock(VERIFY)
    assert (clock.due_on.isoformat(), clock.rule_id, clock.provisional) == (due, VERIFY, due.startswith("2027"))
    assert play.tasks() == {"accept"}


def test_the_same_facts_are_not_handled_twice_and_the_earlier_report_goes_on() -> None:
    first = lead("2026-11-02")
    again = opened(REPORT, "2026-11-05", cast=first.cast)
    with pytest.raises(StepBlocked):
        again.go("mark-repeated", reason="同一事实。")
    with time.pinned(moment("2026-11-05")):
        services.link_cases(actor=first.cast.officer, a=again.case.number, b=first.case.number, kind="duplicate")
    again.go("mark-repeated", reason="同一事实。", on="2026-11-06")
    assert (again.row.outcome, again.running()) == ("repeated", set())
    assert (first.row.state, first.clock(VERIFY).due_on.isoformat()) == ("lead", "2026-11-23")
    assert "同一事实" in Outbox.objects.filter(case=again.case).latest("id").body_zh


@pytest.mark.parametrize("taken", [False, True])
def test_new_facts_start_the_period_from_the_last_report(*, taken: bool) -> None:
    play = opened(REPORT, "2026-11-02")
    if taken:
        play.go("accept", play.clerk)
    with pytest.raises(StepBlocked):
        play.go("restart-period", facts={"last_report_on": "2026-11-02"})
    play.go("supplement", play.cast.complainant, facts={"supplement_text": "又开了一家店"}, on="2026-11-10")
    assert "restart-period" in play.tasks()
    assert play.clock(VERIFY).due_on.isoformat() == "2026-11-23"  # not by itself: an officer judges
    with pytest.raises(FieldsInvalid):
        play.go("restart-period", facts={"last_report_on": "2026-11-30"})
    play.go("restart-period", facts={"last_report_on": "2026-11-10"}, on="2026-11-12")
    clock = play.clock(VERIFY)
    assert (clock.started_on.isoformat(), clock.due_on.isoformat()) == ("2026-11-10", "2026-12-01")
    assert play.case.clocks.filter(rule_key=VERIFY).count() == 2
    assert play.running() == {VERIFY}
    with pytest.raises(StepBlocked):
        play.go("restart-period", facts={"last_report_on": "2026-11-10"})


def test_leads_added_after_filing_change_no_period() -> None:
    play = filed()
    play.go("supplement", play.cast.complainant, facts={"supplement_text": "新线索"})
    assert "restart-period" not in play.tasks()
    with pytest.raises(StepNotOpen):
        play.go("restart-period", facts={"last_report_on": "2026-11-02"})


@pytest.mark.parametrize(
    ("on", "kind", "anonymous", "due", "clock", "must_tell"),
    [
        ("2026-04-15", "trademark", False, False, "", False),  # the new: no general duty
        ("2026-04-15", "trademark", False, True, "", True),  # unless another law asks for it
        ("2026-11-02", "trade_secret", False, False, "", True),  # the competition law does
        ("2026-11-02", "unfair_competition", False, False, "", True),
        ("2026-11-02", "trade_secret", True, False, "", False),  # nobody can be told
        ("2026-11-02", "counterfeit_patent", False, False, "", False),
        ("2026-11-02", "gi_product", False, False, "", False),
    ],
)
def test_the_duty_to_tell_depends_on_the_day_and_on_the_law(
    on: str, kind: str, anonymous: bool, due: bool, clock: str, must_tell: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    play = filed(on, kind=kind, anonymous=anonymous, due=due)
    assert (play.clock(NOTICE).due_on.isoformat() if NOTICE in play.clocks() else "") == clock
    assert ("tell-reporter" in play.tasks()) is must_tell
    if must_tell:
        with pytest.raises(StepBlocked) as refused:
            play.ask("finish", facts={"result": "penalised", "result_case": "川武市监案〔2026〕7号"})
        assert "告知" in refused.value.reason.zh
        play.go("tell-reporter", facts={"told_result": "已立案"})
    play.go("finish", facts={"result": "penalised", "result_case": "川武市监案〔2026〕7号"})
    assert (play.row.outcome, play.running()) == ("handled", set())


def test_a_report_of_the_old_days_filed_since_follows_the_new_text_on_notice() -> None:
    play = lead("2026-04-13")
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=FOUND)
    play.go("file", facts={"filing_summary": "证据充分"}, on="2026-04-15")
    assert NOTICE not in play.clocks()  # a new clock takes the version of its own start event
    assert play.clocks()[VERIFY] == "met"


def test_the_reported_party_never_finds_the_case_and_is_never_written_to() -> None:
    play = filed()
    with pytest.raises(FieldsInvalid) as refused:  # a report itself decides no penalty
        play.ask("finish", facts={"result": "penalised"})
    assert set(refused.value.errors) == {"result_case"}
    play.go("finish", facts={"result": "penalised", "result_case": "川武市监案〔2026〕7号"})
    with pytest.raises(CaseNotFound):
        find(play.cast.respondent, play.case.number)
    assert set(Outbox.objects.filter(case=play.case).values_list("party__role", flat=True)) == {"reporter"}
    reporter = CaseParty.objects.get(case=play.case, role="reporter").shown_name
    for paper in play.case.papers.all():
        assert reporter not in str(paper.data)


def test_what_is_not_ours_is_not_forwarded_but_told() -> None:
    play = opened(REPORT, "2026-11-02")
    play.go("tell-elsewhere", play.clerk, facts={"competent_authority": "农业农村局"}, reason="属农业农村部门职责。")
    assert (play.row.outcome, play.running(), play.papers()) == ("told_elsewhere", set(), [])
    assert "农业农村部门" in Outbox.objects.filter(case=play.case).latest("id").body_zh
    play.go("reopen", play.cast.head, reason="管辖有误。", on="2026-11-10")
    assert (play.row.state, play.clock(VERIFY).started_on.isoformat()) == ("lead", "2026-11-10")


def test_not_filed_after_verification_only() -> None:
    play = lead()
    with pytest.raises(StepBlocked):
        play.ask("decide-not-to-file", reason="不属实。")
    play.go("record-verification", facts={"verification_findings": "不属实"})
    play.go("decide-not-to-file", reason="不属实。", on="2026-11-20")
    assert (play.row.outcome, play.clocks()) == ("not_filed", {VERIFY: "met"})


def test_filing_needs_evidence_and_two_officers_and_no_open_test() -> None:
    play = lead()
    with pytest.raises(StepBlocked) as nothing:
        play.ask("file", facts={"filing_summary": "x"})
    assert "初步证据" in nothing.value.reason.zh
    play.go("record-verification", facts=FOUND)
    with pytest.raises(StepBlocked) as alone:
        play.ask("file", facts={"filing_summary": "x"})
    assert "两人" in alone.value.reason.zh
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("send-for-testing", facts={"testing_by": "检测机构"}, on="2026-11-09")
    with pytest.raises(StepBlocked):
        play.ask("file", facts={"filing_summary": "x"})
    play.go("testing-back", facts={"testing_result": "系仿冒"}, on="2026-11-13")
    assert play.clock(VERIFY).due_on.isoformat() == "2026-11-30"
    play.go("extend-verification", reason="需要外调。")
    assert play.clock(VERIFY).due_on.isoformat() == "2026-12-21"
    play.go("file", facts={"filing_summary": "x"}, on="2026-12-01")
    assert play.running() == {DECIDE}


@pytest.mark.parametrize("stage", ["lead", "filed"])
def test_to_the_police_from_the_lead_and_from_the_case(stage: str) -> None:
    play = lead() if stage == "lead" else filed()
    facts = {"police_office": "市公安局经侦支队", "referred_on": "2026-11-02"}
    play.go("refer-to-police", facts=facts, reason="有犯罪合理嫌疑。")
    assert (play.row.outcome, play.running()) == ("referred", set())
    assert play.papers()[-1] == "transfer"
    play.go(
        "record-referral-result", on="2026-11-20",
        facts={"referral_on": "2026-11-18", "referral_result": "公安机关已立案"},
    )  # fmt: skip
    assert play.row.outcome == "referred"


def test_the_reporter_withdraws() -> None:
    play = lead()
    play.go("withdraw", play.cast.complainant, facts={"withdrawal_note": "误会"})
    assert (play.row.outcome, play.running()) == ("withdrawn", set())
    with pytest.raises(StepNotOpen):
        play.go("supplement", play.cast.complainant, facts={"supplement_text": "又想起"})
