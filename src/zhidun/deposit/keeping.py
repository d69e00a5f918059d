"""What happens to a deposit afterwards: reveal, withdrawal, the counter's note, linking an owner to an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from django.db import transaction

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.access.selectors import account
from zhidun.deposit import records
from zhidun.deposit.commitments import Digest, commit, read_hex
from zhidun.deposit.depositing import RECEIVE, VERIFY, keep_files, told
from zhidun.deposit.errors import (
    DealsOpen,
    DepositNotFound,
    FieldUnfit,
    NothingToReveal,
    NotTheOwner,
    RevealDiffers,
    WithdrawnDeposit,
)
from zhidun.deposit.models import Deal, Deposit, DepositFile, DepositState, EntryKind, Form, Holder
from zhidun.evidence.services import store_upload
from zhidun.kernel import time
from zhidun.kernel.text import t


def locked(number: str) -> Deposit:
    """Return a deposit's row, held until the transaction ends.

    Raises:
        DepositNotFound: there is none.
    """
    row = Deposit.objects.select_for_update(no_key=True).filter(number=number).first()
    if row is None:
        raise DepositNotFound
    return row


def acts_for(row: Deposit, actor: Actor) -> bool:
    """Whether the actor deposited the work or holds it."""
    if actor.account_id is None:
        return False
    mine = row.depositor_id == actor.account_id
    return mine or row.holders.filter(account_id=actor.account_id).exists()


@transaction.atomic
def reveal(
    *, actor: Actor, number: str, stream: BinaryIO | Iterable[bytes], filename: str, salt: str, declared_type: str = ""
) -> Deposit:
    """Take in the file that was committed to; it must match the commitment byte for byte.

    Raises:
        NotTheOwner: the actor neither deposited the work nor holds it.
        NothingToReveal, WithdrawnDeposit: nothing is awaited.
        RevealDiffers: another file, or another salt; nothing is kept.
        FileEmpty, FileTooLarge, FieldUnfit: the file or the salt cannot be read.
    """
    row = locked(number)
    if not acts_for(row, actor):
        raise NotTheOwner
    if not row.standing:
        raise WithdrawnDeposit
    if row.form != Form.COMMITMENT or row.revealed_at is not None:
        raise NothingToReveal
    opened = bytes.fromhex(read_hex(salt, field="salt"))
    item = store_upload(stream=stream, filename=filename, actor=actor, declared_type=declared_type)
    got = commit(Digest(item.blob.sha256, item.blob.size), opened)
    if got != row.commitment:
        expected = row.commitment
        raise RevealDiffers(
            t(
                f"文件与承诺值不符:承诺值 {expected[:16]}…,该文件与盐值得出 {got[:16]}…。",
                f"The file does not match: committed {expected[:16]}…, this file and salt give {got[:16]}….",
            ),
            field="file",
        )
    others = DepositFile.objects.filter(sha256=item.blob.sha256, added_at__lt=row.deposited_at)
    first = others.order_by("added_at").first()
    keep_files(row, [item])
    row.revealed_at, row.earlier_at = time.now(), first.added_at if first else None
    row.save(update_fields=["revealed_at", "earlier_at"])
    facts = {"commitment": row.commitment, "salt": opened.hex(), "files": told([item])}
    records.append(deposit=row, kind=EntryKind.REVEALED, facts=facts, actor=actor)
    access.record(actor=actor, action="deposit.revealed", object_kind="deposit", object_key=row.number)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, number: str, reason: str) -> Deposit:
    """Mark a deposit as withdrawn; it stays, with its proof and its chain.

    Raises:
        NotTheOwner: the actor neither deposited the work nor holds it.
        WithdrawnDeposit, DealsOpen: it was withdrawn; others rely on it.
    """
    row, why = locked(number), reason_given(reason)
    if not acts_for(row, actor):
        raise NotTheOwner
    if not row.standing:
        raise WithdrawnDeposit
    if Deal.objects.filter(deposit=row, state="offered").exists() or _licensed(row):
        raise DealsOpen
    row.state, row.withdrawn_at, row.withdraw_reason = DepositState.WITHDRAWN, time.now(), why
    row.save(update_fields=["state", "withdrawn_at", "withdraw_reason"])
    row.batches.filter(revoked_at__isnull=True).update(
        revoked_at=row.withdrawn_at, revoked_by=actor.key, revoke_reason=why
    )
    records.append(deposit=row, kind=EntryKind.WITHDRAWN, facts={"reason": why}, actor=actor)
    access.record(actor=actor, action="deposit.withdrawn", object_kind="deposit", object_key=row.number)
    return row


def _licensed(row: Deposit) -> bool:
    running = Deal.objects.filter(deposit=row, kind="licence", state="confirmed")
    return any(one.to_on is None or one.to_on >= time.today() for one in running)


@transaction.atomic
def note_verification(*, actor: Actor, number: str, note: str) -> Deposit:
    """Record what an officer found when looking at a deposit; only the newest note stands on the row, all in the audit.

    Raises:
        Forbidden: the actor's posts do not carry `deposit:deposit:verify`.
    """
    need(actor, VERIFY)
    row, text = locked(number), reason_given(note, field="note")
    row.verified_at, row.verified_by, row.verification_note = time.now(), actor.name.zh[:120], text
    row.save(update_fields=["verified_at", "verified_by", "verification_note"])
    facts = {"note": text}
    access.record(actor=actor, action="deposit.noted", object_kind="deposit", object_key=row.number, facts=facts)
    return row


@transaction.atomic
def link_owner(*, actor: Actor, number: str, holder: int, username: str, reason: str) -> Holder:
    """Let an account act for an owner who had none, after the counter compared the identity papers.

    Raises:
        Forbidden: the actor's posts do not carry `deposit:deposit:receive`.
        FieldUnfit: there is no such owner without an account.
    """
    need(actor, RECEIVE)
    row, why, who = locked(number), reason_given(reason), account(username.strip())
    found = Holder.objects.filter(deposit=row, pk=holder, account__isnull=True).first()
    if found is None:
        raise FieldUnfit(
            t("没有这名未关联账号的著作权人。", "There is no such owner without an account."), field="holder"
        )
    found.account = who
    found.save(update_fields=["account"])
    facts = {"holder": found.name, "account": who.username, "reason": why}
    access.record(actor=actor, action="deposit.owner_linked", object_kind="deposit", object_key=row.number, facts=facts)
    return found
