"""What the radar's words are called on pages and in answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhidun.kernel.text import Text, t
from zhidun.radar.models import FeedKind, HitState, Sensitivity, SweepState, TraceKind, VerdictKind

SENSITIVITIES: Final[Mapping[str, Text]] = {
    Sensitivity.LOW: t("只报非常相近的", "Only what is very alike"),
    Sensitivity.NORMAL: t("一般", "Normal"),
    Sensitivity.HIGH: t("宁多勿漏", "Rather too much than too little"),
}
FEEDS: Final[Mapping[str, Text]] = {
    FeedKind.FILE: t("文件", "Files"),
    FeedKind.PUSH: t("接口推送", "Pushed rows"),
    FeedKind.ENDPOINT: t("定时抓取", "Address asked now and then"),
}
SWEEPS: Final[Mapping[str, Text]] = {
    SweepState.WAITING: t("等待开始", "Waiting"),
    SweepState.RUNNING: t("进行中", "Running"),
    SweepState.DONE: t("已完成", "Done"),
    SweepState.CANCELLED: t("已取消", "Cancelled"),
    SweepState.FAILED: t("未能完成", "Failed"),
}
HITS: Final[Mapping[str, Text]] = {
    HitState.NEW: t("待判断", "To be judged"),
    HitState.SEALED: t("已固定", "Sealed"),
    HitState.CASE: t("已立件", "Case opened"),
}
VERDICTS: Final[Mapping[str, Text]] = {
    VerdictKind.INFRINGING: t("涉嫌侵权", "Suspected infringement"),
    VerdictKind.LICENSED: t("已获许可", "Licensed"),
    VerdictKind.OWN: t("权利人自用", "The holder's own"),
    VerdictKind.FAIR: t("正当使用", "Fair use"),
    VerdictKind.UNCLEAR: t("暂不能判断", "Unclear"),
}
TRACES: Final[Mapping[str, Text]] = {
    TraceKind.NAME: t("名称", "Name"),
    TraceKind.CODE: t("信用代码", "Credit code"),
    TraceKind.PHONE: t("电话", "Telephone"),
    TraceKind.PAYEE: t("收款账户", "Payee"),
    TraceKind.PICTURE: t("图片", "Picture"),
}
SELLER: Final[Mapping[str, Text]] = {
    **TRACES,
    "link": t("链接", "Link"),
    "district": t("区域", "District"),
    "seller": t("经营者", "Seller"),
}
"""What a listing says of who offers it, and where."""
NO_DECISION: Final = t(
    "系统评分只作提示,不是认定。是否侵权由承办人依法判断,不以自动化评分单独作出对当事人有重大影响的决定"
    "(《个人信息保护法》第二十四条)。",
    "A score only points; it is no finding. Whether there is an infringement a person decides by law: no decision of "
    "weight for anybody rests on an automated score alone (Personal Information Protection Law, art. 24).",
)


def said(table: Mapping[str, Text], word: str) -> Text:
    """Return what a word is called; a word nobody knows is shown as it is."""
    return table.get(word, Text(word, word))
