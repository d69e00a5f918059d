"""What the closed lists of the room are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhidun.kernel.text import Text, t

CATEGORIES: Final[Mapping[str, Text]] = {
    "written": t("文字作品", "Written work"),
    "oral": t("口述作品", "Oral work"),
    "music": t("音乐作品", "Musical work"),
    "drama": t("戏剧作品", "Dramatic work"),
    "quyi": t("曲艺作品", "Quyi (folk art form)"),
    "dance": t("舞蹈作品", "Choreographic work"),
    "acrobatics": t("杂技艺术作品", "Acrobatic work"),
    "fine_art": t("美术作品", "Work of fine art"),
    "photography": t("摄影作品", "Photographic work"),
    "architecture": t("建筑作品", "Architectural work"),
    "audiovisual": t("影视(视听)作品", "Film or audiovisual work"),
    "graphic": t("图形作品", "Graphic work"),
    "model": t("模型作品", "Model work"),
    "other": t("其他作品", "Other work"),
}
"""The fourteen columns of the national table, in its order."""

AUTHORSHIP: Final[Mapping[str, Text]] = {
    "original": t("独立创作", "Original work"),
    "joint": t("合作创作", "Joint work"),
    "adaptation": t("改编、翻译、整理(演绎作品)", "Adaptation or translation (derivative work)"),
    "compilation": t("汇编作品", "Compilation"),
    "work_for_hire": t("职务作品或法人作品", "Work made in employment or by an organisation"),
    "commissioned": t("委托创作", "Commissioned work"),
}
VISIBILITY: Final[Mapping[str, Text]] = {
    "public": t("公开:名称、类别、时间、著作权人", "Public: title, category, time and owners"),
    "no_owner": t("公开,但不显示著作权人", "Public, but without the owners"),
    "private": t("不公开:只回答存证存在及时间", "Private: only that it exists and since when"),
}
FORMS: Final[Mapping[str, Text]] = {
    "file": t("提交作品文件", "The file is handed in"),
    "commitment": t("只提交承诺值,作品留在自己手里", "A commitment only; the work stays with its owner"),
}
STATES: Final[Mapping[str, Text]] = {
    "standing": t("有效", "Standing"),
    "withdrawn": t("已撤回(留痕)", "Withdrawn (kept, marked)"),
}
LICENCES: Final[Mapping[str, Text]] = {
    "exclusive": t("专有许可(权利人也不得使用)", "Exclusive (not even the owner uses it)"),
    "sole": t("排他许可(权利人仍可使用)", "Sole (the owner may still use it)"),
    "ordinary": t("普通许可", "Ordinary (non-exclusive)"),
}
DEALS: Final[Mapping[str, Text]] = {
    "licence": t("许可", "Licence"),
    "transfer": t("转让", "Transfer"),
    "undo": t("撤销", "Undoing"),
}
DEAL_STATES: Final[Mapping[str, Text]] = {
    "offered": t("等待各方确认", "Waiting for the sides"),
    "confirmed": t("已生效", "In effect"),
    "declined": t("未获同意", "Declined"),
    "withdrawn": t("已收回", "Taken back"),
    "undone": t("已撤销", "Undone"),
}
ENTRIES: Final[Mapping[str, Text]] = {
    "deposited": t("存证", "Deposited"),
    "revealed": t("提交与承诺值相符的作品", "Work revealed, it matches the commitment"),
    "licence": t("许可", "Licence"),
    "transfer": t("转让", "Transfer"),
    "undone": t("撤销", "Undone"),
    "withdrawn": t("撤回存证", "Deposit withdrawn"),
}
SIDES: Final[Mapping[str, Text]] = {
    "giver": t("许可(转让)方", "Grantor"),
    "taker": t("被许可(受让)方", "Receiver"),
    "co_owner": t("共有人", "Co-owner"),
}
POWERS: Final[Mapping[str, Text]] = {
    "reproduction": t("复制", "Reproduction"),
    "distribution": t("发行", "Distribution"),
    "rental": t("出租", "Rental"),
    "exhibition": t("展览", "Exhibition"),
    "performance": t("表演", "Performance"),
    "screening": t("放映", "Screening"),
    "broadcasting": t("广播", "Broadcasting"),
    "network": t("信息网络传播", "Communication over networks"),
    "filming": t("摄制", "Filming"),
    "adaptation": t("改编", "Adaptation"),
    "translation": t("翻译", "Translation"),
    "compilation": t("汇编", "Compilation"),
    "other": t("其他财产权", "Other economic rights"),
}
"""The economic rights of 著作权法(2020) 10, items 5 to 17, in its order."""


def said(words: Mapping[str, Text], key: str) -> Text:
    """Return what a word of a closed list is called; an unknown word is shown as it is."""
    return words.get(key, Text(key, key))
