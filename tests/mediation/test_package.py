"""The filing package: one button, one zip, for the requester alone, without a word of the rooms."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.damages.test_purposes import text_of
from tests.damages.test_sheet import filled
from tests.factories.access import account_of, make_actor, make_office
from tests.factories.mediation import Stage, agreed, make_stage, mediating
from zhidun.access.actors import Actor
from zhidun.cases.models import Paper
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound
from zhidun.mediation import hand_out, selectors, services
from zhidun.mediation.errors import NotNow
from zhidun.mediation.models import Mediation
from zhidun.mediation.package import filing_package

pytestmark = pytest.mark.django_db


def ended(stage: Stage) -> Mediation:
    """A mediation that ended, in which things were said and offered."""
    row = mediating(stage)
    number = row.case.number
    services.say(actor=stage.complainant, number=number, room="joint", body="JINSIQUE")
    services.say(actor=stage.complainant, number=number, room="complainant", body="HUPOSHI")
    services.make_offer(actor=stage.complainant, number=number, amount="77777", terms="最低价")
    services.end_mediation(actor=stage.mediator, number=number, ground="no_agreement", reason="差距")
    return row


def opened_zip(content: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: text_of(archive.read(name)) for name in archive.namelist()}


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(account_of(actor), backend="zhidun.access.backends.PasswordBackend")
    return client


def test_one_button_gives_one_package_with_the_sum_of_the_sheet(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    stage = make_stage()
    row = ended(stage)
    number = row.case.number
    filled(stage.complainant, case=number)
    court = make_office(kind="court")
    make_actor("court-desk", court)
    client = client_of(stage.complainant)
    assert f"claim/{court.code}" in client.get(f"/mediation/{number}").content.decode()
    services.refer(actor=stage.complainant, number=number, kind="claim", office=court.code)
    assert f"claim/{court.code}" not in client.get(f"/mediation/{number}").content.decode()  # it waits for an answer
    assert client.get(f"/mediation/{number}/take/package").status_code == 409  # nothing was asked for yet
    for _ in (1, 2):
        pressed = client.post(f"/mediation/{number}/act/claim", follow=True)
        assert pressed["Content-Type"] == "application/zip"
    assert Paper.objects.filter(case=row.case, kind="claim-form").count() == 1
    files = opened_zip(b"".join(pressed.streaming_content) if pressed.streaming else pressed.content)
    assert [name.partition("-")[2] for name in files][:3] == ["要素式起诉状.pdf", "证据清单.pdf", "损害赔偿计算表.pdf"]
    assert len(files) == 4
    claim = files["1-要素式起诉状.pdf"]
    assert number in claim and "43,400.00" in claim  # 1000 × 59 × 30 % × 2 + 8000
    assert not any(word in text for text in files.values() for word in ("JINSIQUE", "HUPOSHI", "77,777", "最低价"))


def test_without_a_sheet_the_form_comes_from_the_mediation_and_nobody_else_takes_it() -> None:
    stage = make_stage()
    row = ended(stage)
    number = row.case.number
    with pytest.raises(NotNow):
        filing_package(stage.complainant, number)
    services.prepare_claim(actor=stage.complainant, number=number)
    files = opened_zip(filing_package(stage.complainant, number))
    assert len(files) == 2 and "赔偿损失" in next(iter(files.values()))
    for other in (stage.respondent, stage.mediator, stage.desk, stage.stranger):
        with pytest.raises(NotFound):
            filing_package(other, number)


def test_an_agreement_in_default_gives_the_enforcement_package() -> None:
    stage = make_stage()
    row = agreed(stage)
    number = row.case.number
    for side in (stage.complainant, stage.respondent):
        services.ask_confirmation(actor=side, number=number, court="成都市武侯区人民法院")
    with time.pinned(time.now() + timedelta(days=40)):
        services.watch_duties()
        services.hand_to_court(actor=stage.complainant, number=number)
        files = opened_zip(filing_package(stage.complainant, number))
    assert len(files) == 3
    assert "第1项" in next(iter(files.values()))


def test_the_letter_of_invitation_carries_a_code_that_works_once(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    stage = make_stage()
    row = services.open_mediation(
        actor=stage.desk,
        request=services.Request(
            form="people", title="测试", kind="trademark", dispute="damages", request="赔偿十万元",
            body=stage.office.code, trial="",
        ),
        complainant=services.SideIn(name="蜀绣坊", account_id=stage.complainant.account_id),
        respondent=services.SideIn(name="川味食品厂"),
    )  # fmt: skip
    number = row.case.number
    letter = client_of(stage.desk).post(f"/desk/mediations/{number}/act/letter", {"side": "respondent"})
    text = text_of(letter.content)
    assert letter["Content-Type"] == "application/pdf"
    assert "川味食品厂" in text and "赔偿十万元" in text
    (code,) = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text)
    services.join(actor=stage.respondent, number=number, code=code)
    again = client_of(stage.desk).post(f"/desk/mediations/{number}/act/letter", {"side": "respondent"})
    assert again.status_code == 422  # the side has an account


def test_minutes_of_a_separate_room_are_printed_for_that_room_alone() -> None:
    stage = make_stage()
    number = mediating(stage).case.number
    services.write_minutes(
        actor=stage.mediator, number=number, room="complainant", held_at=time.now(), body="HUPOSHI", present="甲"
    )
    (card,) = selectors.mediation_page(stage.complainant, number).minutes
    made = hand_out.take(stage.complainant, number, "minutes", card.public_id)
    assert "HUPOSHI" in text_of(made.content)
    for other in (stage.respondent, stage.desk):
        with pytest.raises(NotFound):
            hand_out.take(other, number, "minutes", card.public_id)
