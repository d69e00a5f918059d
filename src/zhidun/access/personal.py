"""Somebody's own way of working: choices of their pages, absences with a substitute, the calendar feed's address."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from zhidun.access.actors import Actor, actor_for
from zhidun.access.audit import record
from zhidun.access.models import Absence, Account, FeedKey, Preference
from zhidun.access.selectors import account as account_named
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound, SignInNeeded
from zhidun.kernel.reading import forget, once
from zhidun.kernel.text import Text, t

LONGEST_VALUE = 4000
LONGEST_ABSENCE_DAYS = 366
NOTICE_CHANNELS = ("mail", "sms", "wecom")
NOTICE_DEFAULTS: Mapping[str, object] = {"mail": True, "sms": False, "wecom": False, "digest": True}


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence as listed."""

    id: int
    who: Text
    substitute: Text
    from_on: date
    to_on: date
    note: str
    now: bool


def _own(actor: Actor) -> int:
    if actor.account_id is None:
        raise SignInNeeded
    return actor.account_id


@once
def preference(actor: Actor, key: str) -> Mapping[str, object]:
    """Return what somebody chose under a key; nothing for visitors and where nothing was chosen."""
    if actor.account_id is None:
        return {}
    row = Preference.objects.filter(account_id=actor.account_id, key=key).first()
    return dict(row.value) if row else {}


@transaction.atomic
def set_preference(*, actor: Actor, key: str, value: Mapping[str, object]) -> dict[str, object]:
    """Keep a choice.

    Raises:
        SignInNeeded.
        Invalid: larger than a choice can be.
    """
    if len(str(value)) > LONGEST_VALUE:
        raise Invalid(t("设置内容过长。", "The setting is too long."), field=key)
    kept = dict(value)
    forget()
    Preference.objects.update_or_create(
        account_id=_own(actor), key=key, defaults={"value": kept, "changed_at": time.now()}
    )
    return kept


def notice_choices(account_id: int) -> dict[str, bool]:
    """Return by which ways an account wants to be told, and whether it wants the daily digest."""
    row = Preference.objects.filter(account_id=account_id, key="notices").first()
    return {key: bool(value) for key, value in {**NOTICE_DEFAULTS, **(row.value if row else {})}.items()}


def digest_readers() -> QuerySet[Account]:
    """Return active staff who did not switch the daily digest off."""
    off = Preference.objects.filter(key="notices", value__digest=False)
    found = Account.objects.filter(active=True, kind=Account.Kind.STAFF).exclude(email="")
    return found.exclude(pk__in=off.values("account_id"))


@transaction.atomic
def plan_absence(*, actor: Actor, substitute: str, from_on: date, to_on: date, note: str = "") -> Absence:
    """Say that one is away and who stands in; the substitute gets no power they do not hold themselves.

    Raises:
        SignInNeeded, AccountUnknown.
        Invalid: the days are the wrong way round, too long, or the substitute has no post within one's offices.
    """
    if to_on < from_on or (to_on - from_on).days > LONGEST_ABSENCE_DAYS:
        raise Invalid(
            t("离岗起止日期不正确。", "The days of the absence do not fit."),
            t("结束日不得早于开始日,最长一年。", "The last day comes after the first, at most a year later."),
            field="to_on",
        )
    other = account_named(substitute)
    if other.pk == actor.account_id:
        raise Invalid(t("代理人不能是本人。", "Somebody else has to stand in."), field="substitute")
    offices = {post.office_id for post in actor.posts}
    if not any(offices & post.reach for post in actor_for(other).posts):
        raise Invalid(
            t("代理人在您的机构没有岗位。", "The substitute has no post at your office."),
            t("请选择本机构的同事。", "Choose a colleague of your office."),
            field="substitute",
        )
    row = Absence.objects.create(
        account_id=_own(actor), substitute=other, from_on=from_on, to_on=to_on, note=note[:200], made_by=actor.key
    )
    record(
        actor=actor,
        action="absence.planned",
        object_kind="account",
        object_key=str(actor.account_id),
        facts={"substitute": other.username, "from": from_on, "to": to_on},
    )
    return row


@transaction.atomic
def end_absence(*, actor: Actor, absence_id: int) -> Absence:
    """End one's own absence early.

    Raises:
        NotFound: not one's own, or ended.
    """
    row = Absence.objects.select_for_update().filter(pk=absence_id, account_id=_own(actor), ended_at=None).first()
    if row is None:
        raise NotFound
    row.ended_at = time.now()
    row.save(update_fields=["ended_at"])
    record(actor=actor, action="absence.ended", object_kind="account", object_key=str(actor.account_id))
    return row


def _running(on: date) -> QuerySet[Absence]:
    return Absence.objects.filter(ended_at=None, from_on__lte=on, to_on__gte=on)


def absences(actor: Actor) -> tuple[AbsenceView, ...]:
    """Return one's own absences that have not ended, and those in which one stands in."""
    today = time.today()
    rows = Absence.objects.filter(ended_at=None, to_on__gte=today).select_related("account", "substitute")
    mine = rows.filter(account_id=actor.account_id or -1) | rows.filter(substitute_id=actor.account_id or -1)
    return tuple(
        AbsenceView(
            row.pk, row.account.name, row.substitute.name, row.from_on, row.to_on, row.note, row.from_on <= today
        )
        for row in mine.order_by("from_on", "id")
    )


@once
def stands_in_for(account_id: int | None) -> list[int]:
    """Return the accounts whose work this one sees today as a substitute."""
    if account_id is None:
        return []
    return list(_running(time.today()).filter(substitute_id=account_id).values_list("account_id", flat=True))


def substitutes_of(account_id: int) -> list[int]:
    """Return who stands in today for an account; themselves present again where absent too."""
    return list(_running(time.today()).filter(account_id=account_id).values_list("substitute_id", flat=True))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def new_feed(*, actor: Actor) -> str:
    """Return a new secret for the address of one's calendar feed; the former address stops working.

    Raises:
        SignInNeeded.
    """
    FeedKey.objects.filter(account_id=_own(actor), revoked_at=None).update(revoked_at=time.now())
    key = secrets.token_urlsafe(24)
    FeedKey.objects.create(account_id=_own(actor), hash=_hash(key))
    record(actor=actor, action="feed.made", object_kind="account", object_key=str(actor.account_id))
    return key


def has_feed(actor: Actor) -> bool:
    """Whether an address of one's feed is in use."""
    return FeedKey.objects.filter(account_id=actor.account_id or -1, revoked_at=None).exists()


def feed_actor(key: str) -> Actor:
    """Return whose feed an address stands for.

    Raises:
        NotFound: no such address, or it was replaced.
    """
    row = FeedKey.objects.filter(hash=_hash(key), revoked_at=None).select_related("account").first()
    if row is None or not row.account.active:
        raise NotFound
    return actor_for(row.account)
