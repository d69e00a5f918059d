"""Right holders' own watches: made, changed, paused and deleted by their account, whose hits nobody else sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from zhidun.kernel import time
from zhidun.kernel.errors import SignInNeeded, TooLarge
from zhidun.kernel.text import t
from zhidun.radar.acting import COMPLAINT, answers_of, sealed
from zhidun.radar.errors import RadarForbidden, RadarNotFound, WatchUnfit
from zhidun.radar.models import Hit, Watch
from zhidun.radar.watching import NAME, WatchFacts, entered, faults_of, note

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

MOST_WATCHES: Final = 50
"""Watches an account may keep, paused ones among them."""
FILER: Final = frozenset({"filer_kind", "filer_name"})
EDITED: Final = ("name", "region", "classes", "sensitivity")


def account_of(actor: Actor) -> int:
    """Return the account whose own watches an actor keeps.

    Raises:
        SignInNeeded: nobody is signed in.
        RadarForbidden: staff watch for their office, at the desk.
    """
    if actor.account_id is None:
        raise SignInNeeded
    if actor.is_staff:
        raise RadarForbidden(
            t("工作人员的监测任务在工作台建立。", "Staff make their watches at the desk."),
            t("请打开工作台的“监测预警”。", "Open “Watches” at the desk."),
        )
    return actor.account_id


def own_watches(actor: Actor) -> QuerySet[Watch]:
    """Return the actor's own watches with the number of their hits (`found`), newest first.

    Raises:
        SignInNeeded, RadarForbidden.
    """
    rows = Watch.objects.filter(account_id=account_of(actor), ended_at=None).select_related("right")
    return rows.annotate(found=Count("hits")).order_by("-id")


def own_watch(actor: Actor, key: UUID | str) -> Watch:
    """Return one of the actor's own watches.

    Raises:
        SignInNeeded, RadarForbidden, RadarNotFound: no such one, another's, or deleted.
    """
    found = own_watches(actor).filter(public_id=_uuid(key)).first()
    if found is None:
        raise RadarNotFound
    return found


def own_hits(actor: Actor, watch: Watch) -> QuerySet[Hit]:
    """Return the hits of an own watch, the likest first."""
    rows = Hit.objects.filter(watch=watch, watch__account_id=account_of(actor))
    return rows.select_related("right", "sweep__feed").defer("original", "thumbnail").order_by("-score", "-id")


def own_hit(actor: Actor, key: UUID | str) -> Hit:
    """Return a hit of one of the actor's own watches.

    Raises:
        SignInNeeded, RadarForbidden, RadarNotFound: no such one, another's, or its watch is deleted.
    """
    rows = Hit.objects.filter(watch__account_id=account_of(actor), watch__ended_at=None)
    found = rows.select_related("watch", "right", "sweep__feed").filter(public_id=_uuid(key)).first()
    if found is None:
        raise RadarNotFound
    return found


def _uuid(key: UUID | str) -> UUID:
    try:
        return UUID(str(key))
    except ValueError:
        raise RadarNotFound from None


@transaction.atomic
def add_own(*, actor: Actor, facts: WatchFacts) -> Watch:
    """Begin to guard something of one's own: a text, a picture one handed in, or a right of the registry.

    Raises:
        SignInNeeded, RadarForbidden.
        WatchUnfit: with every fault by field; conditions over the registry are for offices.
        NothingToGuard: neither text nor picture nor right. TooLarge: fifty watches are there.
    """
    account = account_of(actor)
    if facts.registry or facts.owner:
        raise WatchUnfit(t("只能监测自己的标识。", "Only signs of your own are watched here."), field="text")
    if own_watches(actor).count() >= MOST_WATCHES:
        raise TooLarge(
            t(f"最多保留 {MOST_WATCHES} 个监测。", f"At most {MOST_WATCHES} watches are kept."),
            t("请先删除不再需要的。", "Delete one that is not needed any more."),
        )
    return entered(actor, facts, account=account)


@transaction.atomic
def edit_own(*, actor: Actor, watch: Watch, changed: Mapping[str, str]) -> Watch:
    """Change name, region of sellers, classes, sensitivity and whether text in pictures is read.

    What is guarded stays: that would be another watch.

    Raises:
        SignInNeeded, RadarForbidden, RadarNotFound.
        WatchUnfit: with every fault by field.
    """
    row = _locked(actor, watch)
    wanted = {name: str(changed.get(name, getattr(row, name))).strip() for name in EDITED}
    faults = faults_of(
        WatchFacts(region=wanted["region"], classes=wanted["classes"], sensitivity=wanted["sensitivity"])
    )
    if faults:
        raise WatchUnfit(errors=faults)
    row.name, row.region = wanted["name"][:NAME] or row.name, wanted["region"]
    row.classes, row.sensitivity = wanted["classes"][:200], wanted["sensitivity"]
    row.reads = str(changed.get("reads", row.reads)).lower() == "true"
    row.save(update_fields=[*EDITED, "reads"])
    note(actor, row, "radar.watch_changed")
    return row


@transaction.atomic
def pause_own(*, actor: Actor, watch: Watch, paused: bool) -> Watch:
    """Guard something no more for a while, or again.

    Raises:
        SignInNeeded, RadarForbidden, RadarNotFound.
    """
    row = _locked(actor, watch)
    if row.active == paused:
        row.active = not paused
        row.save(update_fields=["active"])
        note(actor, row, "radar.watch_paused" if paused else "radar.watch_resumed")
    return row


@transaction.atomic
def delete_own(*, actor: Actor, watch: Watch) -> None:
    """Take a watch with its hits off the account; the rows stay on file, where no page shows them.

    Raises:
        SignInNeeded, RadarForbidden, RadarNotFound.
    """
    row = _locked(actor, watch)
    row.active, row.ended_at = False, time.now()
    row.save(update_fields=["active", "ended_at"])
    note(actor, row, "radar.watch_deleted")


def _locked(actor: Actor, watch: Watch) -> Watch:
    rows = Watch.objects.select_for_update().filter(account_id=account_of(actor), ended_at=None, pk=watch.pk)
    found = rows.first()
    if found is None:
        raise RadarNotFound
    return found


@dataclass(frozen=True, slots=True)
class Filled:
    """A complaint filled in from a hit: answers of the window's form as typed, and evidence items."""

    answers: dict[str, object]
    items: tuple[str, ...]


@transaction.atomic
def complaint_from_own(*, actor: Actor, hit: Hit) -> Filled:
    """Seal what was found and return the complaint filled in; who files, what is asked for and sending is theirs.

    Raises:
        SignInNeeded, RadarForbidden, RadarNotFound.
    """
    row = own_hit(actor, hit.public_id)
    items = sealed(actor, row)
    told = {name: value for name, value in answers_of(row, COMPLAINT).items() if name not in FILER}
    return Filled({name: _typed(value) for name, value in told.items()}, tuple(str(one.public_id) for one in items))


def _typed(value: object) -> object:
    """Return an answer as a form would send it."""
    if value is True:
        return "true"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return value
