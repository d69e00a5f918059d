"""Collecting cosignatures (tlog-witness): a witness that is down, slow or lying delays proofs, never intake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings

from zhidun.evidence import alarms
from zhidun.evidence.logbook import Logbook
from zhidun.evidence.models import LedgerCheckpoint, WitnessState
from zhidun.evidence.outbound import PartnerDown, all_at_once, post
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.ledger import checkpoint
from zhidun.ledger.errors import Malformed, SignatureWrong
from zhidun.ledger.log import CHECKPOINT
from zhidun.ledger.merkle import consistency_proof
from zhidun.ledger.note import Signature, parse, parse_signature
from zhidun.ledger.policy import Policy, Witness
from zhidun.ledger.tiles import TileReader
from zhidun.ledger.witness import request_body

TURNS = 3
"""Requests to one witness in one round: it may know an older size than we think, but not again and again."""
LONGEST_WAIT = 60.0
CLOCK_SECONDS = 300
TEXT = "text/plain; charset=utf-8"
PATH = "/add-checkpoint"


@dataclass(frozen=True, slots=True)
class Said:
    """What one witness did with a head.

    Attributes:
        line: its cosignature, verified; None when there is none.
        ahead: the size it claims to have cosigned, when larger than ours.
        size: the size it has cosigned now.
        fault: why there is no cosignature.
        lies: whether the fault is one an honest witness cannot have.
    """

    line: Signature | None = None
    ahead: int | None = None
    size: int = 0
    fault: Text | None = None
    lies: bool = False
    time: int = 0


def _seconds() -> float:
    return float(settings.LEDGER_WITNESS_SECONDS)


def ask(witness: Witness, *, book: Logbook, note: bytes, known: int) -> Said:
    """Ask one witness for its cosignature on a checkpoint; `known` is the size it cosigned last, as far as we know.

    Raises:
        PartnerDown: no answer in time.
    """
    head, signed = checkpoint.parse(note)
    old = min(known, head.size)
    for _ in range(TURNS):
        proof = consistency_proof(old, head.size, TileReader(book.store, head.size)) if old else []
        reply = post(
            witness.url.rstrip("/") + PATH, body=request_body(old, proof, note), content_type=TEXT, seconds=_seconds()
        )
        if reply.status == HTTPStatus.OK:
            return _accepted(witness, signed.text, reply.body, head.size)
        if reply.status != HTTPStatus.CONFLICT:
            return Said(size=known, fault=t(f"应答 {reply.status}。", f"It answered {reply.status}."))
        claimed = _size(reply.body)
        if claimed is None:
            return Said(size=known, fault=t("409 应答无法读取。", "Its 409 cannot be read."), lies=True)
        if claimed > head.size:
            return Said(ahead=claimed, size=known, fault=_ahead(claimed, head.size))
        old = claimed
    return Said(size=known, fault=t("反复要求不同的起点。", "It asks for another old size each time."), lies=True)


def _size(body: bytes) -> int | None:
    try:
        return checkpoint.number(body.decode("ascii").removesuffix("\n"))
    except (UnicodeDecodeError, Malformed):
        return None


def _ahead(claimed: int, ours: int) -> Text:
    return t(f"见证人称已见证到 {claimed},本日志为 {ours}。", f"It says it cosigned size {claimed}; ours is {ours}.")


def _accepted(witness: Witness, text: str, body: bytes, size: int) -> Said:
    try:
        lines = [parse_signature(line) for line in body.decode().removesuffix("\n").split("\n")]
        mine = next(line for line in lines if witness.key.fits(line))
        moment = checkpoint.cosignature_time(text, mine, witness.key)
    except (UnicodeDecodeError, Malformed, SignatureWrong, StopIteration):
        return Said(fault=t("见证签名无效。", "Its cosignature does not verify."), lies=True)
    return Said(line=mine, size=size, time=moment)


def claims_of_more(book: Logbook, policy: Policy, note: bytes) -> dict[str, int]:
    """Ask the witnesses whether they cosigned more than we have; return sizes by name."""
    states = _states(policy)
    calls = {
        one.name: lambda one=one: ask(one, book=book, note=note, known=states[one.name].size)
        for one in policy.witnesses
        if one.url
    }
    said = all_at_once(calls, seconds=_seconds() + 1)
    return {name: one.ahead for name, one in said.items() if isinstance(one, Said) and one.ahead is not None}


def collect(book: Logbook, policy: Policy, row: LedgerCheckpoint) -> bool:
    """Ask every witness that has not cosigned this head and may be asked now; return whether there is a quorum."""
    now = time.now()
    note = row.note.encode()
    have = {one.key for one in checkpoint.cosignatures(parse(note), policy.witness_keys)}
    states = _states(policy)
    due = [one for one in policy.witnesses if one.url and one.key not in have and _due(states[one.name], now)]
    calls = {one.name: lambda one=one: ask(one, book=book, note=note, known=states[one.name].size) for one in due}
    answers = all_at_once(calls, seconds=_seconds() + 1) if calls else {}
    lines = []
    for one in due:
        line = _noted(states[one.name], answers[one.name], now)
        if line is not None:
            lines.append(line)
    return _kept(book, policy, row, lines)


def _states(policy: Policy) -> dict[str, WitnessState]:
    for one in policy.witnesses:
        WitnessState.objects.get_or_create(name=one.name)
    return {state.name: state for state in WitnessState.objects.filter(name__in=[w.name for w in policy.witnesses])}


def _due(state: WitnessState, now: datetime) -> bool:
    return state.not_before is None or state.not_before <= now


def _noted(state: WitnessState, said: Said | Exception, now: datetime) -> Signature | None:
    """Keep what a witness said and return its line, if it gave one."""
    if isinstance(said, Exception):
        down = said.reason if isinstance(said, Refusal) else t("内部错误。", f"Fault: {type(said).__name__}.")
        said = Said(size=state.size, fault=down)
    if said.line is None:
        fault = said.fault or PartnerDown.default_reason
        state.failures += 1
        state.fault = fault.zh[:400]
        state.not_before = now + timedelta(seconds=min(LONGEST_WAIT, 2.0 ** min(state.failures, 10) / 2))
        code = "witness.lies" if said.lies or said.ahead else "witness.down"
        alarms.alarm(code=code, subject=state.name, detail=fault)
    else:
        state.size, state.answered_at, state.failures, state.fault, state.not_before = said.size, now, 0, "", None
        for code in ("witness.down", "witness.lies"):
            alarms.clear(code=code, subject=state.name)
        if abs(said.time - now.timestamp()) > CLOCK_SECONDS:
            apart = t("见证人时钟与本机相差超过五分钟。", "Its clock and ours are more than five minutes apart.")
            alarms.alarm(code="witness.clock", subject=state.name, detail=apart)
    state.save()
    return said.line


def _kept(book: Logbook, policy: Policy, row: LedgerCheckpoint, lines: Sequence[Signature]) -> bool:
    if lines:
        row.note += "".join(line.line for line in lines)
    found = checkpoint.cosignatures(parse(row.note.encode()), policy.witness_keys)
    if row.quorum_at is None and policy.met({one.key for one in found}):
        row.quorum_at = time.now()
    row.save(update_fields=["note", "quorum_at"])
    if lines and not LedgerCheckpoint.objects.filter(size__gt=row.size).exists():
        book.store.write(CHECKPOINT, row.note.encode())
    return row.quorum_at is not None
