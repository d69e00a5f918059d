"""Finding the one party that a filing names, or making it: safe when several do so at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from django.db import IntegrityError, transaction

from zhidun.access.actors import Actor
from zhidun.access.services import record
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.parties import names
from zhidun.parties.errors import IdentifiersDisagree
from zhidun.parties.identifiers import Number, checked_all
from zhidun.parties.models import Alias, Party, PartyIdentifier
from zhidun.parties.rows import add_name, add_numbers, clean_name, held_numbers, refresh
from zhidun.parties.selectors import canonical, search_keys_of

ATTEMPTS = 5
"""How often a race is tried again; each time somebody else's row is there to be found."""


def _match_key(kind: str, normal: str, phone: str, email: str, district: str) -> str | None:
    """Return what makes two filings without identifiers speak of one party, or None when nothing does."""
    reach = "".join(c for c in phone if c.isdigit())[-11:] or email.strip().lower()
    if not reach and kind == Party.Kind.ORGANISATION and normal.endswith(names.REGISTERED):
        reach = f"place:{district}"
    if not reach:
        return None
    return hashlib.sha256(f"{kind}\n{normal}\n{reach}".encode()).hexdigest()


def _by_numbers(numbers: Sequence[Number]) -> Party | None:
    owners: dict[int, Party] = {}
    for number in numbers:
        found = PartyIdentifier.objects.filter(kind=number.kind, value=number.value, withdrawn_at__isnull=True).first()
        if found is not None:
            party = canonical(found.party_id)
            owners[party.pk] = party
    if len(owners) > 1:
        raise IdentifiersDisagree(field="identifiers")
    return next(iter(owners.values()), None)


def _by_match_key(match_key: str | None, numbers: Sequence[Number]) -> tuple[Party | None, bool]:
    """Return the party of a key unless its numbers differ, and whether the key is somebody's: one look, no race."""
    found = Party.objects.filter(match_key=match_key).first() if match_key else None
    if found is None:
        return None, False
    party = canonical(found.pk)
    held = dict(held_numbers(party).values_list("kind", "value"))
    differs = any(held.get(number.kind, number.value) != number.value for number in numbers)
    return None if differs else party, True


def _race_safe(attempt: Callable[[], Party]) -> Party:
    """Run `attempt` until no other writer was quicker; its unique constraints decide who was."""
    for left in reversed(range(ATTEMPTS)):
        try:
            with transaction.atomic():
                return attempt()
        except IntegrityError:
            if not left:
                raise
    raise AssertionError  # pragma: no cover  the loop returns or raises


@transaction.atomic
def find_or_create(
    *,
    actor: Actor,
    kind: str,
    name: str,
    identifiers: Mapping[str, str] | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    district: str = "",
    name_en: str = "",
    legal_form: str = "",
) -> Party:
    """Return the one party these facts name, made if it is new. Safe when several do so at once.

    A number decides; without numbers a party is the same when kind, normal name and telephone (or e-mail) are, and an
    organisation with a registered name also when the district is. Otherwise it is a new party, and `selectors.similar`
    hints at look-alikes. What is known already is never overwritten; another spelling becomes an alias.

    Args:
        actor: who files.
        kind: `person` or `organisation`.
        name: as on the document.
        identifiers: numbers by kind (`PartyIdentifier.Kind`), empty ones are left out.
        phone: telephone number.
        email: e-mail address.
        address: postal address.
        district: code of the unit.
        name_en: name in English.
        legal_form: such as 有限责任公司.

    Raises:
        NameInvalid: no name, or longer than 200 characters.
        IdentifierInvalid: a number does not fit.
        IdentifiersDisagree: the numbers belong to different parties.
    """
    if kind not in Party.Kind.values:
        raise Invalid(t("当事人只能是个人或单位。", "A party is a person or an organisation."), field="kind")
    shown, numbers = clean_name(name), checked_all(identifiers or {})
    normal = names.normal_name(shown)
    match_key = _match_key(kind, normal, phone, email, district)
    facts = {
        "phone": names.display_name(phone)[:40],
        "email": names.display_name(email)[:254],
        "address": names.display_name(address)[:300],
        "district": names.display_name(district)[:6],
        "name_en": names.display_name(name_en)[:200],
        "legal_form": names.display_name(legal_form)[:60],
    }

    def attempt() -> Party:
        party, taken = _by_numbers(numbers), False
        if party is None:
            party, taken = _by_match_key(match_key, numbers)
        if party is None:
            party = Party(
                kind=kind,
                name=shown,
                created_by=actor.key,
                created_at=time.now(),
                match_key=None if taken else match_key,
                normal_name=normal,
                pinyin=names.pinyin(shown),
                initials=names.initials(shown),
                **facts,
            )
            party.search_keys = search_keys_of(party)
            party.save(force_insert=True)
            record(actor=actor, action="party.created", object_kind="party", object_key=str(party.public_id))
            if not numbers:
                return party
            changed = True
        else:
            changed = add_name(party, shown, Alias.Kind.USED, actor)
        if add_numbers(party, numbers, actor) or changed:
            party = Party.objects.select_for_update().get(pk=party.pk)
            refresh(party)
        return party

    return _race_safe(attempt)
