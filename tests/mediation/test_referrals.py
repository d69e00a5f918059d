"""Court, notary, arbitration: each sees its part and answers at its desk or by a signed message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.access import account_of, make_actor, make_office
from tests.factories.api import nobody
from tests.factories.mediation import agreed, fresh, make_stage, mediating
from zhidun.access.actors import Actor
from zhidun.access.models import Office
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.mediation import acts, selectors, services
from zhidun.mediation.models import Mediation, Referral
from zhidun.mediation.outside.base import genuine, signature

pytestmark = pytest.mark.django_db


DESKS = {"notarise": "notary", "confirmation": "court-desk", "enforcement": "court-desk"}


def handed(kind: str = "notarise") -> tuple[Mediation, Office, Referral]:
    stage = make_stage()
    row = agreed(stage)
    office = make_office(kind="authority_other")
    make_actor(DESKS[kind], office)
    services.say(actor=stage.complainant, number=row.case.number, room="joint", body="JINSIQUE")
    if kind == "confirmation":
        for actor in (stage.complainant, stage.respondent):
            services.ask_confirmation(actor=actor, number=row.case.number, court="测试法院")
    words = {"kind": kind, "office": office.code}
    acts.do(actor=stage.complainant, number=row.case.number, act="refer", words=words)
    with pytest.raises(Conflict):
        acts.do(actor=stage.complainant, number=row.case.number, act="refer", words=words)
    return row, office, Referral.objects.get()


def test_the_notary_sees_the_agreement_and_nothing_of_the_rooms_and_answers(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    row, office, made = handed()
    notary, elsewhere = make_actor("notary", office), make_actor("notary", make_office(kind="authority_other"))
    client = Client()
    client.force_login(account_of(notary), backend="zhidun.access.backends.PasswordBackend")
    page = client.get(f"/desk/referrals/{made.public_id}").content.decode()
    assert "9000.00" in page and "JINSIQUE" not in page
    assert client.get(f"/desk/mediations/{row.case.number}").status_code == 404
    assert "JINSIQUE" not in json.dumps(made.data, ensure_ascii=False)
    assert selectors.referrals(elsewhere) == []
    with pytest.raises(NotFound):
        services.answer(actor=elsewhere, key=str(made.public_id), result="confirmed")
    with pytest.raises(Invalid):
        services.answer(actor=notary, key=str(made.public_id), result="maybe")
    sent = client.post(f"/desk/referrals/{made.public_id}", {"result": "confirmed", "words": "公证书 1 号"})
    assert sent.status_code == 302
    with pytest.raises(Conflict):
        services.answer(actor=notary, key=str(made.public_id), result="rejected")


def test_the_courts_answer_to_a_confirmation_stands_in_the_mediation() -> None:
    row, office, made = handed("confirmation")
    services.answer(actor=make_actor("court-desk", office), key=str(made.public_id), result="confirmed")
    assert fresh(row).case.facts["confirmation_result"] == "confirmed"


def test_without_both_requests_nothing_goes_to_the_court() -> None:
    stage = make_stage()
    row = agreed(stage)
    office = make_office(kind="court")
    make_actor("court-desk", office)
    with pytest.raises(Conflict):
        services.refer(actor=stage.complainant, number=row.case.number, kind="confirmation", office=office.code)
    with pytest.raises(Invalid):
        services.refer(actor=stage.complainant, number=row.case.number, kind="tea", office=office.code)


def test_a_signed_answer_is_taken_and_any_other_refused(settings: Settings) -> None:
    _, office, made = handed()
    text = json.dumps({"referral": str(made.public_id), "result": "confirmed", "words": "完成"})
    with pytest.raises(Forbidden):  # no secret is shared with the office yet
        services.answer_signed(text=text, signature=signature(text, b""))
    settings.MEDIATION_PARTNERS = {office.code: {"url": "http://127.0.0.1:9/", "secret": "geheim"}}
    for wrong in ("", "00" * 32, signature(text + " ", b"geheim")):
        assert nobody().post("/referral-answers", {"message": text, "hmac_sha256": wrong}).status == 403
    for odd in ("[]", "{", "null", '{"referral": 5}'):
        assert nobody().post("/referral-answers", {"message": odd, "hmac_sha256": "00"}).status == 403
    good = {"message": text, "hmac_sha256": signature(text, b"geheim")}
    assert nobody().post("/referral-answers", good).json == {"done": True}
    made.refresh_from_db()
    assert (made.result, made.words) == ("confirmed", "完成")
    assert nobody().post("/referral-answers", good).status == 409


def to_arbitration(words: str = "2025年3月1日许可合同第12条") -> tuple[Mediation, Actor, Referral, Actor]:
    """A mediation that ended, handed to an arbitration institution; its desk, the matter and the court's desk."""
    stage = make_stage()
    row = mediating(stage)
    number = row.case.number
    services.say(actor=stage.complainant, number=number, room="joint", body="JINSIQUE")
    services.make_offer(actor=stage.complainant, number=number, amount="77777", terms="HUPOSHI")
    services.end_mediation(actor=stage.mediator, number=number, ground="no_agreement", reason="差距较大")
    office, court = make_office(kind="authority_other"), make_office(kind="court")
    desk, clerk = make_actor("arbitration-institution", office), make_actor("court-desk", court)
    with pytest.raises(Invalid) as caught:
        services.refer(actor=stage.complainant, number=number, kind="arbitration", office=office.code)
    assert caught.value.field == "agreement"
    acts.do(
        actor=stage.complainant,
        number=number,
        act="refer",
        words={"to": f"arbitration/{office.code}", "agreement": words},
    )
    return row, desk, Referral.objects.get(), clerk


def test_the_arbitration_desk_sees_its_matter_alone_and_registers_acceptance_and_award(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    row, desk, made, clerk = to_arbitration()
    client = Client()
    client.force_login(account_of(desk), backend="zhidun.access.backends.PasswordBackend")
    address = f"/desk/referrals/{made.public_id}"
    page = client.get(address).content.decode()
    assert "许可合同第12条" in page and "赔偿损失" in page
    assert not any(word in page for word in ("JINSIQUE", "HUPOSHI", "77777", "差距较大"))
    assert client.get("/desk/referrals").content.decode().count(row.case.number) == 1
    for elsewhere in (f"/desk/mediations/{row.case.number}", f"/desk/cases/{row.case.number}"):
        assert client.get(elsewhere).status_code == 404
    assert selectors.referrals(clerk) == []  # the court's desk is not asked
    (card,) = selectors.referrals(desk)
    assert card.decide_by is not None
    assert card.decide_by >= time.local_date(made.made_at) + timedelta(days=5)  # 仲裁法 35; it may roll
    assert client.post(address, {"result": "accepted"}).status_code == 302
    (card,) = selectors.referrals(desk)
    assert (card.result, card.decide_by, card.answered_at) == ("accepted", None, None)
    assert client.post(address, {"result": "confirmed"}).status_code == 422  # a result of the court's
    assert client.post(address, {"result": "awarded"}).status_code == 422
    assert client.post(address, {"result": "awarded", "paper_number": "(2026)演仲裁字第1号"}).status_code == 422
    tomorrow = (time.today() + timedelta(days=1)).isoformat()
    paper = {"result": "awarded", "paper_number": "(2026)演仲裁字第1号", "paper_on": tomorrow}
    assert client.post(address, paper).status_code == 422
    assert client.post(address, paper | {"paper_on": time.today().isoformat()}).status_code == 302
    made.refresh_from_db()
    assert (made.result, made.paper_number, made.paper_on) == ("awarded", "(2026)演仲裁字第1号", time.today())
    assert client.post(address, paper).status_code == 409


def test_an_arbitration_is_refused_with_a_reason_only() -> None:
    _, desk, made, clerk = to_arbitration()
    with pytest.raises(NotFound):
        services.answer(actor=clerk, key=str(made.public_id), result="rejected", words="无仲裁协议")
    with pytest.raises(Invalid) as caught:
        services.answer(actor=desk, key=str(made.public_id), result="rejected")
    assert caught.value.field == "words"
    services.answer(actor=desk, key=str(made.public_id), result="rejected", words="约定的是另一机构")
    assert selectors.referral(desk, str(made.public_id)).words == "约定的是另一机构"


def test_an_office_that_does_not_take_a_kind_of_matter_is_refused_and_not_offered() -> None:
    stage = make_stage()
    row = agreed(stage)
    notary, court = make_office(kind="authority_other"), make_office(kind="court")
    make_actor("notary", notary)
    make_actor("court-desk", court)
    with pytest.raises(Invalid) as caught:
        services.refer(actor=stage.complainant, number=row.case.number, kind="notarise", office=court.code)
    assert caught.value.field == "office"
    ways = dict(selectors.ways_out("agreed", "complainant"))
    assert set(ways) == {f"notarise/{notary.code}", f"confirmation/{court.code}"}


def test_what_the_court_answers_reads_as_the_kind_it_answers() -> None:
    _, office, made = handed("confirmation")
    clerk = make_actor("court-desk", office)
    services.answer(actor=clerk, key=str(made.public_id), result="confirmed", paper_number="(2026)川0107民特1号")
    card = selectors.referral(clerk, str(made.public_id))
    assert (card.result_title.zh, card.paper_number) == ("裁定协议有效", "(2026)川0107民特1号")


@contextmanager
def partner(status: int) -> Iterator[tuple[str, list[bytes]]]:
    """A party's own system: keeps what it is sent."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", got
    server.shutdown()
    server.server_close()


def test_a_webhook_gets_the_matter_signed_once_and_a_refusal_is_tried_again(settings: Settings) -> None:
    _, office, made = handed()
    assert services.send_waiting() == 0  # the Null service: its desk reads here
    with partner(500) as (url, got):
        settings.MEDIATION_PARTNERS = {office.code: {"url": url, "secret": "geheim"}}
        assert services.send_waiting() == 0
        assert len(got) == 1
    with partner(202) as (url, got):
        settings.MEDIATION_PARTNERS = {office.code: {"url": url, "secret": "geheim"}}
        assert (services.send_waiting(), services.send_waiting()) == (1, 0)
        sent = json.loads(got[0])
        assert len(got) == 1 and genuine(sent["message"], sent["hmac_sha256"], b"geheim")
        assert json.loads(sent["message"])["referral"] == str(made.public_id)
        assert b"JINSIQUE" not in got[0]
