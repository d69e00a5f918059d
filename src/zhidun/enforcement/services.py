"""Writes of the enforcement room."""

from __future__ import annotations

from zhidun.enforcement import attaching, publishing
from zhidun.enforcement.attaching import hand_in, open_attached
from zhidun.enforcement.campaigns import Plan, add_case, drop_case, plan, report_inspections, set_state
from zhidun.enforcement.inventory import LineIn, add_lines, remove_line
from zhidun.enforcement.lapsing import lapse_due
from zhidun.enforcement.meter import use_history
from zhidun.enforcement.typecases import Done, confirm, leave, take_together
from zhidun.enforcement.urgent import alarm_late, call, finish, take
from zhidun.kernel.events import CaseMoved

__all__ = [
    "Done",
    "LineIn",
    "Plan",
    "add_case",
    "add_lines",
    "alarm_late",
    "call",
    "confirm",
    "drop_case",
    "finish",
    "hand_in",
    "lapse_due",
    "leave",
    "on_case_moved",
    "open_attached",
    "plan",
    "remove_line",
    "report_inspections",
    "set_state",
    "take",
    "take_together",
    "use_history",
]


def on_case_moved(event: CaseMoved) -> None:
    """React to a move of a case; wired in `site.wiring`."""
    if event.step:
        publishing.on_case_moved(event)
        attaching.on_case_moved(event)
