"""Refusals of the room, each with its own code, reason and remedy."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Invalid, NotFound
from zhidun.kernel.text import t


class NotAttachable(Conflict):
    """The procedure cannot be opened within this case now."""

    code = "enforcement.not_attachable"
    default_reason = t("本案目前不能发起该程序。", "This procedure cannot be opened in the case as it stands.")
    default_remedy = t("请查看案件状态和可以发起的程序。", "See the state of the case and what may be opened.")


class AlreadyRunning(Conflict):
    """There is one already: a transfer is not sent twice."""

    code = "enforcement.already_running"
    default_reason = t("本案已有进行中的同一程序,不能重复发起。", "The same procedure is already running in this case.")
    default_remedy = t("请在已有的程序中继续办理。", "Go on in the one that runs.")


class InventoryClosed(Conflict):
    """The measure has ended: its inventory stands."""

    code = "enforcement.inventory_closed"
    default_reason = t("措施已经结束,清单不再改动。", "The measure has ended; its inventory stands as it is.")
    default_remedy = t("确有错误的,请办理更正并说明。", "If it is wrong, correct it with a reason.")


class CampaignNotFound(NotFound):
    """There is no such campaign, or not for this actor."""

    code = "enforcement.not_found"


class CampaignClosed(Conflict):
    """The campaign is over."""

    code = "enforcement.campaign_closed"
    default_reason = t("专项行动已经结束。", "The campaign is over.")
    default_remedy = t("结果以结束时为准。", "Its results stand.")


class TypeGroupNotFound(NotFound):
    """There is no such group of type cases, or not for this actor, or the case does not stand in it."""

    code = "enforcement.type_group_not_found"


class NotAlike(Conflict):
    """These cases are no type cases."""

    code = "enforcement.not_alike"
    default_reason = t(
        "这些案件不是同一权利、同类行为、同类商品、金额相近的在办案件,或者已在其他类案组。",
        "These are no open cases of one right, one kind of act and goods and of similar value, or one is in a group.",
    )
    default_remedy = t(
        "请只选系统提示的同类案件,其余逐件办理。", "Choose cases proposed together; treat others singly."
    )


class NoBulkDecision(Conflict):
    """A step that decides is taken case by case."""

    code = "enforcement.no_bulk_decision"
    default_reason = t(
        "决定、审批、公示和结案须逐件办理,不能批量。", "Decisions are taken case by case, never in bulk."
    )
    default_remedy = t("请打开每一件案件办理。", "Open each case and take the step there.")


class BadDates(Invalid):
    """The dates are the wrong way round."""

    code = "enforcement.bad_dates"
    default_reason = t("结束日期早于开始日期。", "The end lies before the beginning.")
    default_remedy = t("请更正日期。", "Correct the dates.")
