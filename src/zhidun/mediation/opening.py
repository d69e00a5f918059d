"""A mediation begins: opened by a body, asked for by a party, or offered in an established infringement case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.policies import need
from zhidun.cases import selectors as cases_read
from zhidun.cases import services as cases
from zhidun.cases.models import Case, CaseParty, LinkKind
from zhidun.cases.types import PartyIn
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, SignInNeeded
from zhidun.kernel.text import t
from zhidun.mediation.errors import BodyUnfit
from zhidun.mediation.models import Body, Form, Mediation
from zhidun.mediation.moving import move
from zhidun.mediation.register import field_of
from zhidun.mediation.standing import ACCEPT, COMPLAINANT, RESPONDENT
from zhidun.parties import services as parties

ANSWER_DAYS = 10
"""Days a side has to answer where nobody set a day: a habit of the house, not of law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideIn:
    """A side as named when a mediation is opened."""

    name: str
    kind: str = "organisation"
    phone: str = ""
    account_id: int | None = None
    agent: str = ""
    party_id: int | None = None
    by_receipt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be mediated.

    Attributes:
        body: code of the body's office; empty: the default body of the form.
        dispute: damages, infringement, ownership, licence, reward or other.
        trial: ordinary or simple, where a court entrusts it.
    """

    form: str
    title: str
    kind: str
    dispute: str
    request: str = ""
    body: str = ""
    answer_due_on: date | None = None
    court_case: str = ""
    trial: str = ""


def bodies(form: str = "", field: str = "") -> list[Body]:
    """Return the bodies on the list, for a form and a field."""
    found = Body.objects.filter(active=True).select_related("office").order_by("office__code")
    return [
        row for row in found if (not form or form in row.forms) and (not field or not row.fields or field in row.fields)
    ]


def default_body(form: str, field: str = "") -> Body | None:
    """Return the body to which matters of a form go when nobody names one."""
    fitting = bodies(form, field)
    return next((row for row in fitting if form in row.default_for), fitting[0] if fitting else None)


@transaction.atomic
def open_mediation(
    *, actor: Actor, request: Request, complainant: SideIn, respondent: SideIn, origin: str = ""
) -> Mediation:
    """Open a mediation at a body, as the body's desk or as the requester; the requester's asking is no consent yet.

    Raises:
        SignInNeeded, Forbidden: neither the desk of the body nor the requester.
        BodyUnfit: no body on the list does this form and field.
        CaseNotFound: the actor does not see the case it is to come from.
        Invalid, FieldsInvalid: something does not fit.
    """
    body = _body(request)
    if actor.account_id is None and actor.kind != "system":
        raise SignInNeeded
    if actor.account_id is None or complainant.account_id != actor.account_id:
        need(actor, ACCEPT, body.office_id)
    source = cases_read.find(actor, origin) if origin else None
    return _open(actor, body, request, complainant, respondent, source)


def _body(request: Request) -> Body:
    if request.form not in Form.values:
        raise Invalid(t("请选择调解类型。", "Choose the kind of mediation."), field="form")
    field = field_of(request.kind)
    if not request.body:
        found = default_body(request.form, field)
    else:
        found = next((row for row in bodies(request.form, field) if row.office.code == request.body), None)
    if found is None:
        raise BodyUnfit(field="body")
    return found


def _open(
    actor: Actor, body: Body, request: Request, complainant: SideIn, respondent: SideIn, origin: Case | None
) -> Mediation:
    due = request.answer_due_on or time.today() + timedelta(days=ANSWER_DAYS)
    if complainant.account_id is not None and complainant.account_id == respondent.account_id:
        raise Invalid(t("双方不能是同一账号。", "The two sides cannot be one account."), field="respondent")
    facts: dict[str, object] = {
        "dispute": request.dispute,
        "request": request.request,
        "answer_due_on": due.isoformat(),
        "origin_case": origin.number if origin else "",
        "court_case": request.court_case,
        "trial": request.trial,
    }
    case = cases.open_case(
        procedure=f"mediation-{request.form}",
        actor=actor,
        office=body.office.code,
        facts={key: value for key, value in facts.items() if value},
        parties=[_party(actor, COMPLAINANT, complainant), _party(actor, RESPONDENT, respondent)],
        received_at=time.now(),
        origin="transfer" if origin or request.court_case else "online",
        title=request.title,
        kind=request.kind,
        right_ids=list(origin.rights.values_list("right_id", flat=True)) if origin else (),
        sealed=True,
        demo=origin.demo if origin else False,
        law_on=origin.law_on if origin else None,
    )
    row = Mediation.objects.create(case=case, origin=origin, form=request.form, body=body, answer_due_on=due)
    if origin is not None:
        cases.link_cases(actor=SYSTEM, a=origin.number, b=case.number, kind=LinkKind.JOINED, reason="mediation")
    move(row, "serve-invitation", actor)
    return row


def _party(actor: Actor, role: str, given: SideIn) -> PartyIn:
    name = given.name.strip()
    if not name:
        raise Invalid(t("请填写双方名称。", "Name both sides."), field=role)
    party = given.party_id
    if party is None:
        party = parties.find_or_create(actor=actor, kind=given.kind, name=name, phone=given.phone).pk
    return PartyIn(
        role=role,
        shown_name=name,
        party_id=party,
        agent=given.agent,
        account_id=given.account_id,
        by_receipt=given.by_receipt,
        admitted=True,
    )


def offer_for(origin: Case, facts: Mapping[str, object]) -> list[Mediation]:
    """Open the mediations that an officer's offer in an infringement case stands for: one a respondent (商标法 60).

    Without a body on the list that takes it nothing is opened: the offer stands in the case alone.
    """
    form = Form.ADMINISTRATIVE.value
    body = default_body(form, field_of(origin.kind))
    sides = {role: list(origin.parties.filter(role=role).order_by("id")) for role in (COMPLAINANT, RESPONDENT)}
    if body is None or not all(sides.values()) or Mediation.objects.filter(origin=origin).exists():
        return []
    due = facts.get("mediation_answer_due_on")
    request = Request(
        form=form,
        title=f"{origin.title[:280]}(赔偿调解)",
        kind=origin.kind,
        dispute="damages",
        request=str(origin.facts.get("request") or ""),
        answer_due_on=date.fromisoformat(str(due)) if due else None,
    )
    first = _copied(sides[COMPLAINANT][0])
    return [_open(SYSTEM, body, request, first, _copied(row), origin) for row in sides[RESPONDENT]]


def _copied(row: CaseParty) -> SideIn:
    return SideIn(name=row.shown_name, party_id=row.party_id, account_id=row.account_id, agent=row.agent)


@transaction.atomic
def link_account(*, actor: Actor, number: str, side: str, username: str) -> CaseParty:
    """Let an account act for a side that has none yet: the desk checked who it is.

    Raises:
        MediationNotFound, NotYourPart, AccountUnknown.
        Invalid: the side has an account, or the account is the other side's or the mediator's.
    """
    from zhidun.access import selectors as access
    from zhidun.mediation.moving import side_row
    from zhidun.mediation.standing import DESK, MEDIATOR, SIDES, held

    row, _ = held(actor, number, DESK, MEDIATOR)
    if side not in SIDES:
        raise Invalid(t("请选择一方。", "Choose a side."), field="side")
    account = access.account(username)
    party = side_row(row, side)
    taken = row.case.parties.filter(account_id=account.pk).exists()
    staff = row.mediator is not None and row.mediator.account_id == account.pk
    if party.account_id is not None or taken or staff:
        raise Invalid(
            t("该方已有账号,或该账号已是另一方、调解员。", "The side has an account, or the account has another part."),
            t("请核对身份。", "Check who it is."),
            field="username",
        )
    party.account_id = account.pk
    party.save(update_fields=["account"])
    return party
