"""Refusals of the radar."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from zhidun.kernel.text import t


class RadarNotFound(NotFound):
    """No such watch, feed, sweep, hit or warning."""

    code = "radar.not_found"


class RadarForbidden(Forbidden):
    """The actor's posts do not carry the power."""

    code = "radar.forbidden"


class NothingToGuard(Invalid):
    """A watch without text, picture or right, or a sweep without rights."""

    code = "radar.nothing_to_guard"
    default_reason = t("没有可比对的权利。", "There is no right to compare with.")
    default_remedy = t(
        "请先建立监测任务:填写文字、上传图样,或选择登记库中的权利。",
        "Make a watch first: give a text, a picture, or choose rights of the registry.",
    )


class WatchUnfit(Invalid):
    """A watch whose facts do not fit."""

    code = "radar.watch_unfit"


class FeedUnfit(Invalid):
    """A feed that cannot be used as it is described."""

    code = "radar.feed_unfit"


class FeedDown(Unavailable):
    """The address of a feed gave no rows."""

    code = "radar.feed_down"
    default_remedy = t(
        "请核对地址和字段对应;下次会从中断处继续。",
        "Check the address and the mapping; the next poll goes on from here.",
    )


class SweepBroke(Unavailable):
    """A sweep whose work broke off again and again at the same row."""

    code = "radar.sweep_broke"
    default_remedy = t(
        "请管理员查看运行日志;原因排除后可在此处继续,已比对的行不会重做。",
        "Let an administrator read the log; when the cause is gone take it up here, rows that are done stay done.",
    )

    @classmethod
    def at(cls, row: int, times: int) -> SweepBroke:
        """Say after which row it broke off, and how often."""
        return cls(
            t(
                f"扫描在第 {row} 行之后连续中断 {times} 次,已停止。",
                f"The sweep broke off {times} times in a row after row {row} and was stopped.",
            )
        )


class SweepOpen(Conflict):
    """A sweep that has ended is neither cancelled nor taken up, one that runs is not started again."""

    code = "radar.sweep_state"
    default_reason = t("该扫描的状态不允许此操作。", "The sweep is not in a state for this.")


class HitTaken(Conflict):
    """A case was opened from this hit already."""

    code = "radar.hit_taken"
    default_reason = t("该命中已经立件。", "A case was opened from this hit already.")
    default_remedy = t("请打开已有案件继续办理。", "Go on in the case that is there.")


class NotSealed(Conflict):
    """A case is opened on sealed evidence only."""

    code = "radar.not_sealed"
    default_reason = t("证据还没有固定。", "The evidence is not sealed yet.")
    default_remedy = t("请先点“固定证据”,再立件。", "Seal the evidence first, then open the case.")


class VerdictNeeded(Conflict):
    """A case is opened only after a person found the hit to be suspected infringement."""

    code = "radar.verdict_needed"
    default_reason = t(
        "系统评分不是结论:须由承办人先作出“涉嫌侵权”的研判。",
        "A score is no decision: an officer must first find that infringement is suspected.",
    )
    default_remedy = t("请查看理由后选择研判结论。", "Look at the reasons, then choose a verdict.")


class NoLink(Conflict):
    """The listing names no address that could be captured."""

    code = "radar.no_link"
    default_reason = t("该条目没有可固定的网页链接。", "The listing names no web address that could be captured.")
    default_remedy = t(
        "请先固定来源数据;找到网页后到“网页固定”填写网址。",
        "Seal the listing as it came; once the page is found, give its address under “Captures”.",
    )
