"""Procedures of their own within a matter (附带程序): opened for a case, linked to it, with its people and rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from zhidun.access.actors import SYSTEM, Actor
from zhidun.cases.models import Assignment, Case, CaseParty, LinkKind, OfficePart
from zhidun.cases.opening import open_case
from zhidun.cases.people import link_cases
from zhidun.cases.taking_part import add_office
from zhidun.cases.types import PartyIn
from zhidun.kernel import time


@transaction.atomic
def attach_case(  # noqa: PLR0913  the opened case has this many sides; all but a few have defaults
    *,
    main: Case,
    procedure: str,
    actor: Actor,
    title: str,
    facts: Mapping[str, object],
    kind: str = "",
    office: str = "",
    roles: Sequence[str] = ("complainant", "respondent", "third"),
    shown_to: Sequence[str] = (),
    items: Sequence[str] = (),
    received_at: datetime | None = None,
    law_on: date | None = None,
    opening_key: str | None = None,
) -> Case:
    """Open a procedure within the matter of `main` and link it; whoever may do so is decided by the caller.

    Args:
        main: the case it belongs to; its rights, seal, demo mark and district go with it.
        procedure: name of the procedure.
        actor: who opens it.
        title: title of the new case.
        facts: its opening form.
        kind: one of its kinds.
        received_at: default now.
        law_on: default that of `main`.
        opening_key: the same key a second time returns the case opened the first time.
        office: code of the office in charge; empty: that of `main`, else that of `main` takes part as sender.
        roles: parties of `main` that are parties of the new case too.
        shown_to: of these, whose account may read it from the beginning.
        items: public ids of items of the main file that go into the new one.

    Raises:
        ProcedureUnknown, OfficeUnknown, FieldsInvalid, Invalid: nothing is written.
    """
    made = open_case(
        procedure=procedure,
        actor=actor,
        office=office or main.office.code,
        facts=facts,
        parties=[_again(row, shown_to) for row in main.parties.filter(role__in=roles).order_by("id")],
        received_at=received_at or time.now(),
        origin="transfer",
        title=title,
        kind=kind,
        right_ids=list(main.rights.order_by("id").values_list("right_id", flat=True)),
        items=items,
        district=main.district,
        law_on=law_on or main.law_on,
        sealed=main.sealed,
        demo=main.demo,
        source={"attached_to": main.number},
        opening_key=opening_key,
    )
    link_cases(actor=SYSTEM, a=main.number, b=made.number, kind=LinkKind.ATTACHED)
    if office and office != main.office.code:
        add_office(case=made, office=main.office.code, part=OfficePart.SENDER)
    else:
        _same_officers(main, made)
    return made


def _same_officers(main: Case, made: Case) -> None:
    for row in main.assignments.filter(to_at__isnull=True).order_by("id"):
        Assignment.objects.create(
            case=made,
            account_id=row.account_id,
            role=row.role,
            assigned_by=row.assigned_by,
            conflict_override=row.conflict_override,
            overridden_by=row.overridden_by,
        )


def _again(row: CaseParty, shown_to: Sequence[str]) -> PartyIn:
    return PartyIn(
        role=row.role,
        shown_name=row.shown_name,
        party_id=row.party_id,
        agent=row.agent,
        account_id=row.account_id,
        by_receipt=row.by_receipt,
        admitted=row.role in shown_to and row.admitted_at is not None,
    )
