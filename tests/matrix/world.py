"""The world of the matrix: one case for each relation, one person for each role."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from tests.factories.access import FROM, account_of, make_account, make_actor, make_office
from tests.factories.deposit import make_deposit, offer
from tests.factories.evidence import make_item
from tests.factories.intake import city, filed, holder_answers
from tests.factories.mediation import FORMS
from zhidun.access import roles, selectors, services
from zhidun.access.actors import SYSTEM, Actor, actor_for
from zhidun.access.models import Office
from zhidun.capture import services as captures
from zhidun.cases import services as cases
from zhidun.cases.models import Approval, Assignment, Case, CaseLink, CaseParty, Paper
from zhidun.damages import services as damages_services
from zhidun.deposit import services as deposit_services
from zhidun.evidence.services import store_upload
from zhidun.mediation import services as mediation_services
from zhidun.rights.models import Right

CASE_RELATIONS = ("own", "district", "city", "foreign", "sealed", "conflicted", "reported")
TITLE = "绝密刺绣"
"""Stands in the title of every case of the matrix: no refusal may say it."""


@dataclass(frozen=True)
class Place:
    """A case and what hangs on it."""

    case: Case
    item: str
    paper: str
    approval: str
    party: int


@dataclass(frozen=True)
class World:
    """Everything the matrix asks about."""

    actors: dict[str, Actor]
    places: dict[str, Place]
    right: str
    indication: str
    office: str
    partner: str
    deposit: str
    deal: str
    batch: str
    partner_account: str
    mediation: str
    capture: str
    capture_list: str
    sheet: str


def build() -> World:
    """Build it."""
    city()
    here = selectors.office("b510107")
    worker, head = make_actor("enforcement-officer", here), make_actor("bureau-head", here)
    actors = {role: make_actor(role, here, username=f"m-{role}") for role in roles.roles()}
    actors["citizen"] = actor_for(make_account("m-citizen", kind="citizen"))
    places = {relation: _place(relation, worker, head, actors["citizen"]) for relation in CASE_RELATIONS}
    _relate(places, actors)
    right = Right.objects.order_by("id").first()
    assert right is not None
    deposit, deal, batch, partner = _deposit(actors["citizen"])
    capture, capture_list = _captures(actors["enforcement-officer"], places["own"].case.number)
    return World(
        mediation=_mediation(actors["citizen"], here), sheet=_sheet(actors["citizen"]),
        deposit=deposit, deal=deal, batch=batch, partner_account=partner,
        capture=capture, capture_list=capture_list,
        actors=actors, places=places, right=str(right.public_id), indication=_indication(), office=here.code,
        partner=places["foreign"].case.number,
    )  # fmt: skip


def _deposit(citizen: Actor) -> tuple[str, str, str, str]:
    """A work of the citizen, a licence offered, a batch of codes; and somebody to deal with."""
    partner = actor_for(make_account("m-partner", kind="citizen"))
    row = make_deposit(citizen)
    batch = deposit_services.issue_batch(actor=citizen, number=row.number, product="矩阵", quantity=2)
    return row.number, str(offer(row, partner).public_id), str(batch.public_id), partner.username


def _mediation(citizen: Actor, office: Office) -> str:
    """A mediation at the office itself, asked for by the citizen, both sides willing."""
    desk = make_actor("mediator", office)
    other = actor_for(make_account("m-other-side", kind="citizen"))
    mediation_services.add_body(actor=desk, office=office.code, forms=FORMS, fields=[], default_for=FORMS)
    row = mediation_services.ask(
        actor=citizen,
        words={
            "form": "people",
            "kind": "trademark",
            "dispute": "damages",
            "name": "甲",
            "other": "乙",
            "request": "赔",
        },
    )
    number = row.case.number
    mediation_services.link_account(actor=desk, number=number, side="respondent", username=other.username)
    for side in (citizen, other):
        mediation_services.answer_invitation(actor=side, number=number, accepts=True, capacity="self")
    return number


def _captures(officer: Actor, case_number: str) -> tuple[str, str]:
    """A page and a list asked for by the officer for a case; the page has left a file."""
    words = {"actor": officer, "how": "http", "case_number": case_number}
    row = captures.ask(url="http://shop.example.com/", **words)
    whole = captures.ask_list(filename="a.txt", raw=b"http://shop.example.com/", **words)
    store_upload(stream=BytesIO(b"x"), filename="page.html.txt", actor=officer, made_with=row.public_id, part="html")
    return str(row.public_id), str(whole.public_id)


def _sheet(citizen: Actor) -> str:
    """A sheet of damages of the citizen, shared with nobody."""
    row = damages_services.open_sheet(
        actor=citizen,
        words={
            "right": "trademark", "holder_name": "甲", "other_name": "乙", "act_from": "2026-05-01",
            "act_to": "2026-06-01",
        },
    )  # fmt: skip
    return str(row.public_id)


def _indication() -> str:
    from tests.factories.rights import gi_facts, make_right

    return str(make_right(facts=gi_facts()).public_id)


def _place(relation: str, worker: Actor, head: Actor, citizen: Actor) -> Place:
    answers = holder_answers(facts=f"{TITLE},关系{relation}。", right_name=TITLE, right_number="")
    receipt = filed(answers, actor=citizen if relation == "own" else SYSTEM, key=f"matrix-{relation}")
    case = Case.objects.get(number=receipt.number)

    def take(step: str, facts: dict[str, object]) -> None:
        case.refresh_from_db()
        cases.submit_step(
            case_number=case.number, step=step, actor=worker, facts=facts, expected_version=case.version, reason="核查"
        )

    take("triage", {"matter": "trademark", "competent_office": "b510107"})
    take("accept", {})
    take("request-evidence", {"evidence_wanted": "购买凭证", "evidence_due_on": "2099-01-10"})
    take("extend-verification", {})
    item = make_item(actor=worker, filename=f"{TITLE}.png")
    cases.add_evidence(actor=worker, case_number=case.number, items=[str(item.public_id)])
    paper = Paper.objects.filter(case=case).order_by("id").first()
    approval = Approval.objects.get(case=case)
    party = CaseParty.objects.filter(case=case).order_by("id").first()
    assert paper is not None
    assert party is not None
    Case.objects.filter(pk=case.pk).update(title=f"{TITLE} {relation}")
    case.refresh_from_db()
    return Place(case, str(item.public_id), str(paper.public_id), str(approval.public_id), party.pk)


def _relate(places: dict[str, Place], actors: dict[str, Actor]) -> None:
    """Move cases to where their relation is, and put every person in theirs."""
    sister = selectors.office("b510104")
    abroad = make_office("other-city", kind="city_bureau", admin_unit="500000")
    for relation, office in (("district", sister), ("city", abroad), ("reported", abroad)):
        Case.objects.filter(pk=places[relation].case.pk).update(office=office)
    Case.objects.filter(pk=places["sealed"].case.pk).update(sealed=True)
    for role, actor in actors.items():
        if role != "citizen":
            Assignment.objects.create(case=places["own"].case, account_id=actor.account_id, assigned_by="test")
        services.declare_conflict(
            actor=actor, account=account_of(actor), subject_kind="case", reason="亲属",
            subject_key=places["conflicted"].case.number,
        )  # fmt: skip
        CaseParty.objects.create(
            case=places["reported"].case, role="respondent", shown_name=actor.name.zh, account_id=actor.account_id
        )
    for relation, place in places.items():
        other = places["own" if relation == "foreign" else "foreign"].case
        CaseLink.objects.create(a=place.case, b=other, kind="joined", made_by="test")


__all__ = ["CASE_RELATIONS", "FROM", "TITLE", "Place", "World", "build"]
