"""The case as guards and decisions see it: rows of this room turned into the view of `procedures`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.cases.models import Case, CaseLink, CaseParty, Clock, ClockState, LinkKind, OfficerRole, PartyRole
from zhidun.cases.visibility import conflicted, relations_of, subjects_of
from zhidun.kernel import time
from zhidun.procedures.view import ActorView, CaseView, ClockView, View, midnight

POLICE_FACT = "referred_to_police"


def view_of(case: Case, actor: Actor, *, at: datetime | None = None) -> View:
    """Return what guards may see of the case and the actor at a moment (default now)."""
    moment = at or time.now()
    subjects = subjects_of(case)
    return View(
        case=_case_view(case, moment, subjects),
        facts=dict(case.facts),
        actor=actor_view(case, actor, subjects=subjects),
        clocks=_clocks(case, moment),
    )


def actor_view(case: Case, actor: Actor, *, subjects: Sequence[str] | None = None) -> ActorView:
    """Return the actor as the case sees them: the powers that reach its office, the parts they have in it.

    `subjects` are those of the case (`subjects_of`) where the caller has them already.
    """
    offices = {case.office_id, *case.offices.values_list("office_id", flat=True)}
    reaching = [post for post in actor.posts if offices & post.reach]
    handler = (
        actor.account_id is not None
        and case.assignments.filter(account_id=actor.account_id, to_at__isnull=True).exists()
    )
    return ActorView(
        key=actor.key,
        kind=actor.kind,
        roles=frozenset(post.role for post in reaching),
        powers=frozenset().union(*(post.powers for post in reaching)),
        relations=relations_of(actor, case),
        handler=handler,
        conflicted=conflicted(actor.account_id, case, subjects=subjects),
    )


def _case_view(case: Case, moment: datetime, subjects: Sequence[str]) -> CaseView:
    parties = list(CaseParty.objects.filter(case=case).values_list("role", "party_id"))
    officers = list(case.assignments.filter(to_at__isnull=True).values_list("account_id", "conflict_override", "role"))
    rights = list(case.rights.values_list("right__verification", "right__number_known"))
    unexcused = {account for account, override, _ in officers if not override}
    declared = access.open_conflicts(subjects).values_list("account_id", flat=True) if unexcused else ()
    attached = list(attached_to(case).values_list("procedure", "closed_at"))
    return CaseView(
        number=case.number,
        kind=case.kind,
        state=case.state,
        origin=case.origin,
        office_kind=case.office.kind,
        at=moment,
        received_at=case.received_at,
        opened_at=case.opened_at,
        law_at=midnight(case.law_on),
        officers=len({account for account, _, role in officers if role != OfficerRole.APPROVER}),
        conflict_open=bool(unexcused & set(declared)),
        right_verified=bool(rights) and all(verification == "verified" for verification, _ in rights),
        right_number_known=bool(rights) and all(known for _, known in rights),
        referred_to_police=bool(case.facts.get(POLICE_FACT)),
        anonymous=any(role == PartyRole.REPORTER and party is None for role, party in parties),
        sealed=case.sealed,
        demo=case.demo,
        complainants=_count(parties, PartyRole.COMPLAINANT),
        respondents=_count(parties, PartyRole.RESPONDENT),
        reporters=_count(parties, PartyRole.REPORTER),
        evidence=case.evidence.count(),
        steps=tuple(case.moves.order_by("seq").values_list("step", flat=True)),
        papers=tuple(case.papers.order_by("id").values_list("kind", flat=True)),
        links=tuple(_links(case)),
        attached=tuple(sorted({name for name, _ in attached})),
        attached_open=tuple(sorted({name for name, closed in attached if closed is None})),
    )


def _count(parties: Sequence[tuple[str, int | None]], role: str) -> int:
    return sum(1 for held, _ in parties if held == role)


def attached_to(case: Case) -> QuerySet[Case]:
    """Return the procedures of their own within a matter: its seizures, its transfer to the police."""
    rows = CaseLink.objects.filter(a=case, kind=LinkKind.ATTACHED, undone_at__isnull=True)
    return Case.objects.filter(pk__in=rows.values("b_id"))


def _links(case: Case) -> list[str]:
    ours = Q(a=case) | Q(b=case)
    return sorted(set(CaseLink.objects.filter(ours, undone_at__isnull=True).values_list("kind", flat=True)))


def _clocks(case: Case, moment: datetime) -> dict[str, ClockView]:
    """Return the latest clock of each rule."""
    return {clock.rule_key: clock_view(clock, moment) for clock in case.clocks.order_by("id")}


def clock_view(clock: Clock, moment: datetime) -> ClockView:
    """Return one clock as guards see it at a moment; what is over is computed, never waited for."""
    past = moment >= clock.due_at
    running = clock.state == ClockState.RUNNING
    ended = clock.state not in {ClockState.RUNNING, ClockState.PAUSED}
    return ClockView(
        started=True,
        running=running and not (past and clock.binds == "party"),
        paused=clock.state == ClockState.PAUSED,
        over=ended or (running and past),
        missed=clock.state == ClockState.MISSED or (running and past and clock.binds != "party"),
        started_at=clock.started_at.replace(second=0, microsecond=0),  # forms know minutes only
        due_at=clock.due_at,
        days_left=(clock.due_on - time.local_date(moment)).days,
    )
