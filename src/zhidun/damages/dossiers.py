"""The file a sheet becomes: what is there of it; the papers of customs and police, as data that `papers` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from zhidun.damages.purposes import ADDRESS, LINKS, NEEDS, PROOF, PURPOSES, STORY, SUM, purpose_of
from zhidun.kernel import time
from zhidun.kernel.money import rounded
from zhidun.kernel.text import Text, t

if TYPE_CHECKING:
    from zhidun.damages.selectors import SheetPage

MISSING: Final = "(待填) to be filled in"
Rows = list[list[str]]


def standing(page: SheetPage) -> list[tuple[Text, bool]]:
    """Return what the file of a sheet needs, each with whether it is there."""
    purpose = purpose_of(page.purpose)
    there = {
        ADDRESS: bool(page.other_address),
        STORY: bool(page.story),
        PROOF: any(one.filename for one in page.lines),
        LINKS: any(one.listing for one in page.lines),
        SUM: page.opinion.total is not None,
    }
    own = [(NEEDS[key], there[key]) for key in purpose.needs]
    return own + [(one.title, bool(page.dossier.get(one.key))) for one in purpose.asks if one.needed]


def asked(page: SheetPage, *keys: str) -> Rows:
    """Return what the dossier says to some of its questions, each with its title in both languages."""
    titles = {one.key: one.title for purpose in PURPOSES.values() for one in purpose.asks}
    return [[f"{titles[key].zh} {titles[key].en}", page.dossier.get(key) or MISSING] for key in keys]


def customs_record(page: SheetPage) -> Mapping[str, object]:
    """Return the application to record a right with customs (知识产权海关保护条例 art. 7)."""
    return {
        "lead": [
            t("向海关总署申请知识产权海关保护备案。", "To the General Administration of Customs: recordal of a right.")
        ],
        "parts": [
            (
                t("权利人与知识产权", "Holder and right"),
                [
                    ["权利人 Right holder", page.card.holder_name],
                    *asked(page, "holder_place"),
                    ["知识产权 Right", " · ".join(filter(None, [page.card.right.zh, page.card.right_title]))],
                    *asked(page, "licences"),
                ],
            ),
            (t("合法行使权利的货物", "Goods under the right"), asked(page, "genuine")),
            (
                t("已知的侵权货物", "Infringing goods that are known"),
                [
                    *asked(page, "goods", "traders", "port"),
                    ["对方 Other side", "\n".join(filter(None, [page.card.other_name, page.other_address]))],
                ],
            ),
        ],
        "closing": [
            t(
                "申请人承诺所填内容真实,并附权利证书复印件和授权文件。",
                "What is stated is true; copies of the certificate and the powers are attached.",
            )
        ],
        "signs": [Text(f"申请人:{page.card.holder_name}", "Applicant"), t(f"{time.today()}", "")],
    }


def customs_detention(page: SheetPage) -> Mapping[str, object]:
    """Return the request to detain suspected goods (知识产权海关保护条例 arts. 12–14)."""
    recordal = page.dossier.get("recordal") or "未备案 not recorded"
    return {
        "lead": [
            t("发现侵权嫌疑货物即将进出口,申请扣留。", "Suspected goods are about to be moved: please detain them.")
        ],
        "parts": [
            (
                t("申请人与权利", "Applicant and right"),
                [
                    ["权利人 Right holder", page.card.holder_name],
                    *asked(page, "holder_place"),
                    ["知识产权 Right", " · ".join(filter(None, [page.card.right.zh, page.card.right_title]))],
                    ["海关备案号 Customs recordal", recordal],
                ],
            ),
            (t("嫌疑货物", "Suspected goods"), asked(page, "goods", "traders", "port", "when")),
        ],
        "story": True,
        "closing": [
            t(
                "申请人将按海关要求提供不超过货物等值的担保;请求扣留不当造成损失的,依法承担责任。",
                "Security up to the value of the goods will be given as customs asks; the applicant answers for a "
                "wrongful detention.",
            )
        ],
        "signs": [Text(f"申请人:{page.card.holder_name}", "Applicant"), t(f"{time.today()}", "")],
    }


def police(page: SheetPage) -> Mapping[str, object]:
    """Return the report of a suspected crime: who, what, where, how much and what proves it."""
    sums = [
        [one.title.zh, f"{rounded(one.range.low):,} – {rounded(one.range.high):,} 元"]
        for one in page.opinion.rows
        if one.range is not None and one.key in {"infringer_profit", "actual_loss"}
    ]
    return {
        "lead": [
            t(
                "报案人认为下列行为涉嫌侵犯知识产权犯罪,请依法立案侦查。",
                "The acts below appear to be a crime against intellectual property; please investigate.",
            )
        ],
        "parts": [
            (
                t("报案人与嫌疑人", "Who reports and who is suspected"),
                [
                    ["报案人 Reported by", page.card.holder_name],
                    ["知识产权 Right", " · ".join(filter(None, [page.card.right.zh, page.card.right_title]))],
                    ["嫌疑人 Suspect", "\n".join(filter(None, [page.card.other_name, page.other_address]))],
                    *asked(page, "suspects", "place"),
                    ["行为期间 Time of the acts", f"{page.act_from} → {page.act_to}"],
                ],
            ),
            (t("数额线索", "Amounts"), sums),
        ],
        "story": True,
        "closing": [
            t(
                "所附证据清单中的文件均已存证;报案人对所述负责,不诬告陷害。",
                "The files listed are sealed; who reports answers for what is stated.",
            )
        ],
        "signs": [Text(f"报案人:{page.card.holder_name}", "Reported by"), t(f"{time.today()}", "")],
    }
