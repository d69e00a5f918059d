"""Reads of the enforcement room."""

from __future__ import annotations

from zhidun.enforcement.attaching import Offer, main_of, may_hand_in, offers
from zhidun.enforcement.campaigns import Line, Results, campaigns, lead_office, may_run, results
from zhidun.enforcement.inventory import lines_of, takes_inventory, total
from zhidun.enforcement.publishing import listed
from zhidun.enforcement.silence import Owed, owed, referrals
from zhidun.enforcement.urgent import of_case, waiting

__all__ = [
    "Line",
    "Offer",
    "Owed",
    "Results",
    "campaigns",
    "lead_office",
    "lines_of",
    "listed",
    "main_of",
    "may_hand_in",
    "may_run",
    "of_case",
    "offers",
    "owed",
    "referrals",
    "results",
    "takes_inventory",
    "total",
    "waiting",
]
