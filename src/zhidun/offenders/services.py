"""Writes of the offenders room."""

from __future__ import annotations

from zhidun.offenders.claims import decide_claim, propose_claim, reply
from zhidun.offenders.complainers import answer_appeal, appeal, ask_narrowing, decide_narrowing
from zhidun.offenders.links import judge, undo
from zhidun.offenders.past import run_import, start_import
from zhidun.offenders.traces import add_trace, withdraw_trace

__all__ = [
    "add_trace",
    "answer_appeal",
    "appeal",
    "ask_narrowing",
    "decide_claim",
    "decide_narrowing",
    "judge",
    "propose_claim",
    "reply",
    "run_import",
    "start_import",
    "undo",
    "withdraw_trace",
]
