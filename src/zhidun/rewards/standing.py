"""Who sees which reward: the one place that decides. Unknown and forbidden look the same."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.cases.models import Case
from zhidun.rewards.errors import Interested, RewardNotFound
from zhidun.rewards.models import Reward

VIEW = "rewards:case:view"
PROPOSE = "rewards:case:propose"
DECIDE = "rewards:case:decide"
PAY = "rewards:payment:pay"
REPORTER = "reporter"


def visible_to(actor: Actor) -> QuerySet[Reward]:
    """Return the rewards an officer may see: those of offices their post reaches, newest first."""
    rows = Reward.objects.select_related("case__office", "report").order_by("-id")
    if actor.kind == "system":
        return rows
    reach = frozenset().union(*(post.reach for post in actor.posts if VIEW in post.powers))
    return rows.filter(case__office_id__in=sorted(reach))


def interested(actor: Actor, reward: Reward) -> bool:
    """Whether the officer declared an interest in the report, its parties or the reward, or takes part in it."""
    if actor.account_id is None:
        return False
    subjects = [*cases.subjects_of(reward.report), *cases.subjects_of(reward.case)]
    mine = Q(account_id=actor.account_id)
    return access.conflicts_of(actor.account_id, subjects) or reward.report.parties.filter(mine).exists()


def find(actor: Actor, number: str) -> Reward:
    """Return a reward by the number of its case, for an officer.

    Raises:
        RewardNotFound: there is none, or not for this actor.
    """
    row = visible_to(actor).filter(case__number=number).first()
    if row is None or interested(actor, row):
        raise RewardNotFound
    return row


def find_own(actor: Actor, report: str) -> Reward:
    """Return the reward of a report for the one who reported: by receipt code, or signed in.

    Raises:
        RewardNotFound: there is none, or the actor did not report.
    """
    row = Reward.objects.select_related("case__office", "report").filter(report__number=report).first()
    if row is None or REPORTER not in cases.relations_of(actor, row.report):
        raise RewardNotFound
    return row


def locked(row: Reward) -> Reward:
    """Return the reward held to the end of the transaction, with its case as it stands now."""
    # the case first, as approvals do: nobody waits in a circle
    Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
    Reward.objects.select_for_update(of=("self",)).get(pk=row.pk)
    return Reward.objects.select_related("case__office", "report").get(pk=row.pk)


def stand_aside(actor: Actor, row: Reward) -> None:
    """Go on only without an interest. Raises Interested."""
    if interested(actor, row):
        raise Interested
