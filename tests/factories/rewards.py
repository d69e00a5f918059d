"""Reports that were found true, their rewards and the people who decide and pay, for tests."""

from __future__ import annotations

from dataclasses import dataclass

from tests.factories.access import make_actor
from tests.factories.cases import Cast, make_cast
from tests.factories.plays import REPORT, Play, officers, opened
from zhidun.access.actors import Actor, receipt_actor
from zhidun.cases import services as cases
from zhidun.cases.confirmations import unconfirmed
from zhidun.cases.models import Approval
from zhidun.kernel import time
from zhidun.law.load import rulebook
from zhidun.rewards import services
from zhidun.rewards.models import Reward
from zhidun.rewards.services import Proposal

RULES = ("rwd.rate", "rwd.cap", "rwd.levels", "rwd.claim.30wd", "rwd.review.10wd", "rwd.notice.15wd", "rwd.exclude")


@dataclass
class Stage:
    """A closed report with its reward, and who acts."""

    cast: Cast
    finance: Actor
    reward: Reward
    reporter: Actor

    @property
    def number(self) -> str:
        """The number of the reward's case."""
        return str(self.reward.case.number)

    @property
    def report(self) -> str:
        """The number of the report."""
        return str(self.reward.report.number)

    @property
    def state(self) -> str:
        """Where the reward stands now."""
        return Reward.objects.get(pk=self.reward.pk).case.state

    def take(self, step: str, by: Actor, *, reason: str = "属实") -> Approval:
        """Ask for a step of head or second approver."""
        row = Reward.objects.get(pk=self.reward.pk)
        made = cases.submit_step(
            case_number=self.number, step=step, actor=by, facts={}, expected_version=row.case.version, reason=reason
        )
        assert isinstance(made, Approval)
        return made

    def agree(self, approval: Approval) -> None:
        """The second approver agrees."""
        version = Reward.objects.get(pk=self.reward.pk).case.version
        cases.approve(approval_id=str(approval.public_id), actor=self.cast.approver, expected_version=version)


def closed_report(cast: Cast | None = None, *, result: str = "penalised") -> Play:
    """An anonymous report that was verified, filed and closed."""
    play = opened(REPORT, "2026-11-02", anonymous=True, cast=cast)
    play.case.parties.filter(role="reporter").update(by_receipt=True, account=None)
    play.go("accept", play.clerk)
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts={"verification_findings": "属实", "preliminary_evidence": True})
    play.go("file", facts={"filing_summary": "有初步证据"})
    play.go("finish", on="2026-11-20", facts={"result": result, "result_case": "川武市监案〔2026〕7号"})
    return play


def confirm_rules(actor: Actor) -> None:
    """A named officer confirms the rules on rewards."""
    for key in RULES:
        rule = rulebook().rule(key, time.today())
        if unconfirmed([rule]):
            cases.confirm_rule(actor=actor, rule_id=rule.id, official_source="国家市场监督管理总局公报")


def make_stage(*, confirmed: bool = True, before: Stage | None = None) -> Stage:
    """A reward that opened by itself when its report was closed; the people of a stage `before` it may act again."""
    cast = before.cast if before else make_cast()
    play = closed_report(cast)
    if confirmed:
        confirm_rules(cast.reviewer)
    reward = Reward.objects.get(report=play.case)
    finance = before.finance if before else make_actor("finance", cast.office)
    return Stage(cast=cast, finance=finance, reward=reward, reporter=receipt_actor(play.case.number))


def proposal(**more: str) -> Proposal:
    """What an officer states, with changes."""
    given = {"level": "2", "ground": "suspected_crime", "fine": "50000", "confiscated": "10000", **more}
    return Proposal(**given)


def to_proposed(before: Stage | None = None, **more: str) -> Stage:
    """A reward that was proposed."""
    stage = make_stage(before=before)
    services.propose(actor=stage.cast.officer, number=stage.number, proposal=proposal(**more), reason="证据直接")
    return stage


def to_notified(before: Stage | None = None, **more: str) -> Stage:
    """A reward that was decided and told."""
    stage = to_proposed(before, **more)
    stage.agree(stage.take("decide", stage.cast.head))
    services.notify(actor=stage.cast.officer, number=stage.number)
    return stage


def to_claimed(before: Stage | None = None, **more: str) -> tuple[Stage, str]:
    """A reward that was claimed, and its payout code."""
    stage = to_notified(before, **more)
    return stage, services.claim(actor=stage.reporter, report=stage.report)
