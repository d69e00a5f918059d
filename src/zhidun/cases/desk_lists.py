"""What officers do with lists of cases: saved views, labels, export. Nothing here decides anything in a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count, Q

from zhidun.access import services as access_services
from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.cases.listing import cards, filtered, with_people
from zhidun.cases.models import Case, CaseLabel, SavedView
from zhidun.cases.people import assign_officer
from zhidun.cases.types import CaseCard, CaseFilters
from zhidun.cases.visibility import VIEW, find, visible_to
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, NotFound, Refusal, TooLarge
from zhidun.kernel.reading import once
from zhidun.kernel.text import t

MOST_EXPORTED = 20_000
MOST_AT_ONCE = 200
MOST_VIEWS = 40
BATCH = 500
KEPT_FROM, KEPT_SECONDS = 200, 120
"""From how many labels on, and for how long, the words in use are remembered."""


@dataclass(frozen=True, slots=True)
class ViewCard:
    """A saved view as listed."""

    key: str
    name: str
    query: str
    shared: bool
    own: bool


def views_of(actor: Actor) -> tuple[ViewCard, ...]:
    """Return one's own views and those shared with one's offices, by name."""
    offices = sorted(post.office_id for post in actor.posts)
    rows = SavedView.objects.filter(Q(account_id=actor.account_id or -1) | Q(office_id__in=offices))
    return tuple(
        ViewCard(str(row.public_id), row.name, row.query, row.office_id is not None, row.account_id == actor.account_id)
        for row in rows.order_by("name", "id")[:MOST_VIEWS]
    )


@transaction.atomic
def save_view(*, actor: Actor, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep the filters of a list under a name; the same name again replaces one's own view.

    Raises:
        Forbidden: not staff.
        Invalid: no name, or too long.
    """
    if not actor.is_staff or actor.account_id is None:
        raise Forbidden
    plain = name.strip()
    if not plain or len(plain) > 60 or len(query) > 1000:  # noqa: PLR2004  the columns' lengths
        raise Invalid(t("请填写视图名称(60 字以内)。", "Give the view a name of at most 60 characters."), field="name")
    office = actor.posts[0].office_id if shared and actor.posts else None
    row, _ = SavedView.objects.update_or_create(
        account_id=actor.account_id, name=plain, defaults={"query": query, "office_id": office, "made_at": time.now()}
    )
    return row


@transaction.atomic
def drop_view(*, actor: Actor, key: str) -> None:
    """Forget one's own view.

    Raises:
        NotFound: not one's own.
    """
    gone, _ = SavedView.objects.filter(public_id=key, account_id=actor.account_id or -1).delete()
    if not gone:
        raise NotFound


@once
def label_words(actor: Actor, *, limit: int = 40) -> tuple[str, ...]:
    """Return the labels in use on open cases of one's own offices, the most used first.

    Where there are very many they are counted again after two minutes.
    """
    offices = sorted(post.office_id for post in actor.posts if VIEW in post.powers)
    key = f"labels:{connection.settings_dict['NAME']}:{'-'.join(map(str, offices))}:{limit}"
    kept = cache.get(key)
    if isinstance(kept, tuple):
        return kept
    rows = CaseLabel.objects.filter(case__office_id__in=offices, case__closed_at__isnull=True).values("word")
    most = list(rows.annotate(n=Count("id")).order_by("-n", "word")[:limit])
    words = tuple(row["word"] for row in most)
    if sum(row["n"] for row in most) > KEPT_FROM:
        cache.set(key, words, KEPT_SECONDS)
    return words


@transaction.atomic
def set_label(*, actor: Actor, case_number: str, word: str, on: bool = True) -> None:
    """Hang a label on a case, or take it off.

    Raises:
        CaseNotFound, Forbidden.
        Invalid: empty or longer than 30 characters.
    """
    case = find(actor, case_number)
    need(actor, VIEW, case.office_id)
    plain = word.strip()
    if not plain or len(plain) > 30:  # noqa: PLR2004  the column's length
        raise Invalid(t("标签为 1 至 30 字。", "A label has 1 to 30 characters."), field="word")
    if on:
        CaseLabel.objects.get_or_create(case=case, word=plain, defaults={"made_by": actor.key})
    else:
        CaseLabel.objects.filter(case=case, word=plain).delete()
    access_services.record(
        actor=actor,
        action="case.labelled" if on else "case.label_removed",
        object_kind="case",
        object_key=case.number,
        facts={"label": plain},
    )


def label_many(*, actor: Actor, numbers: Sequence[str], word: str) -> list[tuple[str, Refusal]]:
    """Hang a label on several cases; return those that were refused, each with its reason. Raises TooLarge."""
    return _each(numbers, lambda number: set_label(actor=actor, case_number=number, word=word))


def assign_many(*, actor: Actor, numbers: Sequence[str], username: str) -> list[tuple[str, Refusal]]:
    """Put an officer on several cases; each is judged by itself, conflicts of interest are never overridden here.

    Raises:
        TooLarge: more than can be looked through at once.
    """
    return _each(numbers, lambda number: assign_officer(actor=actor, case_number=number, username=username))


def _each(numbers: Sequence[str], act: Callable[[str], object]) -> list[tuple[str, Refusal]]:
    if len(numbers) > MOST_AT_ONCE:
        raise TooLarge(t(f"一次最多处理 {MOST_AT_ONCE} 件。", f"At most {MOST_AT_ONCE} cases at once."), field="number")
    refused: list[tuple[str, Refusal]] = []
    for number in dict.fromkeys(numbers):
        try:
            act(number)
        except Refusal as refusal:
            refused.append((number, refusal))
    return refused


def cards_of(actor: Actor, numbers: Iterable[str]) -> tuple[CaseCard, ...]:
    """Return the named cases the actor may see, by statutory time left."""
    rows = visible_to(actor).filter(number__in=list(numbers)[:MOST_AT_ONCE]).order_by("sort_due_at", "id")
    return cards(list(with_people(rows)), actor)


def export(*, actor: Actor, filters: CaseFilters, columns: Sequence[str]) -> Iterator[CaseCard]:
    """Return every case the filters find, in the order of the list, and log who took what out.

    Raises:
        TooLarge: more than can be taken out at once; narrow the filters.
    """
    found = filtered(actor, filters)
    keys = list(found.order_by("sort_due_at", "id").values_list("pk", flat=True)[: MOST_EXPORTED + 1])
    if len(keys) > MOST_EXPORTED:
        raise TooLarge(
            t(
                f"超过 {MOST_EXPORTED} 件,不能一次导出。",
                f"More than {MOST_EXPORTED} cases, too many for one file.",
            ),
            t("请用筛选缩小范围。", "Narrow the filters."),
        )
    access_services.record(
        actor=actor,
        action="cases.exported",
        object_kind="cases",
        object_key=str(len(keys)),
        facts={"filters": _said(filters), "columns": list(columns), "rows": len(keys)},
    )
    return _in_batches(actor, keys)


def _said(filters: CaseFilters) -> dict[str, str]:
    """Return the filters that narrow something, as words for the audit trail."""
    plain = CaseFilters()
    names = CaseFilters.__dataclass_fields__
    return {name: str(getattr(filters, name)) for name in names if getattr(filters, name) != getattr(plain, name)}


def _in_batches(actor: Actor, keys: list[int]) -> Iterator[CaseCard]:
    for first in range(0, len(keys), BATCH):
        rows = with_people(Case.objects.filter(pk__in=keys[first : first + BATCH])).order_by("sort_due_at", "id")
        yield from cards(list(rows), actor)
