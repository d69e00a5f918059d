"""Cases of the national procedures, played on stage: who acts at which moment, approvals asked and given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.factories.access import make_actor
from tests.factories.cases import Cast, fresh, make_cast
from tests.factories.parties import make_party
from zhidun.access.actors import SYSTEM, Actor
from zhidun.cases import services
from zhidun.cases.models import Approval, Case, Clock, Move
from zhidun.cases.types import PartyIn
from zhidun.kernel import time

INFRINGEMENT, REPORT, CONSUMER = "infringement-complaint", "report", "consumer-complaint"


def moment(text: str) -> datetime:
    """Read `2026-11-02` (09:00) or `2026-11-02T15:30` in the city's zone."""
    return time.aware(datetime.fromisoformat(text if "T" in text else f"{text}T09:00"))


@dataclass
class Play:
    """A case on stage. `day` is the moment of the next step; `go` moves it on when told a new one."""

    cast: Cast
    clerk: Actor
    case: Case
    day: str
    moves: dict[str, Move] = field(default_factory=dict)

    @property
    def row(self) -> Case:
        """The case as the database has it now."""
        return fresh(self.case)

    def go(
        self, step: str, by: Actor | None = None, *, on: str = "", reason: str = "", corrects: str | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> Move:  # fmt: skip
        """Take a step at its day; where it needs approval ask for it and have every approver agree."""
        self.day = on or self.day
        with time.pinned(moment(self.day)):
            made = self.ask(step, by, reason=reason, corrects=corrects, facts=facts)
            if isinstance(made, Approval):
                made = self.approve(made)
        self.moves[step] = made
        return made

    def ask(
        self, step: str, by: Actor | None = None, *, reason: str = "", corrects: str | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> Move | Approval:  # fmt: skip
        """Hand a step in and go no further."""
        with time.pinned(moment(self.day)):
            return services.submit_step(
                case_number=self.case.number, step=step, actor=by or self.cast.officer, facts=facts or {},
                expected_version=self.row.version, reason=reason, corrects=corrects,
            )  # fmt: skip

    def approve(self, approval: Approval) -> Move:
        """Let everybody who has to agree, in order."""
        approvers = {"bureau-head": self.cast.head, "second-approver": self.cast.approver}
        made: Move | None = None
        with time.pinned(moment(self.day)):
            for role in approval.roles:
                made = services.approve(
                    approval_id=str(approval.public_id), actor=approvers[role], expected_version=self.row.version
                )
        assert made is not None
        return made

    def clock(self, rule: str) -> Clock:
        """The latest clock of a rule."""
        return Clock.objects.filter(case=self.case, rule_key=rule).latest("id")

    def clocks(self) -> dict[str, str]:
        """State of the latest clock of each rule."""
        return dict(Clock.objects.filter(case=self.case).order_by("id").values_list("rule_key", "state"))

    def running(self) -> set[str]:
        """Rules of the clocks that run."""
        return {rule for rule, state in self.clocks().items() if state == "running"}

    def papers(self) -> list[str]:
        """Kinds of the papers issued, in order."""
        return list(self.case.papers.order_by("id").values_list("kind", flat=True))

    def tasks(self) -> set[str]:
        """Steps that somebody is asked to take."""
        return set(self.case.tasks.filter(state="open").values_list("kind", flat=True))


def opened(
    procedure: str,
    on: str,
    *,
    kind: str = "trademark",
    facts: Mapping[str, object] | None = None,
    anonymous: bool = False,
    cast: Cast | None = None,
    right_ids: Sequence[int] = (),
    received: str = "",
) -> Play:
    """Open a case received (and entered) at a moment, with complainant or reporter, and a respondent."""
    here = cast or make_cast()
    filer = "reporter" if procedure == REPORT else "complainant"
    who, other = make_party(), make_party()
    party = None if anonymous else who.pk
    with time.pinned(moment(on)):
        case = services.open_case(
            procedure=procedure, actor=SYSTEM, office=here.office.code, facts=facts or {"facts": "门店销售仿冒商品"},
            parties=[
                PartyIn(role=filer, shown_name=who.name, party_id=party, account_id=here.complainant.account_id),
                PartyIn(role="respondent", shown_name=other.name, party_id=other.pk,
                        account_id=here.respondent.account_id),
            ],
            received_at=moment(received or on), origin="online", title="演示案件", kind=kind, demo=True,
            right_ids=right_ids,
        )  # fmt: skip
    return Play(cast=here, clerk=make_actor("counter-clerk", here.office), case=case, day=on)


def officers(play: Play) -> dict[str, object]:
    """Both officers of the cast."""
    return {"officers": [play.cast.officer.username, play.cast.second.username]}


def to_lead(
    on: str = "2026-11-02", *, matter: str = "trademark", kind: str = "trademark", cast: Cast | None = None
) -> Play:
    """An infringement complaint that is accepted."""
    play = opened(INFRINGEMENT, on, kind=kind, cast=cast)
    play.go("triage", play.clerk, facts={"matter": matter})
    play.go("accept")
    return play


def to_filed(on: str = "2026-11-02", **more: Any) -> Play:
    """Verified, two officers, filed the day it came."""
    play = to_lead(on, **more)
    play.go("assign", play.cast.head, facts=officers(play))
    play.go("record-verification", facts=VERIFIED)
    if more.get("matter") == "trade_secret":
        play.go("record-secret", facts=SECRET)
        seal(play)
    play.go("file", facts={"filing_summary": "初步证据充分"})
    return play


SECRET = {"protected_by": "保密协议、门禁", "not_public": True, "has_value": True, "secret_commitment": "ab" * 32}


def seal(play: Play) -> None:
    """Let the head seal the case of a trade secret and let in who reviews and approves."""
    with time.pinned(moment(play.day)):
        services.set_sealed(actor=play.cast.head, case_number=play.case.number, sealed=True, reason="商业秘密")
        for one in (play.cast.reviewer, play.cast.approver):
            services.assign_officer(
                actor=play.cast.head, case_number=play.case.number, username=one.username, role="approver"
            )


VERIFIED = {"verification_findings": "现场属实", "preliminary_evidence": True, "right_confirmed": True}
REPORTED = {"infringement_established": True, "investigation_report": "属实", "proposal": "罚款"}


def to_notice(on: str = "2026-11-02", *, hearing: bool = False, **more: Any) -> Play:
    """Investigated, reviewed, the party told of its rights."""
    play = to_filed(on, **more)
    play.go("finish-investigation", facts=REPORTED)
    play.go("pass-review", play.cast.reviewer, facts={"review_opinion": "同意"})
    play.go("give-notice", facts=told(hearing_right=hearing, notice_served_on=play.day[:10]))
    return play


def told(**more: object) -> dict[str, object]:
    """What an organisation is told before a penalty: a fine of 20,000 and no confiscation."""
    notice = {"notified_party": "organisation", "intended_act": "罚款", "intended_fine": "20000"}
    return {**notice, "intended_confiscation": "0", **more}


def decision(kind: str = "penalty", **more: object) -> dict[str, object]:
    """What a decision needs."""
    fine = {"fine": "20000"} if kind == "penalty" else {}
    return {"decision_kind": kind, "decision_rule": "fine.trademark", **fine, **more}


def to_executing(on: str = "2026-11-02", *, kind_of: str = "penalty", **more: Any) -> Play:
    """Stated, decided, served on one day."""
    play = to_notice(on, **more)
    play.go("make-statement", play.cast.respondent, facts={"statement_text": "请求从轻"})
    play.go("decide", facts=decision(kind_of), reason="事实清楚,证据充分。")
    play.go("serve", facts={"served_on": play.day[:10], "served_how": "direct"})
    return play
