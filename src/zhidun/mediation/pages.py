"""The page of a mediation, put together for one reader."""

from __future__ import annotations

from zhidun.access.actors import Actor
from zhidun.cases.models import Paper
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.mediation import agreements, blind, offers, performance, receiving, rooms
from zhidun.mediation.choosing import candidates
from zhidun.mediation.models import Mediation, MediatorDraw, RoomMessage, Slot
from zhidun.mediation.moving import names
from zhidun.mediation.standing import DESK, MEDIATOR, SIDES, find, part_of, rooms_of, rows
from zhidun.mediation.types import (
    AgreementCard,
    DrawCard,
    DutyCard,
    MediationCard,
    MediationPage,
    MessageCard,
    MinutesCard,
    OfferCard,
    SideCard,
    SlotCard,
)
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Procedure

MOST_LISTED = 200


def mediations(actor: Actor, *, state: str = "", open_only: bool = False) -> list[MediationCard]:
    """Return the mediations in which the actor has a part, newest first, two hundred at most."""
    found = rows(actor)
    if state:
        found = found.filter(case__state=state)
    if open_only:
        found = found.filter(case__closed_at__isnull=True)
    cards = [(row, part_of(actor, row)) for row in found[:MOST_LISTED]]
    return [card(row, part) for row, part in cards if part]


def _procedure(row: Mediation) -> Procedure:
    return catalogue().get(row.case.procedure, row.case.procedure_version)


def card(row: Mediation, part: str) -> MediationCard:
    """Return a mediation as listed."""
    procedure, who = _procedure(row), names(row)
    return MediationCard(
        number=row.case.number,
        title=row.case.title,
        form=row.form,
        form_title=procedure.title,
        state=row.case.state,
        state_title=procedure.states[row.case.state].title,
        part=part,
        body=row.body.office.name,
        complainant=who.get("complainant", ""),
        respondent=who.get("respondent", ""),
        mediator=row.mediator.account.name if row.mediator else None,
        opened_at=row.opened_at,
        answer_due_on=row.answer_due_on,
        closed_at=row.case.closed_at,
        origin=row.origin.number if row.origin and part in SIDES else "",
        demo=row.case.demo,
    )


def mediation_page(actor: Actor, number: str) -> MediationPage:
    """Return everything the actor may see of a mediation.

    Raises:
        MediationNotFound: there is none, or the actor has no part in it.
    """
    row, part = find(actor, number)
    state = _procedure(row).states[row.case.state]
    inside = part == MEDIATOR or part in SIDES
    choosing = row.case.state == "preparing"
    return MediationPage(
        card=card(row, part),
        words=state.public,
        next_words=state.next,
        sides=_sides(row, part),
        rooms=rooms.known_rooms(part),
        video_link=row.video_link if inside else "",
        interpreter=row.interpreter,
        interpreter_language=row.interpreter_language,
        candidates=tuple(candidates(actor, number)) if choosing else (),
        slots=_slots(row, part),
        offers=_offers(actor, row, part),
        rounds=tuple(blind.rounds_of(actor, number)),
        minutes=tuple(
            MinutesCard(
                public_id=str(one.public_id),
                room=one.room,
                held_at=one.held_at,
                body=one.body,
                present=one.present,
                interpreter=one.interpreter,
                written_by=one.written_by,
            )
            for one in rooms.minutes_of(actor, number)
        ),
        agreement=_agreement(row, part) if inside else None,
        draw=_draw(row),
        papers=_papers(row, part),
        notes=tuple((one.at, one.body) for one in rooms.notes_of(actor, number)) if part == MEDIATOR else (),
        referrals=tuple(receiving.of_mediation(row)) if inside else (),
    )


def _sides(row: Mediation, part: str) -> tuple[SideCard, ...]:
    facts = row.case.facts
    parties = {one.role: one for one in row.case.parties.order_by("-id")}
    chosen = {one.side: one.mediator.account.name for one in row.choices.select_related("mediator__account")}
    found = []
    for side in SIDES:
        own = part in (side, MEDIATOR)
        found.append(
            SideCard(
                side=side,
                name=parties[side].shown_name,
                you=part == side,
                answer=str(facts.get(f"{side}_consent") or ""),
                reason=str(facts.get(f"{side}_consent_reason") or "") if own else "",
                has_account=parties[side].account_id is not None or parties[side].by_receipt,
                chosen=chosen.get(side),
            )
        )
    return tuple(found)


def _slots(row: Mediation, part: str) -> tuple[SlotCard, ...]:
    found = row.slots.filter(room__in=rooms_of(part)).exclude(state="withdrawn").order_by("starts_at")
    return tuple(slot_card(one, part) for one in found)


def slot_card(one: Slot, part: str) -> SlotCard:
    """Return a time as listed."""
    return SlotCard(
        public_id=str(one.public_id),
        room=one.room,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        state=one.state,
        yours=one.answers.filter(side=part).exists(),
    )


def _offers(actor: Actor, row: Mediation, part: str) -> tuple[OfferCard, ...]:
    readable = set(offers.readable(row, part).values_list("pk", flat=True))
    return tuple(
        OfferCard(
            public_id=str(one.public_id),
            kind=one.kind,
            maker=one.maker,
            audience=one.audience,
            amount=one.amount,
            terms=one.terms,
            made_at=one.made_at,
            until_at=one.until_at,
            state=state,
            yours=one.maker == part,
            answered=part in SIDES and offers.answered_by(one, part),
            answers=str(one.answers.public_id) if one.answers and one.answers_id in readable else "",
        )
        for one, state in offers.offers_of(actor, row.case.number)
    )


def _agreement(row: Mediation, part: str) -> AgreementCard | None:
    found = agreements.live(row)
    if found is None:
        return None
    signed = tuple((one.part, one.name, one.at) for one in found.signatures.order_by("id"))
    clock = performance.confirmation_clock(row)
    asked = getattr(found, "confirmation", None)
    return AgreementCard(
        public_id=str(found.public_id),
        version=found.version,
        state=found.state,
        text=agreements.text_of(found),
        digest=found.digest,
        amount=found.amount,
        signed=signed,
        you_sign=found.state == "open" and part not in {one for one, _, _ in signed},
        effective_at=found.effective_at,
        duties=tuple(
            DutyCard(
                n=one.n,
                kind=one.kind,
                by=one.by,
                what=one.what,
                amount=one.amount,
                due_on=one.due_on,
                told_at=one.told_at,
                told_words=one.told_words,
                done_at=one.done_at,
                defaulted_at=one.defaulted_at,
                yours=one.by == part,
            )
            for one in found.duties.order_by("n")
        ),
        confirm_until=clock.due_on if clock else None,
        confirmation_open=clock is not None and clock.due_at > time.now() and not (asked and asked.filed_at),
        court=asked.court if asked else "",
        asked=tuple(side for side in SIDES if asked and getattr(asked, f"{side}_at")),
        filed_at=asked.filed_at if asked else None,
    )


def _draw(row: Mediation) -> DrawCard | None:
    found = row.draws.order_by("-id").first()
    return draw_card(found) if found else None


def draw_card(one: MediatorDraw) -> DrawCard:
    """Return a draw as everybody with a part in the mediation sees it."""
    return DrawCard(
        number=one.number,
        state=one.state,
        listed=tuple(one.listed),
        committed=tuple(sorted(one.commits)),
        revealed=tuple(sorted(one.reveals)),
        reveal_until=one.reveal_until,
        bundle=one.bundle,
        why=one.why,
    )


def _papers(row: Mediation, part: str) -> tuple[tuple[str, Text], ...]:
    found = Paper.objects.filter(case=row.case_id).order_by("id")
    return tuple(
        (str(one.public_id), Text(one.title_zh, one.title_en))
        for one in found
        if part in (MEDIATOR, DESK) or part in one.relations
    )


def room_messages(actor: Actor, number: str, room: str, *, after: int = 0) -> list[MessageCard]:
    """Return what was said in a room, oldest first.

    Raises:
        MediationNotFound, NotFound: as `rooms.messages`.
    """
    return [message_card(one, actor) for one in rooms.messages(actor, number, room, after=after)]


def message_card(one: RoomMessage, actor: Actor) -> MessageCard:
    """Return something said, as listed."""
    return MessageCard(
        public_id=str(one.public_id),
        id=one.pk,
        room=one.room,
        author=one.author_name,
        part=one.author_part,
        you=one.author_key == actor.key,
        body=one.body,
        at=one.at,
        files=tuple((str(file.item.public_id), file.item.filename) for file in one.files.all()),
    )
