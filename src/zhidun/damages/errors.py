"""Refusals of the damages workbench."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, NotFound
from zhidun.kernel.text import t


class SheetNotFound(NotFound):
    """There is no such sheet, or not for this actor."""

    code = "damages.not_found"


class NotYourLine(Forbidden):
    """Only who entered a line, or owns the sheet, may change it."""

    code = "damages.not_yours"
    default_reason = t("该项由另一方填写。", "The other side entered it.")
    default_remedy = t("不同意的,请标记争议并说明理由。", "If you disagree, contest it and say why.")


class RulesUnread(Conflict):
    """The computation rests on a rule whose text was not confirmed; no paper is made from it."""

    code = "damages.rules_unread"
    default_reason = t("所依据的规则尚未核对,不能制作文书。", "It rests on a rule that is not confirmed.")
    default_remedy = t("请由指定人员核对规则后再制作。", "Let the named officer confirm the rule first.")
