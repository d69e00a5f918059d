"""Hand-overs of custody: offered by who has the item, confirmed by who gets it; each side in its own session."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.access.selectors import account, account_by_id
from zhidun.evidence import sealing
from zhidun.evidence.errors import HandOverDone, HandOverNotFound, HandOverOpen, NotTheReceiver
from zhidun.evidence.models import HandOver, HandOverState, Item
from zhidun.evidence.services import take_custody
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.kernel.text import t

GIVE = "evidence:item:add"
ACCEPT, DECLINE, WITHDRAW = "accept", "decline", "withdraw"
STAFF = "staff"


@transaction.atomic
def offer_item(*, item: Item, actor: Actor, receiver: str, medium: str = "", note: str = "") -> HandOver:
    """Offer an item to a colleague; custody passes only when the colleague confirms.

    Args:
        item: the item; the door has decided that the actor may see it.
        actor: who has it now, with `evidence:item:add`.
        receiver: user name of who gets it.
        medium: what is handed over: the file itself, a disk, a device.
        note: words for the receiver.

    Raises:
        Forbidden: the actor's posts do not carry the power.
        Invalid: the receiver is no other active member of staff.
        HandOverOpen: it is offered to somebody already.
    """
    if actor.account_id is None:
        raise Forbidden
    need(actor, GIVE)
    gets = account(receiver)
    if gets.pk == actor.account_id or gets.kind != STAFF or not gets.active:
        raise Invalid(
            t("接收人应为另一名在岗工作人员。", "The receiver must be another member of staff."),
            t("请重新选择接收人。", "Choose another receiver."),
            field="receiver",
        )
    Item.objects.select_for_update(no_key=True).get(pk=item.pk)
    if HandOver.objects.filter(item=item, state=HandOverState.OFFERED).exists():
        raise HandOverOpen
    row = HandOver.objects.create(
        item=item,
        giver=account_by_id(actor.account_id),
        receiver=gets,
        offered_at=time.now(),
        medium=medium[:200],
        note=note[:1000],
        sha256=item.blob.sha256,
    )
    take_custody(item=item, actor=actor, action="hand-over-offered", note=f"→ {gets.name.zh} {medium}".strip())
    return row


@transaction.atomic
def answer_offer(*, public_id: str, actor: Actor, answer: str, words: str = "", sha256: str = "") -> HandOver:
    """Confirm, decline (receiver) or withdraw (giver) a hand-over.

    A confirmation repeats the digest the receiver saw; the hand-over is sealed in the log.

    Raises:
        HandOverNotFound: there is none that concerns the actor.
        NotTheReceiver: the other side has to do this.
        HandOverDone: it was answered already.
        Invalid: the answer is unknown, a reason is missing, or the digest is another one.
    """
    row = _of(actor, public_id, lock=True)
    if row.state != HandOverState.OFFERED:
        raise HandOverDone
    side = row.giver_id if answer == WITHDRAW else row.receiver_id
    if side != actor.account_id:
        raise NotTheReceiver
    _check_words(row, answer, words, sha256)
    states = {ACCEPT: HandOverState.ACCEPTED, DECLINE: HandOverState.DECLINED, WITHDRAW: HandOverState.WITHDRAWN}
    actions = {ACCEPT: "handed-over", DECLINE: "hand-over-declined", WITHDRAW: "hand-over-withdrawn"}
    row.state, row.answered_at, row.answer = states[answer], time.now(), words[:1000]
    row.save(update_fields=["state", "answered_at", "answer"])
    took = f"{row.giver.name.zh} → {row.receiver.name.zh} {row.medium}".strip()
    take_custody(item=row.item, actor=actor, action=actions[answer], note=f"{took} {words}".strip())
    if row.state == HandOverState.ACCEPTED:
        _seal(row, actor)
    return row


def _check_words(row: HandOver, answer: str, words: str, sha256: str) -> None:
    if answer not in {ACCEPT, DECLINE, WITHDRAW}:
        raise Invalid(t("请选择接收或不接收。", "Choose to accept or to decline."), field="answer")
    if answer == DECLINE and not words.strip():
        raise Invalid(t("请写明不接收的理由。", "Give the reason for declining."), field="words")
    if answer == ACCEPT and sha256 != row.sha256:
        raise Invalid(
            t("确认的摘要与移交的证据不符。", "The digest confirmed is not that of the item handed over."),
            t("请刷新页面,核对摘要后再确认。", "Reload the page, compare the digest, then confirm."),
            field="sha256",
        )


def _seal(row: HandOver, actor: Actor) -> None:
    sealing.seal(
        actor=actor,
        kind=sealing.HAND_OVER,
        object_key=str(row.public_id),
        office=sealing.office_of(actor),
        manifest={
            "hand_over": str(row.public_id),
            "item": str(row.item.public_id),
            "giver": f"account:{row.giver_id}",
            "receiver": f"account:{row.receiver_id}",
            "offered_at": sealing.moment(row.offered_at),
            "accepted_at": sealing.moment(row.answered_at or row.offered_at),
            "item_sha256": row.sha256,
            "medium": row.medium,
        },
    )


def _of(actor: Actor, public_id: str, *, lock: bool = False) -> HandOver:
    rows = HandOver.objects.select_related("item__blob", "giver", "receiver")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    if actor.account_id is None:
        raise HandOverNotFound
    try:
        return rows.get(Q(giver=actor.account_id) | Q(receiver=actor.account_id), public_id=public_id)
    except (HandOver.DoesNotExist, ValidationError) as fault:
        raise HandOverNotFound from fault


def hand_over(*, actor: Actor, public_id: str) -> HandOver:
    """Return a hand-over that concerns the actor.

    Raises:
        HandOverNotFound: there is none, or it is between others: the two look the same.
    """
    return _of(actor, public_id)


def waiting_for(actor: Actor) -> list[HandOver]:
    """Return the hand-overs that wait for the actor's answer, oldest first."""
    rows = HandOver.objects.select_related("item__blob", "giver", "receiver")
    return list(rows.filter(receiver=actor.account_id, state=HandOverState.OFFERED).order_by("offered_at"))


def open_offer(item: Item) -> HandOver | None:
    """Return the hand-over of an item that waits for its answer, if any."""
    return HandOver.objects.select_related("giver", "receiver").filter(item=item, state=HandOverState.OFFERED).first()
