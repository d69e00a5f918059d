"""Reads of the registry, all of them through `visible_to`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from zhidun.kernel import identifiers, time
from zhidun.rights.errors import RightNotFound
from zhidun.rights.gi_users import gi_user, gi_users
from zhidun.rights.importing import export_rights, faults_table, import_run
from zhidun.rights.kinds import Kind, kind, kinds
from zhidun.rights.models import Right, RightDocument, RightKind, StatusChange, Verification
from zhidun.rights.searching import keys_asked
from zhidun.rights.tables import template
from zhidun.rights.terms import FeeWindow, next_fee
from zhidun.rights.visibility import visible_to

if TYPE_CHECKING:
    from datetime import date

    from zhidun.access.actors import Actor

__all__ = [
    "by_number",
    "by_public_id",
    "documents",
    "export_rights",
    "faults_table",
    "fee_due",
    "gi_user",
    "gi_users",
    "has_verified",
    "import_run",
    "key_list",
    "kind",
    "kind_choices",
    "kind_of",
    "kinds",
    "renewals_due",
    "search",
    "status_history",
    "template",
    "visible_to",
]


def by_public_id(actor: Actor, public_id: UUID | str) -> Right:
    """Return a right.

    Raises:
        RightNotFound: unknown, or not to be seen: the two look the same.
    """
    try:
        return visible_to(actor).get(public_id=UUID(str(public_id)))
    except (ValueError, Right.DoesNotExist) as error:
        raise RightNotFound from error


def by_number(actor: Actor, *, kind: str, number: str) -> list[Right]:
    """Return the rights of a kind with a number, in whatever form it was typed."""
    normal = identifiers.check(kind, number).normal
    return list(visible_to(actor).filter(kind=kind, number=normal)) if normal else []


def search(
    actor: Actor, query: str = "", *, kind: str = "", key_protection: bool | None = None, status: str = ""
) -> QuerySet[Right]:
    """Return rights by title, number, holder or pinyin (whole or initials), newest first."""
    rows = visible_to(actor)
    keys = keys_asked(query)
    if keys:
        rows = rows.filter(search_keys__contains=keys)
    elif query.strip():
        return rows.none()
    if kind:
        rows = rows.filter(kind=kind)
    if status:
        rows = rows.filter(status=status)
    if key_protection is not None:
        rows = rows.filter(key_protection=key_protection)
    return rows.order_by("-id")


def renewals_due(actor: Actor, *, on: date | None = None, within_days: int = 90) -> QuerySet[Right]:
    """Return rights whose renewal window is open on a day or opens within some days, soonest end first."""
    day = on or time.today()
    return (
        visible_to(actor)
        .filter(renew_from_on__lte=day + timedelta(days=within_days), renew_until_on__gte=day)
        .order_by("expires_on", "id")
    )


def fee_due(right: Right, *, on: date | None = None) -> FeeWindow | None:
    """Return the next annual fee of a patent."""
    return next_fee(kind=right.kind, filed_on=right.filed_on, expires_on=right.expires_on, on=on or time.today())


def key_list(actor: Actor, *, kind: str = "") -> QuerySet[Right]:
    """Return the key-protection list (重点保护名录): rights marked as such, and lists such as time-honoured brands."""
    rows = visible_to(actor).filter(key_protection=True)
    return (rows.filter(kind=kind) if kind else rows).order_by("kind", "title", "id")


def has_verified(actor: Actor) -> bool:
    """Say whether an actor entered a right that an officer has verified since."""
    if actor.account_id is None:
        return False
    return Right.objects.filter(created_by=actor.key, verification=Verification.VERIFIED).exists()


def documents(right: Right) -> list[RightDocument]:
    """Return the papers on file, oldest first."""
    return list(RightDocument.objects.filter(right=right).order_by("id"))


def status_history(right: Right) -> list[StatusChange]:
    """Return the changes of status, oldest first."""
    return list(StatusChange.objects.filter(right=right))


def kind_of(right: Right) -> Kind:
    """Return what the registry knows of a right's kind."""
    return kind(right.kind)


def kind_choices() -> list[tuple[str, str, str]]:
    """Return (key, Chinese, English) of each kind, in the order of `RightKind`."""
    return [(key, kind(key).title.zh, kind(key).title.en) for key in RightKind.values]
