"""Words and files in the joint room and in the separate ones; minutes; the mediator's notes; video and interpreter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.policies import reason_given
from zhidun.cases.talk import LONGEST, MOST_FILES
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Item
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound, TooLarge
from zhidun.kernel.text import t
from zhidun.mediation.errors import NotYourPart
from zhidun.mediation.models import Mediation, MediatorNote, Minutes, RoomItem, RoomKind, RoomMessage
from zhidun.mediation.moving import names, tell
from zhidun.mediation.standing import MEDIATOR, SIDES, find, held, rooms_of

LONGEST_LINK = 300
TALKING = ("preparing", "mediating", "agreed")


@transaction.atomic
def say(
    *, actor: Actor, number: str, room: str, body: str, items: Sequence[str] = (), key: str | None = None
) -> RoomMessage:
    """Say something in a room, with files one handed in. It stays in that room.

    Args:
        actor: a side or the mediator.
        number: case number of the mediation.
        room: joint, complainant or respondent.
        body: the words.
        items: public ids of evidence items of the speaker.
        key: the same key returns what was said the first time.

    Raises:
        MediationNotFound, NotNow.
        NotFound: no such room for the actor: another's room and an unknown one look the same.
        Invalid, TooLarge, ItemNotFound.
    """
    row, part = held(actor, number, MEDIATOR, *SIDES, states=TALKING)
    _need_room(part, room)
    text = body.replace("\x00", "").strip()
    if not text and not items:
        raise Invalid(t("请填写内容。", "Write something."), field="body")
    if len(text) > LONGEST or len(items) > MOST_FILES:
        raise TooLarge(field="body")
    known = row.messages.filter(author_key=actor.key, key=key).first() if key else None
    if known is not None:
        return known
    files = _own(actor, items)
    made = RoomMessage.objects.create(
        mediation=row,
        room=room,
        author_key=actor.key,
        author_name=actor.name.zh if part == MEDIATOR else names(row)[part],
        author_part=part,
        body=text,
        at=time.now(),
        key=key,
    )
    RoomItem.objects.bulk_create(RoomItem(message=made, item=item) for item in files)
    hearing = [one for one in (*SIDES, MEDIATOR) if room in rooms_of(one) and one != part]
    subject = t(f"调解 {number} 有新消息", f"New message in mediation {number}")
    tell(row, f"said:{made.public_id}", *hearing, subject=subject, body=t("请在调解室查看。", "Read it in the room."))
    return made


def _need_room(part: str, room: str) -> None:
    if room not in rooms_of(part):
        raise NotFound


def _own(actor: Actor, items: Sequence[str]) -> list[Item]:
    wanted = evidence.items(items)
    mine = set(evidence.handed_in_by(actor).filter(pk__in=[item.pk for item in wanted]).values_list("pk", flat=True))
    if {item.pk for item in wanted} - mine:
        raise NotFound
    return wanted


def messages(actor: Actor, number: str, room: str, *, after: int = 0, limit: int = 200) -> list[RoomMessage]:
    """Return what was said in a room, oldest first, from a row's key on.

    Raises:
        MediationNotFound, NotFound.
    """
    row, part = find(actor, number)
    _need_room(part, room)
    found = row.messages.filter(room=room, id__gt=after).order_by("id").prefetch_related("files__item")
    return list(found[:limit])


def item_for(actor: Actor, number: str, item: str) -> Item:
    """Return a file shown in a room the actor is in.

    Raises:
        MediationNotFound, NotFound: there is none, or not for this actor.
    """
    row, part = find(actor, number)
    try:
        wanted = UUID(str(item))
    except ValueError:
        raise NotFound from None
    shown = RoomItem.objects.filter(message__mediation=row, message__room__in=rooms_of(part), item__public_id=wanted)
    if not shown.exists():
        raise NotFound
    return evidence.item(wanted)


@transaction.atomic
def write_minutes(
    *,
    actor: Actor,
    number: str,
    room: str,
    held_at: datetime,
    body: str,
    present: str = "",
) -> Minutes:
    """Write the minutes of a session, as the mediator; those of a separate session stay in that room.

    The interpreter of the mediation is noted with them.

    Raises:
        MediationNotFound, NotYourPart, NotNow, NotFound.
        Invalid: empty, or of a session still to come.
    """
    row, part = held(actor, number, MEDIATOR, states=TALKING)
    _need_room(part, room)
    if held_at > time.now():
        raise Invalid(t("会议时间不能晚于现在。", "The session lies in the future."), field="held_at")
    if not body.strip() or len(body) > LONGEST:
        raise Invalid(t("请填写笔录内容。", "Write the minutes."), field="body")
    language = f"({row.interpreter_language})" if row.interpreter_language else ""
    return Minutes.objects.create(
        mediation=row,
        room=room,
        held_at=held_at,
        body=body.strip(),
        present=present.strip(),
        interpreter=f"{row.interpreter}{language}" if row.interpreter else "",
        written_by=actor.name.zh,
        at=time.now(),
    )


def minutes_of(actor: Actor, number: str) -> list[Minutes]:
    """Return the minutes of the rooms the actor is in. Raises MediationNotFound."""
    row, part = find(actor, number)
    return list(row.minutes.filter(room__in=rooms_of(part)).order_by("held_at", "id"))


@transaction.atomic
def add_note(*, actor: Actor, number: str, body: str) -> MediatorNote:
    """Keep a note for oneself, as the mediator.

    Raises:
        MediationNotFound, NotYourPart, Invalid.
    """
    row, _ = held(actor, number, MEDIATOR)
    return MediatorNote.objects.create(
        mediation=row, author_id=actor.account_id or 0, body=reason_given(body, field="body"), at=time.now()
    )


def notes_of(actor: Actor, number: str) -> list[MediatorNote]:
    """Return one's own notes, as the mediator. Raises MediationNotFound, NotYourPart."""
    row, part = find(actor, number)
    if part != MEDIATOR:
        raise NotYourPart
    return list(row.notes.filter(author_id=actor.account_id or 0).order_by("id"))


@transaction.atomic
def set_meeting(
    *, actor: Actor, number: str, video_link: str = "", interpreter: str = "", interpreter_language: str = ""
) -> Mediation:
    """Note the link of the video meeting and the interpreter, as the mediator.

    Raises:
        MediationNotFound, NotYourPart.
        Invalid: the link is no https address.
    """
    row, _ = held(actor, number, MEDIATOR)
    link = video_link.strip()
    if link and not (
        link.startswith("https://") and len(link) <= LONGEST_LINK and link.isprintable() and " " not in link
    ):
        raise Invalid(
            t("视频链接须以 https:// 开头。", "The link of the meeting starts with https://."), field="video_link"
        )
    row.video_link, row.interpreter, row.interpreter_language = link, interpreter.strip(), interpreter_language.strip()
    row.save(update_fields=["video_link", "interpreter", "interpreter_language"])
    return row


def known_rooms(part: str) -> tuple[str, ...]:
    """Return the rooms of a part in the order they are shown: the joint one first."""
    return tuple(room for room in RoomKind.values if room in rooms_of(part))
