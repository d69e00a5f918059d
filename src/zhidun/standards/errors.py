"""Refusals of the room, each with its own code, reason and remedy."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Invalid, NotFound
from zhidun.kernel.text import t


class ActUnknown(NotFound):
    """The library has no such act."""

    code = "standards.unknown"
    default_reason = t("标准库中没有这种行为。", "The library has no such act.")
    default_remedy = t("请从标准库目录中选择。", "Choose one from the library.")


class VersionUnknown(NotFound):
    """The chart has no such version."""

    code = "standards.version_unknown"
    default_reason = t("没有这一版比对表。", "There is no such version of the chart.")
    default_remedy = t("请从版本列表中选择。", "Choose one from the list of versions.")


class ChartUnfit(Invalid):
    """What was entered in a chart does not fit; `field` names the element or defence."""

    code = "standards.chart_unfit"


class ChartChanged(Conflict):
    """Somebody else saved a newer version meanwhile."""

    code = "standards.chart_changed"
    default_reason = t("其他人刚保存了新的一版。", "Somebody saved a newer version meanwhile.")
    default_remedy = t(
        "请查看最新一版，再把您的内容并入后保存。", "Read the newest version, merge yours and save again."
    )
