"""Administrative case, patent adjudication, opinions, trade secrets, preservation, customs, judgments: played."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.factories.access import make_actor, make_office
from tests.factories.enforcement import within
from tests.factories.plays import SECRET, Play, moment, officers, opened, seal, to_filed, to_lead, to_notice, told
from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases_read
from zhidun.cases.models import Case, CaseLink
from zhidun.enforcement import selectors
from zhidun.enforcement.models import Publication
from zhidun.kernel import time
from zhidun.procedures.errors import FieldsInvalid, StepBlocked

pytestmark = pytest.mark.django_db
OWN = {"matter": "trademark", "lead_source": "own", "facts": "检查发现"}
VERIFIED = {"verification_findings": "属实", "preliminary_evidence": True, "right_confirmed": True}


def to_own(on: str = "2026-11-02", **more: str) -> Play:
    """An administrative case of the bureau's own, with two officers."""
    facts = {**OWN, **more}
    kind = facts["matter"] if facts["matter"] != "gi" else "gi_mark"
    play = opened("administrative-case", on, kind=kind, facts=facts)
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=VERIFIED)
    return play


SPOT = {
    "decision_kind": "penalty", "spot_party": "organisation", "decision_rule": "fine.trademark",
    "heard_on_the_spot": True, "served_on": "2026-11-02",
}  # fmt: skip


@pytest.mark.parametrize(
    ("party", "fine", "fits"),
    [("organisation", "3000", True), ("organisation", "3000.01", False), ("citizen", "200", True),
     ("citizen", "201", False), ("citizen", "0", False)],
)  # fmt: skip
def test_the_simple_procedure_ends_at_the_statutory_amount(party: str, fine: str, *, fits: bool) -> None:
    play = to_own()
    entered = {**SPOT, "spot_party": party, "fine": fine}
    if not fits:
        with pytest.raises(FieldsInvalid) as refused:
            play.go("fine-on-the-spot", reason="事实清楚。", facts=entered)
        assert set(refused.value.errors) == {"fine"}
        return
    play.go("fine-on-the-spot", reason="事实清楚。", facts=entered)
    assert play.row.state == "executing"
    assert play.running() == {"samr.simple.7wd", "samr.pay.15d", "pub.penalty.20wd"}
    assert str(play.clock("samr.simple.7wd").due_on) == "2026-11-11"
    assert play.papers() == ["spot-decision"]
    play.go("archive-spot")


def test_nobody_is_fined_unheard_on_the_spot() -> None:
    with pytest.raises(FieldsInvalid):
        to_own().go("fine-on-the-spot", reason="x", facts={**SPOT, "fine": "100", "heard_on_the_spot": False})


def test_the_chain_of_a_hearing_counts_forward_and_back() -> None:
    play = to_own()
    play.go("file", facts={"filing_summary": "初步证据充分"})
    report = {"infringement_established": True, "investigation_report": "属实", "proposal": "罚款"}
    play.go("finish-investigation", facts=report)
    play.go("pass-review", play.cast.reviewer, facts={"review_opinion": "同意"})
    play.go("give-notice", facts=told(intended_fine="200000", hearing_right=True, notice_served_on="2026-11-02"))
    play.go("request-hearing", play.cast.respondent, on="2026-11-03")
    assert str(play.clock("samr.hearing.host.3wd").due_on) == "2026-11-06"
    play.go(
        "appoint-hearing-officer",
        play.cast.reviewer,
        facts={"hearing_officer": play.cast.reviewer.username},
        on="2026-11-04",
    )
    assert str(play.clock("samr.hearing.handover.3wd").due_on) == "2026-11-09"
    play.go("hand-hearing-file", on="2026-11-05")
    assert str(play.clock("samr.hearing.fix.5wd").due_on) == "2026-11-12"
    fixed = {"hearing_at": "2026-11-26T09:00", "hearing_place": "局二楼", "hearing_public": True}
    play.go("fix-hearing", play.cast.reviewer, facts=fixed, on="2026-11-06")
    assert str(play.clock("samr.hearing.fix.5wd#notice").due_on) == "2026-11-17"  # seven working days before the 26th
    assert str(play.clock("samr.hearing.public.3wd").due_on) == "2026-11-23"
    play.go("announce-hearing", play.cast.reviewer, on="2026-11-09")
    assert play.papers()[-2:] == ["hearing-invitation", "hearing-announcement"]
    play.go("hold-hearing", play.cast.reviewer, facts={"hearing_ended_on": "2026-11-26"}, on="2026-11-26T12:00")
    play.go("report-hearing", play.cast.reviewer, facts={"hearing_report": "属实"}, on="2026-11-27")
    play.go("review-after-hearing", play.cast.reviewer, facts={"second_review_opinion": "同意"})
    fine = {"decision_kind": "penalty", "decision_rule": "fine.trademark", "fine": "200000"}
    play.go("decide", reason="事实清楚。", facts=fine, on="2026-11-30")
    with pytest.raises(FieldsInvalid):
        play.go("serve", facts={"served_on": "2026-11-30", "served_how": "public_notice"})
    notice = {"public_notice_on": "2026-11-30", "public_notice_where": "门户网站"}
    play.go("publish-service", reason="下落不明。", facts=notice)
    assert str(play.clock("samr.serve.7wd#public_notice").due_on) == "2026-12-30"
    with pytest.raises(StepBlocked):
        play.go("serve", facts={"served_on": "2026-12-01", "served_how": "public_notice"}, on="2026-12-01")
    play.go("serve", facts={"served_on": "2026-12-31", "served_how": "public_notice"}, on="2026-12-31")
    assert play.row.state == "executing"


@pytest.mark.parametrize(
    ("klass", "published", "until", "earliest"),
    [("low", "2026-11-02", "2027-02-02", None), ("other", "2026-11-02", "2027-11-02", "2027-02-02"),
     ("special", "2026-11-02", "2029-11-02", "2027-11-02"), ("restricted", "2026-11-02", "2029-11-02", "2027-11-02"),
     ("other", "2025-12-22", "2028-12-22", None), ("low", "2025-12-22", "2026-03-22", None)],
)  # fmt: skip
def test_a_decision_is_public_as_long_as_its_class_and_version_say(
    klass: str, published: str, until: str, earliest: str | None
) -> None:
    play = to_own(published)
    play.go("fine-on-the-spot", reason="事实清楚。", facts={**SPOT, "fine": "3000", "served_on": published})
    play.go("publish", facts={"publication_class": klass})
    row = Publication.objects.get(case=play.case)
    assert (str(row.published_on), str(row.until)) == (published, until)
    assert (str(row.earliest_end) if row.earliest_end else None) == earliest
    assert row in selectors.listed(row.published_on)
    assert row not in selectors.listed(row.until.replace(year=row.until.year + 1))


def test_a_revoked_decision_leaves_the_list_at_once() -> None:
    play = to_own()
    play.go("fine-on-the-spot", reason="事实清楚。", facts={**SPOT, "fine": "3000"})
    play.go("publish", facts={"publication_class": "other"})
    assert selectors.listed(Publication.objects.get().published_on).count() == 1
    play.go("withdraw-publication", reason="处罚被撤销。")
    row = Publication.objects.get()
    assert (row.withdrawn_reason, selectors.listed(row.published_on).count()) == ("处罚被撤销。", 0)


def test_a_complaint_s_decision_is_on_the_list_too() -> None:
    play = to_notice("2026-11-02")
    play.go("make-statement", play.cast.respondent, facts={"statement_text": "请求从轻"})
    fine = {"decision_kind": "penalty", "decision_rule": "fine.trademark", "fine": "20000"}
    play.go("decide", facts=fine, reason="事实清楚。")
    play.go("publish")
    assert str(Publication.objects.get(case=play.case).until) == "2027-11-02"


def to_complained(matter: str) -> Play:
    """A right holder's own complaint, verified by two officers."""
    play = to_lead(kind=matter, matter=matter)
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=VERIFIED)
    return play


def own(matter: str) -> Play:
    return to_own(matter=matter)


@pytest.mark.parametrize("begun", [own, to_complained])
def test_a_trade_secret_is_a_commitment_only_and_sealed(begun: Callable[[str], Play]) -> None:
    """By the bureau itself or on the complaint of the holder (反不正当竞争法 10): the words never enter."""
    play = begun("trade_secret")
    with pytest.raises(StepBlocked) as bare:
        play.go("file", facts={"filing_summary": "x"})
    assert "commitment" in bare.value.reason.en
    with pytest.raises(FieldsInvalid):
        play.go("record-secret", facts={**SECRET, "secret_commitment": "配方:辣椒三成"})
    play.go("record-secret", facts=SECRET)
    with pytest.raises(StepBlocked) as refused:
        play.go("file", facts={"filing_summary": "x"})
    assert "sealed" in refused.value.reason.en
    seal(play)
    play.go("file", facts={"filing_summary": "x"})
    assert play.row.state == "filed"


def test_what_is_no_secret_takes_no_commitment() -> None:
    play = opened("administrative-case", "2026-11-02", kind="unknown", facts=OWN)
    play.go("assign", play.cast.head, facts=officers(play))
    with pytest.raises(StepBlocked) as refused:
        play.go("record-secret", facts=SECRET)
    assert "no trade-secret case" in refused.value.reason.en


@pytest.mark.parametrize("begun", [own, to_complained])
def test_a_technical_secret_is_for_the_city(begun: Callable[[str], Play]) -> None:
    play = begun("trade_secret")
    play.go("record-secret", facts={**SECRET, "technical_secret": True})
    seal(play)
    with pytest.raises(StepBlocked) as refused:
        play.go("file", facts={"filing_summary": "x"})
    assert "city" in refused.value.reason.en


@pytest.mark.parametrize("matter", ["special_sign", "olympic_sign", "counterfeit_patent", "gi"])
def test_special_signs_and_counterfeit_patents_are_filed(matter: str) -> None:
    play = to_own(matter=matter)
    running = play.running()
    assert ("pat.fake.file#found" in running) is (matter == "counterfeit_patent")
    play.go("file", facts={"filing_summary": "证据充分"})
    assert ("pat.fake.close.1m" in play.running()) is (matter == "counterfeit_patent")


def routed_patent(number: str = "ZL201810602013.7", kind: str = "patent_design") -> tuple[Play, Play | None]:
    """A complaint about a patent that was routed, and the adjudication it goes on in."""
    city = make_office(kind="city_bureau")
    play = opened(
        "infringement-complaint", "2026-11-02", kind=kind, facts={"facts": "仿冒外观", "right_number": number}
    )
    play.go("triage", play.clerk, facts={"matter": "patent"})
    play.go("route", facts={"authority": "成都市知识产权局"})
    link = CaseLink.objects.filter(a=play.case, kind="attached").first()
    if link is None:
        return play, None
    from tests.factories.cases import make_cast

    return play, Play(cast=make_cast(city), clerk=make_actor("counter-clerk", city), case=link.b, day="2026-11-02")


def test_a_routed_patent_complaint_goes_on_as_an_adjudication() -> None:
    complaint, play = routed_patent()
    assert play is not None
    assert (complaint.row.state, complaint.row.outcome) == ("transferred", "transferred")
    assert (play.case.procedure, play.case.kind, play.case.office.kind) == (
        "patent-adjudication", "patent_design", "city_bureau",
    )  # fmt: skip
    assert play.case.facts["facts"] == "仿冒外观"
    assert play.case.title == "专利侵权纠纷行政裁决:演示案件"
    assert set(play.case.parties.values_list("role", flat=True)) == {"complainant", "respondent"}
    assert str(play.clock("pat.adj.file.5wd").due_on) == "2026-11-09"


def test_where_the_kind_of_patent_is_not_known_it_stays_parked() -> None:
    complaint, play = routed_patent("看不清", "unknown")
    assert (complaint.row.state, play) == ("routed", None)
    assert routed_patent("201820602013.7", "unknown")[1] is not None


def adjudicated(*, infringes: bool = True) -> Play:
    """A patent adjudication up to the service of its decision."""
    _, play = routed_patent()
    assert play is not None
    complaint_cast = play.case.parties
    del complaint_cast
    play.go("assign", play.cast.head, facts=officers(play))
    check = {"patent_confirmed": True, "evaluation_report": True, "no_court_case": True}
    play.go("check-patent", facts=check)
    play.go("file", on="2026-11-03")
    assert str(play.clock("pat.adj.serve.5wd").due_on) == "2026-11-10"
    assert str(play.clock("pat.adj.close.3m").due_on) == "2027-02-03"
    play.go("serve-copy", facts={"copy_served_on": "2026-11-04"}, on="2026-11-04")
    assert str(play.clock("pat.adj.answer.15d").due_on) == "2026-11-19"
    with pytest.raises(StepBlocked):
        play.go("fix-oral-hearing", facts={"oral_at": "2026-11-30T09:00", "oral_place": "局"}, on="2026-11-10")
    play.go("answer", facts={"answer_text": "现有设计"}, on="2026-11-12")
    assert str(play.clock("pat.adj.answer.forward.5wd").due_on) == "2026-11-19"
    play.go("forward-answer")
    play.go("fix-oral-hearing", facts={"oral_at": "2026-11-30T09:00", "oral_place": "局"})
    assert str(play.clock("pat.adj.oral.3wd").due_on) == "2026-11-25"
    play.go("notify-oral-hearing", on="2026-11-13")
    play.go("hold-oral-hearing", facts={"oral_ended_on": "2026-11-30"}, on="2026-11-30T12:00")
    made = {"infringement_established": infringes, "decision_rule": "dmg.patent", "orders": "停止制造、销售"}
    play.go("decide", reason="落入保护范围。", facts=made, on="2026-12-01")
    play.go("serve", facts={"served_on": "2026-12-02", "served_how": "direct"}, on="2026-12-02")
    assert str(play.clock("pat.sue.15d").due_on) == "2026-12-17"
    return play


def test_an_adjudication_closes_only_after_mediation_was_offered_and_answered() -> None:
    play = adjudicated()
    play.go("publish")
    play.go("record-compliance", facts={"compliance": "full"})
    with pytest.raises(StepBlocked) as refused:
        play.go("close", facts={"closing_summary": "完"})
    assert "mediation" in refused.value.reason.en
    play.go("offer-mediation", facts={"mediation_answer_due_on": "2026-12-20"})
    with pytest.raises(StepBlocked):
        play.go("close", facts={"closing_summary": "完"})
    answers = {"mediation_complainant": "accepted", "mediation_respondent": "declined"}
    play.go("record-mediation-answer", facts=answers)
    play.go("close", facts={"closing_summary": "完"})
    assert play.row.outcome == "decided"
    assert Publication.objects.get(case=play.case).kind == "adjudication"


def test_without_infringement_no_offer_is_needed() -> None:
    play = adjudicated(infringes=False)
    play.go("publish")
    play.go("close", facts={"closing_summary": "完"})


def test_stay_its_exceptions_and_the_extensions() -> None:
    _, play = routed_patent()
    assert play is not None
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("check-patent", facts={"patent_confirmed": True, "evaluation_report": True, "no_court_case": True})
    play.go("file", on="2026-11-03")
    with pytest.raises(FieldsInvalid):
        play.go("stay", reason="无效", facts={"stay_ground": "invalidation"})
    play.go("stay", reason="已受理无效", facts={"stay_ground": "invalidation", "no_exception": True}, on="2026-11-10")
    assert play.clock("pat.adj.close.3m").state == "paused"
    play.go("resume", reason="已维持", on="2026-11-19")
    assert (
        str(play.clock("pat.adj.close.3m").due_on) == "2027-02-15"
    )  # ten days of the stay do not count; 13 February is a Saturday
    play.go("refuse-stay", reason="再次请求", facts={"no_stay_ground": "second_request"}, on="2026-11-20")
    play.go("extend", reason="疑难复杂")
    assert str(play.clock("pat.adj.close.3m").due_on) == "2027-03-15"  # 13 March is a Saturday
    play.go("extend-again", reason="重大", facts={"superior_paper": "川知〔2026〕1号"})
    assert str(play.clock("pat.adj.close.3m").due_on) == "2027-05-13"


def test_a_case_stayed_before_its_service_is_served_answered_and_heard_after_it() -> None:
    _, play = routed_patent()
    assert play is not None
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("check-patent", facts={"patent_confirmed": True, "evaluation_report": True, "no_court_case": True})
    play.go("file", on="2026-11-03")
    play.go("stay", reason="已受理无效", facts={"stay_ground": "invalidation", "no_exception": True}, on="2026-11-04")
    assert play.clock("pat.adj.serve.5wd").state == "paused"
    play.go("resume", reason="已维持", on="2026-11-19")
    with pytest.raises(StepBlocked):  # nobody has answered, the period has not begun
        play.go("fix-oral-hearing", facts={"oral_at": "2026-12-30T09:00", "oral_place": "局"}, on="2026-11-20")
    play.go("serve-copy", facts={"copy_served_on": "2026-11-20"}, on="2026-11-20")
    assert str(play.clock("pat.adj.answer.15d").due_on) == "2026-12-07"  # the fifteenth day is Saturday 5 December
    play.go("answer", facts={"answer_text": "现有设计"}, on="2026-11-27")
    play.go("forward-answer")
    play.go("try-in-writing", reason="事实清楚，双方同意。")
    with pytest.raises(StepBlocked):  # once heard, not heard again
        play.go("try-in-writing", reason="再来一次")
    made = {"infringement_established": False, "decision_rule": "dmg.patent"}
    play.go("decide", reason="没有落入保护范围。", facts=made, on="2026-12-01")
    assert play.row.state == "decided"


def test_a_stay_stops_the_time_to_answer_too() -> None:
    _, play = routed_patent()
    assert play is not None
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("check-patent", facts={"patent_confirmed": True, "evaluation_report": True, "no_court_case": True})
    play.go("file", on="2026-11-03")
    play.go("serve-copy", facts={"copy_served_on": "2026-11-04"}, on="2026-11-04")
    play.go("stay", reason="已受理无效", facts={"stay_ground": "invalidation", "no_exception": True}, on="2026-11-10")
    assert play.clock("pat.adj.answer.15d").state == "paused"
    play.go("resume", reason="已维持", on="2026-11-19")
    # 15 days from 4 November end on the 19th; the stay of ten days (10 to 19 November) puts that off to Sunday the 29th
    assert str(play.clock("pat.adj.answer.15d").due_on) == "2026-11-30"
    play.go("answer", facts={"answer_text": "现有设计"}, on="2026-11-27")


@pytest.mark.parametrize(
    ("timing", "kind", "needed"),
    [("presuit", "evidence", True), ("presuit", "act", True), ("insuit", "act", True), ("insuit", "evidence", False)],
)
def test_security_is_due_before_the_suit_and_for_an_injunction(timing: str, kind: str, *, needed: bool) -> None:
    main, court = to_filed("2026-11-02"), make_office(kind="court")
    asked = {"timing": timing, "preservation_target": "账册"}
    with time.pinned(moment("2026-11-02")):
        from zhidun.enforcement import services

        case = services.open_attached(
            actor=main.cast.officer, case_number=main.case.number, procedure="preservation-request", facts=asked,
            kind=kind,
        )  # fmt: skip
    play = Play(cast=main.cast, clerk=main.clerk, case=case, day="2026-11-02")
    ready = dict.fromkeys(("identity_ready", "likelihood_ready", "harm_ready"), True)
    play.go("check-dossier", main.cast.complainant, facts=ready)
    if needed:
        with pytest.raises(StepBlocked, match="Security"):
            play.go("submit-to-court", main.cast.complainant, facts={"court_unit": court.code})
        play.go("check-dossier", main.cast.complainant, facts={**ready, "security_ready": True})
    assert {code for code, _ in cases_read.offices_for("court_unit")} == {court.code}  # no bureau among the courts
    play.go("submit-to-court", main.cast.complainant, facts={"court_unit": court.code})
    assert play.row.state == "with-court"


def test_a_warned_party_waits_for_the_silence_first() -> None:
    facts = {"urge_sent_on": "2026-08-20", "urge_received_on": "2026-10-20"}
    play = opened("infringement-opinion", "2026-10-25", kind="patent_design", facts=facts)
    assert str(play.clock("pat.adj.opinion.warn#received").due_on) == "2026-11-20"
    blocked = opened("infringement-opinion", "2026-09-25", kind="patent_design", facts={"urge_sent_on": "2026-09-01"})
    with pytest.raises(StepBlocked):
        blocked.go("accept", facts={"holder_silent": True})
    with pytest.raises(FieldsInvalid):
        play.go("accept", on="2026-11-23")
    play.go("accept", facts={"holder_silent": True})
    play.go("give-opinion", reason="缺少技术特征。", facts={"opinion_result": "not_infringing"})
    assert (play.row.outcome, play.papers()) == ("given", ["infringement-opinion"])


def test_preservation_before_the_suit_hours_days_and_backwards() -> None:
    main = to_filed("2026-11-02")
    court = make_office(kind="court")
    desk = make_actor("court-desk", court)
    asked = {"timing": "presuit", "urgent": True, "urgent_ground": "fair", "preservation_target": "展位上的样品"}
    with time.pinned(moment("2026-11-02")):
        from zhidun.enforcement import services

        case = services.open_attached(
            actor=main.cast.officer, case_number=main.case.number, procedure="preservation-request", facts=asked,
            kind="act",
        )  # fmt: skip
    play = Play(cast=main.cast, clerk=main.clerk, case=case, day="2026-11-02")
    with pytest.raises(StepBlocked):
        play.go("submit-to-court", main.cast.complainant, facts={"court_unit": court.code})
    ready = dict.fromkeys(("identity_ready", "likelihood_ready", "harm_ready", "security_ready"), True)
    play.go("check-dossier", main.cast.complainant, facts={**ready, "needs_report": True})
    with pytest.raises(StepBlocked):
        play.go("submit-to-court", main.cast.complainant, facts={"court_unit": court.code})
    play.go("check-dossier", main.cast.complainant, facts={**ready, "needs_report": True, "report_ready": True})
    play.go("submit-to-court", main.cast.complainant, facts={"court_unit": court.code})
    accepted = {"court_docket": "(2026)川01行保1号", "accepted_at": "2026-11-06T16:00"}
    play.go("court-accept", desk, facts=accepted, on="2026-11-06T17:00")
    clock = play.clock("pre.presuit.48h")
    assert clock.due_at.astimezone(time.CITY_ZONE).isoformat()[:16] == "2026-11-08T16:00"  # a Sunday: hours never roll
    granted = {"measure_on": "2026-11-07", "measure_until": "2027-05-07"}
    play.go("court-grant", desk, facts=granted, on="2026-11-07")
    assert str(play.clock("pre.sue.30d").due_on) == "2026-12-07"
    assert str(play.clock("pre.renew.7d").due_on) == "2027-04-30"
    assert play.clock("pre.serve.5d").binds == "court"
    play.go("tell-suit", main.cast.complainant, facts={"suit_docket": "(2026)川01民初1号"}, on="2026-11-20")
    play.go("ask-renewal", main.cast.complainant, facts={"renewal_text": "仍在侵权"}, on="2027-04-20")
    play.go("renewed", desk, facts={"measure_until": "2027-11-07"}, on="2027-04-28")
    assert str(play.clock("pre.renew.7d").due_on) == "2027-10-31"
    play.go("lift", desk, reason="案件审结。", on="2027-06-01")
    assert play.row.outcome == "granted"
    assert {one.number for one in Case.objects.filter(offices__office=court)} == {play.case.number}


def refused_by_the_court(kind: str) -> tuple[Play, Actor]:
    """A request during the suit that the court refused; the applicant had the ruling on Friday 6 November."""
    main, court = to_filed("2026-11-02"), make_office(kind="court")
    desk = make_actor("court-desk", court)
    play = within(main, "preservation-request", {"timing": "insuit", "preservation_target": "账册"}, kind=kind)
    ready = dict.fromkeys(("identity_ready", "likelihood_ready", "harm_ready", "security_ready"), True)
    play.go("check-dossier", main.cast.complainant, facts=ready)
    play.go("submit-to-court", main.cast.complainant, facts={"court_unit": court.code})
    play.go("court-refuse", desk, reason="难以认定紧急。", facts={"refusal_received_on": "2026-11-06"}, on="2026-11-06")
    return play, desk


@pytest.mark.parametrize(
    ("kind", "rule"),
    [("act", "pre.recon.10d"), ("evidence", "x.cpli2022.171#decide"), ("property", "x.cpli2022.171#decide")],
)
def test_a_refusal_is_reviewed_once_within_its_days(kind: str, rule: str) -> None:
    play, desk = refused_by_the_court(kind)
    assert play.row.state == "refusal"  # 民诉法解释 171: five days from the day after the ruling arrived
    assert str(play.clock("x.cpli2022.171").due_on) == "2026-11-11"
    assert play.clock("x.cpli2022.171").binds == "party"
    with pytest.raises(StepBlocked):
        play.go("accept-refusal", on="2026-11-11")
    play.go("ask-refusal-review", play.cast.complainant, facts={"review_received_on": "2026-11-10"}, on="2026-11-10")
    assert (str(play.clock(rule).due_on), play.clock(rule).binds) == ("2026-11-20", "court")  # ten days
    play.go("court-grant", desk, facts={"measure_on": "2026-11-18"}, on="2026-11-18")
    assert (play.row.state, play.clocks()[rule]) == ("in-force", "met")
    play.go("court-served", desk, facts={"order_served_on": "2026-11-19"}, on="2026-11-19")
    assert str(play.clock("x.cpli2022.171").due_on) == "2026-11-24"  # now the other side's five days
    play.go("ask-review", desk, facts={"review_received_on": "2026-11-20"}, on="2026-11-20")
    play.go("review-changed", desk, reason="范围过宽。", facts={"review_changes": "限于展位样品"}, on="2026-11-25")
    assert (play.row.state, play.running() & {rule, "x.cpli2022.171"}) == ("in-force", set())


def test_a_refusal_that_stands_ends_the_request() -> None:
    play, desk = refused_by_the_court("act")
    play.go("ask-refusal-review", desk, facts={"review_received_on": "2026-11-09"}, on="2026-11-09")
    play.go("refusal-upheld", desk, reason="复议理由不成立。", on="2026-11-17")
    assert (play.row.outcome, play.running()) == ("refused", set())
    other, _ = refused_by_the_court("act")
    with pytest.raises(StepBlocked):
        other.go(
            "ask-refusal-review", other.cast.complainant, facts={"review_received_on": "2026-11-12"}, on="2026-11-12"
        )
    other.go("accept-refusal")
    assert (other.row.outcome, other.clocks()["x.cpli2022.171"]) == ("refused", "lapsed")


def test_a_judgment_is_followed_within_two_years() -> None:
    main = to_filed("2026-11-02")
    facts = {"judgment_docket": "(2026)川01民初9号", "performance_end_on": "2026-11-01", "judgment_amount": "50000"}
    play = within(main, "judgment-enforcement", facts)
    assert str(play.clock("med.enforce.2y").due_on) == "2028-11-01"
    court = make_office(kind="court")
    applied = {"court_unit": court.code, "applied_on": "2026-11-02"}
    play.go("apply", main.cast.complainant, facts=applied)
    note = {"progress_on": "2026-11-02", "progress_kind": "paid", "recovered": "20000"}
    play.go("progress", make_actor("court-desk", court), facts=note)
    play.go("performed", facts={"performed_on": "2026-11-02"})
    assert play.row.outcome == "performed"


def test_customs_give_three_working_days_to_ask_for_detention() -> None:
    lead = {"direction": "to_customs", "customs_office": "成都海关", "lead_facts": "拟出口假冒商品"}
    play = within(to_filed("2026-11-02"), "customs-handover", lead)
    play.go("accept", facts={"received_by": "某关员", "received_on": "2026-11-02"})
    play.go("holder-notified", facts={"customs_notice_on": "2026-11-05"}, on="2026-11-05")
    assert str(play.clock("x.customs2018.16").due_on) == "2026-11-10"
    play.go("detention-asked", on="2026-11-06")
    play.go("feedback", facts={"feedback_text": "已扣留"})
    assert play.row.outcome == "handled"


def test_a_retold_case_does_nothing_but_what_is_recorded() -> None:
    make_office(kind="city_bureau")
    play = opened("infringement-complaint", "2026-11-02", kind="patent_design")
    Case.objects.filter(pk=play.case.pk).update(source={"restated": {"zh": "据公开通报", "en": "from a public notice"}})
    play.go("triage", play.clerk, facts={"matter": "patent"})
    play.go("route", facts={"authority": "市知识产权局"})
    assert play.row.state == "routed"
    assert not CaseLink.objects.filter(a=play.case).exists()
