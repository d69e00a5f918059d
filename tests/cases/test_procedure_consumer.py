"""Consumer complaints as the engine plays them, under the Measures of 2019 and those of 2026."""

from __future__ import annotations

import pytest

from tests.factories.plays import CONSUMER, REPORT, Play, moment, opened
from zhidun.access.models import Office
from zhidun.cases import services
from zhidun.cases.models import Outbox
from zhidun.cases.paper_words import en_date
from zhidun.kernel import time
from zhidun.procedures.errors import FieldsInvalid, NotCompetent, StepBlocked, StepNotOpen

pytestmark = pytest.mark.django_db
ACCEPT, MEDIATE, END = "cr.accept.7wd", "cr.mediate", "cr.mediate.end_notice.7wd"
CLUE = "cr.clue_in_mediation.15wd"
BOTH = {"consent_complainant": True, "consent_respondent": True}


def complaint(on: str = "2026-11-02") -> Play:
    return opened(CONSUMER, on, kind="")


def mediating(on: str = "2026-11-02") -> Play:
    play = complaint(on)
    play.go("accept")
    return play


@pytest.mark.parametrize(
    ("received", "due", "rule"),
    [
        ("2026-04-13", "2026-04-22", "cr.accept.7wd.2019"),
        ("2026-04-14", "2026-04-23", "cr.accept.7wd.2019"),  # the last day of the old Measures
        ("2026-04-14T23:59", "2026-04-23", "cr.accept.7wd.2019"),
        ("2026-04-15T00:00", "2026-04-24", "cr.accept.7wd.2026"),  # the first of the new
        ("2026-09-28", "2026-10-13", "cr.accept.7wd.2026"),  # over National Day, the made-up Saturday counts
        ("2026-09-25", "2026-10-12", "cr.accept.7wd.2026"),  # received on Mid-autumn
        ("2026-11-22T10:00", "2026-12-01", "cr.accept.7wd.2026"),  # a Sunday
    ],
)
def test_acceptance_is_decided_in_seven_working_days(received: str, due: str, rule: str) -> None:
    play = complaint(received)
    clock = play.clock(ACCEPT)
    assert (clock.due_on.isoformat(), clock.rule_id) == (due, rule)
    assert play.running() == {ACCEPT}
    note = Outbox.objects.filter(case=play.case).first()
    assert note is not None
    assert f"{clock.due_on.month}月{clock.due_on.day}日" in note.body_zh
    assert en_date(clock.due_on) in note.body_en


@pytest.mark.parametrize(
    ("received", "accepted", "rule", "unit", "due"),
    [
        ("2026-04-08", "2026-04-13", "cr.mediate.45wd.2019", "working_day", "2026-06-17"),
        ("2026-04-08", "2026-04-14", "cr.mediate.45wd.2019", "working_day", "2026-06-18"),
        ("2026-04-15", "2026-04-15", "cr.mediate.60d.2026", "calendar_day", "2026-06-14"),
        ("2026-04-20", "2026-04-20", "cr.mediate.60d.2026", "calendar_day", "2026-06-22"),  # out of Dragon Boat
        ("2026-11-02", "2026-11-05", "cr.mediate.60d.2026", "calendar_day", "2027-01-04"),  # 2027: provisional
    ],
)
def test_mediation_is_counted_from_acceptance(received: str, accepted: str, rule: str, unit: str, due: str) -> None:
    play = complaint(received)
    play.go("accept", on=accepted)
    clock = play.clock(MEDIATE)
    assert (clock.rule_id, clock.unit, clock.due_on.isoformat()) == (rule, unit, due)
    assert clock.provisional is due.startswith("2027")
    assert clock.started_on.isoformat() == accepted[:10]
    assert play.clocks()[ACCEPT] == "met"


def test_a_running_clock_keeps_its_rule_over_the_switch() -> None:
    play = complaint("2026-04-10")
    play.go("accept", on="2026-04-14")
    before = play.clock(MEDIATE)
    play.go("record-consent", facts=BOTH, on="2026-04-20")
    play.go("send-for-testing", facts={"testing_by": "机构", "testing_cost": "经营者"}, on="2026-05-11")
    play.go("testing-back", facts={"testing_result": "不合格"}, on="2026-05-15")
    after = play.clock(MEDIATE)
    assert (before.rule_id, after.rule_id) == ("cr.mediate.45wd.2019", "cr.mediate.45wd.2019")
    assert after.due_on.isoformat() == "2026-06-26"  # five working days later than 06-18
    play.go("end-mediation", facts={"end_ground": "no_agreement"}, reason="各执一词。", on="2026-06-25")
    assert play.clock(END).rule_id == "cr.mediate.end_notice.7wd.2026"  # a new clock takes the new text


def test_testing_costs_calendar_days_under_the_new_text() -> None:
    play = mediating("2026-09-01")
    assert play.clock(MEDIATE).due_on.isoformat() == "2026-10-31"  # a plain Saturday stays
    play.go("send-for-testing", facts={"testing_by": "机构", "testing_cost": "双方各半"}, on="2026-10-08")
    play.go("testing-back", facts={"testing_result": "合格"}, on="2026-10-09")
    assert play.clock(MEDIATE).due_on.isoformat() == "2026-11-02"


def test_declining_needs_the_head_a_rule_and_other_ways() -> None:
    play = complaint()
    with pytest.raises(FieldsInvalid) as bare:
        play.go("refuse")
    assert set(bare.value.errors) == {"reason", "refusal_rule", "other_ways"}
    given = {"refusal_rule": "cr.reject.reasons", "other_ways": "可向人民法院起诉"}
    play.go("refuse", facts=given, reason="不是为生活消费需要购买。", on="2026-11-11")
    paper = play.case.papers.get(kind="refusal")
    assert {"cr.reject.reasons.2026", "cr.accept.7wd.2026"} <= set(paper.rules)
    assert len(paper.data["remedies"]) == 2
    assert (play.row.outcome, play.clocks()) == ("refused", {ACCEPT: "met"})
    play.go("reopen", play.cast.head, reason="补交了材料。", on="2026-11-16")
    assert (play.row.state, play.clock(ACCEPT).due_on.isoformat()) == ("received", "2026-11-25")


def test_one_day_late_is_missed() -> None:
    play = complaint()
    play.go("accept", on="2026-11-12")  # the last day was 11-11
    assert play.clocks()[ACCEPT] == "missed"


def test_the_counter_may_ask_for_material_but_not_decide() -> None:
    play = complaint()
    asked = {"evidence_wanted": "购物凭证", "evidence_due_on": "2026-11-09"}
    play.go("request-material", play.clerk, facts=asked)
    assert play.papers() == ["evidence-request"]
    for step in ("accept", "refuse"):
        with pytest.raises(NotCompetent):
            play.go(step, play.clerk)
    play.go("supplement", play.cast.complainant, facts={"supplement_text": "小票见附件"})
    assert play.row.facts["evidence_requested"] is False
    assert play.running() == {ACCEPT}


def test_the_task_of_a_new_complaint_goes_to_somebody_who_can_do_it() -> None:
    play = complaint()
    assert set(play.case.tasks.values_list("kind", "role")) == {("accept", "enforcement-officer")}


def test_the_trader_sees_nothing_before_acceptance() -> None:
    play = complaint()
    assert set(Outbox.objects.filter(case=play.case).values_list("party__role", flat=True)) == {"complainant"}
    with pytest.raises(StepNotOpen):
        play.go("record-consent", facts=BOTH)


def test_settled_with_the_consent_of_both() -> None:
    play = mediating()
    agreement = {"agreement": "退一赔三", "agreed_amount": "1200"}
    with pytest.raises(StepBlocked):
        play.go("settle", facts=agreement)
    play.go("record-consent", facts={"consent_complainant": True})
    with pytest.raises(StepBlocked):
        play.go("settle", facts=agreement)
    play.go("record-consent", facts=BOTH)
    play.go("settle", facts=agreement, on="2026-12-01")
    assert (play.row.outcome, play.clocks()[MEDIATE]) == ("settled", "met")
    assert play.papers() == ["acceptance", "mediation-record"]


@pytest.mark.parametrize("ground", ["absent", "no_agreement", "appraisal_cost", "period_over", "party_gone", "other"])
def test_ended_without_agreement_and_told_in_seven_working_days(ground: str) -> None:
    play = mediating()
    play.go("end-mediation", facts={"end_ground": ground}, reason="经调解无果。", on="2026-11-20")
    assert play.clock(END).due_on.isoformat() == "2026-12-01"
    play.go("notify-end", facts={"other_ways": "仲裁或者起诉"}, on="2026-12-01T20:00")
    assert (play.row.outcome, play.clocks()[END]) == ("not_settled", "met")
    assert play.papers()[-1] == "closing-notice"


def test_withdrawing_in_mediation_ends_it_with_notice() -> None:
    early = complaint()
    early.go("withdraw", early.cast.complainant)
    assert early.row.outcome == "withdrawn"
    late = mediating()
    with pytest.raises(StepNotOpen):
        late.go("withdraw", late.cast.complainant)
    late.go("withdraw-in-mediation", late.cast.complainant)
    assert (late.row.state, late.running()) == ("ending", {END})


def test_a_mediator_is_asked_to_stand_aside_before_anything_is_settled() -> None:
    play = mediating()
    play.go("record-consent", facts=BOTH)
    play.cast.office.refresh_from_db()
    with pytest.raises(StepBlocked):
        play.go("decide-recusal", play.cast.head, reason="无。")
    play.go("ask-recusal", play.cast.complainant, facts={"recusal_why": "与经营者相识"})
    with pytest.raises(StepBlocked):
        play.go("settle", facts={"agreement": "退款"})
    play.go("decide-recusal", play.cast.head, facts={"recusal_granted": False}, reason="不存在利害关系。")
    play.go("settle", facts={"agreement": "退款"})
    assert play.row.outcome == "settled"


def test_a_clue_becomes_a_linked_report_before_the_complaint_ends() -> None:
    play = mediating()
    play.go("record-consent", facts=BOTH)
    play.go("record-clue", facts={"clue": "销售假冒商品", "clue_found_on": "2026-11-02"}, on="2026-11-04")
    assert play.clock(CLUE).due_on.isoformat() == "2026-11-23"  # from the day it was found
    with pytest.raises(StepBlocked):
        play.go("link-report")
    with pytest.raises(StepBlocked):
        play.go("settle", facts={"agreement": "退款"})
    split = opened(REPORT, "2026-11-05", cast=play.cast)
    with time.pinned(moment("2026-11-05")):
        services.link_cases(actor=play.cast.officer, a=play.case.number, b=split.case.number, kind="split")
    play.go("extend-clue", reason="需要鉴定。", on="2026-11-06")
    assert play.clock(CLUE).due_on.isoformat() == "2026-12-14"
    play.go("link-report")
    play.go("settle", facts={"agreement": "退款"})
    assert (play.row.outcome, split.row.state) == ("settled", "received")  # the report goes on by itself
    assert split.running() == {"samr.case.verify.15wd"}


def test_another_office_takes_over_with_the_days_already_gone() -> None:
    play = complaint()
    there = play.cast.stranger
    code = Office.objects.get(pk=there.posts[0].office_id).code
    play.go("hand-over", play.clerk, facts={"to_office": code}, reason="由经营地机构办理。", on="2026-11-04")
    assert play.clock(ACCEPT).due_on.isoformat() == "2026-11-11"
    play.go("accept", there, on="2026-11-05")
    assert play.row.state == "mediating"
