"""Links between parties: every shared trace with its reason, and what a person judged of it. No machine decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.db import IntegrityError, transaction
from django.db.models import Q

from zhidun.access.actors import Actor
from zhidun.access.policies import reason_given
from zhidun.access.services import record
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import Text, t
from zhidun.offenders.errors import JudgedAlready, RecordNotFound
from zhidun.offenders.models import LinkJudgement, Trace
from zhidun.offenders.standing import JUDGE, entitled
from zhidun.offenders.traces import normal
from zhidun.parties import selectors as parties
from zhidun.parties import services as parties_services
from zhidun.parties.models import Alias, Party

NEAR_BITS = 8
"""Pictures whose 64-bit fingerprints differ in at most so many bits are shown as near copies."""
LIKE = 0.75
ONE = "one"
MOST = 100


class Noter(Protocol):
    """Takes a reason down."""

    def __call__(self, other_id: int, why: Text, *, strong: bool) -> None:
        """Note why another party is linked."""


@dataclass(slots=True)
class Link:
    """Another party that shares something with the one looked at.

    Attributes:
        reasons: each shared trace in words, with its source.
        strong: at least one reason is more than a like name or a place many share.
        verdict: what a person judged, or None.
    """

    party: Party
    reasons: list[Text] = field(default_factory=list)
    strong: bool = False
    verdict: LinkJudgement | None = None


def links_of(party: Party) -> list[Link]:
    """Return every party that shares a trace with this one, strong links first; each reason is said."""
    row = parties.canonical(party.pk)
    own = parties.members(row)
    found: dict[int, Link] = {}

    def note(other_id: int, why: Text, *, strong: bool) -> None:
        other = parties.canonical(other_id)
        if other.pk == row.pk:
            return
        link = found.setdefault(other.pk, Link(other))
        if why not in link.reasons:
            link.reasons.append(why)
        link.strong = link.strong or strong

    _by_contact(own, note)
    _by_names(row, own, note)
    _by_traces(own, note)
    _by_pictures(own, note)
    judged = judgements(row)
    for link in found.values():
        link.verdict = judged.get(link.party.pk)
    for pk, verdict in judged.items():
        if pk not in found:
            found[pk] = Link(parties.canonical(pk), [Text.of(one) for one in verdict.seen], verdict=verdict)
    return sorted(found.values(), key=lambda one: (not one.strong, -len(one.reasons), one.party.pk))[:MOST]


def _by_contact(own: list[int], note: Noter) -> None:
    for mine in Party.objects.filter(pk__in=own):
        digits = "".join(one for one in mine.phone if one.isdigit())[-11:]
        if len(digits) >= len("1234567"):
            rows = Party.objects.exclude(pk__in=own).filter(phone__endswith=digits[-4:]).values_list("pk", "phone")
            for pk, phone in rows:
                if "".join(one for one in phone if one.isdigit())[-11:] == digits:
                    note(pk, t("登记的电话相同", "the same telephone on file"), strong=True)
        plain = normal(Trace.Kind.ADDRESS, mine.address)
        if len(plain) >= len("一二三四五六"):
            for pk, address in (
                Party.objects.exclude(pk__in=own)
                .exclude(address="")
                .filter(address__contains=mine.address[-6:])
                .values_list("pk", "address")
            ):
                if normal(Trace.Kind.ADDRESS, address) == plain:
                    note(pk, t(f"登记的地址相同:{mine.address}", f"the same address: {mine.address}"), strong=False)


def _by_names(row: Party, own: list[int], note: Noter) -> None:
    for name in parties.known_names(row):
        plain = parties.normal_name(name)
        same = Party.objects.exclude(pk__in=own).filter(normal_name=plain).values_list("pk", flat=True)
        alias = Alias.objects.exclude(party__in=own).filter(normal_name=plain).values_list("party_id", flat=True)
        for pk in {*same, *alias}:
            note(pk, t(f"用过同一名称“{name}”", f"known by the same name “{name}”"), strong=True)
        for hint in parties.similar(name):
            if hint.party.pk not in own and hint.score >= LIKE:
                note(hint.party.pk, hint.why, strong=False)


def _by_traces(own: list[int], note: Noter) -> None:
    for mine in Trace.objects.filter(party__in=own, withdrawn_at=None).exclude(kind=Trace.Kind.PICTURE):
        others = Trace.objects.filter(kind=mine.kind, value=mine.value, withdrawn_at=None).exclude(party__in=own)
        kind = TITLES[mine.kind]
        for other in others:
            why = t(
                f"{kind.zh}相同:{mine.shown}(来源:{mine.source};{other.source})",
                f"the same {kind.en}: {mine.shown} (sources: {mine.source}; {other.source})",
            )
            note(other.party_id, why, strong=mine.kind != Trace.Kind.ADDRESS)


def _by_pictures(own: list[int], note: Noter) -> None:
    mine = list(Trace.objects.filter(party__in=own, kind=Trace.Kind.PICTURE, withdrawn_at=None))
    if not mine:
        return
    others = Trace.objects.filter(kind=Trace.Kind.PICTURE, withdrawn_at=None).exclude(party__in=own)
    for other in others.iterator():
        for one in mine:
            bits = apart(one.value, other.value)
            if bits is None:
                continue
            both = f"{one.shown} / {other.shown}"
            same = not bits
            why = t(
                f"图片{'相同' if same else '相近'}:{both}(64位指纹相差{bits}位)",
                f"{'the same picture' if same else 'a near copy'}: {both} ({bits} of 64 bits differ)",
            )
            note(other.party_id, why, strong=True)


def apart(a: str, b: str) -> int | None:
    """Return in how many bits two pictures differ when they are near copies; 0 for the same bytes, else None."""
    (sha_a, _, print_a), (sha_b, _, print_b) = a.partition(":"), b.partition(":")
    if sha_a == sha_b:
        return 0
    if not print_a or not print_b:
        return None
    bits = (int(print_a, 16) ^ int(print_b, 16)).bit_count()
    return bits if bits <= NEAR_BITS else None


TITLES = {
    "legal_rep": t("法定代表人", "legal representative"),
    "controller": t("实际控制人", "controller"),
    "phone": t("电话", "telephone"),
    "payee": t("收款账户", "payee account"),
    "address": t("地址", "address"),
    "shop": t("网店账号", "shop account"),
    "picture": t("图片", "picture"),
}


def judgements(row: Party) -> dict[int, LinkJudgement]:
    """Return the judgements in force on a party, by the other party."""
    own = parties.members(row)
    found: dict[int, LinkJudgement] = {}
    standing = LinkJudgement.objects.filter(Q(a__in=own) | Q(b__in=own), undone_at=None).order_by("id")
    for one in standing:
        other = parties.canonical(one.b_id if one.a_id in own else one.a_id)
        if other.pk != row.pk:
            found[other.pk] = one
    return found


def linked(row: Party) -> list[Party]:
    """Return the parties a person judged to be linked with this one."""
    return [parties.canonical(pk) for pk, one in judgements(row).items() if one.verdict == LinkJudgement.Verdict.LINKED]


@transaction.atomic
def judge(*, actor: Actor, party: Party, other: Party, verdict: str, reason: str) -> LinkJudgement | None:
    """Judge two parties: `one` (merged in the parties room), `linked` or `apart`; what was shown is kept with it.

    Raises:
        Forbidden, Interested, Invalid, MergeRefused, AlreadyMerged.
        JudgedAlready: they were judged; undo that first.
    """
    first, second = parties.canonical(party.pk), parties.canonical(other.pk)
    entitled(actor, JUDGE, first, second)
    why = reason_given(reason)
    if first.pk == second.pk:
        raise Invalid(t("是同一主体。", "They are one party."), field="other")
    if verdict == ONE:
        parties_services.merge(actor=actor, kept=first, merged=second, reason=why)
        return None
    if verdict not in LinkJudgement.Verdict.values:
        raise Invalid(t("请选择认定结果。", "Choose a judgement."), field="verdict")
    seen = next((link.reasons for link in links_of(first) if link.party.pk == second.pk), [])
    low, high = sorted((first, second), key=lambda row: row.pk)
    try:
        with transaction.atomic():
            made = LinkJudgement.objects.create(
                a=low, b=high, verdict=verdict, reason=why, seen=[one.as_dict() for one in seen], judged_by=actor.key
            )
    except IntegrityError:
        raise JudgedAlready from None
    record(
        actor=actor, action=f"offender.{verdict}", object_kind="party", object_key=str(first.public_id),
        facts={"other": second.public_id, "reason": why},
    )  # fmt: skip
    return made


@transaction.atomic
def undo(*, actor: Actor, judgement: str, reason: str) -> LinkJudgement:
    """Take a judgement back, with the reason.

    Raises:
        RecordNotFound, Forbidden, Interested, Invalid.
    """
    rows = LinkJudgement.objects.select_for_update(of=("self",)).select_related("a", "b")
    row = rows.filter(public_id=judgement, undone_at=None).first()
    if row is None:
        raise RecordNotFound
    entitled(actor, JUDGE, row.a, row.b)
    row.undone_at, row.undone_by, row.undone_reason = time.now(), actor.key, reason_given(reason)
    row.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    record(
        actor=actor, action="offender.judgement_undone", object_kind="party", object_key=str(row.a.public_id),
        facts={"other": row.b.public_id, "reason": row.undone_reason},
    )  # fmt: skip
    return row


def all_of(rows: Iterable[Party]) -> list[int]:
    """Return the ids of all rows that are these parties today."""
    return [pk for row in rows for pk in parties.members(row)]
