"""Watches: what is guarded, and the rights that a set of watches comes to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from zhidun.access import audit
from zhidun.evidence import selectors as evidence
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t
from zhidun.radar import policies
from zhidun.radar.calibrating import threshold
from zhidun.radar.errors import NothingToGuard, WatchUnfit
from zhidun.radar.indexing import alive, original, texts_of, written_in, written_of
from zhidun.radar.models import MarkPicture, Sensitivity, Watch
from zhidun.radar.settings import settings
from zhidun.rights import selectors as rights
from zhidun.similarity import goods, pictures
from zhidun.similarity.normal import prepared

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.rights.models import Right

NAME: Final = 100
REGION: Final = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFacts:
    """What somebody wants guarded, as typed.

    Attributes:
        picture: public id of an evidence item with a picture.
        right: public id of a right of the registry.
        registry: guard every living right that fits owner, region and classes.
        reads: also compare the text that stands in the pictures of listings.
    """

    name: str = ""
    text: str = ""
    picture: str = ""
    right: str = ""
    registry: bool = False
    owner: str = ""
    region: str = ""
    classes: str = ""
    sensitivity: str = Sensitivity.NORMAL
    reads: bool = True


@transaction.atomic
def add_watch(*, actor: Actor, facts: WatchFacts) -> Watch:
    """Begin to guard something.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:watch:edit`.
        WatchUnfit: with every fault by field.
        NothingToGuard: neither text nor picture nor right.
    """
    policies.need(actor, policies.WATCH)
    return entered(actor, facts)


def entered(actor: Actor, facts: WatchFacts, *, account: int | None = None) -> Watch:
    """Enter a watch of the offices, or of a right holder's account.

    Raises:
        WatchUnfit: with every fault by field. NothingToGuard: neither text nor picture nor right.
    """
    faults = faults_of(facts)
    text = facts.text.strip()
    right, picture = _right(actor, facts, faults), _picture(actor, facts, faults)
    if faults:
        raise WatchUnfit(errors=faults)
    if not text and picture is None and right is None and not facts.registry:
        raise NothingToGuard(field="text")
    row = Watch.objects.create(
        name=(facts.name.strip() or text or (right.title if right else "") or t("监测任务", "Watch").zh)[:NAME],
        text=text,
        picture=picture,
        right=right,
        registry=facts.registry,
        owner=facts.owner.strip()[:300],
        region=facts.region,
        classes=facts.classes.strip()[:200],
        sensitivity=facts.sensitivity,
        reads=facts.reads,
        account_id=account,
        made_by=actor.key,
        made_at=time.now(),
    )
    note(actor, row, "radar.watch_added")
    return row


def faults_of(facts: WatchFacts) -> dict[str, Refusal]:
    """Return what is wrong with the facts of a watch, by field; right and picture apart."""
    faults: dict[str, Refusal] = {}
    text = facts.text.strip()
    if text and prepared(text).empty:
        faults["text"] = WatchUnfit(t("文字中没有可比对的内容。", "Nothing in the text can be compared."), field="text")
    if len(text) > 200:  # noqa: PLR2004  the column
        faults["text"] = WatchUnfit(t("文字超过 200 字。", "The text is over 200 characters."), field="text")
    if facts.region and not REGION.fullmatch(facts.region):
        faults["region"] = WatchUnfit(t("区域应为六位行政区划代码。", "A region has six digits."), field="region")
    if facts.sensitivity not in Sensitivity.values:
        faults["sensitivity"] = WatchUnfit(t("没有这种灵敏度。", "There is no such sensitivity."), field="sensitivity")
    try:
        goods.read(facts.classes)
    except goods.ClassUnknown as unknown:
        faults["classes"] = unknown
    return faults


def _right(actor: Actor, facts: WatchFacts, faults: dict[str, Refusal]) -> Right | None:
    if not facts.right:
        return None
    try:
        return rights.by_public_id(actor, facts.right)
    except Refusal as refusal:
        faults["right"] = refusal
        return None


def _picture(actor: Actor, facts: WatchFacts, faults: dict[str, Refusal]) -> UUID | None:
    if not facts.picture:
        return None
    try:
        item = evidence.item(facts.picture)
        if item.uploaded_by != actor.key:
            raise NothingToGuard(t("图样须由本人上传。", "The picture must be one you handed in."), field="picture")
        with evidence.open_clean(item) as stream:
            pictures.read(stream.read(pictures.MOST_BYTES + 1))
    except Refusal as refusal:
        faults["picture"] = refusal
        return None
    return item.public_id


@transaction.atomic
def stop_watch(*, actor: Actor, watch: Watch) -> Watch:
    """Guard something no longer; its hits stay.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:watch:edit`.
    """
    policies.need(actor, policies.WATCH)
    if watch.active:
        watch.active, watch.ended_at = False, time.now()
        watch.save(update_fields=["active", "ended_at"])
        note(actor, watch, "radar.watch_stopped")
    return watch


def note(actor: Actor, watch: Watch, action: str) -> None:
    """Put an act on a watch on the audit trail."""
    audit.record(
        actor=actor, action=action, object_kind="watch", object_key=str(watch.public_id), facts={"name": watch.name}
    )


@dataclass(frozen=True, slots=True)
class Guarded:
    """One thing that is compared in a sweep.

    Attributes:
        key: its place in the sweep's gallery.
        right: the right it stands for, None for a watch's own text or picture.
        least: score from which its watch tells.
        reads: whether the text in listings' pictures is compared with it.
        pictured: its text was read in the right's picture.
        design: its picture is compared as a design.
    """

    key: str
    watch: Watch
    right: Right | None
    text: str
    picture: bytes | None
    classes: str
    least: float
    reads: bool
    pictured: bool = False
    design: bool = False

    @property
    def hit_key(self) -> str:
        """What counts as one right in hits: title and pictures make one together; a holder's watch stands apart."""
        scope = f"a{self.watch.account_id}." if self.watch.account_id else ""
        return scope + (f"r{self.right.pk}" if self.right else f"w{self.watch.pk}")

    def tells(self, score: float, district: str) -> bool:
        """Say whether a watch tells of a listing: near enough, and not known to be sold outside its region."""
        if score < self.least:
            return False
        region = self.watch.region if self.watch.account_id else ""
        if not region or not district:
            return True
        return district.startswith(region[:4] if region.endswith("00") else region)


@dataclass(slots=True)
class _Collected:
    found: dict[str, Guarded] = field(default_factory=dict)

    def add(self, one: Guarded) -> None:
        """Keep the more sensitive of two watches on one right; a right holder's own watches stand apart."""
        there = self.found.get(one.key)
        reads = one.reads or (there is not None and there.reads)
        if there is None or one.least < there.least:
            there = one
        self.found[one.key] = there if there.reads == reads else replace(there, reads=reads)


def guarded(watches: Sequence[Watch]) -> list[Guarded]:
    """Return everything some watches guard, each right once, under its most sensitive watch; read if one of them reads.

    A picture guarded without a text is guarded by what stands in it too.
    """
    base = threshold().value
    collected = _Collected()
    for watch in watches:
        least = policies.least_of(watch.sensitivity, base)
        if watch.text or watch.picture:
            content = item_bytes(watch)
            read = "" if watch.text or not watch.reads else _written(content)
            collected.add(
                Guarded(
                    f"w{watch.pk}", watch, None, watch.text or read, content, watch.classes, least, watch.reads,
                    pictured=bool(read),
                )
            )  # fmt: skip
        if watch.right_id:
            _add_right(collected, watch, watch.right, least)  # type: ignore[arg-type]  # the id is there
        if watch.registry:
            for right in rights_of(watch).iterator():
                _add_right(collected, watch, right, least)
    return list(collected.found.values())


def _add_right(collected: _Collected, watch: Watch, right: Right, least: float) -> None:
    if not alive(right):
        return
    classes = ",".join(str(one) for one in right.classes)
    scope = f"a{watch.account_id}." if watch.account_id else ""
    for place, text in enumerate(texts_of(right)):
        collected.add(Guarded(f"{scope}r{right.pk}.{place}", watch, right, text, None, classes, least, watch.reads))
    for place, text in enumerate(written_of(right)):
        key = f"{scope}r{right.pk}.t{place}"
        collected.add(Guarded(key, watch, right, text, None, classes, least, watch.reads, pictured=True))
    shown = MarkPicture.objects.filter(right=right, place=0).order_by("pk").values_list("sha256", "mode")
    for place, (sha256, mode) in enumerate(shown):
        content = original(sha256)
        if content:
            key = f"{scope}r{right.pk}.p{place}"
            design = mode == "design"
            collected.add(Guarded(key, watch, right, "", content, classes, least, watch.reads, design=design))


def _written(content: bytes | None) -> str:
    try:
        return written_in(pictures.read(content)).text if content else ""
    except Refusal:
        return ""  # told by the sweep


def rights_of(watch: Watch) -> QuerySet[Right]:
    """Return the rights of the registry a watch asks for; private ones are guarded under their own name only."""
    from zhidun.access.actors import SYSTEM

    rows = rights.visible_to(SYSTEM).filter(private=False, kind__in=settings().marks | settings().designs)
    if watch.owner:
        rows = rows.filter(holder_name__icontains=watch.owner)
    if watch.region:
        rows = rows.filter(region__startswith=watch.region[:4] if watch.region.endswith("00") else watch.region)
    if watch.classes:
        wanted = sorted(goods.nice_classes(goods.known(watch.classes)))
        ids = [row.pk for row in rows.only("pk", "classes") if set(row.classes) & set(wanted)]
        rows = rows.filter(pk__in=ids)
    return rows.order_by("pk")


def item_bytes(watch: Watch) -> bytes | None:
    """Return the bytes of a watch's own picture, None when it has none or it was shut since."""
    if watch.picture is None:
        return None
    try:
        with evidence.open_clean(evidence.item(watch.picture)) as stream:
            return stream.read(pictures.MOST_BYTES + 1)
    except Refusal:
        return None  # shut since: the text is guarded on


def by_key(found: Sequence[Guarded]) -> Mapping[str, Guarded]:
    """Return what is guarded by its place in the gallery."""
    return {one.key: one for one in found}
