"""Reads of the enforcement room."""

from __future__ import annotations

from zhidun.enforcement.alike import Proposal, proposals
from zhidun.enforcement.attaching import Offer, main_of, may_hand_in, offers
from zhidun.enforcement.campaigns import Line, Results, campaigns, lead_office, may_run, results
from zhidun.enforcement.campaigns import faults as plan_faults
from zhidun.enforcement.inventory import lines_of, takes_inventory, total
from zhidun.enforcement.publishing import listed
from zhidun.enforcement.silence import Owed, owed, referrals
from zhidun.enforcement.typecases import BatchStep, batch_steps, cases_of, group_of, group_sizes, groups, type_case_of
from zhidun.enforcement.urgent import of_case, waiting

__all__ = [
    "BatchStep",
    "Line",
    "Offer",
    "Owed",
    "Proposal",
    "Results",
    "batch_steps",
    "campaigns",
    "cases_of",
    "group_of",
    "group_sizes",
    "groups",
    "lead_office",
    "lines_of",
    "listed",
    "main_of",
    "may_hand_in",
    "may_run",
    "of_case",
    "offers",
    "owed",
    "plan_faults",
    "proposals",
    "referrals",
    "results",
    "takes_inventory",
    "total",
    "type_case_of",
    "waiting",
]
