"""Requests of rooms that stand apart: rewards, offenders, standards, fast track, imports (measures 一 and 十二)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

NOBODY = "x-2026-000000"
"""A number no case has: whoever has the power is told that it is unknown."""


def reads(case: str) -> dict[str, str]:
    """Addresses that are read, below /api/v1; `case`: the case of the relation."""
    del case
    return {"list_rewards": "/rewards", "read_reward": f"/rewards/{NOBODY}"}


def posts(case: str) -> dict[str, tuple[str, Any]]:
    """Addresses that are written to, with a body."""
    receipt = {"number": case, "secret": "wrong"}
    return {
        "open_reward": ("/rewards", {"report": NOBODY}),
        "propose_reward": (f"/rewards/{NOBODY}/proposal", {"level": "2", "ground": "closure", "reason": "x"}),
        "notify_reward": (f"/rewards/{NOBODY}/notice", {}),
        "finance_reward": (f"/rewards/{NOBODY}/finance", {"letter": "x", "on": "2026-11-20"}),
        "pay_reward": (f"/rewards/{NOBODY}/payment", {
            "code": "x", "paid_on": "2026-11-20", "how": "cash", "voucher": "x",
        }),
        "receipt_reward": ("/receipts/reward", receipt), "receipt_claim": ("/receipts/reward/claim", receipt),
        "receipt_review": ("/receipts/reward/review", {**receipt, "words": "x"}),
        "receipt_waive": ("/receipts/reward/waive", receipt),
    }  # fmt: skip


def arguments(case: str) -> dict[str, list[Any]]:
    """What the addresses of pages are made of."""
    return {
        "desk:reward": [NOBODY], "desk:reward_act": [NOBODY, "notify"],
        "portal:case_reward": [case], "portal:case_reward_paper": [case, uuid4()],
    }  # fmt: skip


def posted() -> dict[str, dict[str, Any]]:
    """Pages that are sent a form."""
    return {"desk:reward_act": {}}


GOOD: dict[str, tuple[int, ...]] = {}
"""The sample of these stops at what it says, after the power was found."""
