"""What a sheet is for: the file it becomes, what that file asks for beside the sheet, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zhidun.kernel.text import Text, t


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something a file asks for beside the sheet; `long`: several lines; `needed`: the file is not whole without it."""

    key: str
    title: Text
    hint: Text | None = None
    long: bool = False
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """A file a sheet can become: its papers in order, where it goes, what it asks for."""

    key: str
    title: Text
    papers: tuple[str, ...]
    goes: Text
    asks: tuple[Ask, ...] = ()
    needs: tuple[str, ...] = ()


ADDRESS, STORY, PROOF, LINKS, SUM = "address", "story", "proof", "links", "sum"
NEEDS: Final[Mapping[str, Text]] = {
    ADDRESS: t("对方地址", "Address of the other side"),
    STORY: t("事实经过", "What happened"),
    PROOF: t("至少一份存证的证据", "At least one sealed piece of evidence"),
    LINKS: t("商品或者店铺链接", "Links to the goods or shop"),
    SUM: t("能算出金额的证据", "Evidence from which a sum follows"),
}
DEFAULT: Final = "claim"
PURPOSES: Final[Mapping[str, Purpose]] = {
    one.key: one
    for one in (
        Purpose(
            key="claim",
            title=t("向法院起诉", "Sue in court"),
            papers=("claim", "evidence", "sheet", "demand"),
            goes=t(
                "到有管辖权的人民法院立案窗口或者人民法院在线服务提交;转到本平台法院对接岗的,从调解页面转送。",
                "File at the court's window or online; from a mediation it can be handed to the court's desk.",
            ),
            asks=(
                Ask(key="court", title=t("受理法院", "Court"), needed=False),
                Ask(
                    key="mediate",
                    title=t("是否同意法院调解", "Whether you agree to mediation by the court"),
                    hint=t("填“同意”或者“不同意”。", "“Yes” or “no”."),
                    needed=False,
                ),
            ),
            needs=(ADDRESS, STORY, PROOF, SUM),
        ),
        Purpose(
            key="arbitration",
            title=t("申请仲裁", "Go to arbitration"),
            papers=("arbitration", "evidence", "sheet"),
            goes=t("提交给仲裁协议约定的仲裁机构。", "Hand it to the institution the agreement names."),
            asks=(
                Ask(key="institution", title=t("仲裁机构", "Institution")),
                Ask(
                    key="agreement",
                    title=t("仲裁协议(条款和日期)", "Arbitration agreement (clause and day)"),
                    hint=t("没有仲裁协议的,仲裁机构不予受理。", "Without one no institution takes it."),
                    long=True,
                ),
            ),
            needs=(ADDRESS, STORY, PROOF, SUM),
        ),
        Purpose(
            key="notice",
            title=t("通知平台", "Notify a platform"),
            papers=("notice", "evidence"),
            goes=t("通过平台的知识产权投诉入口提交。", "Hand it in by the platform's own entry for such notices."),
            asks=(
                Ask(key="platform", title=t("平台名称", "Platform")),
                Ask(key="contact", title=t("您的联系方式", "How to reach you")),
            ),
            needs=(LINKS, STORY, PROOF),
        ),
        Purpose(
            key="customs",
            title=t("海关备案和申请扣留", "Customs recordal and detention"),
            papers=("customs-record", "customs-detention", "evidence"),
            goes=t(
                "备案向海关总署网上提交;发现嫌疑货物即将进出口的,向进出境地海关申请扣留并提供担保。",
                "Recordal: online with the General Administration of Customs; detention: at the customs of the port, "
                "with security.",
            ),
            asks=(
                Ask(
                    key="recordal",
                    title=t("海关备案号", "Customs recordal"),
                    needed=False,
                    hint=t("已经备案的填写;没有的先办备案。", "If the right is recorded; else record it first."),
                ),
                Ask(
                    key="holder_place", title=t("权利人注册地或者住所、联系方式", "Holder: seat and contact"), long=True
                ),
                Ask(
                    key="genuine",
                    title=t("合法货物:名称、产地、主要特征、价格", "Genuine goods: name, origin, features, price"),
                    long=True,
                ),
                Ask(
                    key="licences",
                    title=t("许可他人使用的情况", "Licences given"),
                    long=True,
                    hint=t("没有许可的写“无”。", "Write “none” if there are none."),
                ),
                Ask(
                    key="goods",
                    title=t("嫌疑货物:名称、规格、主要特征", "Suspected goods: name, type, features"),
                    long=True,
                ),
                Ask(key="traders", title=t("收货人、发货人、制造商", "Consignee, consignor, maker"), long=True),
                Ask(key="port", title=t("进出境口岸", "Port")),
                Ask(key="when", title=t("时间、运输工具", "Time and means of transport"), needed=False),
            ),
            needs=(STORY, PROOF),
        ),
        Purpose(
            key="police",
            title=t("向公安机关报案", "Report to the police"),
            papers=("police", "evidence", "sheet"),
            goes=t("到行为发生地公安机关经侦部门提交。", "Hand it to the economic crime police of the place."),
            asks=(
                Ask(key="place", title=t("案发地点、窝点、仓库", "Where it happens: premises, stores"), long=True),
                Ask(
                    key="suspects",
                    title=t("嫌疑人、账号、电话", "Suspects, accounts, telephones"),
                    long=True,
                    needed=False,
                ),
            ),
            needs=(STORY, PROOF, SUM),
        ),
    )
}


def purpose_of(key: str) -> Purpose:
    """Return a purpose; an unknown word is the court's."""
    return PURPOSES.get(key, PURPOSES[DEFAULT])
