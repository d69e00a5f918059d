"""Words for the closed lists of the rooms: what a code is called on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from django import template

from zhidun.access import selectors as access
from zhidun.access.actors import SYSTEM
from zhidun.access.roles import roles
from zhidun.enforcement.tables import attachables
from zhidun.kernel.text import Text, t
from zhidun.procedures.load import catalogue
from zhidun.rights.kinds import kinds
from zhidun.site.templatetags.zd import lang, say

register = template.Library()
WORDS: Mapping[str, Text] = {
    "complainant": t("投诉人", "Complainant"),
    "respondent": t("被投诉人", "Respondent"),
    "reporter": t("举报人", "Reporter"),
    "third": t("第三人", "Third party"),
    "legal_rep": t("法定代表人", "Legal representative"),
    "controller": t("实际控制人", "Controller"),
    "payee": t("收款账户", "Payee account"),
    "address": t("地址", "Address"),
    "shop": t("网店账号", "Shop account"),
    "picture": t("图片", "Picture"),
    "linked": t("有关联", "Linked"),
    "apart": t("无关联", "Not linked"),
    "malicious_suit": t("恶意诉讼", "Malicious suit"),
    "false_complaint": t("不实投诉举报", "False complaint"),
    "false_notice": t("错误通知", "False notice"),
    "asked": t("待复核", "Waiting for review"),
    "in_force": t("生效", "In force"),
    "lifted": t("已解除", "Lifted"),
    "standing": t("已记录", "Recorded"),
    "proposed": t("待复核", "Waiting for review"),
    "refused": t("未通过", "Not agreed"),
    "withdrawn": t("已撤销", "Withdrawn"),
    "handler": t("主办", "Lead officer"),
    "second": t("协办", "Second officer"),
    "approver": t("审核、审批等知悉人员", "Let in: review, approval"),
    "online": t("网上", "Online"),
    "counter": t("窗口", "Counter"),
    "phone": t("电话", "Telephone"),
    "letter": t("来信", "Letter"),
    "inspection": t("检查发现", "Inspection"),
    "radar": t("监测发现", "Monitoring"),
    "transfer": t("移送", "Hand-over"),
    "split": t("分案", "Split"),
    "duplicate": t("重复", "Duplicate"),
    "joined": t("并案", "Joined"),
    "planned": t("计划中", "Planned"),
    "closed": t("已结束", "Closed"),
    "food": t("食品安全", "Food"),
    "drug": t("药品安全", "Drugs"),
    "health": t("人身健康", "Health"),
    "live_event": t("赛事、演出、直播", "Live event"),
    "police": t("公安机关", "Police"),
    "procuratorate": t("检察机关", "Procuratorate"),
    "court": t("人民法院", "Court"),
    "customs": t("海关", "Customs"),
    "office": t("行政机关", "Authority"),
    "party": t("当事人", "Party"),
    "running": t("进行中", "Under way"),
    "attached": t("附带程序", "Procedure within the case"),
    "workday": t("工作日", "Working day"),
    "makeup_workday": t("调休上班", "Make-up working day"),
    "calendar_day": t("自然日", "Calendar day"),
    "weekend": t("周末", "Weekend"),
    "statutory_holiday": t("法定节假日", "Public holiday"),
    "adjusted_rest": t("调休放假", "Adjusted rest day"),
    "adjusted_rest_day": t("调休放假", "Adjusted rest day"),
    "pause": t("中止", "Suspended"),
    "hour": t("小时", "Hour"),
    "month": t("月", "Month"),
    "year": t("年", "Year"),
    "publicity": t("宣传", "Publicity"),
    "consultation": t("咨询", "Question"),
    "mediation": t("调解", "Mediation"),
    "complaint": t("投诉", "Complaint"),
    "report": t("举报", "Report"),
    "warning": t("预警", "Warning"),
    "lead": t("线索", "Lead"),
    "rights_complaint": t("侵权投诉", "Infringement complaint"),
    "consumer_complaint": t("消费投诉", "Consumer complaint"),
    "none": t("未核验", "Not checked"),
    "seen": t("已见证明,编号不详", "Proof seen, number unknown"),
    "verified": t("已核验", "Checked"),
    "memory": t("凭记忆", "From memory"),
    "secondary": t("二手来源", "Second-hand source"),
    "text_read": t("已读原文", "Text read"),
    "clean": t("可打开", "May be opened"),
    "quarantined": t("已隔离", "Shut"),
}


@register.filter
def label(code: object) -> str:
    """Return what a code is called; a code nobody knows is shown as it is."""
    return say(WORDS.get(str(code), str(code or "")))


FILED = (t("消费投诉", "Consumer complaint"), t("咨询", "Consultation"))
"""Kinds of filings that are called otherwise than the procedure they open."""


@cache
def _titles() -> dict[str, str]:
    """What a case may be titled by in Chinese, with the English words for it."""
    known = [one.title for one in (*catalogue(), *attachables().values())]
    return {one.zh: one.en for one in (*known, *FILED)}


@register.filter
def case_title(title: object) -> str:
    """Return a case's title: what it is of, in the page's language, and what it is about, as it was written."""
    heads = str(title or "").split(":")
    about = heads.pop()
    if lang() == "zh":
        return "：".join([*heads, about])
    kind, bracket, rest = about.partition("(")
    about = f"{_titles()[kind]} {bracket}{rest}".strip() if kind in _titles() else about
    return ": ".join([*(_titles().get(head, head) for head in heads), about])


@register.filter
def role_title(key: object) -> str:
    """Return the title of a role of the work."""
    known = roles().get(str(key))
    return say(known.title) if known else label(key)


@register.filter
def right_kind(key: object) -> str:
    """Return the title of a kind of right."""
    known = kinds().get(str(key))
    return say(known.title) if known else str(key)


@register.filter
def right_status(right: object, key: str = "") -> str:
    """Return the title of a right's status, or of another status of its kind."""
    known = kinds().get(str(getattr(right, "kind", "")))
    status = known.status(key or str(getattr(right, "status", ""))) if known else None
    return say(status.title) if status else ""


@register.filter
def person(name: object) -> str:
    """Return a name that was kept in Chinese as the language of the page writes it; as kept where nobody knows more."""
    kept = str(name or "")
    if kept == SYSTEM.name.zh:
        return say(SYSTEM.name)
    return (access.english_name(kept) if kept and lang() == "en" else "") or kept


@register.filter
def names(of: Iterable[object]) -> str:
    """Return names in a row, as the language of the page sets them apart."""
    return ("、" if lang() == "zh" else ", ").join(say(one) for one in of)
