"""The agreement: terms that hold, three signatures of three people, sealing, confirmation in time, performance."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.mediation import agreed, fresh, make_stage, mediating, terms
from zhidun.access.actors import Actor
from zhidun.cases.models import Clock, Paper
from zhidun.evidence.models import Seal
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound, Refusal
from zhidun.mediation import policies, selectors, services
from zhidun.mediation.errors import AlreadyAnswered, ConfirmationLate, NotNow, NotWhatWasShown, NotYourPart, TermsFaulty
from zhidun.mediation.models import Agreement, Duty, Signature
from zhidun.mediation.policies import Act, Instalment, Terms
from zhidun.mediation.wording import as_data, from_data, worded

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
LATER = date(2026, 12, 20)
NAMES = {"complainant": "甲公司", "respondent": "乙公司"}


def part(amount: str, day: date = LATER) -> Instalment:
    return Instalment(amount=Decimal(amount), due_on=day)


def act(kind: str = "stop", what: str = "停止销售", day: date = LATER, by: str = "respondent") -> Act:
    return Act(kind=kind, what=what, due_on=day, by=by)


@pytest.mark.parametrize(
    ("faulty", "field"),
    [
        (Terms(), "amount"),  # nothing to do
        (Terms(amount=Decimal(0), instalments=[part("0")]), "amount"),
        (Terms(amount=Decimal(10)), "instalments"),  # no payment named
        (Terms(amount=Decimal(10), instalments=[part("5"), part("4.99")]), "instalments"),  # does not sum
        (Terms(amount=Decimal(10), instalments=[part("11"), part("-1")]), "instalments"),
        (Terms(amount=Decimal(10), instalments=[part("5"), part("5", ON)]), "instalments"),  # not in order
        (Terms(amount=Decimal(10), instalments=[part("10", date(2026, 11, 19))]), "instalments"),  # past
        (Terms(instalments=[part("1")], acts=[act()]), "instalments"),
        (Terms(acts=[act("dance")]), "acts"),
        (Terms(acts=[act(what=" ")]), "acts"),
        (Terms(acts=[act(day=date(2026, 11, 1))]), "acts"),
        (Terms(acts=[act(by="court")]), "acts"),
        (Terms(acts=[act("licence", "普通许可", date(2030, 1, 1))]), "acts"),  # the right ends before
        (Terms(acts=[act()], penalty_rate=Decimal("0.1")), "penalty_rate"),  # on no money
        (Terms(amount=Decimal(1), instalments=[part("1")], penalty_rate=Decimal(2)), "penalty_rate"),
        (Terms(acts=[act()], other="权利人不得举报对方的其他违法行为"), "other"),
        (Terms(acts=[act(what="请求市场监管局不予处罚")]), "other"),
        (Terms(acts=[act()], other="乙公司不得请求无效"), "other"),
        (Terms(acts=[act()], other="长" * 5000), "other"),
    ],
)
def test_terms_that_do_not_hold_are_refused_with_reason_and_remedy(faulty: Terms, field: str) -> None:
    with pytest.raises(TermsFaulty) as refused:
        policies.check_terms(faulty, on=ON, right_ends_on=date(2029, 1, 1))
    why = refused.value.errors[field]
    assert why.reason.zh and why.reason.en and why.remedy.zh and why.remedy.en


@given(
    parts=st.lists(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**9), places=2), min_size=1, max_size=12)
)
def test_instalments_that_sum_hold_and_terms_survive_their_data(parts: list[Decimal]) -> None:
    days = [LATER + timedelta(days=n) for n in range(len(parts))]
    good = Terms(
        amount=sum(parts, Decimal(0)),
        instalments=[Instalment(amount=one, due_on=day) for one, day in zip(parts, days, strict=True)],
        acts=[act("destroy", "库存标牌"), act("apology", "登报", by="complainant"), act("licence", "普通许可")],
        penalty_rate=Decimal("0.0005"),
        other="其他约定",
    )
    policies.check_terms(good, on=ON)
    assert from_data(as_data(good)) == good
    text = worded(good, NAMES)
    assert text.zh.count("\n") == text.en.count("\n") == len(parts) + 6
    assert "0.05%" in text.zh and "乙公司向甲公司支付" in text.zh


def test_three_people_sign_and_it_takes_effect_sealed_and_printed() -> None:
    stage = make_stage()
    row = agreed(stage)
    found = Agreement.objects.get(mediation=row)
    assert (row.case.state, found.state) == ("agreed", "signed")
    assert Seal.objects.filter(kind="agreement", object_key=str(found.public_id)).exists()
    assert Seal.objects.filter(kind="mediation-signature", object_key__startswith=str(found.public_id)).count() == 3
    paper = Paper.objects.get(case=row.case, kind="mediation-agreement")
    assert found.digest in str(paper.data) and "9000.00" in found.text_zh
    assert Clock.objects.get(case=row.case, rule_key="med.confirm.30d").state == "running"
    assert list(Duty.objects.order_by("n").values_list("kind", flat=True)) == ["stop", "pay", "pay", "pay"]
    item = selectors.paper_file(stage.respondent, row.case.number, str(paper.public_id))
    assert item.detected_type == "application/pdf"
    with pytest.raises(NotFound):
        selectors.paper_file(stage.respondent, row.case.number, str(row.public_id))
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Signature.objects.all().delete()


def test_nobody_signs_what_they_were_not_shown_nor_for_another() -> None:
    stage = make_stage()
    row = mediating(stage)
    number = row.case.number
    with pytest.raises(NotFound):
        services.sign(actor=stage.complainant, number=number, shown_digest="x")
    first = services.draft(actor=stage.mediator, number=number, terms=terms())
    services.sign(actor=stage.complainant, number=number, shown_digest=first.digest)
    with pytest.raises(AlreadyAnswered):
        services.sign(actor=stage.complainant, number=number, shown_digest=first.digest)
    second = services.draft(actor=stage.mediator, number=number, terms=terms(amount="8000"))
    with pytest.raises(NotWhatWasShown):
        services.sign(actor=stage.respondent, number=number, shown_digest=first.digest)
    services.sign(actor=stage.respondent, number=number, shown_digest=second.digest)
    page = selectors.mediation_page(stage.complainant, number)
    assert page.agreement is not None and page.agreement.you_sign  # the old signature is void
    with pytest.raises(NotYourPart):
        services.sign(actor=stage.desk, number=number, shown_digest=second.digest)
    with pytest.raises(NotYourPart):
        services.draft(actor=stage.complainant, number=number, terms=terms())


def test_confirmation_is_filed_when_both_ask_in_time() -> None:
    stage = make_stage()
    row = agreed(stage)
    number = row.case.number
    with pytest.raises(Invalid):
        services.ask_confirmation(actor=stage.complainant, number=number, court=" ")
    services.ask_confirmation(actor=stage.complainant, number=number, court="成都市武侯区人民法院")
    with pytest.raises(Invalid):
        services.ask_confirmation(actor=stage.respondent, number=number, court="北京法院")
    with pytest.raises(Refusal):
        services.record_court(actor=stage.mediator, number=number, result="confirmed")
    done = services.ask_confirmation(actor=stage.respondent, number=number, court="成都市武侯区人民法院")
    assert done.filed_at is not None
    paper = Paper.objects.get(case=row.case, kind="confirmation-application")
    assert "成都市武侯区人民法院" in str(paper.data)
    assert Clock.objects.get(case=row.case, rule_key="med.confirm.30d").state == "met"
    services.record_court(actor=stage.mediator, number=number, result="confirmed")


def test_a_day_past_the_period_is_refused_and_names_it() -> None:
    stage = make_stage()
    row = agreed(stage)
    due = Clock.objects.get(case=row.case, rule_key="med.confirm.30d").due_on
    services.ask_confirmation(actor=stage.complainant, number=row.case.number, court="某法院")
    with time.pinned(time.now() + timedelta(days=60)), pytest.raises(ConfirmationLate) as refused:
        services.ask_confirmation(actor=stage.respondent, number=row.case.number, court="某法院")
    assert str(due) in refused.value.reason.zh and "公证" in refused.value.remedy.zh
    trial = agreed(stage, form="entrusted")
    with pytest.raises(ConfirmationLate) as refused:
        services.ask_confirmation(actor=stage.complainant, number=trial.case.number, court="某法院")
    assert "调解书" in refused.value.remedy.zh
    services.record_court(actor=stage.mediator, number=trial.case.number, result="court_paper")


def test_what_is_owed_is_told_confirmed_and_in_the_end_performed() -> None:
    stage = make_stage()
    row = agreed(stage)
    number = row.case.number
    with pytest.raises(NotYourPart):
        services.tell_done(actor=stage.complainant, number=number, n=1)
    with pytest.raises(NotYourPart):
        services.confirm_done(actor=stage.respondent, number=number, n=1)
    with pytest.raises(NotFound):
        services.confirm_done(actor=stage.complainant, number=number, n=9)
    services.tell_done(actor=stage.respondent, number=number, n=1, words="已下架")
    for n in (1, 2, 3, 4):
        services.confirm_done(actor=stage.complainant if n % 2 else stage.mediator, number=number, n=n)
    assert fresh(row).case.outcome == "settled"
    with pytest.raises(NotNow):
        services.confirm_done(actor=stage.complainant, number=number, n=1)


def test_reminders_default_and_the_way_to_the_court() -> None:
    stage = make_stage()
    row = agreed(stage)
    number = row.case.number
    with pytest.raises(Refusal):
        services.hand_to_court(actor=stage.complainant, number=number)
    assert services.watch_duties() == (0, 0)
    with time.pinned(time.now() + timedelta(days=3)):
        assert services.watch_duties() == (1, 0)
        assert services.watch_duties() == (0, 0)
    with time.pinned(time.now() + timedelta(days=40)):
        assert services.watch_duties() == (1, 2)  # the stop and the first instalment; the latter's reminder comes too
        assert services.watch_duties() == (0, 0)
        assert fresh(row).case.facts["defaulted"] is True
        assert Clock.objects.get(case=row.case, rule_key="med.enforce.2y").state == "running"
        services.hand_to_court(actor=stage.complainant, number=number)
        assert fresh(row).case.outcome == "enforcement"
        paper = Paper.objects.get(case=row.case, kind="claim-form")
        assert "第1项" in str(paper.data) and "9000.00" in str(paper.data)


def test_figures() -> None:
    stage = make_stage()
    agreed(stage)
    done = agreed(stage)
    for n in (1, 2, 3, 4):
        services.confirm_done(actor=stage.complainant, number=done.case.number, n=n)
    mediating(stage)
    found = selectors.figures(stage.desk)
    assert (found.offered, found.consented, found.settled, found.performed) == (3, 3, 2, 1)
    assert (found.agreed, found.paid) == (Decimal(18000), Decimal(9000))
    assert found.by_form == (("people", 3, 3, 2),)
    assert selectors.figures(stage.desk, since=time.today() + timedelta(days=1)).offered == 0
    assert selectors.figures(stage.desk, until=time.today()).offered == 3
    with pytest.raises(Refusal):
        selectors.figures(stage.complainant)


@pytest.mark.django_db(transaction=True)
def test_of_many_signatures_at_once_each_part_has_one() -> None:
    stage = make_stage()
    row = mediating(stage)
    made = services.draft(actor=stage.mediator, number=row.case.number, terms=terms())
    refused: list[str] = []

    def sign(actor: Actor) -> None:
        try:
            services.sign(actor=actor, number=row.case.number, shown_digest=made.digest)
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=sign, args=(actor,))
        for actor in (stage.complainant, stage.respondent, stage.mediator) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Signature.objects.filter(agreement=made).count() == 3
    assert len(refused) == 3
    assert fresh(row).case.state == "agreed"
    assert Paper.objects.filter(case=row.case, kind="mediation-agreement").count() == 1
