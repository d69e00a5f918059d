"""A reward begins: by itself when a report is closed with a penalty, or by an officer for one that was transferred."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from zhidun.access import selectors as access
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.policies import need
from zhidun.cases import selectors as cases_read
from zhidun.cases import services as cases
from zhidun.cases.models import Case, CaseParty, LinkKind
from zhidun.cases.types import PartyIn
from zhidun.kernel import time
from zhidun.kernel.events import CaseMoved
from zhidun.kernel.text import Text
from zhidun.rewards.errors import AlreadyRewarded, Interested, NotRewardable
from zhidun.rewards.models import Reward
from zhidun.rewards.standing import PROPOSE, REPORTER

REPORT, PROCEDURE = "report", "report-reward"
PENALISED, REFERRED = "penalised", "referred"
TITLE = Text("举报奖励", "Reward to a reporter")


@transaction.atomic
def open_reward(*, actor: Actor, report: str) -> Reward:
    """Open the reward of a report that was found true and closed, or transferred.

    Raises:
        CaseNotFound: the actor does not see the report.
        Forbidden: no `rewards:case:propose` at its office. Interested: a declared interest.
        NotRewardable: it is no report, or not found true and closed.
        AlreadyRewarded: it has its reward.
    """
    case = cases_read.find(actor, report)
    need(actor, PROPOSE, case.office_id)
    if actor.account_id is not None and access.conflicts_of(actor.account_id, cases_read.subjects_of(case)):
        raise Interested
    if not _found_true(case):
        raise NotRewardable
    try:
        with transaction.atomic():
            return _open(case, actor)
    except IntegrityError:
        raise AlreadyRewarded from None


def on_case_moved(event: CaseMoved) -> None:
    """Open the reward when a report is closed with a penalty, so that nobody forgets it; wired in `site.wiring`."""
    if event.procedure != REPORT or event.step != "finish":
        return
    case = Case.objects.select_related("office").get(number=event.case_number)
    if case.facts.get("result") == PENALISED and not Reward.objects.filter(report=case).exists():
        _open(case, SYSTEM)


def _found_true(case: Case) -> bool:
    if case.procedure != REPORT or case.closed_at is None or _reporter(case) is None:
        return False
    return case.facts.get("result") == PENALISED or REFERRED in {case.outcome, case.state}


def _reporter(case: Case) -> CaseParty | None:
    return case.parties.filter(role=REPORTER).order_by("id").first()


def _open(report: Case, actor: Actor) -> Reward:
    if Reward.objects.select_for_update().filter(report=report).exists():
        raise AlreadyRewarded
    who = _reporter(report)
    if who is None:
        raise NotRewardable
    closed = report.closed_at or time.now()
    case = cases.open_case(
        procedure=PROCEDURE,
        actor=actor,
        office=report.office.code,
        facts={"report_number": report.number, "closed_on": time.local_date(closed).isoformat()},
        parties=[
            PartyIn(
                role=REPORTER,
                shown_name=who.shown_name,
                party_id=who.party_id,
                account_id=who.account_id,
                by_receipt=who.by_receipt,
            )
        ],
        received_at=closed,
        origin=report.origin,
        title=f"{TITLE.zh}({report.number})",
        law_on=time.local_date(closed),
        demo=report.demo,
    )
    row = Reward.objects.create(report=report, case=case)
    cases.link_cases(actor=SYSTEM, a=report.number, b=case.number, kind=LinkKind.JOINED, reason="reward")
    return row
