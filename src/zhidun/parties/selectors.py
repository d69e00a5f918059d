"""What other rooms and doors may read of people and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from zhidun.access.actors import Actor
from zhidun.kernel.errors import Forbidden, SignInNeeded
from zhidun.kernel.text import Text, t
from zhidun.parties import names
from zhidun.parties.errors import PartyUnknown
from zhidun.parties.identifiers import PERSONAL
from zhidun.parties.models import MergeJudgement, Party
from zhidun.parties.names import initials, matches, normal_name, pinyin, query_keys, search_keys

__all__ = [
    "Similar",
    "by_public_id",
    "canonical",
    "identifier_of",
    "initials",
    "judgements",
    "known_names",
    "matches",
    "members",
    "normal_name",
    "pinyin",
    "query_keys",
    "search",
    "search_filter",
    "search_keys",
    "search_keys_of",
    "similar",
]
LIKE_ENOUGH = 0.5
"""From here on a name is worth a hint."""
CANDIDATES = 200
_SHARED = "(SELECT count(*) FROM unnest(search_keys) AS key WHERE key = ANY(%s))"


@dataclass(frozen=True, slots=True)
class Similar:
    """A party whose name is like the one asked about.

    Attributes:
        score: 0 to 1; 1 means the same normal name.
        why: what is alike.
    """

    party: Party
    score: float
    why: Text


def canonical(party_id: int) -> Party:
    """Return the party that stands for this one today: itself, or the one it was merged into.

    Raises:
        PartyUnknown: there is no such row.
    """
    seen: set[int] = set()
    while True:
        party = Party.objects.filter(pk=party_id).first()
        if party is None or party_id in seen:
            raise PartyUnknown
        if party.merged_into_id is None:
            return party
        seen.add(party_id)
        party_id = party.merged_into_id


def members(party: Party) -> list[int]:
    """Return the ids of all rows that are this party today: itself and everything merged into it."""
    found = [party.pk]
    frontier = [party.pk]
    while frontier:
        frontier = list(
            Party.objects.filter(merged_into__in=frontier).exclude(pk__in=found).values_list("pk", flat=True)
        )
        found += frontier
    return found


def by_public_id(public_id: UUID | str) -> Party:
    """Return the party with this public id, or the one it was merged into.

    Raises:
        PartyUnknown: there is none, or it is no id.
    """
    try:
        wanted = UUID(str(public_id))
    except ValueError:
        raise PartyUnknown from None
    found = Party.objects.filter(public_id=wanted).values_list("pk", flat=True).first()
    if found is None:
        raise PartyUnknown
    return canonical(found)


def known_names(party: Party) -> list[str]:
    """Return every name of a party, its present one first, with those of merged rows."""
    rows = Party.objects.filter(pk__in=members(party)).prefetch_related("aliases").order_by("id")
    found = [party.name]
    for row in rows:
        found += [name for name in (row.name, row.name_en, *(alias.name for alias in row.aliases.all())) if name]
    return list(dict.fromkeys(found))


def identifier_of(party: Party, kind: str) -> str:
    """Return a number of a party as people may see it (personal ones masked), or an empty text."""
    from zhidun.parties.models import PartyIdentifier

    held = PartyIdentifier.objects.filter(party__in=members(party), kind=kind, withdrawn_at__isnull=True)
    found = held.order_by("id").first()
    return found.shown if found else ""


def search_keys_of(party: Party) -> list[str]:
    """Return the keys a party is found by: its names, aliases, public numbers and telephone."""
    own = [party.name, party.name_en]
    numbers: list[str] = [party.phone]
    if party.pk:
        own += party.aliases.values_list("name", flat=True)
        numbers += [n.shown for n in party.identifiers.filter(withdrawn_at__isnull=True) if n.kind not in PERSONAL]
    return search_keys(*own, exact=numbers)


def search_filter(q: str) -> Q:
    """Return the condition on `search_keys` for what was typed; an empty question fits nothing."""
    found = Q(pk__in=[])
    for reading in query_keys(q):
        found |= Q(search_keys__contains=reading)
    return found


def _rank(row: Party, q: str, normal: str) -> int | None:
    """Return how well a row fits what was asked, 0 best; None when only its search keys seemed to."""
    exact = f"n:{normal[:50]}" in row.search_keys
    if not exact and not matches(q, row.name, row.name_en, *(alias.name for alias in row.aliases.all())):
        return None
    if exact or row.normal_name == normal:
        return 0
    return 1 if row.normal_name.startswith(normal) else 2


def search(actor: Actor, q: str, *, limit: int = 50) -> list[Party]:
    """Return parties by name, pinyin, initials, number or telephone, best first; merged ones once.

    Raises:
        SignInNeeded, Forbidden: only staff search the parties.
    """
    if not actor.is_staff:
        raise SignInNeeded if actor.kind == "anonymous" else Forbidden
    normal = normal_name(q)
    found: dict[int, tuple[int, Party]] = {}
    for row in Party.objects.filter(search_filter(q)).prefetch_related("aliases").order_by("id")[:CANDIDATES]:
        rank = _rank(row, q, normal)
        if rank is None:
            continue
        party = row if row.merged_into_id is None else canonical(row.pk)
        if party.pk not in found or rank < found[party.pk][0]:
            found[party.pk] = (rank, party)
    ranked = sorted(found.values(), key=lambda pair: (pair[0], len(pair[1].name), pair[1].pk))
    return [party for _, party in ranked[:limit]]


def _why(name: str, known: str, score: float) -> Text:
    if score == 1:
        return t(f"与“{known}”名称相同", f"same name as “{known}”")
    if names.pinyin(name) == names.pinyin(known):
        return t(f"与“{known}”读音相同", f"sounds like “{known}”")
    return t(f"与“{known}”有 {score:.0%} 相近", f"{score:.0%} like “{known}”")


def similar(name: str, *, limit: int = 5) -> list[Similar]:
    """Return parties that may be meant by a name, most alike first: a hint, never a decision."""
    keys = names.hint_keys(name)
    found: dict[int, Similar] = {}
    rows = Party.objects.filter(search_keys__overlap=keys).annotate(shared=RawSQL(_SHARED, [keys]))  # noqa: S611  bound
    for row in rows.prefetch_related("aliases").order_by("-shared", "id")[:CANDIDATES]:
        for known in (row.name, *(alias.name for alias in row.aliases.all())):
            cores = names.likeness(names.core_name(name), names.core_name(known))
            score = max(names.likeness(name, known), 0.9 * cores)
            if score < LIKE_ENOUGH:
                continue
            party = canonical(row.pk)
            if party.pk not in found or found[party.pk].score < score:
                found[party.pk] = Similar(party, score, _why(name, known, score))
    return sorted(found.values(), key=lambda hint: (-hint.score, hint.party.pk))[:limit]


def judgements(party: Party) -> QuerySet[MergeJudgement]:
    """Return every judgement about a party, undone ones too, oldest first."""
    rows = members(party)
    found = MergeJudgement.objects.filter(Q(kept__in=rows) | Q(merged__in=rows))
    return found.select_related("kept", "merged").order_by("judged_at", "id")
