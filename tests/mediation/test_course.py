"""The course of a mediation: invitation, consent with reason, choice of the mediator, end; and its clocks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.access import account_of, make_actor, make_citizen, make_office
from tests.factories.evidence import make_item
from tests.factories.mediation import agree_to_mediate, agreed, fresh, make_stage, mediating, opened, terms
from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.cases.models import Assignment, Clock, Move, Paper
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, NotFound, Refusal
from zhidun.mediation import selectors, services
from zhidun.mediation.errors import (
    AlreadyAnswered,
    BodyUnfit,
    MediationNotFound,
    MediatorFull,
    MediatorInterested,
    NotNow,
    NotYourPart,
    TooLate,
)
from zhidun.mediation.models import Mediation, Mediator
from zhidun.mediation.services import Request, SideIn
from zhidun.procedures.errors import FieldsInvalid

pytestmark = pytest.mark.django_db


def answer(
    actor: Actor,
    row: Mediation,
    *,
    accepts: bool = True,
    capacity: str = "self",
    reason: str = "",
    power: tuple[str, ...] = (),
) -> None:
    services.answer_invitation(
        actor=actor, number=row.case.number, accepts=accepts, capacity=capacity, reason=reason, power=power
    )


def clocks(row: Mediation) -> dict[str, str]:
    return dict(Clock.objects.filter(case=row.case).values_list("rule_key", "state"))


def test_both_agree_choose_the_same_mediator_and_begin() -> None:
    stage = make_stage()
    row = opened(stage)
    assert row.case.state == "invited"
    answer(stage.complainant, row, reason="想尽快解决")
    assert fresh(row).case.state == "invited"
    answer(stage.respondent, row)
    assert fresh(row).case.state == "preparing"
    wanted = stage.entry(stage.mediator)
    services.choose_mediator(actor=stage.complainant, number=row.case.number, mediator_id=wanted)
    services.choose_mediator(
        actor=stage.respondent, number=row.case.number, mediator_id=stage.entry(stage.other_mediator)
    )
    assert fresh(row).mediator is None
    services.choose_mediator(actor=stage.respondent, number=row.case.number, mediator_id=wanted)
    done = fresh(row)
    assert done.case.state == "mediating"
    assert done.chosen_by == "parties"
    assert Assignment.objects.get(case=row.case, to_at=None).account_id == stage.mediator.account_id
    names = list(Move.objects.filter(case=row.case).order_by("seq").values_list("actor_name", flat=True))
    assert stage.respondent.name.zh in names  # who acted stands in the timeline


def test_the_reason_of_an_answer_is_for_the_mediator_and_its_own_side() -> None:
    stage = make_stage()
    row = opened(stage)
    answer(stage.complainant, row, reason="底线秘密")
    theirs = selectors.mediation_page(stage.respondent, row.case.number)
    assert [one.reason for one in theirs.sides] == ["", ""]
    assert theirs.sides[0].answer == "accepted"
    own = selectors.mediation_page(stage.complainant, row.case.number)
    assert own.sides[0].reason == "底线秘密"


def test_a_side_that_declines_ends_it_once_both_answered() -> None:
    stage = make_stage()
    row = opened(stage)
    answer(stage.complainant, row, accepts=False, reason="要判决")
    with pytest.raises(AlreadyAnswered):
        answer(stage.complainant, row)
    answer(stage.respondent, row)
    assert fresh(row).case.state == "declined"
    services.prepare_claim(actor=stage.complainant, number=row.case.number)
    assert Paper.objects.filter(case=row.case, kind="claim-form").exists()


def test_who_never_answers_counts_as_no_answer_after_the_day() -> None:
    stage = make_stage()
    row = opened(stage, answer_due_on=time.today() + timedelta(days=3))
    answer(stage.complainant, row)
    with pytest.raises(Invalid):
        services.record_answer(
            actor=stage.desk, number=row.case.number, side="respondent", answer="no_answer", reason="电话无人接听"
        )
    assert services.lapse_invitations() == 0
    with time.pinned(time.now() + timedelta(days=4)):
        with pytest.raises(TooLate):
            answer(stage.respondent, row)
        assert services.lapse_invitations() == 1
        assert services.lapse_invitations() == 0
    done = fresh(row)
    assert done.case.state == "declined"
    assert done.case.facts["respondent_consent"] == "no_answer"


def test_the_desk_enters_an_answer_given_on_paper_and_says_how() -> None:
    stage = make_stage()
    row = opened(stage)
    give = {"actor": stage.desk, "number": row.case.number, "side": "respondent", "answer": "accepted"}
    with pytest.raises(Invalid):
        services.record_answer(**give, reason=" ")
    services.record_answer(**give, reason="书面回执已收")
    answer(stage.complainant, row)
    assert fresh(row).case.state == "preparing"
    with pytest.raises(NotYourPart):
        services.record_answer(**{**give, "actor": stage.complainant}, reason="x")


def test_a_minor_and_an_agent_without_power_are_refused_with_a_remedy() -> None:
    stage = make_stage()
    row = opened(stage)
    for capacity, word in (("minor", "监护"), ("agent", "委托书"), ("guardian", "委托书")):
        with pytest.raises(FieldsInvalid) as refused:
            answer(stage.complainant, row, capacity=capacity)
        (fault,) = refused.value.errors.values()
        assert word in fault.remedy.zh + fault.reason.zh and fault.remedy.en
    power = make_item(actor=stage.complainant)
    answer(stage.complainant, row, capacity="agent", power=(str(power.public_id),))
    answer(stage.respondent, row, accepts=False, capacity="minor")  # a minor may always say no
    assert fresh(row).case.state == "declined"


def test_consent_may_be_withdrawn_until_the_agreement_is_signed() -> None:
    stage = make_stage()
    row = mediating(stage)
    offer = services.make_offer(actor=stage.complainant, number=row.case.number, amount="100")
    services.withdraw_consent(actor=stage.respondent, number=row.case.number, reason="改走诉讼")
    done = fresh(row)
    assert (done.case.state, done.case.outcome) == ("ended", "consent_withdrawn")
    offer.refresh_from_db()
    assert offer.state == "lapsed"
    other = agreed(stage)
    with pytest.raises(NotNow) as refused:
        services.withdraw_consent(actor=stage.respondent, number=other.case.number)
    assert refused.value.remedy.zh and refused.value.remedy.en


def test_a_mediator_with_an_interest_is_refused_wherever_it_comes_from() -> None:
    stage = make_stage()
    row = agree_to_mediate(stage, opened(stage))
    mediator = account_of(stage.mediator)
    access.declare_conflict(
        actor=stage.mediator, account=mediator, subject_kind="case", subject_key=row.case.number, reason="亲属"
    )
    wanted = stage.entry(stage.mediator)
    cards = {one.public_id: one for one in selectors.candidates(stage.complainant, row.case.number)}
    assert not cards[wanted].free and cards[wanted].why is not None
    with pytest.raises(MediatorInterested):
        services.choose_mediator(actor=stage.complainant, number=row.case.number, mediator_id=wanted)
    with pytest.raises(MediatorInterested):
        services.name_mediator(actor=stage.desk, number=row.case.number, mediator_id=wanted)


def test_an_interest_declared_later_stops_the_signature_and_the_mediator_stands_aside() -> None:
    stage = make_stage()
    row = mediating(stage)
    made = services.draft(actor=stage.mediator, number=row.case.number, terms=terms())
    access.declare_conflict(
        actor=stage.mediator, account=account_of(stage.mediator), subject_kind="case",
        subject_key=row.case.number, reason="新发现的亲属关系",
    )  # fmt: skip
    with pytest.raises(Refusal):
        services.sign(actor=stage.mediator, number=row.case.number, shown_digest=made.digest)
    services.stand_aside(actor=stage.desk, number=row.case.number, reason="调解员申报利害关系")
    done = fresh(row)
    assert done.case.state == "preparing" and done.mediator is None
    with pytest.raises(MediationNotFound):
        selectors.mediation_page(stage.mediator, row.case.number)


def test_a_mediator_whose_list_is_full_and_one_of_another_field_are_refused() -> None:
    stage = make_stage()
    Mediator.objects.filter(account_id=stage.mediator.account_id).update(most=0)
    Mediator.objects.filter(account_id=stage.other_mediator.account_id).update(fields=["patent"])
    row = agree_to_mediate(stage, opened(stage))
    for one in (stage.mediator, stage.other_mediator):
        with pytest.raises(MediatorFull) as refused:
            services.name_mediator(actor=stage.desk, number=row.case.number, mediator_id=stage.entry(one))
        assert refused.value.remedy.en
    with pytest.raises(NotFound):
        services.name_mediator(actor=stage.desk, number=row.case.number, mediator_id="nobody")


def test_bodies_take_what_they_are_listed_for() -> None:
    stage = make_stage(forms=("people",))
    with pytest.raises(BodyUnfit):
        opened(stage, form="commercial")
    with pytest.raises(Forbidden):
        services.open_mediation(
            actor=stage.stranger, request=Request(form="people", title="x", kind="trademark", dispute="damages"),
            complainant=SideIn(name="甲"), respondent=SideIn(name="乙"),
        )  # fmt: skip
    asked = services.open_mediation(
        actor=stage.complainant,
        request=Request(form="people", title="自己申请", kind="trademark", dispute="licence"),
        complainant=SideIn(name="甲公司", account_id=stage.complainant.account_id),
        respondent=SideIn(name="乙公司"),
    )
    with pytest.raises(Invalid):
        services.link_account(
            actor=stage.desk, number=asked.case.number, side="respondent", username=stage.complainant.username
        )
    other = make_citizen()
    services.link_account(actor=stage.desk, number=asked.case.number, side="respondent", username=other.username)
    answer(other, asked)
    with pytest.raises(Invalid):
        services.add_mediator(actor=stage.desk, office=stage.office.code, username=other.username, fields=["trademark"])
    elsewhere = make_actor("mediator", make_office(kind="mediation"))
    with pytest.raises(MediationNotFound):
        selectors.mediation_page(elsewhere, asked.case.number)


PATENT = "patent_invention"


@pytest.mark.parametrize(
    ("form", "kind", "invited", "preparing", "at_work"),
    [
        ("people", "trademark", {}, {}, {}),
        ("commercial", "trademark", {}, {}, {}),
        ("administrative", "trademark", {}, {}, {}),
        (
            "administrative",
            PATENT,
            {"pat.med.serve.5wd": "met", "pat.med.answer.15d": "running"},
            {"pat.med.answer.15d": "met", "pat.med.file.5wd": "running"},
            {"pat.med.file.5wd": "met"},
        ),
        ("invited", "trademark", {"med.online.accept.3wd": "met"}, {}, {"med.court.presuit.30d": "running"}),
        ("entrusted", "trademark", {"med.online.accept.3wd": "met"}, {}, {"med.court.postsuit#ordinary": "running"}),
    ],
)
def test_each_form_has_its_own_clocks(
    form: str, kind: str, invited: dict[str, str], preparing: dict[str, str], at_work: dict[str, str]
) -> None:
    stage = make_stage(fields=("trademark", "patent"))
    row = opened(stage, form=form, kind=kind)
    assert clocks(row).items() >= invited.items()
    agree_to_mediate(stage, row)
    assert clocks(row).items() >= preparing.items()
    services.name_mediator(actor=stage.desk, number=row.case.number, mediator_id=stage.entry(stage.mediator))
    found = clocks(row)
    assert found.items() >= at_work.items()
    assert bool(found) == bool(invited or preparing or at_work)
    services.end_mediation(actor=stage.mediator, number=row.case.number, ground="no_agreement")
    assert "running" not in clocks(row).values()
    assert Paper.objects.filter(case=row.case, kind="mediation-end").exists()


def test_ownership_of_a_patent_has_two_months() -> None:
    stage = make_stage(fields=("patent",))
    row = agree_to_mediate(stage, opened(stage, form="administrative", kind=PATENT, dispute="ownership"))
    services.name_mediator(actor=stage.desk, number=row.case.number, mediator_id=stage.entry(stage.mediator))
    assert clocks(row)["pat.med.ownership.2m"] == "running"
