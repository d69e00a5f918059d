"""Depositing a work: number, files, people, first entry of the chain, seal; in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

from django.db import IntegrityError, transaction

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.models import Account
from zhidun.access.policies import need
from zhidun.access.selectors import account, account_by_id, office
from zhidun.deposit import records
from zhidun.deposit.errors import DepositedAlready, DepositUnfit, FieldUnfit, WorkMissing
from zhidun.deposit.models import Author, Deposit, DepositFile, DepositState, EntryKind, Form, Holder, Visibility
from zhidun.deposit.shares import show
from zhidun.deposit.types import PersonIn, WorkIn
from zhidun.evidence import selectors as evidence
from zhidun.evidence.errors import ItemNotFound
from zhidun.evidence.models import Item
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal, SignInNeeded
from zhidun.kernel.text import t
from zhidun.parties.services import find_or_create
from zhidun.rights import services as rights
from zhidun.rights.errors import RightKnown
from zhidun.rights.models import Right
from zhidun.rights.searching import keys_of
from zhidun.rights.types import RightFacts

RECEIVE: Final = "deposit:deposit:receive"
VIEW: Final = "deposit:deposit:view"
VERIFY: Final = "deposit:deposit:verify"
PREFIX: Final = "ZC"
DIGITS: Final = 8
TRIES: Final = 5


@transaction.atomic
def deposit_work(
    *, actor: Actor, work: WorkIn, item_ids: Sequence[str] = (), depositor: str = "", demo: bool = False
) -> Deposit:
    """Deposit a work: number, files, authors, owners, first entry of the chain, seal; all in one transaction.

    Args:
        actor: the signed-in creator, or staff at the counter with `deposit:deposit:receive`.
        work: the checked statement.
        item_ids: evidence items the actor handed in before; none for a commitment.
        depositor: at the counter: user name of the creator, when there is an account.
        demo: marks invented data.

    Raises:
        SignInNeeded, Forbidden: a visitor, or staff without the power.
        WorkMissing, DepositedAlready: nothing to deposit; the same person has deposited it.
        DepositUnfit: a person does not fit; by field.
    """
    who = _depositor(actor, depositor)
    items = _items(actor, work, item_ids)
    at = time.now()
    digests = [one.blob.sha256 for one in items]
    _need_new(who, digests)
    others = DepositFile.objects.filter(sha256__in=digests).order_by("added_at").first()
    row = _row(
        Deposit(
            title=work.title,
            category=work.category,
            authorship=work.authorship,
            ai_statement=work.ai_statement,
            description=work.description,
            created_on=work.created_on,
            created_place=work.created_place,
            first_published_on=work.first_published_on,
            first_published_place=work.first_published_place,
            district=work.district,
            visibility=work.visibility,
            form=work.form,
            commitment=work.commitment,
            deposited_at=at,
            deposited_by=actor.key,
            depositor=who,
            office=office(actor.posts[0].office_code) if actor.is_staff and actor.posts else None,
            earlier_at=others.added_at if others else None,
            search_keys=keys_of([work.title, *(one.name for one in (*work.authors, *work.owners))]),
            demo=demo,
        )
    )
    keep_files(row, items)
    _keep_people(row, work, actor, who)
    row.right = _right(row, work, actor)
    row.save(update_fields=["right"])
    records.append(deposit=row, kind=EntryKind.DEPOSITED, facts=_facts(row, work, items), actor=actor)
    access.record(actor=actor, action="deposit.made", object_kind="deposit", object_key=row.number)
    return row


def _depositor(actor: Actor, named: str) -> Account | None:
    if actor.account_id is None and actor.kind != "system":
        raise SignInNeeded
    if actor.kind != "citizen":
        need(actor, RECEIVE)
        return account(named.strip()) if named.strip() else None
    return account_by_id(actor.account_id) if actor.account_id else None


def _items(actor: Actor, work: WorkIn, item_ids: Sequence[str]) -> list[Item]:
    if work.form == Form.COMMITMENT:
        return []
    found = evidence.items(dict.fromkeys(item_ids))
    if any(one.uploaded_by != actor.key for one in found):
        raise ItemNotFound(field="files")
    if not found:
        raise WorkMissing(field="files")
    if shut := next((one for one in found if evidence.reason_of(one)), None):
        raise FieldUnfit(evidence.reason_of(shut), evidence.remedy_of(shut), field="files")
    if used := DepositFile.objects.filter(item__in=found).select_related("deposit").first():
        raise _already(used.deposit)
    return found


def _already(row: Deposit) -> DepositedAlready:
    number = row.number
    return DepositedAlready(
        t(f"您已于此前存证过同一文件,存证号 {number}。", f"You deposited the same file before: {number}."),
        t(
            "请直接使用该存证;作品有修改的,请上传修改后的文件。",
            "Use that deposit; if the work changed, upload the changed file.",
        ),
        field="files",
    )


def _need_new(who: Account | None, digests: list[str]) -> None:
    """Refuse what the same account deposited and did not withdraw; what others deposited is kept beside it."""
    if who is None:
        return
    mine = Deposit.objects.filter(depositor=who, state=DepositState.STANDING, files__sha256__in=digests)
    if known := mine.order_by("id").first():
        raise _already(known)


def _row(row: Deposit) -> Deposit:
    """Save a deposit under a number nobody has."""
    for left in reversed(range(TRIES)):
        row.number = f"{PREFIX}-{time.today().year}-{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if not left:
                raise
        else:
            break
    return row


def keep_files(row: Deposit, items: Sequence[Item]) -> None:
    """Enter the files of a deposit."""
    DepositFile.objects.bulk_create(
        DepositFile(deposit=row, item=one, sha256=one.blob.sha256, added_at=time.now()) for one in items
    )


def _keep_people(row: Deposit, work: WorkIn, actor: Actor, who: Account | None) -> None:
    """Enter authors and owners; the depositor's own name, without a user name, is taken to be the depositor."""
    faults: dict[str, Refusal] = {}
    seen: set[int] = set()
    for one in work.authors:
        party = find_or_create(
            actor=actor, kind=one.kind, name=one.name, identifiers=_numbers(one), district=row.district
        )
        Author.objects.create(deposit=row, party=party, name=one.name)
    for place, one in enumerate(work.owners):
        holds, fault = _account_of(one, who)
        if fault:
            faults[f"owner-{place}-account"] = fault
            continue
        party = find_or_create(
            actor=actor, kind=one.kind, name=one.name, identifiers=_numbers(one, holds), district=row.district
        )
        if party.pk in seen:
            faults[f"owner-{place}-name"] = FieldUnfit(t("同一人写了两次。", "The same person stands here twice."))
            continue
        seen.add(party.pk)
        Holder.objects.create(
            deposit=row,
            party=party,
            name=one.name,
            account=holds,
            joined_at=row.deposited_at,
            share_num=one.share.numerator,
            share_den=one.share.denominator,
        )
    if faults:
        raise DepositUnfit(errors=faults)


def _numbers(one: PersonIn, holds: Account | None = None) -> dict[str, str]:
    found = {"uscc": one.uscc} if one.uscc else {}
    return found | ({"platform_account": f"zhidun:{holds.username}"} if holds else {})


def _account_of(one: PersonIn, who: Account | None) -> tuple[Account | None, Refusal | None]:
    if not one.account:
        mine = who is not None and one.name in {who.name.zh, who.name.en}
        return (who if mine else None), None
    try:
        return account(one.account), None
    except Refusal:
        return None, FieldUnfit(
            t(f"没有账号“{one.account[:40]}”。", f"There is no account “{one.account[:40]}”."),
            t(
                "请核对用户名,或留空,以后到窗口关联。",
                "Check the user name, or leave it empty and have it linked later.",
            ),
        )


def _right(row: Deposit, work: WorkIn, actor: Actor) -> Right | None:
    """Enter the work in the registry of rights, unverified, so that a complaint can rest on it."""
    holder = row.holders.first()
    facts = RightFacts(
        kind="copyright_work",
        title=work.title,
        number_known=False,
        holder_id=holder.party_id if holder else None,
        holder_name="、".join(one.name for one in work.owners)[:200],
        status="declared",
        published_on=work.first_published_on,
        details={
            "author": "、".join(one.name for one in work.authors)[:200],
            "created_on": work.created_on.isoformat(),
        },
        region=work.district,
        source=f"作品存证 {row.number}",
        private=work.visibility != Visibility.PUBLIC,
    )
    try:
        return rights.register_right(actor=actor, facts=facts)
    except RightKnown:
        return None


def _facts(row: Deposit, work: WorkIn, items: Sequence[Item]) -> dict[str, object]:
    return {
        "title": row.title,
        "category": row.category,
        "authorship": row.authorship,
        "ai_statement": row.ai_statement,
        "description": row.description,
        "created_on": row.created_on.isoformat(),
        "created_place": row.created_place,
        "first_published_on": row.first_published_on.isoformat() if row.first_published_on else None,
        "first_published_place": row.first_published_place,
        "district": row.district,
        "visibility": row.visibility,
        "authors": [{"kind": one.kind, "name": one.name} for one in work.authors],
        "owners": [{"kind": one.kind, "name": one.name, "share": show(one.share)} for one in work.owners],
        "files": told(items),
        "commitment": row.commitment or None,
    }


def told(items: Sequence[Item]) -> list[dict[str, object]]:
    """Return files as records name them."""
    return [
        {"name": one.filename, "size": one.blob.size, "sha256": one.blob.sha256, "sm3": one.blob.sm3} for one in items
    ]
