"""Rooms: 50 canaries in separate rooms, offers and notes; nothing of the other side finds one."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories.evidence import make_item
from tests.factories.mediation import Stage, ahead, make_stage, mediating, terms
from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.cases.models import Case, Message, Move, Notice, Outbox, Paper
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound, Refusal, TooLarge
from zhidun.mediation import selectors, services
from zhidun.mediation.errors import NotYourPart
from zhidun.mediation.models import Mediation

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def row(stage: Stage) -> Mediation:
    return mediating(stage)


def plant(stage: Stage, row: Mediation, side: str) -> tuple[list[str], list[str]]:
    """Fifty words that belong to one side and the mediator; return them and the files laid down."""
    number, actor = row.case.number, stage.side(side)
    words = [f"金丝雀{side}{n:02}" for n in range(50)]
    left = iter(words)
    files = []
    for _ in range(14):
        services.say(actor=actor, number=number, room=side, body=f"我方{next(left)}不可外传")
    for _ in range(10):
        services.say(actor=stage.mediator, number=number, room=side, body=next(left))
    for _ in range(5):
        item = make_item(content=f"机密{next(left)}\n".encode(), actor=actor, filename=f"{next(left)}.txt")
        services.say(actor=actor, number=number, room=side, body="", items=[str(item.public_id)])
        files.append(str(item.public_id))
    for _ in range(4):
        services.add_note(actor=stage.mediator, number=number, body=next(left))
    services.make_offer(actor=actor, number=number, terms=next(left), audience="mediator")
    for _ in range(3):
        services.write_minutes(
            actor=stage.mediator, number=number, room=side, held_at=time.now(), body=next(left), present=next(left)
        )
    services.offer_slots(
        actor=stage.mediator, number=number, times=[(ahead(30), ahead(31))], room=side, place=next(left)
    )
    rest = list(left)
    for word in rest:
        services.say(actor=actor, number=number, room=side, body=word)
    return words, files


def everything(actor: Actor, row: Mediation) -> str:
    """All that somebody can get at: pages, rooms, search, notices, calendar, papers, the case."""
    number = row.case.number
    found: list[Any] = [asdict(selectors.mediation_page(actor, number)), selectors.mediations(actor)]
    for room in ("joint", "complainant", "respondent"):
        try:
            found.append(selectors.room_messages(actor, number, room))
        except NotFound:
            found.append(f"no {room}")
    found.append(selectors.icalendar(actor, number))
    found.append(cases.case_page(actor, number))
    found.append(cases.search(actor, "金丝雀"))
    found.append(list(Notice.objects.filter(account_id=actor.account_id).values()))
    found.append(list(Outbox.objects.filter(account_id=actor.account_id).values()))
    found.append(list(Paper.objects.filter(case=row.case).values("data")))
    return json.dumps(found, ensure_ascii=False, default=str)


@pytest.mark.parametrize("side", ["complainant", "respondent"])
def test_fifty_canaries_of_one_side_are_not_found_by_the_other(stage: Stage, row: Mediation, side: str) -> None:
    words, files = plant(stage, row, side)
    other = stage.side("respondent" if side == "complainant" else "complainant")
    made = services.draft(actor=stage.mediator, number=row.case.number, terms=terms())
    for actor in (stage.complainant, stage.respondent, stage.mediator):
        services.sign(actor=actor, number=row.case.number, shown_digest=made.digest)
    theirs = everything(other, row)
    assert [word for word in words if word in theirs] == []
    assert not any(item in theirs for item in files)
    mine = everything(stage.side(side), row)
    assert sum(word in mine for word in words) >= 35  # notes and the mediator's slots aside, it is all there
    for item in files:
        with pytest.raises(NotFound):
            selectors.item_for(other, row.case.number, item)
        with pytest.raises(NotFound):
            cases.item_for(other, item)
        assert selectors.item_for(stage.mediator, row.case.number, item)
    for room in (side,):
        with pytest.raises(NotFound):
            services.say(actor=other, number=row.case.number, room=room, body="?")


def test_no_shared_table_of_the_house_holds_what_was_said_apart(stage: Stage, row: Mediation) -> None:
    """Search keys, moves, papers, notices, messages, audit trail: no canary at all."""
    words, _ = plant(stage, row, "complainant")
    tables = [Case, Move, Paper, Notice, Outbox, Message]
    whole = json.dumps([list(table.objects.values()) for table in tables], ensure_ascii=False, default=str)
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts::text FROM access_auditentry")
        whole += str(cursor.fetchall())
    assert [word for word in words if word in whole] == []


def test_the_desk_and_strangers_are_in_no_room(stage: Stage, row: Mediation) -> None:
    services.say(actor=stage.complainant, number=row.case.number, room="joint", body="你好")
    for room in ("joint", "complainant", "respondent"):
        with pytest.raises(NotFound):
            selectors.room_messages(stage.desk, row.case.number, room)
    assert selectors.mediation_page(stage.desk, row.case.number).offers == ()
    for outsider in (stage.stranger,):
        with pytest.raises(NotFound):
            selectors.mediation_page(outsider, row.case.number)
    assert len(selectors.room_messages(stage.respondent, row.case.number, "joint")) == 1


def test_what_can_be_said(stage: Stage, row: Mediation) -> None:
    number = row.case.number
    one = services.say(actor=stage.complainant, number=number, room="joint", body=" 您好 ", key="k1")
    assert services.say(actor=stage.complainant, number=number, room="joint", body="您好", key="k1").pk == one.pk
    with pytest.raises(Invalid):
        services.say(actor=stage.complainant, number=number, room="joint", body=" ")
    with pytest.raises(TooLarge):
        services.say(actor=stage.complainant, number=number, room="joint", body="长" * 20_001)
    theirs = make_item(actor=stage.respondent)
    with pytest.raises(NotFound):
        services.say(actor=stage.complainant, number=number, room="joint", body="x", items=[str(theirs.public_id)])
    with pytest.raises(NotFound):
        selectors.item_for(stage.complainant, number, "no-uuid")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        type(one).objects.filter(pk=one.pk).update(body="改")


def test_minutes_carry_the_interpreter_and_the_meeting_has_a_safe_link(stage: Stage, row: Mediation) -> None:
    number = row.case.number
    for bad in ("http://meet.example/x", "javascript:alert(1)", "https://a b"):
        with pytest.raises(Invalid):
            services.set_meeting(actor=stage.mediator, number=number, video_link=bad)
    services.set_meeting(
        actor=stage.mediator,
        number=number,
        video_link="https://meet.example/abc",
        interpreter="孙译",
        interpreter_language="英语",
    )
    with pytest.raises(Invalid):
        services.write_minutes(actor=stage.mediator, number=number, room="joint", held_at=ahead(2), body="x")
    with pytest.raises(Invalid):
        services.write_minutes(actor=stage.mediator, number=number, room="joint", held_at=time.now(), body=" ")
    services.write_minutes(actor=stage.mediator, number=number, room="joint", held_at=time.now(), body="双方到场")
    page = selectors.mediation_page(stage.respondent, number)
    assert page.minutes[0].interpreter == "孙译(英语)"
    assert page.video_link == "https://meet.example/abc"
    for call in (services.set_meeting, services.add_note):
        with pytest.raises((NotYourPart, Refusal)):
            call(actor=stage.complainant, number=number, **({"body": "x"} if call is services.add_note else {}))
