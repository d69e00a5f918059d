"""The figures over a work list: exact where they are asked for exactly, up to a bound where a page must not wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from zhidun.access.actors import Actor
from zhidun.cases.listing import due_soon, mine_only, overdue
from zhidun.cases.models import Approval, ApprovalState
from zhidun.cases.visibility import visible_to

COUNTED_UP_TO = 1_000
"""Where a page stops counting; beyond it says "more than"."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows there are: exactly `n`, or more than `n`."""

    n: int
    more: bool = False


def counts(actor: Actor) -> dict[str, int]:
    """Return the exact figures over a work list: open, mine, soon, overdue, approvals."""
    return {name: found.count() for name, found in _figures(actor).items()}


def counts_shown(actor: Actor, *, since: datetime | None = None) -> dict[str, Counted]:
    """Return the same figures for a page, each counted up to a bound, and `new`: what came in after a moment."""
    wanted = _figures(actor)
    if since is not None:
        wanted["new"] = visible_to(actor).filter(closed_at__isnull=True, received_at__gt=since)
    return counted(wanted)


def counted(wanted: Mapping[str, QuerySet[Any]], *, up_to: int = COUNTED_UP_TO) -> dict[str, Counted]:
    """Count several sets in one question to the database, none further than a bound."""
    found: dict[str, Counted] = {}
    parts: list[str] = []
    words: list[Any] = []
    for name, rows in wanted.items():
        try:
            statement, values = rows.order_by().values("pk")[: up_to + 1].query.sql_with_params()
        except EmptyResultSet:
            found[name] = Counted(0)
            continue
        parts.append(f'(SELECT count(*) FROM ({statement}) AS part) AS "{name}"')  # noqa: S608  the ORM's
        words.extend(values)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", words)
            names = [column[0] for column in cursor.description or ()]
            numbers = dict(zip(names, cursor.fetchone() or (), strict=True))
        found |= {name: Counted(min(n, up_to), n > up_to) for name, n in numbers.items()}
    return found


def _figures(actor: Actor) -> dict[str, QuerySet[Any]]:
    opened = visible_to(actor).filter(closed_at__isnull=True)
    waiting: QuerySet[Approval] = Approval.objects.filter(case__in=opened, state=ApprovalState.OPEN)
    figures: dict[str, QuerySet[Any]] = {
        "open": opened,
        "mine": mine_only(opened, actor),
        "soon": due_soon(actor),
        "overdue": overdue(actor),
        "approvals": waiting,
    }
    return figures
