"""Requests of rooms that stand apart: rewards, offenders, standards, fast track, imports (measures 一 and 十二)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

NOBODY = "x-2026-000000"
"""A number no case has: whoever has the power is told that it is unknown."""


def reads(case: str) -> dict[str, str]:
    """Addresses that are read, below /api/v1; `case`: the case of the relation."""
    chart = f"/cases/{case}/charts"
    return {
        "list_standards": "/standards", "read_standard": "/standards/trademark.same", "list_charts": chart,
        "read_chart": f"{chart}/trademark.same", "read_conversion": f"{chart}/trademark.same/conversion",
        "list_rewards": "/rewards", "read_reward": f"/rewards/{NOBODY}", "lookup_offender": "/offenders?q=x",
        "read_offender": f"/offenders/{uuid4()}", "own_records": "/own-records",
        "past_template": "/past-imports/template", "read_past_import": f"/past-imports/{uuid4()}",
        "past_import_faults": f"/past-imports/{uuid4()}/faults", "list_past_cases": "/past-cases?q=x",
        "export_past_cases": "/past-cases/export?q=x", "read_before": f"/cases/{case}/before",
        "list_routing": "/routing", "read_routing": "/routing/99999",
    }  # fmt: skip


def posts(case: str) -> dict[str, tuple[str, Any]]:
    """Addresses that are written to, with a body."""
    receipt, word = {"number": case, "secret": "wrong"}, {"agree": True, "reason": "x"}
    return {
        "save_chart": (f"/cases/{case}/charts/trademark.same", {"version": 0, "elements": {}}),
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
        "draft_routing": ("/routing", {"rules": [], "note": "x"}),
        "simulate_routing": ("/routing/99999/simulation", {"days": 31}),
        "decide_routing": ("/routing/99999/decision", {"agree": True, "reason": "x"}),
        "add_trace": (f"/offenders/{uuid4()}/traces", {"kind": "shop", "value": "x1", "source": "x"}),
        "judge_link": (f"/offenders/{uuid4()}/links", {"other": str(uuid4()), "verdict": "apart", "reason": "x"}),
        "undo_link": (f"/offender-links/{uuid4()}/undo", {"reason": "x"}),
        "propose_false_claim": (f"/offenders/{uuid4()}/claims", {
            "office": "b510107", "kind": "malicious_suit", "basis": "x", "words": "x",
        }),
        "ask_narrowing": (f"/offenders/{uuid4()}/narrowings", {
            "office": "b510107", "until_on": "2099-01-01", "reason": "x",
        }),
        "decide_false_claim": (f"/false-claims/{uuid4()}/decision", word),
        "decide_narrowing": (f"/narrowings/{uuid4()}/decision", word),
        "answer_appeal": (f"/narrowings/{uuid4()}/answer", word),
        "reply_false_claim": (f"/own-records/claims/{uuid4()}/reply", {"words": "x"}),
        "appeal_narrowing": (f"/own-records/narrowings/{uuid4()}/appeal", {"words": "x"}),
    }  # fmt: skip


def arguments(case: str) -> dict[str, list[Any]]:
    """What the addresses of pages are made of."""
    return {
        "desk:charts": [case], "desk:chart": [case, "trademark.same"], "desk:chart_pdf": [case, "trademark.same"],
        "portal:standard": ["trademark.same"],
        "desk:offender": [uuid4()], "desk:offender_decide": ["claim", uuid4()], "desk:past_run": [uuid4()],
        "desk:past_faults": [uuid4()], "desk:admin_routing_version": [99999],
        "desk:reward": [NOBODY], "desk:reward_act": [NOBODY, "notify"],
        "portal:case_reward": [case], "portal:case_reward_paper": [case, uuid4()],
    }  # fmt: skip


def posted() -> dict[str, dict[str, Any]]:
    """Pages that are sent a form."""
    return {"desk:reward_act": {}, "desk:offender_decide": {"vote": "yes", "reason": "x"}}


def forms() -> dict[str, tuple[str, dict[str, Any]]]:
    """Addresses that take a form with files."""
    table = SimpleUploadedFile("t.csv", "案号,办理机关,当事人,结果,决定日期\n".encode())
    return {"start_past_import": ("/past-imports", {"file": table, "office": "b510107"})}


GOOD: dict[str, tuple[int, ...]] = {"save_chart": (409,)}
"""The sample of these stops at what it says, after the power was found."""
