"""The reporter vault: identities sealed per case; unveiling needs a reason, a second person, and ends.

What is inside appears nowhere else: not in the case, not in the filing, not in the audit trail, not in a search index.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from zhidun.access import audit
from zhidun.access.actors import Actor
from zhidun.access.selectors import conflicts_of, subject
from zhidun.cases import selectors as cases
from zhidun.intake.faults import UnveilingRefused
from zhidun.intake.keys import seal_apart, unseal_apart
from zhidun.intake.models import FilingCase, ReporterVault, Unveiling
from zhidun.intake.types import Identity
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.kernel.ids import RECEIPT_ALPHABET
from zhidun.kernel.text import t

OPEN_MINUTES = 30
"""How long an unveiling lasts: a rule of the house (SECURITY), not of law."""
ASK = "intake:identity:ask"
APPROVE = "intake:identity:approve"
SHORTEST_REASON = 10
PSEUDONYM_LETTERS = 8
MOST_WAITING = 200


class ReasonTooShort(Invalid):
    """A reason that says nothing."""

    code = "intake.reason"
    default_reason = t("请写明具体理由(至少十个字)。", "State the reason (ten characters at least).")
    default_remedy = t("写明办理哪一步需要、为何别无他法。", "Say which step needs it and why nothing else will do.")


class SecondPersonNeeded(Forbidden):
    """The same person cannot ask and allow."""

    code = "intake.second_person"
    default_reason = t("申请人不能批准自己的申请。", "Whoever asks cannot allow it.")
    default_remedy = t(
        "请由另一位有权限且无利害关系的同事决定。", "Let another colleague with the power and no interest decide."
    )


def new_pseudonym() -> str:
    """Return a random name for a reporter, such as `举报人-7KQ2M9TX`; it says nothing about who it is."""
    return "举报人-" + "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(PSEUDONYM_LETTERS))


def keep_identity(*, pseudonym: str, identity: Identity, anonymous: bool) -> ReporterVault:
    """Seal an identity under its pseudonym; an anonymous reporter's row holds an empty one, so that rows look alike."""
    plain = json.dumps(asdict(identity), ensure_ascii=False).encode()
    sealed, wrapped = seal_apart(plain, bound=pseudonym)
    return ReporterVault.objects.create(pseudonym=pseudonym, sealed=sealed, wrapped_key=wrapped, anonymous=anonymous)


def _link(actor: Actor, case_number: str, power: str) -> FilingCase:
    link = FilingCase.objects.select_related("case").filter(case__number=case_number).first()
    if link is None or not link.pseudonym or not actor.can(power, office_id=link.case.office_id):
        raise NotFound
    if not cases.visible_to(actor).filter(pk=link.case_id).exists():
        raise NotFound
    return link


def _may(actor: Actor, case_number: str, power: str) -> bool:
    try:
        _link(actor, case_number, power)
    except NotFound:
        return False
    return True


def may_ask_unveiling(actor: Actor, case_number: str) -> bool:
    """Whether the actor may ask who the reporter of a case is."""
    return _may(actor, case_number, ASK)


def may_allow_unveiling(actor: Actor, case_number: str) -> bool:
    """Whether the actor may be the second person for a case."""
    return _may(actor, case_number, APPROVE)


def _refuse_conflict(actor: Actor, case_number: str) -> None:
    if actor.account_id is not None and conflicts_of(actor.account_id, [subject("case", case_number)]):
        raise UnveilingRefused(
            t("您已就本案申报利害关系。", "You declared a conflict of interest in this case."),
            t("请由没有利害关系的同事办理。", "Let a colleague without a conflict act."),
        )


@transaction.atomic
def ask_unveiling(*, actor: Actor, case_number: str, reason: str) -> Unveiling:
    """Ask to see who the reporter of a case is.

    Raises:
        NotFound: no such case, not a report, or no power at its office.
        ReasonTooShort: the reason says nothing.
        UnveilingRefused: the actor declared a conflict.
    """
    _refuse_conflict(actor, case_number)
    link = _link(actor, case_number, ASK)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort(field="reason")
    if actor.account_id is None:
        raise NotFound
    row = Unveiling.objects.create(
        pseudonym=link.pseudonym or "",
        case_number=case_number,
        reason=reason.strip(),
        asked_by_id=actor.account_id,
        asked_at=time.now(),
    )
    _audit(actor, row, "reporter.unveiling.asked")
    return row


def _audit(actor: Actor, row: Unveiling, action: str) -> None:
    facts = {
        "unveiling": row.public_id,
        "reason": row.reason,
        "decision": row.decision,
        "pseudonym": row.pseudonym,
        "ends_at": row.ends_at,
    }
    audit.record(actor=actor, action=action, object_kind="case", object_key=row.case_number, facts=facts)


def _locked(unveiling: UUID) -> Unveiling:
    row = Unveiling.objects.select_for_update().filter(public_id=unveiling).first()
    if row is None:
        raise NotFound
    return row


@transaction.atomic
def decide_unveiling(*, actor: Actor, unveiling: UUID, allow: bool, reason: str = "") -> Unveiling:
    """Allow (for thirty minutes) or refuse, as the second person.

    Raises:
        NotFound: no such request, or no power at the case's office.
        SecondPersonNeeded: the one who asked tries to decide.
        UnveilingRefused: a conflict was declared.
        Conflict: it was decided already.
    """
    row = _locked(unveiling)
    _refuse_conflict(actor, row.case_number)
    _link(actor, row.case_number, APPROVE)
    if actor.account_id is None or actor.account_id == row.asked_by_id:
        raise SecondPersonNeeded
    if row.state != Unveiling.State.ASKED:
        raise Conflict
    at = time.now()
    row.state = Unveiling.State.OPEN if allow else Unveiling.State.REFUSED
    row.decided_by_id = actor.account_id
    row.decided_at = at
    row.ends_at = at + timedelta(minutes=OPEN_MINUTES) if allow else None
    row.decision = reason.strip()
    row.save()
    _audit(actor, row, "reporter.unveiling.allowed" if allow else "reporter.unveiling.refused")
    return row


@transaction.atomic
def end_unveiling(*, actor: Actor, unveiling: UUID) -> Unveiling:
    """End an open unveiling early, by the one who asked or the one who allowed."""
    row = _locked(unveiling)
    if actor.account_id is None or actor.account_id not in (row.asked_by_id, row.decided_by_id):
        raise NotFound
    if row.state == Unveiling.State.OPEN:
        row.state = Unveiling.State.ENDED
        row.ends_at = time.now()
        row.save()
        _audit(actor, row, "reporter.unveiling.ended")
    return row


@transaction.atomic
def look(*, actor: Actor, unveiling: UUID) -> Identity:
    """Show the identity to the one who asked, while it is open; each look is in the audit trail.

    Raises:
        NotFound: no such request of this actor.
        UnveilingRefused: not allowed, ended, past its thirty minutes, or the identity was erased.
    """
    row = _locked(unveiling)
    if actor.account_id is None or actor.account_id != row.asked_by_id:
        raise NotFound
    _link(actor, row.case_number, ASK)
    if row.state != Unveiling.State.OPEN or row.ends_at is None or time.now() >= row.ends_at:
        raise UnveilingRefused
    kept = ReporterVault.objects.filter(pseudonym=row.pseudonym).first()
    if kept is None or not kept.wrapped_key:
        raise UnveilingRefused(
            t("身份信息已依法销毁。", "The identity was erased by law."),
            t("案卷中仍可通过回执与举报人联系。", "The reporter can still be reached through the receipt."),
        )
    plain = json.loads(unseal_apart(bytes(kept.sealed), bytes(kept.wrapped_key), bound=kept.pseudonym))
    row.looks += 1
    row.save(update_fields=["looks"])
    _audit(actor, row, "reporter.unveiling.looked")
    return Identity(**plain)


@transaction.atomic
def erase_identity(*, actor: Actor, case_number: str, reason: str) -> None:
    """Destroy the data key of a reporter's identity for good (个人信息保护法 47); the case stays whole.

    Raises:
        NotFound: no such report, or no power at its office.
        ReasonTooShort: the reason says nothing.
    """
    link = _link(actor, case_number, APPROVE)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort(field="reason")
    ReporterVault.objects.filter(pseudonym=link.pseudonym).update(wrapped_key=b"", sealed=b"")
    facts = {"pseudonym": link.pseudonym, "reason": reason}
    audit.record(
        actor=actor, action="reporter.identity.erased", object_kind="case", object_key=case_number, facts=facts
    )


def unveiling(*, actor: Actor, unveiling: UUID) -> Unveiling:
    """Return a request to one who may ask or allow in its case.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = Unveiling.objects.select_related("asked_by", "decided_by").filter(public_id=unveiling).first()
    known = row is not None and (_may(actor, row.case_number, ASK) or _may(actor, row.case_number, APPROVE))
    if row is None or not known:
        raise NotFound
    return row


def unveilings_waiting(actor: Actor) -> list[Unveiling]:
    """Return the requests that wait for this actor as the second person, oldest first."""
    if not actor.can(APPROVE):
        return []
    rows = Unveiling.objects.select_related("asked_by").filter(state=Unveiling.State.ASKED).order_by("asked_at")
    rows = rows.exclude(asked_by=actor.account_id)
    return [row for row in rows[:MOST_WAITING] if _may(actor, row.case_number, APPROVE)]


def unveilings(*, actor: Actor, case_number: str) -> tuple[Unveiling, ...]:
    """Return the requests of a case, newest first, to those who may ask or allow."""
    if not (_may(actor, case_number, ASK) or _may(actor, case_number, APPROVE)):
        return ()
    return tuple(
        Unveiling.objects.filter(case_number=case_number)
        .select_related("asked_by", "decided_by")
        .order_by("-asked_at", "-pk")
    )
