"""Messages between the office and one party, with files and read receipts; notes that stay inside the office."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.cases.applying import file_items
from zhidun.cases.models import Case, CaseParty, Message, MessageItem, Note, Notice, Side
from zhidun.cases.outbox import notify
from zhidun.cases.visibility import case_parties_of, find, staff_sees
from zhidun.evidence import selectors as evidence
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, NotFound, TooLarge
from zhidun.kernel.text import t

SEND = "cases:message:send"
NOTE = "cases:note:write"
LONGEST = 20_000
MOST_FILES = 20


@transaction.atomic
def post_message(
    *,
    actor: Actor,
    case_number: str,
    body: str,
    items: Sequence[str] = (),
    to_party_id: int | None = None,
    idempotency_key: str | None = None,
) -> Message:
    """Send a message: a party to the office, or the office to one party.

    Args:
        actor: a party of the case (also by receipt), or an officer with `cases:message:send`.
        case_number: the case.
        body: the words.
        items: public ids of evidence items the actor handed in; they go into the file.
        to_party_id: the CaseParty the office writes to; parties leave it out.
        idempotency_key: the same key returns the message sent the first time.

    Raises:
        CaseNotFound, Forbidden, Invalid, TooLarge, NotFound, ItemNotFound.
    """
    case = find(actor, case_number)
    text = _text(body, items)
    party, side = _between(actor, case, to_party_id)
    if idempotency_key:
        known = Message.objects.filter(case=case, idempotency_key=idempotency_key).first()
        if known is not None:
            return known
    message = Message.objects.create(
        case=case,
        party=party,
        from_side=side,
        sender_key=actor.key,
        sender_name=case.office.name_zh if side == Side.OFFICE else party.shown_name,
        body=text,
        sent_at=time.now(),
        idempotency_key=idempotency_key,
    )
    file_items(case=case, public_ids=items, actor=actor)
    MessageItem.objects.bulk_create(MessageItem(message=message, item=item) for item in evidence.items(items))
    _announce(case, message)
    return message


@transaction.atomic
def mark_messages_read(*, actor: Actor, case_number: str) -> int:
    """Give the read receipt for every message addressed to the actor's side; return how many.

    Raises:
        CaseNotFound: the actor does not see the case.
    """
    case = find(actor, case_number)
    unread = Message.objects.filter(case=case, read_at=None)
    if staff_sees(actor, case):
        unread = unread.filter(from_side=Side.PARTY)
    else:
        unread = unread.filter(from_side=Side.OFFICE, party__in=case_parties_of(actor, case))
    return unread.update(read_at=time.now(), read_by=actor.key)


@transaction.atomic
def add_note(*, actor: Actor, case_number: str, body: str) -> Note:
    """Add a remark for colleagues; parties never see it.

    Raises:
        CaseNotFound, Forbidden, Invalid, TooLarge.
    """
    case = find(actor, case_number)
    need(actor, NOTE, case.office_id)
    return Note.objects.create(
        case=case, author_key=actor.key, author_name=actor.name.zh, body=_text(body, ()), at=time.now()
    )


@transaction.atomic
def mark_notice_read(*, actor: Actor, notice_id: int) -> Notice:
    """Mark a notice in one's own box as read. Raises NotFound."""
    row = Notice.objects.filter(pk=notice_id, account_id=actor.account_id or -1).first()
    if row is None:
        raise NotFound
    row.read_at = row.read_at or time.now()
    row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def mark_all_notices_read(*, actor: Actor) -> int:
    """Mark every notice in one's own box as read and return how many there were."""
    return Notice.objects.filter(account_id=actor.account_id or -1, read_at=None).update(read_at=time.now())


def _text(body: str, items: Sequence[str]) -> str:
    text = body.strip()
    if not text and not items:
        raise Invalid(t("请填写内容。", "Write something."), field="body")
    if len(text) > LONGEST:
        raise TooLarge(
            t(f"最多 {LONGEST} 字,现有 {len(text)} 字。", f"At most {LONGEST} characters; there are {len(text)}."),
            t("请精简,或把详细内容作为附件提交。", "Shorten it, or attach the details as a file."),
            field="body",
        )
    if len(items) > MOST_FILES:
        raise TooLarge(t(f"一次最多 {MOST_FILES} 个附件。", f"At most {MOST_FILES} files at once."), field="items")
    return text


def _between(actor: Actor, case: Case, to_party_id: int | None) -> tuple[CaseParty, Side]:
    if staff_sees(actor, case):
        need(actor, SEND, case.office_id)
        party = CaseParty.objects.filter(case=case, pk=to_party_id or -1).first()
        if party is None:
            raise Invalid(t("请选择收件的当事人。", "Choose the party to write to."), field="to_party_id")
        return party, Side.OFFICE
    mine = case_parties_of(actor, case).order_by("id").first()
    if mine is None:
        raise Forbidden
    return mine, Side.PARTY


def _announce(case: Case, message: Message) -> None:
    subject = t(f"案件 {case.number} 有新消息", f"New message in case {case.number}")
    words = t("请在案件页面查看。", "Read it on the page of the case.")
    key = f"message:{message.public_id}"
    if message.from_side == Side.OFFICE:
        notify(key=key, case=case, party=message.party, subject=subject, body=words)
        return
    for account in case.assignments.filter(to_at__isnull=True).values_list("account_id", flat=True):
        notify(key=f"{key}:{account}", case=case, account_id=account, subject=subject, body=words)
