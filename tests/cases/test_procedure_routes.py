"""What other authorities handle is routed and parked; older cases keep their clocks; the year 2027 is reached."""

from __future__ import annotations

import pytest

from tests.factories.plays import INFRINGEMENT, VERIFIED, officers, opened, to_executing, to_filed
from zhidun.cases.models import Outbox
from zhidun.procedures.errors import StepBlocked

pytestmark = pytest.mark.django_db
VERIFY, DECIDE = "samr.case.verify.15wd", "samr.case.decide.90d"
FAKE, FAKE_CLOSE = "pat.fake.file#reported", "pat.fake.close.1m"


@pytest.mark.parametrize(
    ("kind", "matter", "authority"),
    [
        ("patent_invention", "patent", "市知识产权局"),
        ("patent_utility", "patent", "市知识产权局"),
        ("patent_design", "patent", "市知识产权局"),
        ("ic_layout", "ic_layout", "国家知识产权局"),
        ("plant_variety", "plant_variety", "市农业农村局"),
        ("copyright_work", "copyright", "市版权局"),
        ("software", "copyright", "市版权局"),
    ],
)
def test_what_others_handle_is_parked_with_its_papers(kind: str, matter: str, authority: str) -> None:
    play = opened(INFRINGEMENT, "2026-11-02", kind=kind)
    play.go("triage", play.clerk, facts={"matter": matter})
    with pytest.raises(StepBlocked) as refused:
        play.go("accept")
    assert "主管机关" in refused.value.reason.zh
    play.go("route", play.clerk, facts={"authority": authority}, on="2026-11-03")
    assert (play.row.state, play.running(), play.row.next_due_at) == ("routed", set(), None)
    assert play.row.closed_at is None  # parked, not closed
    assert play.clocks() == {VERIFY: "met"}
    paper = play.case.papers.get()
    assert (paper.kind, paper.relations) == ("transfer", ["complainant"])
    assert "其他主管机关" in Outbox.objects.filter(case=play.case).latest("id").body_zh
    play.go("record-authority-answer", facts={"authority_answer": "已接收"}, on="2026-11-20")
    assert (play.row.state, play.row.outcome) == ("transferred", "transferred")


@pytest.mark.parametrize(
    ("kind", "matter"),
    [
        ("trademark", "trademark"),
        ("trade_secret", "trade_secret"),
        ("counterfeit_patent", "counterfeit_patent"),
        ("gi_product", "gi"),
        ("special_sign", "special_sign"),
        ("olympic_sign", "olympic_sign"),
        ("unfair_competition", "unfair_competition"),
    ],
)
def test_what_is_ours_is_not_routed(kind: str, matter: str) -> None:
    play = opened(INFRINGEMENT, "2026-11-02", kind=kind)
    play.go("triage", play.clerk, facts={"matter": matter})
    with pytest.raises(StepBlocked):
        play.go("route", facts={"authority": "某局"})
    play.go("accept")
    assert play.row.state == "lead"


def test_a_parked_matter_is_taken_over_with_a_fresh_clock() -> None:
    play = opened(INFRINGEMENT, "2026-11-02", kind="unknown")
    play.go("triage", play.clerk, facts={"matter": "patent"})
    play.go("route", facts={"authority": "市知识产权局"})
    play.go("take-over", reason="经查属于假冒专利。", on="2026-11-16")
    assert (play.row.state, play.running()) == ("lead", {VERIFY})
    assert play.clock(VERIFY).due_on.isoformat() == "2026-12-07"
    assert play.case.clocks.filter(rule_key=VERIFY).count() == 2


def test_the_holder_withdraws_a_parked_matter() -> None:
    play = opened(INFRINGEMENT, "2026-11-02", kind="patent_design")
    play.go("triage", play.clerk, facts={"matter": "patent"})
    play.go("route", facts={"authority": "市知识产权局"})
    play.go("withdraw", play.cast.complainant)
    assert play.row.outcome == "withdrawn"


def test_a_counterfeit_patent_shows_both_periods() -> None:
    play = opened(INFRINGEMENT, "2026-11-02", kind="counterfeit_patent")
    play.go("triage", play.clerk, facts={"matter": "counterfeit_patent"}, on="2026-11-03")
    assert play.clock(FAKE).due_on.isoformat() == "2026-11-16"  # ten working days from the receipt, not from triage
    assert play.clock(VERIFY).due_on.isoformat() == "2026-11-23"
    assert play.row.next_due_at == play.clock(FAKE).due_at  # the shorter one presses
    play.go("accept")
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=VERIFIED)
    play.go("file", facts={"filing_summary": "x"}, on="2026-11-16")
    assert play.clocks()[FAKE] == play.clocks()[VERIFY] == "met"
    assert play.clock(FAKE_CLOSE).due_on.isoformat() == "2026-12-16"
    assert play.running() == {DECIDE, FAKE_CLOSE}


@pytest.mark.parametrize("step", ["refuse", "transfer"])
def test_both_periods_end_where_the_case_does(step: str) -> None:
    play = opened(INFRINGEMENT, "2026-11-02", kind="counterfeit_patent")
    play.go("triage", play.clerk, facts={"matter": "counterfeit_patent"})
    facts = {"refusal_rule": "samr.case.filing"} if step == "refuse" else {"receiving_office": "某局"}
    play.go(step, facts=facts, reason="不属本机关管辖。")
    assert play.clocks() == {VERIFY: "met", FAKE: "met"}


def test_a_matter_left_to_the_court_needs_the_head() -> None:
    play = to_filed()
    play.go("refer-to-court", facts={"court": "成都知识产权法庭"}, reason="当事人已起诉。", on="2026-11-10")
    assert (play.row.outcome, play.running()) == ("referred", set())
    assert len(play.moves["refer-to-court"].approved_by) == 1


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-04-13", "2026-05-07"),  # before the switch of the complaint Measures
        ("2026-04-15", "2026-05-09"),  # since
        ("2025-12-24", "2026-01-15"),  # before the orders on publication
        ("2022-10-31", "2022-11-21"),  # before the amendment of the penalty procedure
    ],
)
def test_an_old_case_keeps_its_clock_however_late_it_is_looked_at(received: str, due: str) -> None:
    play = opened(INFRINGEMENT, received)
    before = play.clock(VERIFY)
    play.go("triage", play.clerk, facts={"matter": "trademark"}, on="2026-11-20")
    after = play.clock(VERIFY)
    assert before.pk == after.pk
    assert (after.due_on.isoformat(), after.rule_id) == (due, VERIFY)
    assert after.provisional is False


def test_a_filing_entered_days_after_its_receipt_counts_from_the_receipt() -> None:
    play = opened(INFRINGEMENT, "2026-11-06", received="2026-11-02T10:30")
    assert play.clock(VERIFY).due_on.isoformat() == "2026-11-23"
    assert play.clock(VERIFY).started_on.isoformat() == "2026-11-02"


@pytest.mark.parametrize(
    ("decided", "publish", "withdraw"),
    [
        ("2025-12-24", "pub.penalty.20wd", "pub.withdraw.3wd"),  # the orders before
        ("2025-12-25", "pub.penalty.20wd.2025", "pub.withdraw.3wd.2025"),
        ("2026-11-02", "pub.penalty.20wd.2025", "pub.withdraw.3wd.2025"),
    ],
)
def test_publication_follows_the_text_of_the_day_of_the_decision(decided: str, publish: str, withdraw: str) -> None:
    play = to_executing(decided, kind="trade_secret", matter="trade_secret")
    assert play.clock("pub.penalty.20wd").rule_id == publish
    play.go("publish")
    play.go("record-revocation", facts={"revoked_by": "self"}, reason="自行纠正。")
    assert play.clock("pub.withdraw.3wd").rule_id == withdraw


@pytest.mark.parametrize("offered", ["2026-12-30", "2027-01-05"])
def test_a_case_of_the_old_year_is_mediated_and_closed_in_the_new_one(offered: str) -> None:
    """The day of the act has no version of the mediation rule from 2027 on: the day of the legal event decides."""
    play = to_executing("2026-12-30")
    decided = play.case.papers.get(kind="decision")
    assert any("第60条" in line["zh"] for line in decided.data["articles"])
    play.go("publish")
    play.go("record-performance", facts={"performance": "full", "performed_on": "2026-12-30"})
    play.go("offer-mediation", facts={"mediation_answer_due_on": "2027-03-01"}, on=offered)
    play.go("record-mediation-answer", facts={"mediation_complainant": "declined", "mediation_respondent": "declined"})
    assert "med.admin.tm" in play.case.papers.get(kind="mediation-offer").rules
    play.go("close", facts={"closing_summary": "完"})
    assert play.row.outcome == "penalised"
