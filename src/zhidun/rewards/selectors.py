"""Reads of the room; who sees what is decided in `standing`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from zhidun.access.actors import SYSTEM, Actor
from zhidun.cases import selectors as cases
from zhidun.cases.models import Approval, ApprovalState, Case, Clock, ClockState, Paper
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.procedures.decide import open_steps
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Procedure
from zhidun.rewards.errors import RewardNotFound
from zhidun.rewards.models import Payout, Reward
from zhidun.rewards.opening import PENALISED, REFERRED, REPORT
from zhidun.rewards.standing import DECIDE, PAY, PROPOSE, find, find_own, interested, visible_to
from zhidun.rewards.tables import RewardTable, reward_table
from zhidun.rewards.types import OwnReward, RewardCard

__all__ = ["choices", "figures", "for_reporter", "has_own", "open_to", "own_paper", "reward", "rewards", "table"]
MOST_LISTED = 200
STEPS = {"propose": PROPOSE, "notify": PROPOSE, "consult-finance": PAY, "pay": PAY, "decide": DECIDE, "refuse": DECIDE}
CLOCKS = ("rwd.claim.30wd", "rwd.review.10wd")


def table() -> RewardTable:
    """Return whose rules hold here."""
    return reward_table()


def choices(field: str, step: str = "propose") -> list[tuple[str, Text]]:
    """Return the choices of a field of the newest procedure, as (value, title)."""
    found = next(one for one in catalogue().get("report-reward").steps[step].fields if one.key == field)
    return [(one.value, one.title) for one in found.choices]


def _procedure(row: Reward) -> Procedure:
    return catalogue().get(row.case.procedure, row.case.procedure_version)


def rewards(actor: Actor, *, state: str = "") -> list[RewardCard]:
    """Return the rewards an officer may see, newest first, two hundred at most; those of an own interest left out."""
    rows = visible_to(actor)
    if state:
        rows = rows.filter(case__state=state)
    return [_card(actor, row) for row in rows[:MOST_LISTED] if not interested(actor, row)]


def reward(actor: Actor, number: str) -> RewardCard:
    """Return one reward for an officer. Raises RewardNotFound."""
    return _card(actor, find(actor, number))


def open_to(actor: Actor) -> list[Case]:
    """Return closed reports, found true, that have no reward yet and that the actor could open one for."""
    if not actor.can(PROPOSE):
        return []
    rows = cases.visible_to(actor).filter(procedure=REPORT, closed_at__isnull=False)
    rows = rows.exclude(pk__in=Reward.objects.values("report_id")).order_by("-closed_at")[:MOST_LISTED]
    return [row for row in rows if row.facts.get("result") == PENALISED or REFERRED in {row.outcome, row.state}]


def _card(actor: Actor, row: Reward) -> RewardCard:
    procedure, facts, case = _procedure(row), row.case.facts, row.case
    state = procedure.states[case.state]
    paid = Payout.objects.filter(reward=row).first()
    waiting = Approval.objects.filter(case=case, state=ApprovalState.OPEN).values_list("step", flat=True)
    return RewardCard(
        number=case.number,
        report=row.report.number if actor.can("cases:case:view", case.office_id) else "",
        reporter=row.report.parties.filter(role="reporter").order_by("id").values_list("shown_name", flat=True)[0],
        office=case.office.name,
        state=case.state,
        state_title=state.title,
        words=state.public,
        next_words=state.next,
        level=str(facts.get("reward_level", "")).removeprefix("level_"),
        amount=str(facts.get("reward_amount", "")),
        arithmetic=str(facts.get("reward_arithmetic", "")),
        rules=str(facts.get("reward_rules", "")),
        figures_differ=bool(facts.get("figures_differ")),
        figures_note=str(facts.get("figures_note", "")),
        finance_needed=bool(facts.get("finance_consult")),
        finance_agreed=bool(facts.get("finance_agreed")),
        code_checked=bool(facts.get("code_checked")),
        waiting_for=tuple(procedure.steps[step].title.zh for step in waiting),
        opened_at=row.opened_at,
        clocks=cases.clocks_of(case, staff=True),
        paid_on=paid.paid_on if paid else None,
        voucher=paid.voucher if paid else "",
        demo=case.demo,
        may=_may(actor, row, procedure),
    )


def _may(actor: Actor, row: Reward, procedure: Procedure) -> frozenset[str]:
    held = {step for step, power in STEPS.items() if actor.can(power, row.case.office_id)}
    ready = {step.key for step in procedure.steps_from(row.case.state)}
    return frozenset(held & ready)


def has_own(actor: Actor, report: str) -> bool:
    """Whether a report has a reward that its reporter may see."""
    try:
        find_own(actor, report)
    except RewardNotFound:
        return False
    return True


def for_reporter(actor: Actor, report: str) -> OwnReward:
    """Return the reward of a report for the one who reported. Raises RewardNotFound."""
    row = find_own(actor, report)
    procedure, case = _procedure(row), row.case
    state, facts = procedure.states[case.state], case.facts
    told = case.state in {"notified", "in-review", "claimed", "paid", "waived"}
    refused = case.moves.filter(step="refuse").order_by("-seq").first()
    allowed = {one.step.key for one in open_steps(procedure, case.state, cases.view_of(case, SYSTEM)) if one.allowed}
    return OwnReward(
        report=row.report.number,
        number=case.number,
        state=case.state,
        state_title=state.title,
        words=state.public,
        next_words=state.next,
        level=str(facts.get("reward_level", "")).removeprefix("level_") if told else "",
        amount=str(facts.get("reward_amount", "")) if told else "",
        arithmetic=str(facts.get("reward_arithmetic", "")) if told else "",
        claim_by=_due(case, CLOCKS[0]),
        review_by=_due(case, CLOCKS[1]),
        may=frozenset(allowed & {"claim", "ask-review", "waive"}),
        papers=tuple(
            (str(paper.public_id), cases.paper_card(paper).title, paper.number)
            for paper in case.papers.filter(kind="reward-decision").order_by("id")
            if told
        ),
        office=case.office.name,
        phone=case.office.phone,
        reason=refused.reason if refused else "",
    )


def _due(case: Case, rule: str) -> date | None:
    clock = Clock.objects.filter(case=case, rule_key=rule, state=ClockState.RUNNING).order_by("-id").first()
    return clock.due_on if clock is not None and clock.due_at > time.now() else None


def own_paper(actor: Actor, report: str, paper: str) -> bytes:
    """Return the PDF of the decision for the one who reported.

    Raises:
        RewardNotFound: no such reward or paper, or it was not told yet.
    """
    row = find_own(actor, report)
    if paper not in {key for key, _, _ in for_reporter(actor, report).papers}:
        raise RewardNotFound
    return cases.paper_pdf(Paper.objects.get(public_id=paper, case=row.case))


def figures(actor: Actor) -> dict[str, str | int]:
    """Return how many rewards there are by state and how much was paid, over what the actor may see."""
    rows = visible_to(actor)
    counted = dict(rows.order_by().values_list("case__state").annotate(n=Count("pk")))
    paid = Payout.objects.filter(reward__in=rows.order_by()).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return {**{str(key): int(value) for key, value in counted.items()}, "paid_total": f"{paid:.2f}"}
