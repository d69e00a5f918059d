"""Reads of the deposit room; who sees what is decided here alone."""

from __future__ import annotations

import re
from typing import Final

from django.db.models import Q, QuerySet

from zhidun.access.actors import Actor
from zhidun.deposit import records, words
from zhidun.deposit.coding import own_batch
from zhidun.deposit.depositing import VIEW
from zhidun.deposit.errors import DealNotFound, DepositNotFound
from zhidun.deposit.figures import as_csv as figures_csv
from zhidun.deposit.figures import figures, table
from zhidun.deposit.holdings import owners_of
from zhidun.deposit.models import ChainEntry, CodeBatch, Deal, DealState, Deposit, DepositFile
from zhidun.deposit.types import PublicAnswer
from zhidun.evidence import proofs
from zhidun.evidence.models import Item
from zhidun.evidence.proofs import SealView
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.rights.searching import keys_asked

__all__ = [
    "batches",
    "broken",
    "by_number",
    "chain",
    "deal",
    "deals",
    "figures",
    "figures_csv",
    "items_of",
    "own_batch",
    "owners_of",
    "search",
    "table",
    "verify",
    "visible_to",
    "waiting_for",
    "whole",
]
NUMBER: Final = re.compile(r"ZC-\d{4}-\d{8}")
_HEX: Final = re.compile(r"[0-9a-f]{64}")
MOST_ANSWERS: Final = 20


def visible_to(actor: Actor) -> QuerySet[Deposit]:
    """Return the deposits an actor may see whole: officers all, others those they made, hold or have a deal in."""
    rows = Deposit.objects.select_related("office", "depositor")
    if actor.can(VIEW):
        return rows
    if actor.account_id is None:
        return rows.none()
    mine = Q(depositor_id=actor.account_id) | Q(holders__account_id=actor.account_id)
    sides = Q(deals__sides__account_id=actor.account_id)
    return rows.filter(pk__in=Deposit.objects.filter(mine | sides).values("pk"))


def by_number(actor: Actor, number: str) -> Deposit:
    """Return a deposit.

    Raises:
        DepositNotFound: unknown, or not to be seen: the two look the same.
    """
    row = visible_to(actor).filter(number=number.strip().upper()).first()
    if row is None:
        raise DepositNotFound
    return row


def whole(actor: Actor, number: str) -> Deposit:
    """Return a deposit whose files the actor may take: who made it, holds it, or verifies it; not a licensee.

    Raises:
        DepositNotFound: unknown, or not to be seen.
    """
    row = by_number(actor, number)
    mine = row.depositor_id == actor.account_id or any(one.account_id == actor.account_id for one in owners_of(row))
    if not mine and not actor.can(VIEW):
        raise DepositNotFound
    return row


def search(
    actor: Actor, query: str = "", *, category: str = "", district: str = "", state: str = ""
) -> QuerySet[Deposit]:
    """Return deposits by number, title or name (also pinyin), newest first."""
    rows, asked = visible_to(actor), query.strip()
    if NUMBER.fullmatch(asked.upper()):
        rows = rows.filter(number=asked.upper())
    elif asked:
        keys = keys_asked(asked)
        rows = rows.filter(search_keys__contains=keys) if keys else rows.none()
    chosen = {"category": category, "district": district, "state": state}
    return rows.filter(**{key: value for key, value in chosen.items() if value}).order_by("-id")


def chain(deposit: Deposit) -> list[tuple[ChainEntry, SealView]]:
    """Return the entries of a chain of title, oldest first, each with where its seal stands."""
    rows = ChainEntry.objects.filter(deposit=deposit).select_related("deal").order_by("seq")
    return [(row, proofs.view(records.seal_of(row))) for row in rows]


def broken(deposit: Deposit) -> int | None:
    """Return the place of the first entry that does not fit, or None."""
    return records.broken(deposit)


def deals(deposit: Deposit) -> QuerySet[Deal]:
    """Return the agreements of a deposit, oldest first."""
    return Deal.objects.filter(deposit=deposit).select_related("giver", "parent", "undoes").order_by("id")


def deal(actor: Actor, key: str) -> Deal:
    """Return an agreement that concerns the actor.

    Raises:
        DealNotFound: there is none.
    """
    found = Deal.objects.filter(public_id=key).select_related("deposit", "parent", "undoes").first()
    mine = found is not None and found.sides.filter(account_id=actor.account_id or 0).exists()
    if found is None or actor.account_id is None or not (mine or actor.can(VIEW)):
        raise DealNotFound
    return found


def waiting_for(actor: Actor) -> QuerySet[Deal]:
    """Return the agreements that wait for the actor's word, oldest first."""
    if actor.account_id is None:
        return Deal.objects.none()
    open_ = Deal.objects.filter(state=DealState.OFFERED, sides__account_id=actor.account_id, sides__answer="")
    return open_.select_related("deposit", "undoes").order_by("id")


def batches(actor: Actor, deposit: Deposit) -> QuerySet[CodeBatch]:
    """Return the batches of codes an actor may see: owners and officers all, licensees their own."""
    rows = CodeBatch.objects.filter(deposit=deposit)
    owns = any(one.account_id == actor.account_id for one in owners_of(deposit)) if actor.account_id else False
    return rows if owns or actor.can(VIEW) else rows.filter(issuer_id=actor.account_id)


def items_of(deposit: Deposit) -> list[Item]:
    """Return the files of a deposit."""
    return [one.item for one in deposit.files.select_related("item__blob")]


def verify(asked: str) -> list[PublicAnswer]:
    """Say what is known under a deposit number or a digest (of a file, a record, or a commitment): to anybody.

    Raises:
        Invalid: it is neither.
    """
    words_ = "".join(asked.split())
    if NUMBER.fullmatch(words_.upper()):
        rows = Deposit.objects.filter(number=words_.upper())
    elif _HEX.fullmatch(words_.lower()):
        digest = words_.lower()
        by_file = DepositFile.objects.filter(sha256=digest).values("deposit_id")
        by_record = ChainEntry.objects.filter(sha256=digest).values("deposit_id")
        rows = Deposit.objects.filter(Q(commitment=digest) | Q(pk__in=by_file) | Q(pk__in=by_record))
    else:
        raise Invalid(
            t("请输入存证号或 64 位摘要。", "Give a deposit number or a digest of 64 digits."),
            t("存证号如 ZC-2026-12345678,见证书。", "A number looks like ZC-2026-12345678; see the certificate."),
            field="q",
        )
    return [_answer(row) for row in rows.order_by("id")[:MOST_ANSWERS]]


def _answer(row: Deposit) -> PublicAnswer:
    first = ChainEntry.objects.filter(deposit=row, seq=1).first()
    shown = row.visibility != "private"
    return PublicAnswer(
        number=row.number,
        state=row.state,
        form=row.form,
        deposited_at=row.deposited_at,
        revealed_at=row.revealed_at,
        withdrawn_at=row.withdrawn_at,
        seal=proofs.view(records.seal_of(first) if first else None),
        entries=ChainEntry.objects.filter(deposit=row).count(),
        earlier=row.earlier_at is not None,
        visibility=row.visibility,
        title=row.title if shown else None,
        category=words.said(words.CATEGORIES, row.category) if shown else None,
        owners=tuple(one.name for one in owners_of(row)) if row.visibility == "public" else None,
    )
