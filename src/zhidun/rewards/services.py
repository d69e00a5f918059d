"""Writes of the rewards room."""

from __future__ import annotations

from zhidun.rewards.claiming import ask_review, claim, lapse_unclaimed, waive
from zhidun.rewards.opening import on_case_moved as on_report_moved
from zhidun.rewards.opening import open_reward
from zhidun.rewards.paying import ask_payment
from zhidun.rewards.paying import on_case_moved as on_reward_moved
from zhidun.rewards.proposing import Proposal, consult_finance, notify, propose, try_amount

__all__ = [
    "Proposal",
    "ask_payment",
    "ask_review",
    "claim",
    "consult_finance",
    "lapse_unclaimed",
    "notify",
    "on_report_moved",
    "on_reward_moved",
    "open_reward",
    "propose",
    "try_amount",
    "waive",
]
