"""Time stamps: queued, asked for again, verified with pinned roots; an authority that is down blocks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.factories.evidence import make_item
from tests.factories.sealing import Office, authority, stamping_office
from zhidun.evidence import proofs, stamping
from zhidun.evidence.models import LedgerAlarm, LedgerCheckpoint, Seal, TimeStampToken, TokenState
from zhidun.evidence.sequencing import Sequencer
from zhidun.evidence.stamping import MOST_TRIES, TokenWrong
from zhidun.kernel import time
from zhidun.site import authorities

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Iterator[Office]:
    with stamping_office(tmp_path / "tsa") as made:
        settings.LEDGER_AUTHORITIES = (("first", made.url, str(made.roots)),)
        yield made


def _checkpoint() -> LedgerCheckpoint:
    make_item()
    Sequencer().round()
    return LedgerCheckpoint.objects.order_by("-size")[0]


def test_a_checkpoint_is_stamped_and_the_proof_leads_to_it(office: Office) -> None:
    row = _checkpoint()
    assert (stamping.queue(), stamping.queue()) == (1, 0)
    assert stamping.run_due() == 1
    token = TimeStampToken.objects.get()
    assert token.token is not None and token.state == TokenState.GRANTED
    found = stamping.granted(bytes(token.token), message=row.text.encode(), roots=office.roots)
    assert token.stamped_at == found
    shown = proofs.view(Seal.objects.get())
    assert [one.authority for one in shown.stamps] == ["first"]


def test_a_later_token_covers_what_was_sealed_before(office: Office) -> None:
    _checkpoint()
    later = _checkpoint()
    stamping.queue()
    stamping.run_due()
    first = Seal.objects.get(index=0)
    assert proofs.covering(first) == later


def test_a_token_over_something_else_or_of_another_root_is_refused(office: Office, tmp_path: Path) -> None:
    _checkpoint()
    stamping.queue()
    stamping.run_due()
    token = bytes(TimeStampToken.objects.get().token or b"")
    with pytest.raises(TokenWrong):
        stamping.granted(token, message=b"something else", roots=office.roots)
    other = authority(tmp_path / "other") / "ca.pem"
    with pytest.raises(TokenWrong):
        stamping.granted(token, message=LedgerCheckpoint.objects.get().text.encode(), roots=other)
    with pytest.raises(TokenWrong):
        stamping.granted(token[:-20], message=b"x", roots=office.roots)
    with pytest.raises(TokenWrong):
        stamping.granted(token, message=b"x", roots=tmp_path / "nothing.pem")


@pytest.mark.parametrize("answer", [(500, b""), (200, b"nonsense"), (302, b""), (200, b"")])
def test_an_authority_that_is_down_is_asked_again_later(office: Office, answer: tuple[int, bytes]) -> None:
    honest, office.answer = office.answer, lambda _query: answer
    _checkpoint()
    stamping.queue()
    assert stamping.run_due() == 0
    row = TimeStampToken.objects.get()
    assert (row.state, row.tries) == (TokenState.QUEUED, 1) and row.not_before > time.now() and row.fault
    assert LedgerAlarm.objects.get(code="tsa.down").subject == "first"
    assert stamping.run_due() == 0 and TimeStampToken.objects.get().tries == 1, "not before its time"
    office.answer = honest
    with time.pinned(time.now() + timedelta(hours=7)):
        assert stamping.run_due() == 1
    assert not LedgerAlarm.objects.filter(cleared_at=None).exists()


def test_an_answer_to_another_request_is_refused(office: Office) -> None:
    honest = office.answer
    kept: list[bytes] = []

    def replay(query: bytes) -> tuple[int, bytes]:
        if not kept:
            kept.append(honest(query)[1])
        return 200, kept[0]

    office.answer = replay
    row = _checkpoint()
    authority_of = stamping.authorities()[0]
    assert stamping.ask(authority_of, row.text.encode())[0] == kept[0]
    with pytest.raises(TokenWrong):
        stamping.ask(authority_of, row.text.encode())


def test_one_that_never_answers_ends_as_failed_and_blocks_no_other(office: Office, settings: Any) -> None:
    settings.LEDGER_AUTHORITIES = (("dead", "http://127.0.0.1:9/", str(office.roots)), *settings.LEDGER_AUTHORITIES)
    _checkpoint()
    assert stamping.queue() == 2
    assert stamping.run_due() == 1
    TimeStampToken.objects.filter(authority="dead").update(tries=MOST_TRIES - 1, not_before=time.now())
    stamping.run_due()
    assert TimeStampToken.objects.get(authority="dead").state == TokenState.FAILED


def test_a_granted_token_is_never_changed(office: Office) -> None:
    _checkpoint()
    stamping.queue()
    stamping.run_due()
    with pytest.raises(DatabaseError), transaction.atomic():
        TimeStampToken.objects.update(token=b"x")


def test_authorities_come_from_the_operator_only() -> None:
    assert authorities.named({}) == ()
    found = authorities.named({"ZHIDUN_TSA": "a https://tsa.example/ /roots/a.pem; b http://b.example/t /roots/b.pem"})
    assert [one[0] for one in found] == ["a", "b"]
    for wrong in ("a", "a https://x", "a file:///etc/passwd r.pem", "a https://x r.pem more"):
        with pytest.raises(ValueError, match="ZHIDUN_TSA"):
            authorities.named({"ZHIDUN_TSA": wrong})
