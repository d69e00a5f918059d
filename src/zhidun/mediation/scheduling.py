"""Times: the mediator offers slots, both sides say which fit, the database lets no two collide; iCalendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from zhidun.access.actors import Actor
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import Text, t
from zhidun.mediation.errors import SlotTaken
from zhidun.mediation.models import Mediation, RoomKind, Slot, SlotAnswer, SlotState
from zhidun.mediation.moving import names, tell
from zhidun.mediation.standing import MEDIATOR, SIDES, find, held, rooms_of

LONGEST = timedelta(hours=8)
MOST_SLOTS = 20
LINE_BYTES = 75
TITLE = t("知识产权纠纷调解", "Mediation")


@transaction.atomic
def offer_slots(
    *,
    actor: Actor,
    number: str,
    times: list[tuple[datetime, datetime]],
    room: str = RoomKind.JOINT.value,
    place: str = "",
) -> list[Slot]:
    """Offer times for the next session in a room, as the mediator.

    Raises:
        MediationNotFound, NotYourPart, NotNow.
        Invalid: no time, too many, in the past, not in whole minutes, longer than eight hours, an unknown room.
        SlotTaken: one collides with another time of the mediator.
    """
    row, _ = held(actor, number, MEDIATOR, states=("mediating",))
    if not 0 < len(times) <= MOST_SLOTS or room not in RoomKind.values:
        raise Invalid(t("请提供一至二十个时段。", "Offer one to twenty times."), field="times")
    for starts, ends in times:
        whole = not (starts.second or starts.microsecond or ends.second or ends.microsecond)
        if not (whole and time.now() < starts < ends <= starts + LONGEST):
            raise Invalid(
                t(
                    "时段须在将来,整分钟,结束晚于开始且不超过八小时。",
                    "A time lies ahead, in whole minutes, at most 8 hours.",
                ),
                field="times",
            )
    last = row.slots.aggregate(n=Max("round"))["n"] or 0
    made = []
    for starts, ends in times:
        made.append(
            _new(
                Slot(
                    mediation=row,
                    mediator=row.mediator,
                    round=last + 1,
                    starts_at=starts,
                    ends_at=ends,
                    room=room,
                    place=place,
                )
            )
        )
    tell(
        row,
        f"slots:{made[0].public_id}",
        *_heard(room),
        subject=TITLE,
        body=t("请选择调解时间。", "Please choose a time."),
    )
    return made


def _new(slot: Slot) -> Slot:
    try:
        with transaction.atomic():
            slot.save()
    except IntegrityError as fault:
        raise SlotTaken(field="times") from fault
    return slot


def _heard(room: str) -> tuple[str, ...]:
    return SIDES if room == RoomKind.JOINT else (room,)


@transaction.atomic
def take_slot(*, actor: Actor, number: str, slot: str) -> Slot:
    """Say that a time fits, as a side; when all who take part said so it is booked and the round's others are free.

    Raises:
        MediationNotFound, NotYourPart, NotNow, NotFound.
        SlotTaken: it was withdrawn, has passed, or another time of the round is booked.
    """
    row, side = held(actor, number, *SIDES, states=("mediating",))
    wanted = _slot(row, slot, side)
    if wanted.state == SlotState.BOOKED:
        return wanted
    if wanted.state != SlotState.OFFERED or wanted.starts_at <= time.now():
        raise SlotTaken
    SlotAnswer.objects.get_or_create(slot=wanted, side=side)
    said = set(wanted.answers.values_list("side", flat=True))
    if not said >= set(_heard(wanted.room)):
        return wanted
    wanted.state, wanted.sequence, wanted.changed_at = SlotState.BOOKED, wanted.sequence + 1, time.now()
    try:
        with transaction.atomic():
            wanted.save()
    except IntegrityError as fault:
        raise SlotTaken from fault
    row.slots.filter(round=wanted.round, state=SlotState.OFFERED).update(
        state=SlotState.WITHDRAWN, changed_at=time.now()
    )
    body = t("调解时间已经约定,请查看日历。", "The time is fixed; see the calendar.")
    tell(row, f"booked:{wanted.public_id}", *_heard(wanted.room), MEDIATOR, subject=TITLE, body=body)
    return wanted


@transaction.atomic
def cancel_slot(*, actor: Actor, number: str, slot: str) -> Slot:
    """Withdraw an offered or booked time, as the mediator.

    Raises:
        MediationNotFound, NotYourPart, NotFound.
    """
    row, part = held(actor, number, MEDIATOR)
    found = _slot(row, slot, part)
    if found.state != SlotState.WITHDRAWN:
        found.state, found.sequence, found.changed_at = SlotState.WITHDRAWN, found.sequence + 1, time.now()
        found.save()
        body = t("一个调解时间已取消。", "A time was withdrawn.")
        tell(row, f"cancelled:{found.public_id}", *_heard(found.room), subject=TITLE, body=body)
    return found


def _slot(row: Mediation, slot: str, part: str) -> Slot:
    try:
        found = row.slots.filter(public_id=slot, room__in=rooms_of(part)).first()
    except (ValueError, TypeError) as fault:
        raise NotFound from fault
    except Exception as fault:
        if type(fault).__name__ == "ValidationError":
            raise NotFound from fault
        raise
    if found is None:
        raise NotFound
    return found


def icalendar(actor: Actor, number: str) -> str:
    """Return the times of a mediation that are booked, or were and are withdrawn, as iCalendar (RFC 5545).

    It names the two sides and the place, never what is said.

    Raises:
        MediationNotFound: the actor has no part in it.
    """
    row, part = find(actor, number)
    slots = row.slots.filter(sequence__gt=0, room__in=rooms_of(part)).order_by("starts_at")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Zhidun//Mediation//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for slot in slots:
        lines += _event(row, slot)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(row: Mediation, slot: Slot) -> list[str]:
    cancelled = slot.state == SlotState.WITHDRAWN
    where = slot.place or row.video_link
    title = _title(row)
    return [
        "BEGIN:VEVENT",
        f"UID:{slot.public_id}@zhidun",
        f"DTSTAMP:{_utc(slot.changed_at)}",
        f"DTSTART:{_utc(slot.starts_at)}",
        f"DTEND:{_utc(slot.ends_at)}",
        f"SEQUENCE:{slot.sequence}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_escaped(f'{title.zh} {title.en}')}",
        *([f"LOCATION:{_escaped(where)}"] if where else []),
        *([f"URL:{row.video_link}"] if row.video_link else []),
        "END:VEVENT",
    ]


def _title(row: Mediation) -> Text:
    who = names(row)
    sides = " / ".join(who[side] for side in SIDES)
    return t(f"{TITLE.zh}:{sides} {row.case.number}", TITLE.en)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Fold a line at 75 bytes without parting a character."""
    parts: list[str] = []
    current = ""
    for letter in line:
        if len((current + letter).encode()) > LINE_BYTES - (1 if parts else 0):
            parts.append(current)
            current = ""
        current += letter
    return "\r\n ".join([*parts, current])
