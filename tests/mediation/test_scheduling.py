"""Times: offered, taken by both, never twice; iCalendar."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.mediation import Stage, ahead, make_stage, mediating
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound, Refusal
from zhidun.mediation import selectors, services
from zhidun.mediation.errors import NotYourPart, SlotTaken
from zhidun.mediation.models import Mediation, Slot

pytestmark = pytest.mark.django_db


def offered(stage: Stage, row: Mediation, *hours: int) -> list[Slot]:
    times = [(ahead(hour), ahead(hour + 1)) for hour in hours]
    return services.offer_slots(actor=stage.mediator, number=row.case.number, times=times)


def test_a_time_is_booked_when_both_take_it_and_the_others_are_free_again() -> None:
    stage = make_stage()
    row = mediating(stage)
    first, second = offered(stage, row, 24, 48)
    number = row.case.number
    services.take_slot(actor=stage.complainant, number=number, slot=str(first.public_id))
    assert not selectors.mediation_page(stage.respondent, number).slots[0].yours
    booked = services.take_slot(actor=stage.respondent, number=number, slot=str(first.public_id))
    assert booked.state == "booked"
    assert services.take_slot(actor=stage.respondent, number=number, slot=str(first.public_id)).state == "booked"
    with pytest.raises(SlotTaken) as refused:
        services.take_slot(actor=stage.complainant, number=number, slot=str(second.public_id))
    assert refused.value.remedy.en
    other = mediating(stage)
    with pytest.raises(SlotTaken):  # the mediator is busy then
        services.offer_slots(
            actor=stage.mediator, number=other.case.number,
            times=[(first.starts_at + timedelta(minutes=30), first.ends_at + timedelta(minutes=30))],
        )  # fmt: skip
    assert offered(stage, other, 25)  # the hour after it is free: the end is not inside


@pytest.mark.parametrize("hours", [(-2, -1), (5, 5), (5, 4), (5, 14)])
def test_times_that_do_not_fit(hours: tuple[int, int]) -> None:
    stage = make_stage()
    row = mediating(stage)
    with pytest.raises(Invalid):
        services.offer_slots(actor=stage.mediator, number=row.case.number, times=[(ahead(hours[0]), ahead(hours[1]))])


def test_who_may_do_what_with_times() -> None:
    stage = make_stage()
    row = mediating(stage)
    number = row.case.number
    with pytest.raises(NotYourPart):
        services.offer_slots(actor=stage.complainant, number=number, times=[(ahead(3), ahead(4))])
    for times, room in (([], "joint"), ([(ahead(3), ahead(4))], "cellar")):
        with pytest.raises(Invalid):
            services.offer_slots(actor=stage.mediator, number=number, times=times, room=room)
    (slot,) = offered(stage, row, 3)
    for wrong in ("x", str(row.public_id)):
        with pytest.raises(NotFound):
            services.take_slot(actor=stage.complainant, number=number, slot=wrong)
    with time.pinned(time.now() + timedelta(days=1)), pytest.raises(SlotTaken):
        services.take_slot(actor=stage.complainant, number=number, slot=str(slot.public_id))
    services.cancel_slot(actor=stage.mediator, number=number, slot=str(slot.public_id))
    with pytest.raises(SlotTaken):
        services.take_slot(actor=stage.complainant, number=number, slot=str(slot.public_id))


def test_a_separate_session_needs_one_side_and_is_unknown_to_the_other() -> None:
    stage = make_stage()
    row = mediating(stage)
    number = row.case.number
    (slot,) = services.offer_slots(
        actor=stage.mediator, number=number, times=[(ahead(3), ahead(4))], room="complainant"
    )
    with pytest.raises(NotFound):
        services.take_slot(actor=stage.respondent, number=number, slot=str(slot.public_id))
    assert services.take_slot(actor=stage.complainant, number=number, slot=str(slot.public_id)).state == "booked"
    assert selectors.mediation_page(stage.respondent, number).slots == ()
    assert "VEVENT" not in selectors.icalendar(stage.respondent, number)


def test_the_calendar_is_icalendar() -> None:
    stage = make_stage()
    row = mediating(stage)
    number = row.case.number
    services.set_meeting(actor=stage.mediator, number=number, video_link="https://meet.example/r")
    (slot,) = services.offer_slots(
        actor=stage.mediator, number=number, times=[(ahead(30), ahead(31))], place="武侯区, 调解室;三楼"
    )
    for side in ("complainant", "respondent"):
        services.take_slot(actor=stage.side(side), number=number, slot=str(slot.public_id))
    text = selectors.icalendar(stage.respondent, number)
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert f"DTSTART:{slot.starts_at.astimezone(time.aware(slot.starts_at).tzinfo):%Y}" in whole
    assert "LOCATION:武侯区\\, 调解室\\;三楼" in whole and "STATUS:CONFIRMED" in whole
    services.cancel_slot(actor=stage.mediator, number=number, slot=str(slot.public_id))
    assert "STATUS:CANCELLED" in selectors.icalendar(stage.respondent, number)


def test_the_database_itself_refuses_an_overlap() -> None:
    stage = make_stage()
    row = mediating(stage)
    (slot,) = offered(stage, row, 24)
    twin = {
        "mediation": row,
        "mediator": row.mediator,
        "round": 9,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
    }
    with pytest.raises(IntegrityError, match="slot_no_overlap"), transaction.atomic():
        Slot.objects.create(**twin)
    Slot.objects.create(**twin, state="withdrawn")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_books_and_one_slot_is_made() -> None:
    """Ten mediators' hands offer the same hour; both sides take two times of a round at once."""
    stage = make_stage()
    row, start = mediating(stage), ahead(40)
    outcomes: list[str] = []

    def offer() -> None:
        try:
            services.offer_slots(
                actor=stage.mediator, number=row.case.number, times=[(start, start + timedelta(hours=1))]
            )
            outcomes.append("made")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    _at_once([offer] * 6)
    assert outcomes.count("made") == 1 and len(outcomes) == 6
    first, second = offered(stage, row, 60, 70)

    def take(side: str, slot: Slot) -> None:
        try:
            services.take_slot(actor=stage.side(side), number=row.case.number, slot=str(slot.public_id))
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    calls = [
        lambda side=side, slot=slot: take(side, slot)  # type: ignore[misc]
        for slot in (first, second)
        for side in ("complainant", "respondent")
    ]
    _at_once(calls)
    assert Slot.objects.filter(mediation=row, state="booked").count() == 1


def _at_once(calls: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
