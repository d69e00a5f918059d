"""The page behind a hit: asked for at one click, laid to the hit and its case, refused where it cannot be."""

from __future__ import annotations

import io
from types import SimpleNamespace
from uuid import UUID

import pytest

from tests.factories.radar import make_watch, officer, swept
from tests.radar.test_hits import wang
from zhidun.access.actors import Actor
from zhidun.capture.errors import NotPublic
from zhidun.capture.viewing import order
from zhidun.cases.models import Case
from zhidun.evidence.models import Source
from zhidun.evidence.services import store_upload
from zhidun.intake import services as intake
from zhidun.kernel import events, time
from zhidun.kernel.ids import uuid7
from zhidun.radar import selectors, services
from zhidun.radar.errors import NoLink, RadarForbidden
from zhidun.radar.models import Hit

pytestmark = pytest.mark.django_db
__all__ = ["wang"]
LINKED = ("A1", "娃恰哈", "", "甲店", "", "", "", "https://shop.example.com/1", "武侯区")


def hit_of(actor: Actor, row: tuple[str, ...] = LINKED) -> Hit:
    make_watch(actor)
    return swept(actor, [row])[0]


def made(actor: Actor, key: UUID) -> str:
    item = store_upload(
        stream=io.BytesIO(b"page"), filename="page.html.txt", declared_type="text/plain", actor=actor,
        source=Source.CAPTURE, captured_at=time.now(), made_with=key, part="html",
    )  # fmt: skip
    return str(item.public_id)


def done(actor: Actor, key: UUID, item: str) -> None:
    assert actor.account_id is not None
    events.publish(events.PageCaptured(at=time.now(), capture=str(key), account=actor.account_id, items=(item,)))


def test_what_a_capture_made_is_laid_to_the_hit_and_goes_into_the_case(wang: Actor) -> None:
    hit, asked = hit_of(wang), []

    def ask(**words: object) -> SimpleNamespace:
        asked.append((words["url"], words["case_number"]))
        return SimpleNamespace(public_id=uuid7())

    key = services.capture_hit(actor=wang, hit=hit, ask=ask)
    assert asked == [("https://shop.example.com/1", "")]
    item = made(wang, key)
    done(wang, key, item)
    done(wang, key, item)  # told twice, laid once
    hit.refresh_from_db()
    assert (hit.capture, hit.captured, hit.items) == (key, [item], [])
    services.give_verdict(actor=wang, hit=hit, verdict="infringing")
    services.seal_hit(actor=wang, hit=hit)
    number = services.open_from_hit(actor=wang, hit=hit, kind="lead", submit=intake.submit)
    case = Case.objects.get(number=number)
    assert item in {str(row.item.public_id) for row in case.evidence.all()}
    again = services.capture_hit(actor=wang, hit=hit, ask=ask)
    assert asked[1] == ("https://shop.example.com/1", number)
    late = made(wang, again)
    done(wang, again, late)
    assert late in {str(row.item.public_id) for row in case.evidence.all()}


def test_it_is_refused_clearly_where_it_cannot_be() -> None:
    actor, clerk = officer(), officer("counter-clerk")
    hit = hit_of(actor, ("A1", "娃恰哈", "", "甲店", "", "", "", "javascript:alert(1)"))
    assert services.link_of(hit) == ""
    with pytest.raises(NoLink) as told:
        services.capture_hit(actor=actor, hit=hit, ask=order)
    assert told.value.remedy.en
    with pytest.raises(RadarForbidden):
        services.capture_hit(actor=clerk, hit=hit, ask=order)


def test_an_address_inside_the_house_is_refused_and_nothing_is_noted() -> None:
    actor = officer()
    hit = hit_of(actor, ("A1", "娃恰哈", "", "甲店", "", "", "", "http://127.0.0.1/admin"))
    with pytest.raises(NotPublic):
        services.capture_hit(actor=actor, hit=hit, ask=order)
    assert selectors.hit(actor, hit.public_id).capture is None
