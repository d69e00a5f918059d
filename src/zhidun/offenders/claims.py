"""Malicious suits and false complaints: recorded by two people on a document, with the party's reply beside them."""

from __future__ import annotations

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.policies import reason_given
from zhidun.access.services import record
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, SignInNeeded
from zhidun.kernel.text import t
from zhidun.offenders.complainers import owns
from zhidun.offenders.errors import NotNow, RecordNotFound, SecondPersonNeeded
from zhidun.offenders.models import FalseClaim
from zhidun.offenders.standing import DECIDE, PROPOSE, entitled
from zhidun.parties import selectors as parties
from zhidun.parties.models import Party


@transaction.atomic
def propose_claim(*, actor: Actor, party: Party, office_id: int, kind: str, basis: str, words: str) -> FalseClaim:
    """Propose to record a malicious suit or a false complaint; a suspicion is no basis, a document is.

    Raises:
        Forbidden, Interested, Invalid.
    """
    row = parties.canonical(party.pk)
    entitled(actor, PROPOSE, row, office_id=office_id)
    if kind not in FalseClaim.Kind.values:
        raise Invalid(t("请选择种类。", "Choose the kind."), field="kind")
    made = FalseClaim.objects.create(
        party=row, office_id=office_id, kind=kind, basis=reason_given(basis, field="basis")[:300],
        words=reason_given(words, field="words"), proposed_by=actor.key,
    )  # fmt: skip
    _note(actor, made, "proposed")
    return made


def _note(actor: Actor, row: FalseClaim, what: str) -> None:
    record(
        actor=actor, action=f"falseclaim.{what}", object_kind="party", object_key=str(row.party.public_id),
        facts={"claim": row.public_id, "kind": row.kind, "basis": row.basis},
    )  # fmt: skip


def _held(public_id: str) -> FalseClaim:
    rows = FalseClaim.objects.select_for_update(of=("self",)).select_related("party", "office")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise RecordNotFound
    return row


@transaction.atomic
def decide_claim(*, actor: Actor, claim: str, agree: bool, reason: str) -> FalseClaim:
    """Agree or refuse, as the second person; a standing record is withdrawn the same way, with `agree` false.

    Raises:
        RecordNotFound, NotNow, Forbidden, Interested, SecondPersonNeeded, Invalid.
    """
    row = _held(claim)
    entitled(actor, DECIDE, row.party, office_id=row.office_id)
    if row.state == FalseClaim.State.PROPOSED:
        if actor.key == row.proposed_by:
            raise SecondPersonNeeded
        row.state = FalseClaim.State.STANDING if agree else FalseClaim.State.REFUSED
        row.decided_by = actor.key
    elif row.state == FalseClaim.State.STANDING and not agree:
        row.state = FalseClaim.State.WITHDRAWN
    else:
        raise NotNow
    row.decided_at, row.decision = time.now(), reason_given(reason)
    row.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    _note(actor, row, row.state)
    return row


@transaction.atomic
def reply(*, actor: Actor, claim: str, words: str) -> FalseClaim:
    """Reply to a record, as the party it concerns; the reply is shown wherever the record is. It may be rewritten.

    Raises:
        SignInNeeded, RecordNotFound, NotNow, Invalid.
    """
    if actor.account_id is None:
        raise SignInNeeded
    row = _held(claim)
    if not owns(actor, row.party):
        raise RecordNotFound
    if row.state != FalseClaim.State.STANDING:
        raise NotNow
    row.reply, row.replied_by, row.replied_at = reason_given(words, field="words"), actor.key, time.now()
    row.save(update_fields=["reply", "replied_by", "replied_at"])
    _note(actor, row, "replied")
    return row
