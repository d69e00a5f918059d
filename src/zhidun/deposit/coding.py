"""Genuine-product codes: issuing, handing out, revoking. Codes are made from the key when needed, never stored."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.policies import reason_given
from zhidun.access.selectors import account_by_id
from zhidun.deposit import codes
from zhidun.deposit.deal_checks import running
from zhidun.deposit.errors import BatchNotFound, BatchRevoked, BeyondLicence, FieldUnfit, NotTheOwner, WithdrawnDeposit
from zhidun.deposit.holdings import owners_of
from zhidun.deposit.keeping import locked
from zhidun.deposit.models import CodeBatch, Deal, Deposit, SideRole
from zhidun.evidence import sealing
from zhidun.kernel import time
from zhidun.kernel.errors import SignInNeeded
from zhidun.kernel.text import t
from zhidun.ledger.keys import load_or_make

KEY_FILE: Final = "product-codes.key"
SEAL: Final = "code-batch"
MOST_CODES: Final = 20_000
"""Codes of one batch: a file one can still print; more goods are more batches."""
PRODUCT, DETAILS = 120, 500
MAKING: Final = frozenset({"reproduction", "distribution"})
"""Rights a licensee needs to put goods on the market."""
TRIES: Final = 5


def master_key() -> bytes:
    """Return the 32 secret bytes codes are made with; in a file apart from the data, made once."""
    return _key(str(Path(settings.HOME) / "keys" / KEY_FILE))


@lru_cache(maxsize=8)
def _key(file: str) -> bytes:
    return load_or_make(Path(file)).private_bytes_raw()


@transaction.atomic
def issue_batch(*, actor: Actor, number: str, product: str, quantity: int, details: str = "") -> CodeBatch:
    """Issue a batch of codes for goods that carry the work; the batch is sealed, its codes are not stored.

    Raises:
        NotTheOwner: the actor neither holds the work nor has a licence to reproduce or distribute it.
        BeyondLicence: the licence allows fewer copies.
        FieldUnfit, WithdrawnDeposit.
    """
    row = locked(number)
    if actor.account_id is None:
        raise SignInNeeded
    if not row.standing:
        raise WithdrawnDeposit
    _need_goods(product, details, quantity)
    licence, name = _standing_of(row, actor)
    if licence is not None:
        _need_within(licence, quantity)
    batch = _saved(
        CodeBatch(
            deposit=row,
            licence=licence,
            issuer=account_by_id(actor.account_id),
            issuer_name=name,
            product=product.strip(),
            details=details.strip(),
            quantity=quantity,
            issued_at=time.now(),
        )
    )
    sealing.seal(
        actor=actor,
        kind=SEAL,
        object_key=str(batch.public_id),
        manifest={"deposit": row.number, "batch": batch.ref, "product": batch.product, "quantity": quantity},
    )
    _recorded(batch, actor, "issued")
    return batch


def _need_goods(product: str, details: str, quantity: int) -> None:
    shorten = t("请删减。", "Shorten it.")
    if not product.strip():
        raise FieldUnfit(t("请填写商品名称。", "Name the product."), field="product")
    if len(product) > PRODUCT:
        raise FieldUnfit(
            t(f"商品名称超过 {PRODUCT} 字。", f"More than {PRODUCT} characters."), shorten, field="product"
        )
    if len(details) > DETAILS:
        raise FieldUnfit(
            t(f"商品说明超过 {DETAILS} 字。", f"More than {DETAILS} characters."), shorten, field="details"
        )
    if not 0 < quantity <= MOST_CODES:
        raise FieldUnfit(
            t(f"每批 1 至 {MOST_CODES} 枚。", f"A batch has 1 to {MOST_CODES} codes."),
            t("数量更多的请分批生成。", "Issue more batches for more goods."),
            field="quantity",
        )


def _standing_of(row: Deposit, actor: Actor) -> tuple[Deal | None, str]:
    """Return by what the actor may issue codes: as owner (None), or a licence; and in whose name."""
    for one in owners_of(row):
        if one.account_id == actor.account_id:
            return None, one.name
    for deal in running(row):
        mine = deal.sides.filter(role=SideRole.TAKER, account_id=actor.account_id or 0).exists()
        if mine and MAKING & set(deal.powers) and deal.from_on <= time.today():
            return deal, deal.taker_name
    raise NotTheOwner(
        t(
            "您的账号既不是著作权人,也没有包含复制或发行权的有效许可。",
            "Your account holds neither the work nor a licence in force to reproduce or distribute it.",
        )
    )


def _need_within(licence: Deal, quantity: int) -> None:
    if licence.most_copies is None:
        return
    made = CodeBatch.objects.filter(licence=licence, revoked_at=None).aggregate(sum=Sum("quantity"))["sum"] or 0
    left = licence.most_copies - made
    if quantity > left:
        raise BeyondLicence(
            t(
                f"许可限 {licence.most_copies} 件,还可生成 {left} 枚。",
                f"The licence allows {licence.most_copies} copies; {left} codes are left.",
            ),
            t("请减少数量,或与著作权人另行约定。", "Take fewer, or agree on more with the owner."),
            field="quantity",
        )


def _saved(batch: CodeBatch) -> CodeBatch:
    for left in reversed(range(TRIES)):
        batch.ref = "".join(secrets.choice(codes.ALPHABET) for _ in range(codes.REF))
        try:
            with transaction.atomic():
                batch.save(force_insert=True)
        except IntegrityError:
            if not left:
                raise
        else:
            break
    return batch


def own_batch(actor: Actor, key: str) -> CodeBatch:
    """Return a batch the actor issued, or one of a work the actor holds.

    Raises:
        BatchNotFound: there is none.
    """
    if actor.account_id is None:
        raise SignInNeeded
    row = CodeBatch.objects.select_related("deposit").filter(public_id=key).first()
    holds = row and row.deposit.holders.filter(account_id=actor.account_id).exists()
    if row is None or not (holds or row.issuer_id == actor.account_id):
        raise BatchNotFound
    return row


@transaction.atomic
def revoke_batch(*, actor: Actor, key: str, reason: str) -> CodeBatch:
    """Revoke a batch: lost labels, leaked lists; whoever checks one of its codes is told.

    Raises:
        BatchNotFound, BatchRevoked.
    """
    found, why = own_batch(actor, key), reason_given(reason)
    row = CodeBatch.objects.select_for_update(of=("self",)).select_related("deposit").get(pk=found.pk)
    if row.revoked_at is not None:
        raise BatchRevoked
    row.revoked_at, row.revoked_by, row.revoke_reason = time.now(), actor.key, why
    row.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    _recorded(row, actor, "revoked")
    return row


def codes_of(batch: CodeBatch) -> Iterator[str]:
    """Yield the codes of a batch in order; they are made now and kept nowhere."""
    key = master_key()
    return (codes.make(key, batch.ref, serial) for serial in range(batch.quantity))


def take_codes(*, actor: Actor, key: str) -> CodeBatch:
    """Return the batch whose codes the issuer takes out as a list or sheet; the audit trail says so.

    Raises:
        BatchNotFound: it is not the actor's own.
        BatchRevoked: its codes are not handed out any more.
    """
    row = own_batch(actor, key)
    if row.issuer_id != actor.account_id:
        raise BatchNotFound
    if row.revoked_at is not None:
        raise BatchRevoked
    _recorded(row, actor, "taken")
    return row


def check_address(code: str = "") -> str:
    """Return the address of the public page; the code stands behind the #, so that no server log ever has it."""
    return f"{settings.ORIGIN}/deposit/code" + (f"#code={code}" if code else "")


def as_csv(batch: CodeBatch) -> bytes:
    """Return the codes of a batch as a table for the printer: place, code, address for the QR."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["序号 no", "正品码 code", "二维码内容 QR"])
    for place, code in enumerate(codes_of(batch), start=1):
        table.writerow([place, code, check_address(code)])
    return out.getvalue().encode("utf-8-sig")


def _recorded(batch: CodeBatch, actor: Actor, what: str) -> None:
    facts = {"deposit": batch.deposit.number, "batch": batch.ref, "quantity": batch.quantity}
    access.record(
        actor=actor, action=f"codes.{what}", object_kind="code_batch", object_key=str(batch.public_id), facts=facts
    )
