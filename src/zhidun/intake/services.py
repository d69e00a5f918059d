"""Writes of the one-stop window: what the portal, the desk, the API and the counter call."""

from __future__ import annotations

from zhidun.intake.drafts import delete_draft, delete_expired_drafts, save_draft
from zhidun.intake.receipt import add_evidence, send_message, wipe_replays, withdraw
from zhidun.intake.routing_changes import decide_routing, draft_routing, simulate_routing
from zhidun.intake.routing_table import LocalRule
from zhidun.intake.submit import submit
from zhidun.intake.vault import ask_unveiling, decide_unveiling, end_unveiling, erase_identity, look
from zhidun.intake.visits import log_visit

__all__ = [
    "LocalRule",
    "add_evidence",
    "ask_unveiling",
    "decide_routing",
    "decide_unveiling",
    "delete_draft",
    "delete_expired_drafts",
    "draft_routing",
    "end_unveiling",
    "erase_identity",
    "log_visit",
    "look",
    "save_draft",
    "send_message",
    "simulate_routing",
    "submit",
    "wipe_replays",
    "withdraw",
]
