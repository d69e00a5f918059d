"""`take_step`: the one way a case moves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.models import Office
from zhidun.cases.applying import TOLERANCE, apply_plan, chosen_rules, tell
from zhidun.cases.engine_words import DUPLICATE
from zhidun.cases.errors import ApprovalNeeded, CaseMerged, KeyReused, ReasonMissing, StaleCase
from zhidun.cases.models import Case, Move
from zhidun.cases.viewing import view_of
from zhidun.cases.visibility import find
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.procedures.decide import check_step, plan, step_named
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Procedure, Step
from zhidun.procedures.parse import CORRECTED_MOVE

MOST_REASON = 20_000
REASON = "reason"
NO_SUCH_MOVE = t("没有这条办理记录。", "There is no such move in this case.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRequest:
    """A step as asked for, before anything is decided."""

    step: str
    facts: Mapping[str, object]
    reason: str
    at: datetime
    corrects: str | None = None
    key: str | None = None

    def digest(self) -> str:
        """Return the hash by which a repeated key is told from a reused one."""
        content = json.dumps([self.step, dict(self.facts), self.reason, self.corrects], sort_keys=True, default=str)
        return hashlib.sha256(content.encode()).hexdigest()


@transaction.atomic
def take_step(
    *,
    case_number: str,
    step: str,
    actor: Actor,
    facts: Mapping[str, object],
    expected_version: int,
    at: datetime | None = None,
    reason: str = "",
    idempotency_key: str | None = None,
    corrects: str | None = None,
) -> Move:
    """Take one step of the case's procedure and append it to the timeline.

    Clocks count from the day their rule names, that day not counted (民法典 201).

    Args:
        case_number: the case.
        step: key of the step in the procedure version the case is pinned to.
        actor: who takes it.
        facts: what the step's fields ask for.
        expected_version: the version of the case the actor read.
        at: the moment of the act, default now; never in the future, never before the case was received.
        reason: goes to the file and to the paper.
        idempotency_key: the same key with the same request returns the move made the first time.
        corrects: public id of the move a correction corrects.

    Raises:
        CaseNotFound: there is none, or the actor may not see it.
        StaleCase: the case moved since it was read; nothing is written.
        StepUnknown, StepNotOpen, NotCompetent, Conflicted, StepBlocked, FieldsInvalid, ReasonMissing, Invalid.
        ApprovalNeeded: the step has approvers; use `propose_step`.
        RuleUnconfirmed: a paper would name a rule nobody has checked.
        KeyReused: the key came with another request.
    """
    request = StepRequest(
        step=step,
        facts=facts,
        reason=given_reason(facts, reason),
        at=at or time.now(),
        corrects=corrects,
        key=idempotency_key,
    )
    case = locked(actor, case_number)
    repeated = _repeated(case, request)
    if repeated is not None:
        return repeated
    need_version(case, expected_version)
    procedure, declared = declared_of(case, step)
    if declared.approvers:
        checked(case, procedure, declared, actor, request)
        raise ApprovalNeeded
    return take(case, procedure, declared, actor, request, approved_by=())


def given_reason(facts: Mapping[str, object], reason: str) -> str:
    """Return the reason, given beside the facts or as the fact `reason` of the form."""
    return (reason or str(facts.get(REASON) or "")).strip()


def locked(actor: Actor, number: str) -> Case:
    """Find the case for the actor and hold its row to the end of the transaction."""
    case = find(actor, number)
    return Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=case.pk)


def need_version(case: Case, expected: int) -> None:
    """Go on only when the case did not move since it was read. Raises StaleCase."""
    if case.version != expected:
        raise StaleCase


def _repeated(case: Case, request: StepRequest) -> Move | None:
    if request.key is None:
        return None
    known = Move.objects.filter(case=case, idempotency_key=request.key).first()
    if known is not None and known.request_hash != request.digest():
        raise KeyReused
    return known


def declared_of(case: Case, step: str) -> tuple[Procedure, Step]:
    """Return the procedure version the case is pinned to, and its step. Raises StepUnknown."""
    procedure = catalogue().get(case.procedure, case.procedure_version)
    return procedure, step_named(procedure, step)


def checked(case: Case, procedure: Procedure, declared: Step, actor: Actor, request: StepRequest) -> dict[str, object]:
    """Return the cleaned facts; everything that can be refused about the step is refused here."""
    _need_moment(case, request.at)
    facts = dict(request.facts)
    if request.reason and any(field.key == REASON for field in declared.fields):
        facts[REASON] = request.reason
    if declared.corrects and request.corrects is not None:
        facts.setdefault(CORRECTED_MOVE.key, _seq_of(case, request.corrects))
    entered = check_step(procedure, declared.key, case.state, view_of(case, actor, at=request.at), facts)
    if declared.reason_required and not request.reason:
        raise ReasonMissing(field="reason")
    if len(request.reason) > MOST_REASON:
        raise Invalid(
            t(f"理由最多 {MOST_REASON} 字。", f"The reason may have {MOST_REASON} characters."), field="reason"
        )
    if declared.corrects:
        _corrected(case, entered)
    return entered


def _need_moment(case: Case, at: datetime) -> None:
    if case.outcome == DUPLICATE and case.closed_at is not None:
        raise CaseMerged
    if at > time.now() + TOLERANCE or at < case.received_at:
        raise Invalid(
            t("办理时间须在收到材料之后,且不能晚于现在。", "The step lies between the receipt of the case and now."),
            field="at",
        )


def take(
    case: Case, procedure: Procedure, declared: Step, actor: Actor, request: StepRequest, *, approved_by: Sequence[str]
) -> Move:
    """Take a step on a locked case whose version was checked: the inner half of `take_step`, shared with approvals."""
    entered = checked(case, procedure, declared, actor, request)
    followed = plan(procedure, declared, case.state, view_of(case, actor, at=request.at), entered)
    from_state = case.state
    case.version += 1
    case.state = followed.to_state
    case.facts = {**case.facts, **entered, **followed.facts}
    if followed.closes:
        case.closed_at, case.outcome = request.at, followed.outcome
    if followed.reopens or (case.closed_at is not None and not procedure.states[followed.to_state].final):
        case.closed_at, case.outcome = None, ""
    move = Move.objects.create(
        case=case,
        seq=case.version,
        step=declared.key,
        from_state=from_state,
        to_state=followed.to_state,
        actor_key=actor.key,
        actor_name=actor.name.zh,
        approved_by=list(approved_by),
        office=_seat(case, actor),
        at=request.at,
        facts=entered,
        reason=request.reason,
        law=list(dict.fromkeys([*followed.basis, *chosen_rules(declared.fields, entered)])),
        corrects=_corrected(case, entered) if declared.corrects else None,
        idempotency_key=request.key,
        request_hash=request.digest() if request.key else "",
    )
    apply_plan(case=case, procedure=procedure, plan=followed, fields=declared.fields, move=move, actor=actor)
    case.save()
    tell(case=case, plan=followed, move=move, actor=actor)
    return move


def _seat(case: Case, actor: Actor) -> Office | None:
    """Return for which authority a member of staff acts: the one in charge, or one that takes part (court, police)."""
    if not actor.is_staff:
        return None
    if case.office_id in actor.office_ids:
        return case.office
    part = case.offices.select_related("office").filter(office_id__in=actor.office_ids).order_by("-id").first()
    return part.office if part else case.office


def _corrected(case: Case, entered: Mapping[str, object]) -> Move:
    move = Move.objects.filter(case=case, seq=int(str(entered.get(CORRECTED_MOVE.key) or 0))).first()
    if move is None:
        raise Invalid(NO_SUCH_MOVE, field=CORRECTED_MOVE.key)
    return move


def _seq_of(case: Case, public_id: str) -> int:
    try:
        return Move.objects.get(case=case, public_id=UUID(public_id)).seq
    except (ValueError, Move.DoesNotExist):
        raise Invalid(NO_SUCH_MOVE, field=CORRECTED_MOVE.key) from None
