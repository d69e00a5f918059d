"""Writing the rows of one party: its numbers, its names, and what is derived from them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from zhidun.access.actors import Actor
from zhidun.kernel import time
from zhidun.kernel.text import t
from zhidun.parties import names
from zhidun.parties.errors import IdentifiersDisagree, NameInvalid
from zhidun.parties.identifiers import Number
from zhidun.parties.models import Alias, Party, PartyIdentifier
from zhidun.parties.selectors import members, search_keys_of

ONE_EACH = frozenset({"uscc", "organisation_code", "resident_id"})
"""Kinds of which nobody has two."""


def clean_name(name: str) -> str:
    """Return a name as it is stored, or refuse it (NameInvalid) when it is empty or too long."""
    shown = names.display_name(name)
    if not shown or not names.normal_name(shown):
        raise NameInvalid(
            t("请填写姓名或名称。", "Enter a name."),
            t("个人填写姓名,单位填写营业执照上的名称。", "A person's name, or the name on the licence."),
            field="name",
        )
    if len(shown) > names.LONGEST:
        raise NameInvalid(
            t(f"名称过长({len(shown)} 字)。", f"The name is too long ({len(shown)} characters)."),
            t(f"请控制在 {names.LONGEST} 字以内。", f"Keep it within {names.LONGEST} characters."),
            field="name",
        )
    return shown


def held_numbers(party: Party) -> QuerySet[PartyIdentifier]:
    """Return the numbers in force of a party and of everything merged into it."""
    return PartyIdentifier.objects.filter(party__in=members(party), withdrawn_at__isnull=True)


def add_numbers(party: Party, numbers: Sequence[Number], actor: Actor) -> bool:
    """Add numbers the party does not have yet; refuse (IdentifiersDisagree) a second of a kind nobody has two of."""
    held = set(held_numbers(party).values_list("kind", "value"))
    kinds = {kind for kind, _ in held}
    added = False
    for number in numbers:
        if (number.kind, number.value) in held:
            continue
        if number.kind in kinds & ONE_EACH:
            raise IdentifiersDisagree(
                t("该当事人已登记了另一个同类号码。", "The party already has another number of this kind."),
                field=number.kind,
            )
        PartyIdentifier.objects.create(
            party=party,
            kind=number.kind,
            value=number.value,
            shown=number.shown,
            added_at=time.now(),
            added_by=actor.key,
        )
        added = True
    return added


def add_name(party: Party, name: str, kind: str, actor: Actor) -> bool:
    """Add another name unless the party is known by it; return whether it is new."""
    normal = names.normal_name(name)
    if normal == party.normal_name:
        return False
    facts = {"name": name, "kind": kind, "added_at": time.now(), "added_by": actor.key}
    return Alias.objects.get_or_create(party=party, normal_name=normal, defaults=facts)[1]


def refresh(party: Party) -> None:
    """Recompute what is derived from the name, the aliases and the numbers, and store it."""
    code = party.identifiers.filter(kind=PartyIdentifier.Kind.USCC, withdrawn_at__isnull=True).first()
    party.uscc = code.value if code else None
    party.normal_name = names.normal_name(party.name)
    party.pinyin, party.initials = names.pinyin(party.name), names.initials(party.name)
    party.search_keys = search_keys_of(party)
    party.save(update_fields=["uscc", "normal_name", "pinyin", "initials", "search_keys"])
