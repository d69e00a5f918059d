"""What other rooms and doors may read of accounts, offices, posts, conflicts and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from zhidun.access import offices as tree
from zhidun.access.actors import Actor, current_posts
from zhidun.access.audit import ChainReport, verify_chain
from zhidun.access.errors import AccountUnknown, OfficeUnknown
from zhidun.access.models import Account, ApiToken, AuditEntry, AuditLink, ConflictDeclaration, Office, Post
from zhidun.access.policies import need
from zhidun.access.roles import roles
from zhidun.kernel.reading import once
from zhidun.kernel.text import Text


def office(code: str) -> Office:
    """Return the office with this code.

    Raises:
        OfficeUnknown: there is none.
    """
    found = Office.objects.select_related("parent").filter(code=code).first()
    if found is None:
        raise OfficeUnknown
    return found


@once
def english_name(chinese: str) -> str:
    """Return how a person of that Chinese name is written in English, "" where unknown or not the same for all."""
    named = Account.objects.filter(name_zh=chinese).exclude(name_en="")
    found = list(named.order_by().values_list("name_en", flat=True).distinct()[:2])
    return str(found[0]) if len(found) == 1 else ""


def offices(
    *,
    kind: str | None = None,
    field: str | None = None,
    admin_unit: str | None = None,
    under: Office | None = None,
    active: bool = True,
) -> QuerySet[Office]:
    """Return offices: of a kind, competent for a kind of right, of one of the 23 units, below another office."""
    found = Office.objects.filter(active=True) if active else Office.objects.all()
    if kind is not None:
        found = found.filter(kind=kind)
    if field is not None:
        found = found.filter(fields__contains=[field])
    if admin_unit is not None:
        found = found.filter(admin_unit=admin_unit)
    if under is not None:
        found = found.filter(pk__in=tree.below(under.pk))
    return found


def bureau_for(field: str, admin_unit: str = "") -> Office | None:
    """Return the market-supervision bureau competent for a kind of right at a place: the unit's, else the city's."""
    district = offices(kind=Office.Kind.DISTRICT_BUREAU, field=field, admin_unit=admin_unit).first()
    if admin_unit and district is not None:
        return district
    return offices(kind=Office.Kind.CITY_BUREAU, field=field).first()


def account(username: str) -> Account:
    """Return the account with this user name, capitals or not.

    Raises:
        AccountUnknown: there is none.
    """
    found = Account.objects.filter(username__iexact=username).first()
    if found is None:
        raise AccountUnknown
    return found


def account_by_id(account_id: int) -> Account:
    """Return an account by its key.

    Raises:
        AccountUnknown: there is none.
    """
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        raise AccountUnknown
    return found


def names_of(account_ids: Iterable[int]) -> dict[int, Text]:
    """Return the names of accounts by id, those that have ended too."""
    return {row.pk: row.name for row in Account.objects.filter(pk__in=set(account_ids))}


def staff_of(office: Office, role: str | None = None) -> QuerySet[Account]:
    """Return the active accounts that hold a post (of that role) at this very office today, by name."""
    held = Post.objects.filter(current_posts(), office=office)
    if role is not None:
        held = held.filter(role=role)
    return Account.objects.filter(active=True, pk__in=held.values("account_id")).order_by("username")


def able_at(office: Office, power: str) -> QuerySet[Account]:
    """Return the active accounts whose post at this very office carries `power` today, by name."""
    carrying = [key for key, one in roles().items() if power in one.powers]
    held = Post.objects.filter(current_posts(), office=office, role__in=carrying)
    return Account.objects.filter(active=True, pk__in=held.values("account_id")).order_by("username")


def posts(*, actor: Actor, waiting: bool = False) -> QuerySet[Post]:
    """Return posts for the administrators' pages: all that have not ended, or those waiting for approval.

    Raises:
        Forbidden: the actor is neither system, security nor audit administrator.
    """
    if not (actor.can("access:account:manage") or actor.can("access:post:grant")):
        need(actor, "access:audit:view")
    found = Post.objects.filter(revoked_at__isnull=True).select_related("account", "office")
    return found.filter(approved_at__isnull=True) if waiting else found


def accounts(*, actor: Actor, q: str = "") -> QuerySet[Account]:
    """Return accounts for the system administrator, by user name.

    Raises:
        Forbidden: the actor has no `access:account:manage`.
    """
    need(actor, "access:account:manage")
    found = Account.objects.order_by("username")
    return found.filter(Q(username__icontains=q) | Q(name_zh__icontains=q)) if q else found


def tokens(*, actor: Actor) -> QuerySet[ApiToken]:
    """Return the tokens an actor may see: all for the security administrator, else their own."""
    found = ApiToken.objects.select_related("office", "account")
    return found if actor.can("access:token:manage") else found.filter(account_id=actor.account_id or -1)


def subject(kind: str, key: object) -> str:
    """Write the subject of a conflict as `kind:key`, the form `conflicts_of` asks with."""
    return f"{kind}:{key}"


def open_conflicts(subjects: Iterable[str], account_id: int | None = None) -> QuerySet[ConflictDeclaration]:
    """Return the declarations in force about any of the subjects (`party:<id>`, `case:<number>`, `right:<id>`)."""
    wanted = Q(pk__in=[])
    for entry in subjects:
        kind, _, key = entry.partition(":")
        wanted |= Q(subject_kind=kind, subject_key=key)
    found = ConflictDeclaration.objects.filter(wanted, withdrawn_at__isnull=True)
    return found if account_id is None else found.filter(account_id=account_id)


def conflicts_of(account_id: int, subjects: Iterable[str]) -> bool:
    """Say whether the account has declared a conflict, still in force, with any of the subjects."""
    return open_conflicts(subjects, account_id).exists()


@once
def declared_subjects(account_id: int) -> Mapping[str, list[str]]:
    """Return what the account declared a conflict with, still in force: keys by kind of subject."""
    found: dict[str, list[str]] = {}
    rows = ConflictDeclaration.objects.filter(account_id=account_id, withdrawn_at__isnull=True)
    for kind, key in rows.values_list("subject_kind", "subject_key"):
        found.setdefault(kind, []).append(key)
    return found


def audit_trail(
    *,
    actor: Actor,
    object_kind: str | None = None,
    object_key: str | None = None,
    actor_key: str | None = None,
    since: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Return audit entries, newest first, with their place in the chain.

    Raises:
        Forbidden: the actor has no `access:audit:view`.
    """
    need(actor, "access:audit:view")
    wanted = {"object_kind": object_kind, "object_key": object_key, "actor_key": actor_key, "at__gte": since}
    given = {name: value for name, value in wanted.items() if value is not None}
    return AuditEntry.objects.filter(**given).select_related("link").order_by("-id")


def audit_heads() -> dict[int, tuple[int, str]]:
    """Return the last (seq, hash) of each lane of the audit trail, to be anchored outside; reads no entry."""
    rows = AuditLink.objects.order_by("lane", "-seq").distinct("lane").values_list("lane", "seq", "hash")
    return {lane: (seq, mark) for lane, seq, mark in rows}


def audit_check(*, actor: Actor) -> ChainReport:
    """Verify the whole audit trail.

    Raises:
        Forbidden: the actor has no `access:audit:verify`.
    """
    need(actor, "access:audit:verify")
    return verify_chain()
