"""Words of what the engine itself does in every procedure: opening, merging, taking a merger back."""

from __future__ import annotations

from zhidun.kernel.text import Text, t
from zhidun.procedures.model import Procedure

OPENING_STEP = "open"
MERGE_STEP = "merge"
UNMERGE_STEP = "unmerge"
DUPLICATE = "duplicate"
"""Outcome of a case that was merged into another."""

STEP_TITLES = {
    OPENING_STEP: t("收到并登记", "Received and registered"),
    MERGE_STEP: t("并入另案", "Merged into another case"),
    UNMERGE_STEP: t("撤销并入", "Merger taken back"),
}
OUTCOMES = {DUPLICATE: t("重复案件,已并入另案", "Duplicate, merged into another case")}


def step_title(procedure: Procedure, key: str) -> Text:
    """Return the title of a step of the procedure or of the engine."""
    step = procedure.steps.get(key)
    return step.title if step else STEP_TITLES.get(key, Text(key, key))


def outcome_title(procedure: Procedure, key: str) -> Text:
    """Return what an outcome is called; an unknown key stays as it is."""
    return procedure.outcomes.get(key) or OUTCOMES.get(key) or Text(key, key)
