"""What other rooms and doors may do with people and organisations."""

from __future__ import annotations

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.access.services import record
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.parties.errors import IdentifierInvalid
from zhidun.parties.finding import find_or_create
from zhidun.parties.judgements import merge, unmerge
from zhidun.parties.models import Alias, Party
from zhidun.parties.names import display_name
from zhidun.parties.rows import add_name, clean_name, held_numbers, refresh
from zhidun.parties.selectors import canonical, normal_name

__all__ = [
    "add_alias",
    "find_or_create",
    "merge",
    "rename",
    "set_contact",
    "unmerge",
    "withdraw_identifier",
]


@transaction.atomic
def rename(*, actor: Actor, party: Party, name: str, reason: str, name_en: str | None = None) -> Party:
    """Give a party its new name; the old one stays as a former name by which it is still found.

    Raises:
        Forbidden: the actor has no `parties:party:edit`.
        NameInvalid: the name does not fit.
    """
    need(actor, "parties:party:edit")
    why, shown = reason_given(reason), clean_name(name)
    locked = Party.objects.select_for_update().get(pk=canonical(party.pk).pk)
    former = locked.name
    locked.name, locked.normal_name = shown, normal_name(shown)
    if name_en is not None:
        locked.name_en = display_name(name_en)[:200]
    locked.save(update_fields=["name", "name_en"])
    add_name(locked, former, Alias.Kind.FORMER, actor)
    refresh(locked)
    record(
        actor=actor,
        action="party.renamed",
        object_kind="party",
        object_key=str(locked.public_id),
        facts={"from": former, "to": shown, "reason": why},
    )
    return locked


@transaction.atomic
def add_alias(*, actor: Actor, party: Party, name: str, kind: str = "used") -> Party:
    """Add another name by which a party is known.

    Raises:
        Forbidden: the actor has no `parties:party:edit`.
        NameInvalid, Invalid: the name or the kind does not fit.
    """
    need(actor, "parties:party:edit")
    if kind not in Alias.Kind.values:
        raise Invalid(t("别名类型不存在。", "There is no such kind of alias."), field="kind")
    locked = Party.objects.select_for_update().get(pk=canonical(party.pk).pk)
    if add_name(locked, clean_name(name), kind, actor):
        refresh(locked)
        record(actor=actor, action="party.alias_added", object_kind="party", object_key=str(locked.public_id))
    return locked


@transaction.atomic
def set_contact(
    *,
    actor: Actor,
    party: Party,
    phone: str | None = None,
    email: str | None = None,
    address: str | None = None,
    district: str | None = None,
) -> Party:
    """Correct how a party is reached; what is not given stays.

    Raises:
        Forbidden: the actor has no `parties:party:edit`.
    """
    need(actor, "parties:party:edit")
    locked = Party.objects.select_for_update().get(pk=canonical(party.pk).pk)
    given = {"phone": phone, "email": email, "address": address, "district": district}
    limits = {"phone": 40, "email": 254, "address": 300, "district": 6}
    changed = {field: display_name(value)[: limits[field]] for field, value in given.items() if value is not None}
    for field, value in changed.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(changed))
    refresh(locked)
    record(
        actor=actor,
        action="party.contact_set",
        object_kind="party",
        object_key=str(locked.public_id),
        facts={"fields": sorted(changed)},
    )
    return locked


@transaction.atomic
def withdraw_identifier(*, actor: Actor, party: Party, kind: str, reason: str) -> Party:
    """Withdraw a number that was entered wrongly for a party; the number is free for its true owner.

    Raises:
        Forbidden: the actor has no `parties:party:judge`.
        IdentifierInvalid: the party has no number of this kind.
    """
    need(actor, "parties:party:judge")
    why = reason_given(reason)
    number = held_numbers(party).select_for_update().filter(kind=kind).first()
    if number is None:
        raise IdentifierInvalid(t("该当事人没有登记此类号码。", "The party has no number of this kind."), field="kind")
    number.withdrawn_at, number.withdrawn_by, number.withdraw_reason = time.now(), actor.key, why
    number.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    owner = Party.objects.select_for_update().get(pk=number.party_id)
    refresh(owner)
    record(
        actor=actor,
        action="party.identifier_withdrawn",
        object_kind="party",
        object_key=str(owner.public_id),
        facts={"kind": kind, "number": number.shown, "reason": why},
    )
    return owner
