"""Who is what in a mediation: the one place that decides who sees which room. Unknown and forbidden look the same."""

from __future__ import annotations

from dataclasses import fields

from django.db.models import Q, QuerySet

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.mediation.errors import MediationNotFound, NotNow, NotYourPart
from zhidun.mediation.models import Mediation, RoomKind, Side

ACCEPT = "mediation:case:accept"
RUN = "mediation:case:run"
MEDIATOR, DESK = "mediator", "desk"
COMPLAINANT, RESPONDENT = Side.COMPLAINANT.value, Side.RESPONDENT.value
SIDES = (COMPLAINANT, RESPONDENT)
OTHER = {COMPLAINANT: RESPONDENT, RESPONDENT: COMPLAINANT}


def part_of(actor: Actor, mediation: Mediation) -> str:
    """Return the actor's part: a side, `mediator`, `desk` (staff of the body, who sees no room), or ''."""
    mine = cases.relations_of(actor, mediation.case) & frozenset(SIDES)
    if len(mine) == 1:
        return next(iter(mine))
    office = mediation.body.office_id
    mediator = mediation.mediator
    if mediator and mediator.account_id == actor.account_id and actor.account_id and actor.can(RUN, office):
        return MEDIATOR
    if actor.can(ACCEPT, office) and not interested(actor.account_id, mediation):
        return DESK
    return ""


def interested(account_id: int | None, mediation: Mediation) -> bool:
    """Whether an account has an interest: declared, a party of the matter, or an officer of the case it comes from."""
    from zhidun.cases.visibility import conflicted

    if account_id is None:
        return False
    for case in filter(None, (mediation.case, mediation.origin)):
        if conflicted(account_id, case) or case.parties.filter(account_id=account_id).exists():
            return True
    origin = mediation.origin
    return origin is not None and origin.assignments.filter(account_id=account_id).exists()


def rows(actor: Actor) -> QuerySet[Mediation]:
    """Return the mediations in which the actor has a part, newest first."""
    offices = sorted(office for post in actor.posts if post.powers & {ACCEPT, RUN} for office in post.reach)
    mine = Q(case__parties__account_id=actor.account_id or -1) & Q(case__parties__admitted_at__isnull=False)
    if actor.kind == "receipt":
        mine = Q(case__number=actor.receipt_case, case__parties__by_receipt=True)
    wanted = Q() if actor.kind == "system" else mine | Q(body__office_id__in=offices)
    found = Mediation.objects.filter(wanted).distinct().order_by("-id")
    return found.select_related("case__office", "body__office", "mediator__account", "origin")


def find(actor: Actor, number: str) -> tuple[Mediation, str]:
    """Return a mediation by the number of its case, and the actor's part in it.

    Raises:
        MediationNotFound: there is none, or the actor has no part in it.
    """
    row = rows(actor).filter(case__number=number).first()
    part = part_of(actor, row) if row else ""
    if row is None or not part:
        raise MediationNotFound
    return row, part


def held(actor: Actor, number: str, *parts: str, states: tuple[str, ...] = ()) -> tuple[Mediation, str]:
    """Return the mediation locked to the end of the transaction, for one of these parts in one of these states.

    Raises:
        MediationNotFound: as `find`.
        NotYourPart: the actor has another part.
        NotNow: the mediation is in another state.
    """
    found, part = find(actor, number)
    Mediation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    row, _ = find(actor, number)
    if parts and part not in parts:
        raise NotYourPart
    if states and row.case.state not in states:
        raise NotNow
    return row, part


def rooms_of(part: str) -> tuple[str, ...]:
    """Return the rooms a part is in: the mediator all, a side the joint one and its own, the desk none."""
    if part == MEDIATOR:
        return tuple(RoomKind.values)
    return (RoomKind.JOINT.value, part) if part in SIDES else ()


def acting(actor: Actor) -> Actor:
    """Return the actor as the hand of this room: its steps belong to the system, its name stands in the timeline."""
    kept = {one.name: getattr(actor, one.name) for one in fields(Actor)}  # a page's actor is a lazy stand-in
    return Actor(**{**kept, "kind": "system"})
