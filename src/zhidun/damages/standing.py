"""Who may see and change a sheet: its owner; when it is shared, both sides of its case and who handles it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Assignment, Case
from zhidun.cases.visibility import conflicted
from zhidun.damages.errors import NotYourLine, SheetNotFound
from zhidun.damages.models import DamagesSheet
from zhidun.kernel.errors import SignInNeeded

SIDES = ("complainant", "respondent")
STAFF = "staff"


def part_of(actor: Actor, sheet: DamagesSheet) -> str:
    """Return the actor's part: a side, `staff` (reads), or ''."""
    if actor.account_id is not None and sheet.owner_id == actor.account_id:
        return sheet.side
    if sheet.case is None or not sheet.shared:
        return ""
    mine = cases.relations_of(actor, sheet.case) & frozenset(SIDES)
    if len(mine) == 1:
        return next(iter(mine))
    return STAFF if actor.is_staff and _handles(actor, sheet.case) else ""


def _handles(actor: Actor, case: Case) -> bool:
    """Whether staff handle the case, or may see it by their post."""
    if assigned_to(actor).filter(pk=case.pk).exists():
        return True
    try:
        cases.find(actor, case.number)
    except CaseNotFound:
        return False
    return True


def assigned_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases somebody handles, officer or mediator, without an interest they declared."""
    mine = Assignment.objects.filter(account_id=actor.account_id or -1, to_at__isnull=True).values("case")
    rows = Case.objects.filter(pk__in=mine)
    return rows.exclude(pk__in=[row.pk for row in rows if conflicted(actor.account_id or -1, row)])


def find(actor: Actor, key: str) -> tuple[DamagesSheet, str]:
    """Return a sheet and the actor's part in it.

    Raises:
        SheetNotFound: there is none, or not for this actor.
    """
    try:
        row = DamagesSheet.objects.select_related("case", "owner").filter(public_id=UUID(str(key))).first()
    except ValueError:
        row = None
    part = part_of(actor, row) if row else ""
    if row is None or not part:
        raise SheetNotFound
    return row, part


def held(actor: Actor, key: str) -> tuple[DamagesSheet, str]:
    """Return the sheet locked to the end of the transaction, for a side.

    Raises:
        SignInNeeded, SheetNotFound.
        NotYourLine: staff read a sheet, they do not write in it.
    """
    if actor.account_id is None:
        raise SignInNeeded
    found, _ = find(actor, key)
    DamagesSheet.objects.select_for_update(of=("self",)).get(pk=found.pk)
    row, part = find(actor, key)
    if part not in SIDES:
        raise NotYourLine
    return row, part


def need_owner(row: DamagesSheet, actor: Actor) -> None:
    """Raise NotYourLine for everybody but the owner."""
    if row.owner_id != actor.account_id:
        raise NotYourLine
