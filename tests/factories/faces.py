"""A small city with its people and a few filings, for tests of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.test import Client

from tests.factories.evidence import png
from tests.factories.intake import consumer_answers, filed, holder_answers, report_answers
from zhidun.access import loading
from zhidun.access import selectors as access
from zhidun.access.actors import ANONYMOUS, Actor, actor_for
from zhidun.evidence.services import store_upload
from zhidun.intake import services
from zhidun.intake.types import Receipt

PASSWORD = "Lantern-river-2026"
BACKEND = "zhidun.access.backends.PasswordBackend"


@dataclass(frozen=True)
class Town:
    """What the pages have to show."""

    complaint: Receipt
    report: Receipt
    consumer: Receipt
    item: str


def town() -> Town:
    """Load offices and people of the packs and file a complaint, a report and a consumer complaint."""
    loading.load_city()
    loading.load_cast(PASSWORD)
    item = store_upload(stream=BytesIO(png()), filename="giftbox.png", declared_type="image/png", actor=ANONYMOUS)
    key = str(item.public_id)
    complaint = services.submit(actor=ANONYMOUS, answers=holder_answers(), item_ids=(key,))
    return Town(complaint, filed(report_answers()), filed(consumer_answers()), key)


def officer(username: str = "wangqiang") -> Actor:
    """Return somebody of the cast as actor."""
    return actor_for(access.account(username))


def signed_in(username: str = "wangqiang", *, language: str = "zh-hans") -> Client:
    """Return a client of somebody of the cast."""
    client = Client()
    client.force_login(access.account(username), backend=BACKEND)
    client.cookies["zhidun_language"] = language
    return client
