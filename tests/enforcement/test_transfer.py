"""Transfer to the police and back: the chain of hard days and hours, who sees what, silence made visible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.access import account_of, make_office
from tests.factories.enforcement import TRANSFER, Across, handed, seized, sent, within
from tests.factories.faces import BACKEND
from tests.factories.plays import Play, decision, moment, to_filed, to_notice
from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases_read
from zhidun.cases import services as cases
from zhidun.cases.errors import CaseNotFound, NotThatAuthority
from zhidun.cases.models import Case, Task
from zhidun.enforcement import selectors, services
from zhidun.enforcement.errors import AlreadyRunning, NotAttachable
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden
from zhidun.procedures.errors import FieldsInvalid, NotCompetent, StepBlocked, StepNotOpen
from zhidun.standards import selectors as standards

pytestmark = pytest.mark.django_db
REASON = "有犯罪合理嫌疑。"
REFUSED = {"refusal_notice_on": "2026-11-04"}


@pytest.fixture
def across() -> Across:
    return Across()


def due(play: Play, rule: str) -> str:
    return play.clock(rule).due_at.astimezone(time.CITY_ZONE).isoformat()[:16]


def test_the_chain_from_the_report_to_the_goods(across: Across) -> None:
    main = to_filed("2026-10-01")  # in the week of holidays: these periods do not roll
    play = within(main, "criminal-transfer", TRANSFER)
    assert due(play, "trf.approve.3d") == "2026-10-05T00:00"  # three days after 1 October, to the end of the 4th
    play.go("approve-transfer", on="2026-10-02T10:00")
    assert due(play, "trf.hand.24h") == "2026-10-03T10:00"
    play.go("send", facts=handed(across, "2026-10-03T09:00"), on="2026-10-03T09:30")
    assert str(play.clock("trf.police.3d").due_on) == "2026-10-06"
    assert play.clock("trf.police.3d").binds == "police"
    assert main.row.state == "with-police"
    assert main.clock("samr.case.decide.90d").state == "paused"
    filed = {"police_docket": "成公(经)立字1号", "filing_notice_on": "2026-10-05"}
    play.go("police-file", across.police, facts=filed, on="2026-10-05")
    assert play.row.moves.get(step="police-file").office.kind == "police"  # not the office in charge
    assert str(play.clock("trf.goods.3d").due_on) == "2026-10-08"
    goods = {"goods_list": "白酒100瓶", "goods_receiver": "孙磊", "goods_handed_on": "2026-10-06"}
    play.go("hand-goods", facts=goods, on="2026-10-06")
    assert set(play.clocks().values()) == {"met"}
    play.go("conclude", across.police, facts={"criminal_result": "移送起诉"}, on="2026-11-02")
    assert play.row.outcome == "concluded"
    main.go("close-after-police", on="2026-11-03", facts={"closing_summary": "刑事处理"})
    assert main.row.outcome == "referred"


def test_police_without_jurisdiction_forward_it_within_hours(across: Across) -> None:
    play = sent(to_filed("2026-11-02T10:00"), across)
    received = play.clock("trf.police.3d").started_at.astimezone(time.CITY_ZONE)
    elsewhere = {"police_unit": make_office(kind="police").code}
    with pytest.raises(StepBlocked):
        play.go("reroute", across.police, reason="犯罪地在外区。", facts=elsewhere)
    outside = {"outside_received_at": received.isoformat()[:16]}
    play.go("find-no-jurisdiction", across.police, reason="犯罪地在外区。", facts=outside)
    clock = play.clock("trf.rejuris.24h")
    assert (clock.due_at - clock.started_at, clock.binds) == (timedelta(hours=24), "police")
    with pytest.raises(StepBlocked):  # the hours are not begun anew
        play.go("find-no-jurisdiction", across.police, reason="再次登记。", facts=outside)
    with pytest.raises(NotThatAuthority) as refused:  # a bureau is no police
        play.go("reroute", across.police, reason="犯罪地在外区。", facts={"police_unit": play.cast.office.code})
    assert refused.value.field == "police_unit"
    play.go("reroute", across.police, reason="犯罪地在外区。", facts=elsewhere)
    assert play.clocks()["trf.rejuris.24h"] == "met"
    assert play.running() >= {"trf.police.3d"}  # the three days of the police it now lies with
    assert "police-file" in play.tasks()


def test_no_penalty_while_it_is_being_transferred(across: Across) -> None:
    main = to_notice("2026-11-02")
    main.go("make-statement", main.cast.respondent, facts={"statement_text": "申辩"})
    play = within(main, "criminal-transfer", TRANSFER)
    with pytest.raises(StepBlocked) as refused:
        main.go("decide", facts=decision(), reason="事实清楚。")
    assert "no penalty" in refused.value.reason.en
    play.go("approve-transfer")
    play.go("send", facts=handed(across, "2026-11-02T09:00"))
    with pytest.raises(StepNotOpen):
        main.go("decide", facts=decision(), reason="事实清楚。")


def test_a_transfer_is_not_sent_twice(across: Across) -> None:
    main = to_filed("2026-11-02")
    play = sent(main, across)
    with pytest.raises((AlreadyRunning, NotAttachable)):
        within(main, "criminal-transfer", TRANSFER)
    with pytest.raises(StepNotOpen):
        play.go("send", facts=handed(across, "2026-11-02T09:00"))
    with pytest.raises(StepNotOpen):
        main.go("refer-to-police", reason=REASON, facts={"police_office": "x", "referred_on": "2026-11-02"})


def test_before_it_is_sent_a_second_one_is_refused_too() -> None:
    main = to_filed("2026-11-02")
    within(main, "criminal-transfer", TRANSFER)
    with pytest.raises(AlreadyRunning):
        within(main, "criminal-transfer", TRANSFER)
    with pytest.raises(StepBlocked):
        main.go("refer-to-police", reason=REASON, facts={"police_office": "x", "referred_on": "2026-11-02"})


def test_an_incomplete_dossier_is_not_sent(across: Across) -> None:
    play = within(to_filed("2026-11-02"), "criminal-transfer", TRANSFER)
    play.go("approve-transfer")
    with pytest.raises(FieldsInvalid) as refused:
        play.go("send", facts={**handed(across, "2026-11-02T09:00"), "goods_enclosed": False})
    assert "letter_enclosed" in refused.value.errors


def test_nothing_is_received_before_the_transfer_is_approved(across: Across) -> None:
    play = within(to_filed("2026-10-30"), "criminal-transfer", TRANSFER)
    play.go("approve-transfer", on="2026-11-02T10:00")
    with pytest.raises(FieldsInvalid) as early:
        play.go("send", facts=handed(across, "2026-11-02T09:59"), on="2026-11-02T11:00")
    assert "approved" in early.value.errors["sent_at"].reason.en
    play.go("send", facts=handed(across, "2026-11-02T10:00"))
    before = {"outside_received_at": "2026-11-02T09:59"}
    with pytest.raises(FieldsInvalid) as refused:
        play.go("find-no-jurisdiction", across.police, facts=before, reason="不属管辖。", on="2026-11-02T12:00")
    assert set(refused.value.errors) == {"outside_received_at"}
    with pytest.raises(FieldsInvalid) as answered:
        play.go("police-decline", across.police, facts={"refusal_notice_on": "2026-11-01"}, reason="不立案。")
    assert set(answered.value.errors) == {"refusal_notice_on"}


def test_refused_reconsidered_supervised_and_filed_on_notice(across: Across) -> None:
    play = sent(to_filed("2026-11-02"), across)
    play.go("police-decline", across.police, facts=REFUSED, reason="数额不足。", on="2026-11-04")
    assert str(play.clock("trf.recon.3d").due_on) == "2026-11-07"  # a Saturday: it does not roll
    facts = {"reconsideration_received_on": "2026-11-06"}
    play.go("ask-reconsideration", reason="应计入未销售部分。", facts=facts, on="2026-11-06")
    assert str(play.clock("trf.recon.decide.3d").due_on) == "2026-11-09"
    play.go("police-uphold", across.police, facts={"upheld_notice_on": "2026-11-09"}, reason="维持。", on="2026-11-09")
    with pytest.raises(StepBlocked):
        play.go("ask-reconsideration", reason="再次。", facts=facts)
    play.go("suggest-supervision", reason="建议监督。", on="2026-11-11")
    play.go("ask-reasons", across.prosecutor, facts={"query_received_on": "2026-11-12"}, on="2026-11-12")
    assert str(play.clock("trf.proc.explain.7d").due_on) == "2026-11-19"
    with pytest.raises(StepBlocked):
        play.go("notify-to-file", across.prosecutor, reason="x", facts={"filing_order_on": "2026-11-12"})
    play.go("explain", across.police, facts={"reasons_given": "数额"}, on="2026-11-18")
    order = {"filing_order_on": "2026-11-20"}
    play.go("notify-to-file", across.prosecutor, reason="理由不成立。", facts=order, on="2026-11-20")
    assert str(play.clock("trf.proc.file.15d").due_on) == "2026-12-05"
    filed = {"police_docket": "1", "filing_notice_on": "2026-11-25"}
    play.go("police-file", across.police, facts=filed, on="2026-11-25")
    assert play.clocks()["trf.proc.file.15d"] == "met"


def test_taken_back_the_case_goes_on_where_its_period_stopped(across: Across) -> None:
    main = to_filed("2026-11-02")
    play = sent(main, across)
    play.go(
        "police-decline", across.police, facts={"refusal_notice_on": "2026-11-04"}, reason="不足。", on="2026-11-04"
    )
    play.go("take-back", reason="继续行政处理。", on="2026-11-05")
    assert (main.row.state, main.row.facts["referred_to_police"]) == ("filed", False)
    clock = main.clock("samr.case.decide.90d")
    assert clock.state == "running"
    assert str(clock.due_on) == "2027-02-03"  # 31 January and 3 to 5 November; the 2nd never counted
    assert main.tasks() >= {"finish-investigation"}


def test_after_non_prosecution_the_opinion_is_answered_in_two_months(across: Across) -> None:
    main = to_filed("2026-11-02")
    play = sent(main, across)
    filed = {"police_docket": "1", "filing_notice_on": "2026-11-03"}
    play.go("police-file", across.police, facts=filed, on="2026-11-03")
    note = {"non_prosecution_on": "2026-11-10", "reverse_registered_on": "2026-11-10"}
    play.go("note-non-prosecution", across.prosecutor, facts=note, on="2026-11-10")
    assert str(play.clock("trf.spp.review.10wd").due_on) == "2026-11-24"
    told = {"opinion_received_on": "2026-11-20"}
    play.go("issue-opinion", across.prosecutor, reason="应予处罚。", facts=told, on="2026-11-20")
    assert str(play.clock("trf.spp.reply.2m").due_on) == "2027-01-20"
    play.go("reply-opinion", facts={"opinion_reply": "已恢复办理"}, on="2026-11-23")
    assert (play.row.outcome, main.row.state) == ("returned", "filed")


def test_each_authority_sees_its_part_and_nothing_else(across: Across) -> None:
    main = to_filed("2026-11-02")
    play = sent(main, across)
    others = sent(to_filed("2026-11-02"), Across())
    for who in (across.police, across.prosecutor):
        assert {case.number for case in cases_read.visible_to(who)} == {play.case.number}
        with pytest.raises(CaseNotFound):
            cases_read.case_page(who, main.case.number)
        page = cases_read.case_page(who, play.case.number)
        assert page.notes == ()
        assert page.approvals == ()
        assert page.links == ()
        with pytest.raises(CaseNotFound):
            cases_read.case_page(who, others.case.number)
    assert list(cases_read.visible_to(across.other_police)) == []


def test_the_desk_of_another_authority_leads_to_what_is_owed_and_to_nothing_it_may_not_open(
    across: Across, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    main = to_filed("2026-11-02")
    play = sent(main, across)
    desk = Client()
    desk.force_login(account_of(across.police), backend=BACKEND)
    home = desk.get("/desk/").content.decode()
    assert "件移送" in home
    assert "/desk/supervision" in home
    assert 'name="word"' not in home  # no labels in bulk
    inside = desk.get(f"/desk/cases/{play.case.number}/procedures").content.decode()
    assert f'<span class="num">{main.case.number}</span>' in inside
    assert f"/desk/cases/{main.case.number}" not in inside
    charts = desk.get(f"/desk/cases/{play.case.number}/charts")
    assert {one.key for one in charts.context["fit"]} == {one.key for one in standards.acts(main.row.kind)}


def test_internal_notes_and_the_parties_stay_with_the_bureau(across: Across) -> None:
    main = to_filed("2026-11-02")
    play = sent(main, across)
    cases.add_note(actor=main.cast.officer, case_number=play.case.number, body="内部意见")
    assert cases_read.case_page(main.cast.officer, play.case.number).notes
    assert cases_read.case_page(across.police, play.case.number).notes == ()
    assert not cases_read.visible_to(main.cast.respondent).filter(pk=play.case.pk).exists()
    assert not cases_read.visible_to(main.cast.complainant).filter(pk=play.case.pk).exists()


@pytest.mark.parametrize("step", ["approve-transfer", "send", "hand-goods", "take-back", "ask-reasons"])
def test_the_police_take_their_own_steps_only(across: Across, step: str) -> None:
    play = sent(to_filed("2026-11-02"), across)
    with pytest.raises((NotCompetent, StepNotOpen)):
        play.ask(step, across.police)


def test_a_bureau_takes_no_step_of_the_police(across: Across) -> None:
    play = sent(to_filed("2026-11-02"), across)
    with pytest.raises(NotCompetent):
        play.go("police-file", facts={"police_docket": "1", "filing_notice_on": "2026-11-02"})


def test_tasks_lie_with_the_authority_that_owes_them(across: Across) -> None:
    play = sent(to_filed("2026-11-02"), across)
    task = Task.objects.get(case=play.case, kind="police-file")
    assert task.office_id == across.police_office.pk
    assert [one.kind for one in cases_read.my_tasks(across.police)] == ["police-file"]


def silence(who: Actor) -> list[tuple[str, str, int, bool]]:
    return [(one.owes, one.owes_office.zh, one.days_late, one.answered) for one in selectors.owed(who)]


def test_a_reply_that_never_comes_shows_and_can_be_supervised(across: Across) -> None:
    play = sent(to_filed("2026-11-02"), across)
    with time.pinned(moment("2026-11-05T12:00")):
        assert silence(across.prosecutor) == []
        with pytest.raises(StepBlocked):
            play.ask("ask-reasons", across.prosecutor, facts={"query_received_on": "2026-11-02"})
    with time.pinned(moment("2026-11-09")):
        assert silence(across.prosecutor) == [("police", across.police_office.name_zh, 4, False)]
        assert silence(play.cast.officer) == silence(across.prosecutor)
        card = cases_read.case_card(play.row, play.cast.officer)
        assert card.awaited is not None  # the work list says who is silent, since the office's own clock does not run
        assert (card.left.urgency, card.awaited.owes, card.awaited.left.urgency) == ("none", "police", "overdue")
        matter = cases_read.case_card(Case.objects.get(links_from__b=play.row), play.cast.officer).awaited
        assert matter is not None  # the matter itself says with whom it lies and since when the answer is late
        assert (matter.owes, matter.left.urgency) == ("police", "overdue")
        assert matter.lies is not None
        assert matter.lies.zh == "公安机关审查中"
        assert cases.mark_overdue() >= 1
    play.go("ask-reasons", across.prosecutor, facts={"query_received_on": "2026-11-09"}, on="2026-11-09")
    assert play.clocks()["trf.police.3d"] == "missed"
    with time.pinned(moment("2026-11-10")):
        assert silence(across.prosecutor) == [("police", across.police_office.name_zh, 4, True)]
    with pytest.raises(Forbidden):
        selectors.owed(play.cast.reviewer)


def test_an_officer_with_an_interest_cannot_send_it(across: Across) -> None:
    main = to_filed("2026-11-02")
    play = within(main, "criminal-transfer", TRANSFER)
    respondent = main.case.parties.get(role="respondent")
    assert respondent.party is not None
    access.declare_conflict(
        actor=main.cast.second, account=account_of(main.cast.second), subject_kind="party",
        subject_key=str(respondent.party.public_id), reason="亲属",
    )  # fmt: skip
    with pytest.raises(StepBlocked) as refused:
        play.go("approve-transfer")
    assert "stand aside" in refused.value.reason.en


def test_goods_go_to_the_police_from_the_seizure(across: Across) -> None:
    main = to_filed("2026-11-02")
    goods = seized(main)
    sent(main, across)
    goods.go("hand-to-police", facts={"handed_on": "2026-11-02", "handed_to": "经侦支队 孙磊"})
    assert goods.row.outcome == "handed_on"


def test_the_procuratorate_hands_a_matter_back_and_an_administrative_case_follows(across: Across) -> None:
    main = to_filed("2026-11-02")
    cast = main.cast
    facts = {
        "sender_docket": "成检意〔2026〕1号", "reverse_ground": "not_prosecuted", "reverse_facts": "情节轻微",
        "opinion_received_on": "2026-11-03",
    }  # fmt: skip
    with time.pinned(moment("2026-11-03")):
        made = services.hand_in(
            actor=across.prosecutor,
            procedure="reverse-transfer",
            office=cast.office.code,
            title="反向移送",
            facts=facts,
        )
        with pytest.raises(Forbidden):
            services.hand_in(
                actor=cast.officer, procedure="reverse-transfer", office=cast.office.code, title="x", facts=facts
            )
        with pytest.raises(NotAttachable):
            services.hand_in(
                actor=across.prosecutor, procedure="seizure", office=cast.office.code, title="x", facts=facts
            )
    play = Play(cast=cast, clerk=main.clerk, case=made, day="2026-11-03")
    assert str(play.clock("trf.spp.reply.2m").due_on) == "2027-01-04"  # 3 January is a Sunday
    play.go("accept-back")
    with pytest.raises(StepBlocked):
        play.go("report-back", facts={"handling_result": "已处罚"})
    opening = {"matter": "trademark", "lead_source": "handed", "facts": "检察机关移送"}
    with time.pinned(moment("2026-11-04")):
        services.open_attached(
            actor=cast.officer,
            case_number=made.number,
            procedure="administrative-case",
            facts=opening,
            kind="trademark",
        )
    play.go("report-back", facts={"handling_result": "已立案调查"}, on="2026-11-20")
    assert play.row.outcome == "handled"
    assert across.prosecutor.account_id is not None
    assert Case.objects.get(pk=made.pk) in cases_read.visible_to(across.prosecutor)


def test_the_suspect_is_named_in_the_transfer_and_never_told_of_it(across: Across) -> None:
    play = sent(to_filed("2026-11-02"), across)
    names = {one.role: one.name for one in cases_read.case_page(across.police, play.case.number).parties}
    assert set(names) == {"complainant", "respondent"}
    with pytest.raises(CaseNotFound):
        cases_read.case_page(play.cast.respondent, play.case.number)
