"""Witnesses that are down, slow or lying: intake goes on, proofs wait, an alarm names them."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories.evidence import make_item
from tests.factories.sealing import Crowd, Twist, crowd
from zhidun.evidence import outbound, proofs, witnessing
from zhidun.evidence.errors import ProofPending
from zhidun.evidence.logbook import logbook
from zhidun.evidence.models import LedgerAlarm, LedgerCheckpoint, Seal, WitnessState
from zhidun.evidence.sequencing import Sequencer, work_waits
from zhidun.kernel import time
from zhidun.ledger import checkpoint
from zhidun.ledger.note import parse
from zhidun.ledger.witness import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def witnesses(settings: Any, tmp_path: Path) -> Any:
    with crowd(tmp_path) as made:
        made.save(settings, 2)
        yield made


def _seal() -> Seal:
    seal = proofs.seal_of(make_item())
    assert seal is not None
    return seal


def _again(seal: Seal) -> Seal:
    return Seal.objects.get(pk=seal.pk)


def _later() -> Any:
    return time.pinned(time.now() + timedelta(minutes=2))


def test_two_of_two_cosign_and_the_served_checkpoint_carries_both(witnesses: Crowd) -> None:
    assert _seal() and Sequencer().round().quorum
    served = logbook().checkpoint()
    assert served is not None
    found = checkpoint.cosignatures(parse(served), logbook().policy().witness_keys)
    assert [one.key.name for one in found] == ["w0.example", "w1.example"]
    assert not work_waits()


def test_a_grown_log_is_cosigned_again_with_a_consistency_proof(witnesses: Crowd) -> None:
    for size in (1, 2, 3):
        _seal()
        done = Sequencer().round()
        assert (done.size, done.quorum) == (size, True)
    assert witnesses.asked.count(0) >= 3
    assert set(WitnessState.objects.values_list("size", flat=True)) == {3}


def test_a_witness_that_is_down_delays_the_proof_and_nothing_else(witnesses: Crowd) -> None:
    witnesses.down(1)
    seal = _seal()
    moment = time.now()
    with time.pinned(moment):
        done = Sequencer().round()
    assert (done.placed, done.quorum) == (1, False)
    with pytest.raises(ProofPending):
        proofs.proof_file(_again(seal))
    assert proofs.view(_again(seal)).state == "pending"
    assert LedgerAlarm.objects.get(code="witness.down").subject == "w1"
    asked = len(witnesses.asked)
    _seal()
    with time.pinned(moment):
        Sequencer()._round(10)
    assert WitnessState.objects.get(name="w1").failures == 1, "it is not asked again before its time"
    assert len(witnesses.asked) == asked + 2, "once whether it is ahead, once for the new head"


@pytest.mark.parametrize(
    ("name", "twist"),
    [
        ("wrong signature", lambda _body, honest: Answer(200, honest.body[:-8] + b"AAAAAA=\n")),
        ("another's line", lambda _body, _honest: Answer(200, "— other.example AAAAAAAAAAAAAAAAAAAAAAAA\n".encode())),
        ("nothing", lambda _body, _honest: Answer(200, b"")),
        ("not text", lambda _body, _honest: Answer(200, b"\xff\xfe")),
        ("conflict without a size", lambda _body, _honest: Answer(409, b"many\n")),
        ("error", lambda _body, _honest: Answer(500)),
        ("redirect", lambda _body, _honest: Answer(302)),
        ("too long", lambda _body, _honest: Answer(200, b"x" * (outbound.LONGEST_ANSWER + 1))),
        ("ahead of us", lambda _body, _honest: Answer(409, b"999\n", "text/x.tlog.size")),
    ],
)
def test_a_lying_witness_is_named_and_its_line_not_kept(witnesses: Crowd, name: str, twist: Twist) -> None:
    witnesses.twists[0] = twist
    seal = _seal()
    done = Sequencer().round()
    assert (done.placed, done.quorum) == (1, False), name
    row = LedgerCheckpoint.objects.get()
    assert "w1.example" in row.note and "w0.example" not in row.note
    assert LedgerAlarm.objects.filter(subject="w0").exists()
    witnesses.twists.clear()
    with _later():
        assert Sequencer().round().quorum
    assert proofs.proof_file(_again(seal))
    assert not LedgerAlarm.objects.filter(subject="w0", cleared_at=None).exists()


def test_conflicts_without_end_are_cut_off(witnesses: Crowd) -> None:
    for _ in range(3):
        _seal()
    sizes = iter([b"1\n", b"2\n", b"1\n", b"2\n", b"1\n", b"2\n"] * 3)
    witnesses.twists[0] = lambda _body, _honest: Answer(409, next(sizes), "text/x.tlog.size")
    assert not Sequencer().round().quorum
    assert witnesses.asked.count(0) == witnessing.TURNS
    assert LedgerAlarm.objects.get(subject="w0").code == "witness.lies"


def test_a_witness_that_was_rolled_back_is_led_forward_again(witnesses: Crowd) -> None:
    _seal()
    Sequencer().round()
    heads = witnesses.witnesses[0].heads
    for file in heads.folder.iterdir():
        file.unlink()
    _seal()
    assert Sequencer().round().quorum, "409 names size 0; a proof from there is empty"


def test_one_liar_that_claims_more_does_not_stop_signing_with_a_quorum_of_others(settings: Any, tmp_path: Path) -> None:
    with crowd(tmp_path, 3) as three:
        three.save(settings, 2)
        _seal()
        Sequencer().round()
        three.twists[0] = lambda _body, _honest: Answer(409, b"5000\n", "text/x.tlog.size")
        _seal()
        done = Sequencer().round()
        assert (done.size, done.quorum) == (2, True)
        assert LedgerAlarm.objects.get(subject="w0").code == "witness.lies"


def test_a_slow_witness_is_not_waited_for(witnesses: Crowd, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.LEDGER_WITNESS_SECONDS = -0.7
    hold = threading.Event()

    def slow(body: bytes, honest: Answer) -> Answer:
        hold.wait(5)
        return honest

    witnesses.twists[0] = slow
    monkeypatch.setattr(witnessing, "post", _patient)
    _seal()
    try:
        done = Sequencer().round()
    finally:
        hold.set()
    assert (done.placed, done.quorum) == (1, False)
    assert LedgerAlarm.objects.get(subject="w0").code == "witness.down"


def _patient(url: str, *, body: bytes, content_type: str, seconds: float) -> outbound.Reply:
    return outbound.post(url, body=body, content_type=content_type, seconds=10)


def test_without_a_policy_the_log_signs_alone(settings: Any) -> None:
    seal = _seal()
    assert Sequencer().round().quorum
    assert proofs.view(_again(seal)).witnesses == ()
    assert logbook().published_policy().text.endswith("quorum none\n")


def test_the_published_policy_names_no_address_of_ours(witnesses: Crowd) -> None:
    assert "http" in logbook().policy().text and "http" not in logbook().published_policy().text


def test_a_witness_whose_clock_is_far_off_is_told(witnesses: Crowd) -> None:
    witnesses.witnesses[0].now = lambda: 1_000_000_000
    _seal()
    assert Sequencer().round().quorum
    assert LedgerAlarm.objects.filter(code="witness.clock", subject="w0").exists()
