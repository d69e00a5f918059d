"""Opening a procedure within a case, and what its steps echo there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from zhidun.access import selectors as access
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.policies import need
from zhidun.cases import selectors as cases_read
from zhidun.cases import services as cases
from zhidun.cases.models import Case, CaseLink, LinkKind
from zhidun.enforcement.errors import AlreadyRunning, NotAttachable
from zhidun.enforcement.tables import Attachable, Routed, attachables, echoes, handed_in, routed
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden
from zhidun.kernel.events import CaseMoved
from zhidun.kernel.patent_numbers import PATENT_KIND_DIGITS
from zhidun.kernel.text import Text
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Field

_NUMBER = re.compile(r"(?:(?<!\d)(?:19|20)\d\d(\d)\d{7}(?!\d)|(?<!\d)\d\d(\d)\d{5}(?!\d))")
"""The digit of a patent number that says its kind: the fifth of twelve, the third of eight."""

RESTATED = "restated"
"""Word of a case's source: it retells a real case, so nothing happens in it but what is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A procedure that may be opened within a case now, with the fields of its opening."""

    procedure: str
    title: Text
    summary: Text
    fields: tuple[Field, ...]
    kinds: Mapping[str, Text]


def offers(actor: Actor, number: str) -> tuple[Offer, ...]:
    """Return what the actor may open within the case as it stands.

    Raises:
        CaseNotFound: there is none, or not for this actor.
    """
    case = cases_read.find(actor, number)
    if not cases_read.in_charge(actor, case):
        return ()
    return tuple(
        _offer(row, case)
        for row in attachables().values()
        if actor.can(row.power, case.office_id) and _fits(row, case) and (row.several or not _running(case, row))
    )


def _offer(row: Attachable, case: Case) -> Offer:
    declared = catalogue().get(row.procedure)
    kinds = {} if case.kind in declared.kinds else declared.kinds
    return Offer(
        procedure=row.procedure, title=row.title, summary=declared.summary, fields=declared.opening.fields, kinds=kinds
    )


@transaction.atomic
def open_attached(
    *,
    actor: Actor,
    case_number: str,
    procedure: str,
    facts: Mapping[str, object],
    kind: str = "",
    items: Sequence[str] = (),
    key: str | None = None,
) -> Case:
    """Open a procedure within a case: a seizure, a preservation, a transfer to the police and others.

    Args:
        actor: who opens it; needs the power the table names, at the case's office.
        case_number: the case.
        procedure: a name of the table.
        facts: the opening form of the procedure.
        kind: where the procedure has kinds and the case's own is none of them.
        items: public ids of items of the case's file that go with it.
        key: the same key a second time returns the case opened the first time.

    Raises:
        CaseNotFound, Forbidden, FieldsInvalid.
        NotAttachable: not from this procedure or state.
        AlreadyRunning: it runs already and only one may.
    """
    found = cases_read.find(actor, case_number)
    row = attachables().get(procedure)
    if row is None:
        raise NotAttachable
    case = Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=found.pk)
    need(actor, row.power, case.office_id)
    opening_key = f"attach:{case.number}:{key}" if key else None
    known = Case.objects.filter(opening_key=opening_key).first() if opening_key else None
    if known is not None:
        return known
    if not _fits(row, case):
        raise NotAttachable
    if not row.several and _running(case, row):
        raise AlreadyRunning
    declared = catalogue().get(procedure)
    return cases.attach_case(
        main=case,
        procedure=procedure,
        actor=actor,
        title=f"{row.title.zh}:{case.title}"[:120],
        facts=facts,
        kind=case.kind if case.kind in declared.kinds else kind,
        roles=row.roles,
        shown_to=row.shown_to,
        items=_own_items(case, items),
        opening_key=opening_key,
    )


def _fits(row: Attachable, case: Case) -> bool:
    return case.state in row.origins.get(case.procedure, ()) and case.outcome != "duplicate"


def _running(case: Case, row: Attachable) -> bool:
    return cases_read.attached_to(case).filter(procedure=row.procedure, closed_at__isnull=True).exists()


def _own_items(case: Case, items: Sequence[str]) -> list[str]:
    """Return those of the items that lie in the case's own file: an id alone opens nobody else's."""
    mine = {str(key) for key in case.evidence.values_list("item__public_id", flat=True)}
    return [item for item in items if item in mine]


def main_of(case: Case) -> Case | None:
    """Return the case a procedure belongs to; None for one that stands alone."""
    link = CaseLink.objects.filter(b=case, kind=LinkKind.ATTACHED, undone_at__isnull=True).select_related("a").first()
    return link.a if link else None


@transaction.atomic
def hand_in(
    *, actor: Actor, procedure: str, office: str, title: str, facts: Mapping[str, object], key: str | None = None
) -> Case:
    """Let another authority (police, procuratorate, court) hand a matter to one of our offices.

    Raises:
        Forbidden: the actor's post does not hand matters in.
        NotAttachable: no such procedure takes matters in.
        OfficeUnknown, FieldsInvalid.
    """
    powers = handed_in().get(procedure)
    if powers is None:
        raise NotAttachable
    post = next((one for one in actor.posts if set(powers) & one.powers), None)
    if post is None:
        raise Forbidden
    made = cases.open_case(
        procedure=procedure,
        actor=actor,
        office=office,
        facts=facts,
        parties=(),
        received_at=time.now(),
        origin="transfer",
        title=title,
        opening_key=f"hand-in:{post.office_code}:{key}" if key else None,
    )
    cases.add_office(case=made, office=post.office_code, part=cases.part_of(post.role))
    return made


def may_hand_in(actor: Actor, procedure: str) -> bool:
    """Whether the actor's post hands such matters in."""
    return any(actor.can(power) for power in handed_in().get(procedure, ()))


def on_case_moved(event: CaseMoved) -> None:
    """Echo a step in the case it belongs to; open what a routed matter goes on in. Wired in `site.wiring`."""
    for echo in echoes():
        if (echo.of, echo.step) == (event.procedure, event.step):
            _echo(event, echo.take)
    for row in routed():
        if (row.procedure, row.step) == (event.procedure, event.step):
            _go_on(event, row)


def _echo(event: CaseMoved, step: str) -> None:
    main = main_of(Case.objects.get(number=event.case_number))
    if main is None:
        return
    main = Case.objects.select_for_update(of=("self",)).get(pk=main.pk)
    declared = catalogue().get(main.procedure, main.procedure_version).steps.get(step)
    if declared is None or main.state not in declared.from_states:
        return
    cases.take_step(
        case_number=main.number, step=step, actor=SYSTEM, facts={}, expected_version=main.version, at=event.at
    )


def _go_on(event: CaseMoved, row: Routed) -> None:
    case = Case.objects.select_related("office").get(number=event.case_number)
    if any(case.facts.get(name) != wanted for name, wanted in row.when.items()):
        return
    if case.source.get(RESTATED):
        return  # a case retold from a public notice does only what is recorded of it
    office = access.offices(kind=row.office_kind).first()
    kind = _patent_kind(case, row.opens)
    if office is None or not kind:
        return  # it stays parked for an officer to decide
    facts = {name: case.facts[name] for name in row.facts if case.facts.get(name)}
    cases.attach_case(
        main=case,
        procedure=row.opens,
        actor=SYSTEM,
        title=f"{catalogue().get(row.opens).title.zh}:{case.title.rpartition(':')[2]}"[:120],
        facts=facts,
        kind=kind,
        office=office.code,
        roles=row.roles,
        shown_to=row.shown_to,
        items=[str(key) for key in case.evidence.values_list("item__public_id", flat=True)],
        received_at=event.at,
        opening_key=f"routed:{case.number}",
    )
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    cases.take_step(
        case_number=case.number, step=row.take, actor=SYSTEM, facts={}, expected_version=version, at=event.at
    )


def _patent_kind(case: Case, procedure: str) -> str:
    """Return the kind of the case in the other procedure's words: its own, or what the patent number says."""
    kinds = catalogue().get(procedure).kinds
    if case.kind in kinds:
        return case.kind
    number = _NUMBER.search(str(case.facts.get("right_number") or "").replace(" ", ""))
    found = PATENT_KIND_DIGITS.get(next(filter(None, number.groups())), "") if number else ""
    return found if found in kinds else ""
