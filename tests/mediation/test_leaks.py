"""Fifty canaries in separate rooms, offers, notes, minutes and reasons: the other side finds none of them anywhere."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from tests.factories.access import account_of
from tests.factories.api import by_session
from tests.factories.mediation import Stage, fresh, make_stage, opened, terms
from zhidun.access.actors import Actor
from zhidun.cases.models import Notice, Outbox, Paper
from zhidun.cases.rendering import paper_pdf
from zhidun.evidence.services import store_upload
from zhidun.kernel import time
from zhidun.mediation import services
from zhidun.mediation.models import Mediation, RoomItem

pytestmark = pytest.mark.django_db
COUNT = 50


def canary(n: int) -> str:
    """A word that stands nowhere else."""
    return f"JINSIQUE{n:03d}"


def planted(stage: Stage) -> tuple[Mediation, list[str]]:
    """A mediation with fifty canaries of the requester and the mediator that the respondent must not find."""
    row = opened(stage)
    number, words = row.case.number, [canary(n) for n in range(COUNT)]
    mine = iter(words)
    services.answer_invitation(
        actor=stage.complainant, number=number, accepts=True, capacity="organisation", reason=next(mine)
    )
    services.answer_invitation(actor=stage.respondent, number=number, accepts=True, capacity="organisation")
    services.name_mediator(actor=stage.desk, number=number, mediator_id=stage.entry(stage.mediator))
    for _ in range(19):
        services.say(actor=stage.complainant, number=number, room="complainant", body=next(mine))
    for _ in range(5):
        services.say(actor=stage.mediator, number=number, room="complainant", body=next(mine))
    for _ in range(5):
        word = next(mine)
        item = store_upload(
            stream=io.BytesIO(word.encode()),
            filename=f"{word}.txt",
            declared_type="text/plain",
            actor=stage.complainant,
        )
        services.say(actor=stage.complainant, number=number, room="complainant", body="", items=[str(item.public_id)])
    for _ in range(5):
        made = services.make_offer(
            actor=stage.complainant, number=number, terms=next(mine), audience="mediator", amount="88888.88"
        )
        services.withdraw_offer(actor=stage.complainant, number=number, offer=str(made.public_id))
    services.make_offer(actor=stage.complainant, number=number, terms=next(mine), audience="mediator")
    for _ in range(7):
        services.add_note(actor=stage.mediator, number=number, body=next(mine))
    for _ in range(7):
        services.write_minutes(
            actor=stage.mediator, number=number, room="complainant", held_at=time.now() - timedelta(hours=1),
            body=next(mine), present="请求人",
        )  # fmt: skip
    assert next(mine, None) is None
    return fresh(row), words


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(account_of(actor), backend="zhidun.access.backends.PasswordBackend")
    return client


def everything(actor: Actor, row: Mediation) -> list[str]:
    """All that somebody can get out of the doors about a mediation."""
    number, client, caller = row.case.number, browser(actor), by_session(actor)
    keys = [str(one.item.public_id) for one in RoomItem.objects.select_related("item")]
    places = [
        f"/mediation/{number}", "/mediation/", "/mine", f"/case/{number}", "/desk/search?q=JINSIQUE", "/desk/notices",
        f"/mediation/{number}/rooms/complainant", f"/mediation/{number}/rooms/joint",
        f"/mediation/{number}/take/calendar", f"/desk/mediations/{number}", "/desk/mediations", f"/desk/cases/{number}",
        f"/desk/mediations/{number}/rooms/complainant", "/verify?number=JINSIQUE", f"/desk/cases/{number}/file.pdf",
        *[f"/mediation/{number}/take/file?key={key}" for key in keys],
        *[f"/desk/items/{key}" for key in keys],
        *[f"/case/{number}/evidence/{key}/package" for key in keys],
    ]  # fmt: skip
    found = [body_of(client, place) for place in places]
    apis = [
        f"/mediations/{number}", f"/mediations/{number}/rooms/complainant", f"/mediations/{number}/rooms/joint",
        "/mediations", f"/cases/{number}", f"/cases/{number}/messages", f"/cases/{number}/steps",
        f"/cases/{number}/filing", f"/cases/{number}/file", "/cases", "/notices", "/evidence", "/tasks",
        *[f"/cases?q={quote(canary(n))}" for n in range(0, COUNT, 7)],
        *[f"/mediations/{number}/files/file?key={key}" for key in keys],
        *[f"/evidence/{key}" for key in keys], *[f"/items/{key}/original" for key in keys],
        *[f"/items/{key}/seal" for key in keys],
    ]  # fmt: skip
    return found + [caller.get(one).body.decode("utf-8", "replace") for one in apis]


def body_of(client: Client, place: str) -> str:
    answer = client.get(place, follow=True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def test_the_other_side_finds_none_of_fifty_canaries(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    stage = make_stage()
    row, words = planted(stage)
    # what its owner sees shows that the crawl reaches what is there
    own = "\n".join(everything(stage.complainant, row))
    assert sum(word in own for word in words) == COUNT - 7  # the mediator's notes are the mediator's
    sealed = services.open_round(actor=stage.mediator, number=row.case.number)
    services.seal_offer(actor=stage.complainant, number=row.case.number, amount="77777.77")
    for actor in (stage.respondent, stage.stranger, stage.desk, stage.other_mediator):
        seen = everything(actor, row)
        found = {word: text[:200] for text in seen for word in words if word in text}
        assert found == {}, actor.name.zh
        assert not [text for text in seen if "88888.88" in text or "77777.77" in text]
    services.seal_offer(actor=stage.respondent, number=row.case.number, amount="1")
    sealed.refresh_from_db()
    assert sealed.state == "not_crossed"
    ended = finished(stage, row)
    for actor in (stage.respondent, stage.complainant):
        seen = "\n".join(everything(actor, ended))
        assert "77777.77" not in seen
    told = [
        f"{one.subject_zh}{one.body_zh}{one.subject_en}{one.body_en}"
        for one in (*Outbox.objects.all(), *Notice.objects.all())
    ]
    papers = [pdf_text(paper) for paper in Paper.objects.filter(case=row.case)]
    assert papers
    assert [word for word in words for text in (*told, *papers) if word in text] == []


def finished(stage: Stage, row: Mediation) -> Mediation:
    """The mediation agreed, in default, handed to the court: every paper of it is made."""
    number = row.case.number
    made = services.draft(actor=stage.mediator, number=number, terms=terms())
    for actor in (stage.complainant, stage.respondent, stage.mediator):
        services.sign(actor=actor, number=number, shown_digest=made.digest)
    for actor in (stage.complainant, stage.respondent):
        services.ask_confirmation(actor=actor, number=number, court="测试法院")
    with time.pinned(time.now() + timedelta(days=200)):
        services.watch_duties()
        services.hand_to_court(actor=stage.complainant, number=number)
    return fresh(row)


def pdf_text(paper: Paper) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper_pdf(paper))).pages)


def test_a_file_with_a_leak_in_its_name_is_not_found_by_its_digest() -> None:
    stage = make_stage()
    planted(stage)
    item = RoomItem.objects.select_related("item__blob").first()
    assert item is not None
    other = by_session(stage.respondent)
    found = other.post("/evidence/lookup", {"sha256": item.item.blob.sha256})
    assert "JINSIQUE" not in found.body.decode()
