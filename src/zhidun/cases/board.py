"""The team's board: who of one's offices has how much on the desk, and what nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Q

from zhidun.access.actors import Actor
from zhidun.cases.list_counts import Counted, counted
from zhidun.cases.listing import filtered
from zhidun.cases.models import Assignment
from zhidun.cases.time_left import soon_until
from zhidun.cases.types import CaseFilters
from zhidun.cases.visibility import visible_to
from zhidun.kernel import time
from zhidun.kernel.text import Text

MOST_ROWS = 200
KEPT_FROM, KEPT_SECONDS = 2_000, 120
"""A board of more open cases than this is counted at most every two minutes; it says when it was."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person of an office with what lies on their desk."""

    username: str
    name: Text
    open: int
    soon: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Board:
    """The people of an office, the fullest desk first, and how many cases nobody has; counted at a moment."""

    at: datetime
    rows: tuple[BoardRow, ...]
    nobody: Counted


def board(actor: Actor) -> Board:
    """Return who of one's own offices works on how much; offices below have boards of their own."""
    key = f"board:{connection.settings_dict['NAME']}:{actor.key}"
    kept = cache.get(key)
    if isinstance(kept, Board):
        return kept
    offices = sorted(post.office_id for post in actor.posts)
    nobody = filtered(actor, CaseFilters(unassigned=True)).filter(office_id__in=offices)
    made = Board(time.now(), _rows(actor, offices), counted({"nobody": nobody})["nobody"])
    if sum(one.open for one in made.rows) + made.nobody.n > KEPT_FROM:
        cache.set(key, made, KEPT_SECONDS)
    return made


def _rows(actor: Actor, offices: list[int]) -> tuple[BoardRow, ...]:
    own = visible_to(actor).filter(closed_at__isnull=True, office_id__in=offices)
    now, soon = time.now(), soon_until()
    people = (
        Assignment.objects.filter(to_at__isnull=True, case__in=own)
        .values("account__username", "account__name_zh", "account__name_en")
        .annotate(
            n=Count("id"),  # nobody is assigned to a case twice
            over=Count("id", filter=Q(case__sort_due_at__lte=now)),
            near=Count("id", filter=Q(case__sort_due_at__gt=now, case__sort_due_at__lte=soon)),
        )
    )
    return tuple(
        BoardRow(
            row["account__username"],
            Text(
                row["account__name_zh"] or row["account__username"], row["account__name_en"] or row["account__name_zh"]
            ),
            row["n"],
            row["near"],
            row["over"],
        )
        for row in people.order_by("-over", "-near", "-n")[:MOST_ROWS]
    )
