"""The guard of 三 is fed by the real mediation: offer in the case opens it, its answers close the gap."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.access import make_actor, make_citizen, make_office
from tests.factories.mediation import Stage, fresh, make_stage
from tests.factories.parties import make_party
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.models import Office
from zhidun.cases import services as cases
from zhidun.cases.models import Case, CaseLink
from zhidun.cases.types import PartyIn
from zhidun.kernel import time
from zhidun.mediation import selectors, services
from zhidun.mediation.models import Body, Mediation

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    Body.objects.update(default_for=[])
    return make_stage()


def infringement(stage: Stage, office: Office, *, respondents: int = 1) -> Case:
    """A trademark case in which the infringement is established."""
    parties = [
        PartyIn(
            role="complainant", shown_name="权利人", party_id=make_party().pk, account_id=stage.complainant.account_id
        )
    ]
    for n in range(respondents):
        account = stage.respondent.account_id if n == 0 else make_citizen().account_id
        parties.append(
            PartyIn(
                role="respondent", shown_name=f"侵权人{n}", party_id=make_party().pk, account_id=account, admitted=True
            )
        )
    case = cases.open_case(
        procedure="infringement-complaint", actor=SYSTEM, office=office.code,
        facts={"facts": "售假", "request": "赔偿损失"}, parties=parties, received_at=time.now(), origin="online",
        title="售假案", kind="trademark", demo=True,
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(
        state="executing", facts={**case.facts, "matter": "trademark", "infringement_established": True}
    )
    return Case.objects.get(pk=case.pk)


def offer(case: Case, office: Office) -> None:
    officer = make_actor("enforcement-officer", office)
    due = date.fromordinal(time.today().toordinal() + 10).isoformat()
    step(case, "offer-mediation", officer, {"mediation_answer_due_on": due})


def step(case: Case, name: str, actor: Actor, facts: dict[str, str]) -> None:
    version = Case.objects.get(pk=case.pk).version
    cases.take_step(case_number=case.number, step=name, actor=actor, facts=facts, expected_version=version)


def answer(stage: Stage, row: Mediation, side: str, *, accepts: bool = True) -> None:
    services.answer_invitation(actor=stage.side(side), number=row.case.number, accepts=accepts, capacity="organisation")


def test_the_offer_opens_the_mediation_and_the_answers_come_back(stage: Stage) -> None:
    office = make_office()
    case = infringement(stage, office)
    offer(case, office)
    (row,) = Mediation.objects.filter(origin=case)
    assert row.form == "administrative" and row.case.state == "invited"
    assert CaseLink.objects.filter(a=case, b=row.case, kind="joined").exists()
    assert selectors.mediation_page(stage.complainant, row.case.number).card.origin == case.number
    answer(stage, row, "complainant")
    assert not Case.objects.get(pk=case.pk).facts.get("mediation_answered")
    answer(stage, row, "respondent", accepts=False)
    facts = Case.objects.get(pk=case.pk).facts
    assert facts["mediation_answered"] is True
    assert (facts["mediation_complainant"], facts["mediation_respondent"]) == ("accepted", "declined")
    assert fresh(row).case.state == "declined"


def test_an_answer_given_in_the_case_counts_in_the_mediation(stage: Stage) -> None:
    office = make_office()
    case = infringement(stage, office)
    offer(case, office)
    for side in ("complainant", "respondent"):
        step(case, "answer-mediation", stage.side(side), {"mediation_view": "accepted"})
    (row,) = Mediation.objects.filter(origin=case)
    assert row.case.state == "preparing"
    assert Case.objects.get(pk=case.pk).facts["mediation_answered"] is True


def test_what_the_officer_records_counts_too(stage: Stage) -> None:
    office = make_office()
    case = infringement(stage, office)
    offer(case, office)
    officer = make_actor("enforcement-officer", office)
    step(
        case, "record-mediation-answer", officer,
        {"mediation_complainant": "declined", "mediation_respondent": "no_answer"},
    )  # fmt: skip
    (row,) = Mediation.objects.filter(origin=case)
    assert row.case.state == "declined"


def test_two_infringers_are_two_mediations_and_both_must_answer(stage: Stage) -> None:
    office = make_office()
    case = infringement(stage, office, respondents=2)
    offer(case, office)
    first, second = Mediation.objects.filter(origin=case).order_by("id")
    answer(stage, first, "complainant")
    answer(stage, first, "respondent")
    assert not Case.objects.get(pk=case.pk).facts.get("mediation_answered")
    answer(stage, second, "complainant")
    for side in ("respondent",):
        services.record_answer(
            actor=stage.desk, number=second.case.number, side=side, answer="declined", reason="电话答复"
        )
    facts = Case.objects.get(pk=case.pk).facts
    assert facts["mediation_answered"] is True and facts["mediation_respondent"] == "accepted"


def test_the_officer_of_the_case_is_no_neutral_mediator(stage: Stage) -> None:
    office = make_office()
    case = infringement(stage, office)
    case.assignments.create(account_id=stage.mediator.account_id, role="handler", assigned_by="test")
    offer(case, office)
    (row,) = Mediation.objects.filter(origin=case)
    for side in ("complainant", "respondent"):
        answer(stage, row, side)
    cards = {one.public_id: one.free for one in selectors.candidates(stage.complainant, row.case.number)}
    assert cards == {stage.entry(stage.mediator): False, stage.entry(stage.other_mediator): True}


def test_without_a_body_the_offer_stands_in_the_case_alone() -> None:
    office, stage = make_office(), make_stage(forms=("commercial",))
    Body.objects.exclude(pk=stage.body.pk).update(active=False)
    case = infringement(stage, office)
    offer(case, office)
    assert not Mediation.objects.filter(origin=case).exists()
