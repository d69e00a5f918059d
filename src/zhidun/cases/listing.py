"""Work lists and search: cards in pages that follow a cursor, however long the list."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from zhidun.access.actors import Actor
from zhidun.access.personal import stands_in_for
from zhidun.cases.calendars import current_calendar
from zhidun.cases.models import (
    Assignment,
    Case,
    CaseLabel,
    CaseLink,
    CaseParty,
    Clock,
    ClockState,
    LinkKind,
    Task,
    TaskState,
)
from zhidun.cases.search_keys import query_keys
from zhidun.cases.time_left import soon_until, time_left
from zhidun.cases.types import Awaited, CaseCard, CaseFilters, CasePageList, TaskCard
from zhidun.cases.visibility import visible_to
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import Text, t
from zhidun.law.calendar import Calendar
from zhidun.procedures.errors import ProcedureUnknown
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Procedure

OFFICE, PARTY = "office", "party"
"""Whom a clock binds: the office in charge, a party; or else another authority by its name."""
PAGE = 30
MOST = 100


def work_list(actor: Actor, filters: CaseFilters | None = None, *, cursor: str = "", limit: int = PAGE) -> CasePageList:
    """Return a page of cases the actor may see, those with the least statutory time left first.

    Closed cases are listed newest first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    wanted = filters or CaseFilters()
    size = max(1, min(limit, MOST))
    found = _filtered(actor, wanted)
    rows = _page(found, wanted, cursor, size + 1)
    more = len(rows) > size
    rows = rows[:size]
    return CasePageList(cards=cards(rows, actor), next_cursor=_cursor(rows[-1], wanted) if more else "")


def search(actor: Actor, q: str, *, limit: int = PAGE) -> tuple[CaseCard, ...]:
    """Return cases found by number, party, right or title, by Chinese words or pinyin initials; newest first."""
    found = matching(visible_to(actor), q)
    rows = with_people(found.order_by("-id"))[: max(1, min(limit, MOST))]
    return cards(list(rows), actor)


def matching(cases: QuerySet[Case], q: str) -> QuerySet[Case]:
    """Return those of the cases that the words of a query find; a query without any usable word finds none."""
    condition = Q(pk__in=[])
    for keys in query_keys(q):
        condition |= Q(search_keys__contains=keys)
    return cases.filter(condition)


def overdue(actor: Actor) -> QuerySet[Case]:
    """Return open cases whose office let a period run out."""
    return visible_to(actor).filter(closed_at__isnull=True, sort_due_at__lte=time.now()).order_by("sort_due_at", "id")


def due_soon(actor: Actor) -> QuerySet[Case]:
    """Return open cases with a period that ends within two working days."""
    found = visible_to(actor).filter(closed_at__isnull=True, sort_due_at__gt=time.now(), sort_due_at__lte=soon_until())
    return found.order_by("sort_due_at", "id")


def my_tasks(actor: Actor, *, limit: int = PAGE) -> tuple[TaskCard, ...]:
    """Return the open tasks of a person: their own, and those of their roles that nobody has taken."""
    roles = Q(pk__in=[])
    for post in actor.posts:
        roles |= Q(role=post.role, office_id__in=sorted(post.reach))
    own = [actor.account_id or -1, *stands_in_for(actor.account_id)]
    mine = Q(assignee_id__in=own) | (Q(assignee__isnull=True) & roles)
    rows = Task.objects.filter(mine, state=TaskState.OPEN, case__in=visible_to(actor)).select_related(
        "case", "assignee"
    )
    return tuple(task_card(row) for row in rows.order_by("due_at", "id")[:limit])


def task_card(row: Task) -> TaskCard:
    """Return a task as listed."""
    return TaskCard(
        public_id=str(row.public_id),
        case_number=row.case.number,
        case_title=row.case.title,
        kind=row.kind,
        title=Text(row.title_zh, row.title_en),
        due_at=row.due_at,
        assignee=row.assignee.name.zh if row.assignee else "",
        role=row.role,
    )


def cards(rows: Sequence[Case], actor: Actor) -> tuple[CaseCard, ...]:
    """Return cases as lines of a list, with four queries at most whatever their number."""
    first, calendar = _first_clocks(rows), current_calendar()
    within = _attached_awaited(rows, first, calendar) if actor.is_staff else {}
    return tuple(_card(row, first.get(row.pk), actor, calendar, within.get(row.pk)) for row in rows)


def case_card(case: Case, actor: Actor) -> CaseCard:
    """Return one case as a line of a list."""
    return case_cards([case], actor)[0]


def case_cards(cases: Iterable[Case], actor: Actor) -> tuple[CaseCard, ...]:
    """Return cases as lines of a list in the order given, with as many queries as for one."""
    wanted = [case.pk for case in cases]
    rows = {row.pk: row for row in with_people(Case.objects.filter(pk__in=wanted))} if wanted else {}
    return cards([rows[pk] for pk in wanted], actor) if rows else ()


def procedure_of(case: Case) -> Procedure:
    """Return the pinned procedure version of a case. Raises ProcedureUnknown."""
    return catalogue().get(case.procedure, case.procedure_version)


def _filtered(actor: Actor, wanted: CaseFilters) -> QuerySet[Case]:
    found = visible_to(actor)
    plain = {
        "office__code": wanted.office_code,
        "procedure": wanted.procedure,
        "state": wanted.state,
        "kind": wanted.kind,
        "origin": wanted.origin,
    }
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if wanted.closed is not None:
        found = found.filter(closed_at__isnull=not wanted.closed)
    if wanted.mine:
        found = found.filter(_mine(actor))
    if wanted.due == "overdue":
        found = found.filter(sort_due_at__lte=time.now())
    elif wanted.due == "soon":
        found = found.filter(sort_due_at__gt=time.now(), sort_due_at__lte=soon_until())
    found = _by_people(found, actor, wanted)
    found = _by_days(found, wanted)
    return matching(found, wanted.text) if wanted.text.strip() else found


def _by_people(found: QuerySet[Case], actor: Actor, wanted: CaseFilters) -> QuerySet[Case]:
    working = Assignment.objects.filter(to_at__isnull=True)
    if wanted.officer:
        found = found.filter(pk__in=working.filter(account__username=wanted.officer).values("case_id"))
    if wanted.standing_in:
        away = stands_in_for(actor.account_id)
        found = found.filter(pk__in=working.filter(account_id__in=away).values("case_id"))
    if wanted.unassigned:
        found = found.filter(~Exists(working.filter(case=OuterRef("pk"))))
    if wanted.label:
        found = found.filter(pk__in=CaseLabel.objects.filter(word=wanted.label).values("case_id"))
    return found


def _by_days(found: QuerySet[Case], wanted: CaseFilters) -> QuerySet[Case]:
    bounds = {
        "received_at__gte": _midnight(wanted.received_from),
        "received_at__lt": _midnight(wanted.received_to + timedelta(days=1)) if wanted.received_to else None,
        "closed_at__gte": _midnight(wanted.closed_from),
        "received_at__gt": wanted.new_since,
    }
    return found.filter(**{name: value for name, value in bounds.items() if value is not None})


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, datetime.min.time(), time.CITY_ZONE) if day else None


def filtered(actor: Actor, wanted: CaseFilters) -> QuerySet[Case]:
    """Return exactly the cases a filtered list would show page by page."""
    return _filtered(actor, wanted)


def mine_only(found: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Return those of the cases that the actor works on."""
    return found.filter(_mine(actor))


def _mine(actor: Actor) -> Q:
    mine = Assignment.objects.filter(account_id=actor.account_id or -1, to_at__isnull=True)
    return Q(pk__in=mine.values("case_id"))


def _page(found: QuerySet[Case], wanted: CaseFilters, cursor: str, size: int) -> list[Case]:
    after = _read_cursor(cursor)
    if wanted.closed:
        found = found.filter(pk__lt=after[1]) if after else found
        return list(with_people(found.order_by("-id"))[:size])
    if after:
        at, pk = after
        # the first condition lets the index start where the page does; the second cuts off what was shown
        found = found.filter(sort_due_at__gte=at).filter(Q(sort_due_at__gt=at) | Q(pk__gt=pk))
    return list(with_people(found.order_by("sort_due_at", "id"))[:size])


def _cursor(last: Case, wanted: CaseFilters) -> str:
    del wanted
    content = json.dumps([last.sort_due_at.isoformat(), last.pk])
    return base64.urlsafe_b64encode(content.encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, int] | None:
    if not cursor:
        return None
    try:
        at, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return time.aware(datetime.fromisoformat(at)), int(pk)
    except (ValueError, TypeError, UnicodeError):
        raise Invalid(
            t("翻页标记无效。", "The cursor is not valid."),
            t("请从第一页开始。", "Start from the first page."),
            field="cursor",
        ) from None


def with_people(found: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with what a line of a list shows beside them: parties, officers, labels."""
    officers = Assignment.objects.filter(to_at__isnull=True).select_related("account").order_by("id")
    return found.select_related("office").prefetch_related(
        Prefetch("parties", queryset=CaseParty.objects.order_by("id"), to_attr="listed_parties"),
        Prefetch("assignments", queryset=officers, to_attr="listed_officers"),
        Prefetch("labels", queryset=CaseLabel.objects.order_by("word"), to_attr="listed_labels"),
    )


def _first_clocks(rows: Sequence[Case]) -> dict[int, Clock]:
    """Return the first clock of each case: of the office in charge, or else of the authority whose answer it awaits."""
    clocks = Clock.objects.filter(case_id__in=[row.pk for row in rows], state=ClockState.RUNNING).exclude(binds=PARTY)
    found: dict[int, Clock] = {}
    for clock in sorted(clocks, key=lambda one: (one.binds != OFFICE, one.due_at)):
        found.setdefault(clock.case_id, clock)
    return found


def _attached_awaited(rows: Sequence[Case], first: dict[int, Clock], calendar: Calendar) -> dict[int, Awaited]:
    """Return where a matter lies whose own clocks stand still: the open procedure within it, and until when."""
    still = [row.pk for row in rows if row.pk not in first and row.closed_at is None]
    links = CaseLink.objects.filter(a_id__in=still, kind=LinkKind.ATTACHED, undone_at__isnull=True)
    lie = {link.a_id: link.b for link in links.filter(b__closed_at__isnull=True).select_related("b").order_by("id")}
    clocks = _first_clocks(tuple(lie.values())) if lie else {}
    return {main: _awaited(clocks.get(part.pk), calendar, at=part) for main, part in lie.items()}


def _card(row: Case, clock: Clock | None, actor: Actor, calendar: Calendar, within: Awaited | None = None) -> CaseCard:
    parties: list[CaseParty] = getattr(row, "listed_parties", [])
    officers: list[Assignment] = getattr(row, "listed_officers", [])
    words = _words(row)
    own = clock is None or clock.binds == OFFICE
    awaited = within if clock is None or own or row.closed_at else _awaited(clock, calendar)
    return CaseCard(
        number=row.number,
        public_id=str(row.public_id),
        title=row.title,
        procedure=row.procedure,
        procedure_title=words[0],
        kind=row.kind,
        kind_title=words[1],
        state=row.state,
        state_title=words[2],
        office_code=row.office.code,
        office_name=row.office.name,
        origin=row.origin,
        received_at=row.received_at,
        parties=tuple(party.shown_name for party in parties if _may_read_name(party, actor)),
        officers=tuple(one.account.name for one in officers) if actor.is_staff else (),
        left=time_left(
            row.next_due_at,
            by_hour=clock is not None and own and clock.unit == "hour",
            provisional=clock is not None and own and clock.provisional,
            calendar=calendar,
        ),
        awaited=awaited,
        closed_at=row.closed_at,
        outcome=row.outcome,
        sealed=row.sealed,
        demo=row.demo,
        version=row.version,
        labels=tuple(one.word for one in getattr(row, "listed_labels", [])) if actor.is_staff else (),
    )


def _awaited(clock: Clock | None, calendar: Calendar, *, at: Case | None = None) -> Awaited:
    lies = _words(at)[2] if at else None
    if clock is None:
        return Awaited(owes="", left=time_left(None), lies=lies)
    left = time_left(clock.due_at, by_hour=clock.unit == "hour", provisional=clock.provisional, calendar=calendar)
    return Awaited(owes=clock.binds, left=left, lies=lies)


def _may_read_name(party: CaseParty, actor: Actor) -> bool:
    """A reporter's name is for the officers' case page and the reporter, never for a list of others."""
    return party.role != "reporter" or party.account_id == (actor.account_id or -1)


def _words(row: Case) -> tuple[Text, Text, Text]:
    try:
        procedure = procedure_of(row)
    except ProcedureUnknown:  # the pack was taken away: the list still opens
        return Text(row.procedure, row.procedure), Text(row.kind, row.kind), Text(row.state, row.state)
    state = procedure.states.get(row.state)
    return (
        procedure.title,
        procedure.kinds.get(row.kind, Text(row.kind, row.kind)),
        state.title if state else Text(row.state, row.state),
    )
