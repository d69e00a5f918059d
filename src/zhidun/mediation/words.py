"""What the words of a mediation are called on its pages, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from zhidun.kernel.text import Text, t
from zhidun.procedures.load import catalogue

SIDES: Mapping[str, Text] = {
    "complainant": t("请求人", "Requester"),
    "respondent": t("被请求人", "Respondent"),
    "mediator": t("调解员", "Mediator"),
    "desk": t("调解组织", "Mediation body"),
}
ROOMS: Mapping[str, Text] = {
    "joint": t("共同调解室", "Joint room"),
    "complainant": t("请求人单独调解室", "Separate room of the requester"),
    "respondent": t("被请求人单独调解室", "Separate room of the respondent"),
}
ANSWERS: Mapping[str, Text] = {
    "": t("尚未答复", "Not answered yet"),
    "accepted": t("同意调解", "Agrees to mediate"),
    "declined": t("不同意调解", "Declines"),
    "no_answer": t("逾期未答复", "No answer in time"),
}
CAPACITIES: Mapping[str, Text] = {
    "self": t("本人(成年)", "Myself, of full age"),
    "organisation": t("单位负责人", "Head of the organisation"),
    "agent": t("委托代理人(附授权委托书)", "Agent, with a power of attorney"),
    "guardian": t("监护人(附监护证明)", "Guardian, with proof"),
    "minor": t("本人(未成年)", "Myself, a minor"),
}
OFFER_KINDS: Mapping[str, Text] = {
    "offer": t("方案", "Offer"),
    "counter": t("反方案", "Counter-offer"),
    "proposal": t("调解员建议方案", "Neutral proposal"),
}
OFFER_STATES: Mapping[str, Text] = {
    "open": t("待答复", "Open"),
    "accepted": t("已接受", "Accepted"),
    "rejected": t("未接受", "Not accepted"),
    "countered": t("已提出反方案", "Countered"),
    "withdrawn": t("已撤回", "Withdrawn"),
    "overtaken": t("已有其他方案成交", "Another offer was accepted"),
    "lapsed": t("已过期", "Lapsed"),
}
ROUND_STATES: Mapping[str, Text] = {
    "open": t("进行中", "Open"),
    "crossed": t("已成交", "Settled"),
    "not_crossed": t("未成交", "Not settled"),
    "lapsed": t("逾期作废", "Lapsed"),
}
SLOT_STATES: Mapping[str, Text] = {
    "offered": t("待选", "Offered"),
    "booked": t("已约定", "Booked"),
    "withdrawn": t("已取消", "Withdrawn"),
}
AUDIENCES: Mapping[str, Text] = {
    "both": t("给对方和调解员看", "For the other side and the mediator"),
    "mediator": t("只给调解员看", "For the mediator alone"),
}
DUTIES: Mapping[str, Text] = {
    "pay": t("付款", "Payment"),
    "stop": t("停止侵权", "Stop the infringement"),
    "destroy": t("销毁", "Destroy"),
    "apology": t("赔礼道歉、消除影响", "Apology"),
    "licence": t("许可使用", "Licence"),
    "other": t("其他", "Other"),
}
CHOSEN: Mapping[str, Text] = {
    "parties": t("双方共同选定", "Chosen by both sides"),
    "list": t("调解组织从名册指定", "Named from the list"),
    "draw": t("公开抽取", "Drawn"),
}
DRAW_STATES: Mapping[str, Text] = {
    "committing": t("等待各方提交承诺", "Waiting for commitments"),
    "revealing": t("等待各方公开随机数", "Waiting for the secrets"),
    "done": t("已抽出", "Drawn"),
    "void": t("已作废", "Void"),
}
COURT_RESULTS: Mapping[str, Text] = {
    "confirmed": t("裁定协议有效", "Confirmed as valid"),
    "rejected": t("驳回申请", "Application rejected"),
    "withdrawn": t("已撤回申请", "Application withdrawn"),
}
DISPUTES: Mapping[str, Text] = {
    "damages": t("侵权赔偿", "Damages"),
    "infringement": t("侵权纠纷", "Infringement"),
    "ownership": t("权属", "Ownership"),
    "licence": t("许可、转让等合同", "Licence or other contract"),
    "reward": t("奖酬", "Inventor's reward"),
    "other": t("其他", "Other"),
}
FORMS_FOR_CITIZENS = ("people", "commercial", "administrative")
"""Kinds a party opens itself; a court refers the invited and entrusted ones."""


def kinds(form: str = "people") -> list[tuple[str, Text]]:
    """Return the kinds of right a mediation may be about."""
    return [(key, title) for key, title in catalogue().get(f"mediation-{form}").kinds.items()]


def grounds(form: str) -> list[tuple[str, Text]]:
    """Return the grounds on which a mediation of this form ends."""
    step = catalogue().get(f"mediation-{form}").steps["end"]
    return [(one.value, one.title) for field in step.fields if field.key == "end_ground" for one in field.choices]


def court_results(form: str) -> list[tuple[str, Text]]:
    """Return what a court can make of an agreement of this form."""
    wanted = "hand-back" if form == "entrusted" else "record-confirmation"
    step = catalogue().get(f"mediation-{form}").steps.get(wanted)
    fields = step.fields if step else ()
    return [(one.value, one.title) for field in fields if field.type == "choice" for one in field.choices]
