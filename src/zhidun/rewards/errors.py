"""Refusals of the room, each with its own code, reason and remedy."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.kernel.text import t


class RewardNotFound(NotFound):
    """There is no such reward, or not for this actor."""

    code = "rewards.not_found"


class AlreadyRewarded(Conflict):
    """The report has its reward: one report is rewarded once."""

    code = "rewards.already"
    default_reason = t(
        "该举报已有奖励事项,同一事实只奖励一次。", "This report has its reward already; one report, one reward."
    )
    default_remedy = t("请在举报奖励列表中继续办理。", "Go on with it in the list of rewards.")


class NotRewardable(Conflict):
    """The report is not closed as true, or names no reporter."""

    code = "rewards.not_rewardable"
    default_reason = t("该案不是已查实办结的举报,不能奖励。", "This is not a report that was found true and closed.")
    default_remedy = t(
        "举报办结(已处罚)或者移送后再提出。", "Propose it once the report is closed with a penalty, or transferred."
    )


class GroundUnproven(Invalid):
    """The ground rests on a local document nobody named."""

    code = "rewards.ground_unproven"
    default_reason = t(
        "本省较大数额标准或者地方规定尚未载入,须写明所依据的文件。",
        "The province's figure, or the local rule, is not loaded; the document it rests on is to be named.",
    )
    default_remedy = t("请填写文件名称和文号。", "Enter title and number of the document.")


class BelowThreshold(Invalid):
    """The fine does not reach the larger amount."""

    code = "rewards.below_threshold"


class CodeWrong(Invalid):
    """The payout code does not fit."""

    code = "rewards.code_wrong"
    default_reason = t("领取码不符。", "The payout code does not fit.")
    default_remedy = t(
        "请逐位核对;遗失的,举报人可凭回执码重新取得一个,旧码随即作废。",
        "Compare it digit by digit; a lost one is replaced with the receipt code, and the old one ends.",
    )


class AlreadyPaid(Conflict):
    """The reward was paid: it is never paid twice."""

    code = "rewards.already_paid"
    default_reason = t("该奖励已经发放,不能重复发放。", "This reward was paid; it is never paid twice.")
    default_remedy = t("请核对发放记录和凭证号。", "Look at the record of payment and its voucher.")


class Interested(Forbidden):
    """The officer declared an interest in the report or the reward."""

    code = "rewards.interested"
    default_reason = t("您与该举报有利害关系,应当回避。", "You have an interest in this report and stand aside.")
    default_remedy = t("请由没有利害关系的同事办理。", "Let a colleague without an interest act.")
