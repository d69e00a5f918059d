"""What the law room declines, each with its own stable code."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Invalid, NotFound
from zhidun.kernel.text import t


class RuleUnknown(NotFound):
    """No rule of that key, id or alias is in the packs."""

    code = "law.rule_unknown"
    default_reason = t("没有这条规则。", "There is no such rule.")
    default_remedy = t("请核对规则编号。", "Check the name of the rule.")


class RuleNotInForce(Conflict):
    """The rule exists, and was not or is no longer in force on the date asked."""

    code = "law.rule_not_in_force"
    default_reason = t("该规则在所问日期不适用。", "The rule is not in force on the date asked.")
    default_remedy = t("请改用当日有效的版本。", "Use the version in force on that date.")


class PeriodUnknown(Invalid):
    """The rule has no period, or several of which one has to be named (`key#part`)."""

    code = "law.period_unknown"


class StartUnfit(Invalid):
    """The start does not fit the period: an hour period needs a moment."""

    code = "law.start_unfit"


class ExtensionUnfit(Invalid):
    """The extension is not one the rule allows."""

    code = "law.extension_unfit"


class PackBroken(Invalid):
    """A file of the pack cannot be read; `zhidun law check` names file, line and remedy."""

    code = "law.pack_broken"


class CalendarUnfit(Invalid):
    """A calendar year's file does not fit."""

    code = "law.calendar_unfit"
