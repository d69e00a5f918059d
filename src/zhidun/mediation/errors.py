"""Refusals of the room, each with its own code, reason and remedy."""

from __future__ import annotations

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.kernel.text import t


class MediationNotFound(NotFound):
    """There is no such mediation, or not for this actor."""

    code = "mediation.not_found"


class BodyUnfit(Invalid):
    """The body does not do this form or field of mediation."""

    code = "mediation.body_unfit"
    default_reason = t("该调解组织不办理此类调解。", "This body does not do this kind of mediation.")
    default_remedy = t("请从调解组织名录中另选。", "Choose another from the list of bodies.")


class MediatorInterested(Conflict):
    """The mediator has, or declared, an interest in the matter."""

    code = "mediation.mediator_interested"
    default_reason = t(
        "该调解员与本案有利害关系,应当回避。", "This mediator has an interest in the matter and stands aside."
    )
    default_remedy = t("请另选调解员,或公开抽取。", "Choose another mediator, or have one drawn.")


class MediatorFull(Conflict):
    """The mediator has as many open mediations as they take."""

    code = "mediation.mediator_full"
    default_reason = t("该调解员在办案件已满。", "This mediator has no room for another matter.")
    default_remedy = t("请另选调解员。", "Choose another mediator.")


class NotYourPart(Forbidden):
    """Only another part in the mediation may do this."""

    code = "mediation.not_your_part"
    default_reason = t("该事项应由调解中的另一方办理。", "Another part in the mediation does this.")
    default_remedy = t("请联系调解员。", "Ask the mediator.")


class NotNow(Conflict):
    """The mediation is in another state."""

    code = "mediation.not_now"
    default_reason = t(
        "调解目前所处的阶段不能办理该事项。", "This cannot be done at the present stage of the mediation."
    )
    default_remedy = t("请查看页面上的下一步说明。", "See what comes next on the page.")


class AlreadyAnswered(Conflict):
    """The side has answered; an answer given stands."""

    code = "mediation.already_answered"
    default_reason = t("本方已经答复。", "Your side has answered.")
    default_remedy = t("同意后可以随时撤回同意,退出调解。", "Whoever agreed may withdraw at any time and leave.")


class TooLate(Conflict):
    """The time for it has passed."""

    code = "mediation.too_late"
    default_reason = t("期限已过。", "The time for it has passed.")
    default_remedy = t("请联系调解员另行安排。", "Ask the mediator for a new date.")


class SlotTaken(Conflict):
    """The time collides with another, or was taken meanwhile."""

    code = "mediation.slot_taken"
    default_reason = t("该时段已被占用或已取消。", "This time is taken or was withdrawn.")
    default_remedy = t("请选择其他时段。", "Choose another time.")


class OfferOpen(Conflict):
    """One offer of this maker is still open."""

    code = "mediation.offer_open"
    default_reason = t("本方已有一个待答复的方案。", "Your side has an offer that is still open.")
    default_remedy = t("请先撤回,或等待答复。", "Withdraw it first, or wait for the answer.")


class RoundClosed(Conflict):
    """The round of sealed offers is over."""

    code = "mediation.round_closed"
    default_reason = t(
        "本轮密封报价已结束或已过截止时间。", "This round of sealed offers is over or past its deadline."
    )
    default_remedy = t("双方愿意的,请调解员开启新一轮。", "If both wish, ask the mediator for a new round.")


class OfferMade(Conflict):
    """The side made its sealed offer in this round."""

    code = "mediation.offer_made"
    default_reason = t("本方已在本轮报价,不能更改。", "Your side made its sealed offer in this round; it stands.")
    default_remedy = t("请等待本轮结果。", "Wait for the result of the round.")


class YuanOnly(Invalid):
    """An amount in another currency."""

    code = "mediation.yuan_only"
    default_reason = t("金额只能以人民币元计。", "Amounts are in yuan (CNY) only.")
    default_remedy = t("请换算为人民币后填写。", "Convert the amount and enter yuan.")


class TermsFaulty(Invalid):
    """Terms that do not add up or are against the law."""

    code = "mediation.terms_faulty"
    default_reason = t("协议条款有问题。", "The terms do not hold together.")


class NotWhatWasShown(Conflict):
    """The text changed after it was shown."""

    code = "mediation.text_changed"
    default_reason = t(
        "协议文本已有新稿,与您看到的不一致。", "The agreement was redrafted and is not what you were shown."
    )
    default_remedy = t("请阅读新稿后再签署。", "Read the new text, then sign.")


class ConfirmationLate(Conflict):
    """The statutory period to apply for confirmation has passed."""

    code = "mediation.confirmation_late"


class DrawNotReady(Conflict):
    """The commitments are not yet in a witnessed checkpoint."""

    code = "mediation.draw_not_ready"
    default_reason = t("承诺尚未进入见证人共签的检查点。", "The commitments are not in a cosigned checkpoint yet.")
    default_remedy = t("请稍后再公开随机数。", "Reveal a little later.")


class CodeWrong(Invalid):
    """The number and code of an invitation do not belong together, or the code was used."""

    code = "mediation.code_wrong"
    default_reason = t("编号或邀请码不正确,或者已经使用、过期。", "Number or code is wrong, used or too old.")
    default_remedy = t(
        "请核对邀请函;仍不能进入的,请联系调解组织重新取得邀请码。",
        "Check the letter; if it does not work, ask the mediation body for a new code.",
    )
