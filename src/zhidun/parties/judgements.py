"""Judgements that two parties are one, and their undoing."""

from __future__ import annotations

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.access.services import record
from zhidun.kernel import time
from zhidun.kernel.text import t
from zhidun.parties.errors import AlreadyMerged, MergeRefused
from zhidun.parties.identifiers import kind_name
from zhidun.parties.models import MergeJudgement, Party, PartyIdentifier
from zhidun.parties.rows import ONE_EACH
from zhidun.parties.selectors import canonical, members


def _lock_two(first: Party, second: Party) -> tuple[Party, Party]:
    """Lock two rows, the older first, so that two judgements never wait for each other."""
    rows = {
        row.pk: row for row in Party.objects.select_for_update().filter(pk__in=[first.pk, second.pk]).order_by("pk")
    }
    return rows[first.pk], rows[second.pk]


def _refuse_two_of_a_kind(rows: list[int]) -> None:
    """Refuse (MergeRefused) when the rows hold two different numbers of a kind of which nobody has two."""
    held = PartyIdentifier.objects.filter(party__in=rows, kind__in=ONE_EACH, withdrawn_at__isnull=True)
    kinds = [kind for kind, _ in set(held.values_list("kind", "value"))]
    twice = next((kind for kind in sorted(set(kinds)) if kinds.count(kind) > 1), None)
    if twice is not None:
        name = kind_name(twice)
        raise MergeRefused(
            t(f"两者{name.zh}不同,不是同一主体。", f"They differ in their {name.en}: they are not one."),
            t("请核对号码;如系登记错误,请先更正。", "Check the numbers; correct a wrong one first."),
        )


@transaction.atomic
def merge(*, actor: Actor, kept: Party, merged: Party, reason: str) -> MergeJudgement:
    """Judge two parties to be one. Nothing is moved or lost: the merged row points to the kept one.

    Raises:
        Forbidden: the actor has no `parties:party:judge`.
        AlreadyMerged: they are one already.
        MergeRefused: a person and an organisation, or two numbers of a kind of which nobody has two.
    """
    need(actor, "parties:party:judge")
    why = reason_given(reason)
    list(Party.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk").values_list("pk"))
    keeper, other = canonical(kept.pk), canonical(merged.pk)
    if keeper.pk == other.pk:
        raise AlreadyMerged
    keeper, other = _lock_two(keeper, other)
    if keeper.merged_into_id or other.merged_into_id:
        raise AlreadyMerged
    if keeper.kind != other.kind:
        raise MergeRefused(
            t("个人与单位不能认定为同一主体。", "A person and an organisation cannot be one."),
            t(
                "经营者与其店铺请作为两个当事人,在案件中分别列明。",
                "Keep an owner and a shop as two parties and name both in the case.",
            ),
        )
    rows = [*members(keeper), *members(other)]
    _refuse_two_of_a_kind(rows)
    judgement = MergeJudgement.objects.create(
        kept=keeper, merged=other, reason=why, judged_by=actor.key, judged_at=time.now()
    )
    other.merged_into = keeper
    other.save(update_fields=["merged_into"])
    record(
        actor=actor,
        action="party.merged",
        object_kind="party",
        object_key=str(other.public_id),
        facts={"kept": keeper.public_id, "reason": why},
    )
    return judgement


@transaction.atomic
def unmerge(*, actor: Actor, judgement: MergeJudgement, reason: str) -> MergeJudgement:
    """Undo a judgement: both parties stand by themselves again, with everything that was theirs.

    Raises:
        Forbidden: the actor has no `parties:party:judge`.
        AlreadyMerged: it is undone already.
    """
    need(actor, "parties:party:judge")
    why = reason_given(reason)
    locked = MergeJudgement.objects.select_for_update().get(pk=judgement.pk)
    if locked.undone_at is not None:
        raise AlreadyMerged
    locked.undone_at, locked.undone_by, locked.undone_reason = time.now(), actor.key, why
    locked.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    other = Party.objects.select_for_update().get(pk=locked.merged_id)
    other.merged_into = None
    other.save(update_fields=["merged_into"])
    record(
        actor=actor,
        action="party.unmerged",
        object_kind="party",
        object_key=str(other.public_id),
        facts={"kept_id": locked.kept_id, "reason": why},
    )
    return locked
