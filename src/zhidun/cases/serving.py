"""Which papers a step serves, and when: the day is the one the officer enters in the step's form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from datetime import time as clock_time

from zhidun.cases.fact_words import words
from zhidun.cases.models import Case, Move, Paper
from zhidun.kernel import time
from zhidun.procedures.model import Field

SERVED_ON = "served_on"
"""A date field with this key serves the papers of the move by which the case came into its state."""
NOTICE_SERVED_ON = "notice_served_on"
"""A date field with this key serves the papers the step itself makes."""
SERVED_HOW = "served_how"


def papers_before(case: Case, fields: Sequence[Field], move: Move) -> tuple[Paper, ...]:
    """Return the papers made earlier that this step serves: those that led into the state it starts from."""
    if not _given(fields, SERVED_ON, move):
        return ()
    earlier = Move.objects.filter(case=case, seq__lt=move.seq, to_state=move.from_state).order_by("-seq")
    entering = next((row for row in earlier if row.from_state != row.to_state), None)
    return _unserved(case, entering) if entering else ()


def mark(case: Case, fields: Sequence[Field], move: Move, before: Sequence[Paper]) -> None:
    """Write day and way of service into the papers a step serves; a paper served already keeps its day."""
    made = _unserved(case, move)
    for key, papers in ((SERVED_ON, before), (NOTICE_SERVED_ON, made)):
        if not _given(fields, key, move):
            continue
        how = next((words(field, move.facts[field.key]) for field in fields if _given([field], SERVED_HOW, move)), "")
        for paper in papers:
            paper.served_at, paper.served_how = _moment(str(move.facts[key])), how[:60]
            paper.save(update_fields=["served_at", "served_how"])


def _given(fields: Sequence[Field], key: str, move: Move) -> bool:
    return any(field.key == key for field in fields) and bool(move.facts.get(key))


def _unserved(case: Case, move: Move) -> tuple[Paper, ...]:
    """Return the papers of a move that are addressed to somebody and not served yet."""
    rows = Paper.objects.filter(case=case, move=move, served_at=None).order_by("id")
    return tuple(paper for paper in rows if paper.relations)


def _moment(entered: str) -> datetime:
    """Return the moment entered, or the beginning of the day entered."""
    moment = datetime.fromisoformat(entered)
    on_day = len(entered) == len("2026-01-01")
    return datetime.combine(moment.date(), clock_time.min, time.CITY_ZONE) if on_day else time.aware(moment)
