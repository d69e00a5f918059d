"""Papers a side takes away without the other: damages sheet, list of evidence, letter of demand, claim by elements."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from zhidun.access.actors import Actor
from zhidun.cases.fonts import printable
from zhidun.cases.plain_papers import Section, printed, section
from zhidun.damages import dossiers, selectors
from zhidun.damages.computing import Opinion
from zhidun.damages.dossiers import MISSING
from zhidun.damages.errors import RulesUnread
from zhidun.damages.evidence_lines import Range
from zhidun.damages.models import SheetVersion
from zhidun.damages.purposes import purpose_of
from zhidun.damages.selectors import FactorCard, LineCard, SheetPage
from zhidun.damages.services import keep_version
from zhidun.damages.standing import SIDES, find
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound
from zhidun.kernel.money import rounded
from zhidun.kernel.text import Text, t

TITLES: Final[Mapping[str, Text]] = {
    "sheet": t("损害赔偿计算表", "Computation of damages"),
    "evidence": t("证据清单", "List of evidence"),
    "demand": t("侵权警告及赔偿催告函", "Letter of demand"),
    "claim": t("要素式起诉状", "Statement of claim by elements"),
    "notice": t("知识产权侵权通知书", "Notice of infringement to the platform"),
    "arbitration": t("仲裁申请书", "Request for arbitration"),
    "customs-record": t("知识产权海关保护备案申请书", "Application for customs recordal"),
    "customs-detention": t("扣留侵权嫌疑货物申请书", "Request to detain suspected goods"),
    "police": t("报案材料", "Report to the police"),
}
FILE: Final = t("存证文件", "Sealed file")
CONTESTED: Final = t("争议", "Contested")
ALONE: Final = frozenset({*TITLES, "package"} - {"sheet", "evidence"})
"""Papers for the right holder alone."""
DEMAND_DAYS: Final = 15
"""Days a letter of demand gives: a habit of the house, not of law."""
SIDE: Final = {"complainant": t("权利人方", "holder"), "respondent": t("对方", "other side")}


def make(actor: Actor, key: str, what: str) -> bytes:
    """Return a paper of a sheet as PDF/A, or `package`: those of its purpose in a zip.

    Args:
        actor: a side, or staff who handle the case of a shared sheet (the sheet and the list of evidence alone).
        key: public id of the sheet.
        what: a key of `TITLES`, or package.

    Raises:
        SheetNotFound, NotFound.
        RulesUnread: it rests on a rule nobody confirmed.
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    page = selectors.sheet_page(actor, key)
    if what not in {*TITLES, "package"} or (what in ALONE and page.card.part != "complainant"):
        raise NotFound
    if page.opinion.unread:
        raise RulesUnread
    if what == "package":
        return _package(actor, key, page)
    return _one(what, page, _digest(actor, key))


def _digest(actor: Actor, key: str) -> str:
    """Keep the version that is printed, when a side prints; staff print the version kept last."""
    row, part = find(actor, key)
    if part in SIDES:
        return keep_version(actor=actor, sheet=key).digest
    last = SheetVersion.objects.filter(sheet=row).order_by("-n").first()
    return last.digest if last else ""


def _package(actor: Actor, key: str, page: SheetPage) -> bytes:
    digest = _digest(actor, key)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, what in enumerate(purpose_of(page.purpose).papers, start=1):
            archive.writestr(f"{n}-{TITLES[what].zh}.pdf", _one(what, page, digest))
    return out.getvalue()


def _one(what: str, page: SheetPage, digest: str) -> bytes:
    makers: Mapping[str, Callable[[SheetPage], Mapping[str, object]]] = {
        "sheet": _sheet, "evidence": _evidence, "demand": _demand, "claim": _claim, "notice": _notice,
        "arbitration": _arbitration, "customs-record": _dossier(dossiers.customs_record),
        "customs-detention": _dossier(dossiers.customs_detention), "police": _dossier(dossiers.police),
    }  # fmt: skip
    made = makers[what](page)
    number = page.card.case or page.card.key[:8]
    return printed(TITLES[what], number=number, author=page.card.holder_name, made=made, digest=digest)


def _dossier(words: Callable[[SheetPage], Mapping[str, Any]]) -> Callable[[SheetPage], Mapping[str, object]]:
    """Return a maker that prints what `dossiers` says."""

    def made(page: SheetPage) -> Mapping[str, object]:
        said = words(page)
        sections = [section(title, rows, widths=(1, 2)) for title, rows in said["parts"] if rows]
        if said.get("story"):
            sections.append(section(t("事实与理由", "Facts and reasons"), words=[_story(page)]))
        return {
            "lead": [one.as_dict() for one in said["lead"]],
            "sections": sections,
            "closing": [one.as_dict() for one in said["closing"]],
            "signs": [Text(printable(one.zh), printable(one.en)).as_dict() for one in said["signs"]],
        }

    return made


def _claimed(made: Opinion) -> bool:
    """Whether punitive damages are claimed and the law allows them: a multiple is named and a total follows."""
    return made.punitive.allowed and made.punitive.total is not None


def _asked_for(made: Opinion) -> str:
    """Return the sum asked for, in words of money; to be filled in where none follows from the evidence."""
    total = made.punitive.with_costs if _claimed(made) else made.total
    return f"{_money(total)}元" if total is not None else MISSING


def _money(value: Decimal | None) -> str:
    return f"{rounded(value):,}" if value is not None else "—"


def _people(page: SheetPage) -> Section:
    rows = [
        ["权利人 Right holder", page.card.holder_name],
        ["对方 Other side", "\n".join(filter(None, [page.card.other_name, page.other_address]))],
        ["权利 Right", " · ".join(filter(None, [f"{page.card.right.zh} {page.card.right.en}", page.card.right_title]))],
        ["行为期间 Act", f"{page.act_from} → {page.act_to}"],
    ]
    return section(t("当事人与权利", "Parties and right"), rows, widths=(1, 3))


def _sheet(page: SheetPage) -> dict[str, object]:
    sections = [
        _people(page),
        _lines(page.lines),
        _bases(page.opinion),
        _punitive(page),
        _sensitivity(page.opinion),
        _contests(page),
    ]
    lead = t(
        "本表由所列证据按行为时的法律计算;每一步列明算法和依据,争议之处一并列出,由裁判者认定。",
        "Computed from the evidence below by the law of the act; arithmetic, basis and contests are shown.",
    )
    return {"lead": [lead.as_dict()], "sections": [one for one in sections if one["rows"] or one["words"]]}


def _lines(lines: Sequence[LineCard]) -> Section:
    heads = (t("序号", "No."), t("证据", "Evidence"), t("内容", "What it shows"), FILE, CONTESTED)
    rows = [
        [
            str(one.n),
            one.title.zh,
            _shown(one),
            f"{one.filename}\n{one.sha256[:16]}…" if one.filename else "—",
            "\n".join(f"{SIDE[side].zh}:{why}" for side, why in one.contested) or "—",
        ]
        for one in lines
    ]
    return section(t("证据行", "Lines of evidence"), rows, heads, widths=(1, 2, 4, 4, 4))


def _shown(one: LineCard) -> str:
    parts = [one.listing, one.on.isoformat() if one.on else "", f"{one.units:,}件" if one.units is not None else ""]
    parts += [f"{one.amount:,}元" if one.amount is not None else "", one.percent]
    return " · ".join([*filter(None, parts), *filter(None, [one.source.zh if one.source else "", one.words])])


def _times(multiple: Decimal | None) -> str:
    return f"{multiple.normalize():f}" if multiple is not None else "—"


def _bases(made: Opinion) -> Section:
    heads = (
        t("计算方法", "Basis"), t("低", "Low"), t("中", "Middle"), t("高", "High"), t("证据可靠度", "Confidence"),
        t("依据与算法", "Law and arithmetic"),
    )  # fmt: skip
    rows = []
    for one in made.rows:
        if one.range is None:
            rows.append([one.title.zh, "—", "—", "—", "—", one.refusal.zh if one.refusal else "没有证据"])
            continue
        steps = [one.citation.zh if one.citation else "", *(step.zh for step in one.steps)]
        steps += [one.refusal.zh] if one.refusal else []
        mark = "【采用】" if one.taken else ""
        middle = "—" if one.key == "statutory" else _money(one.range.middle)
        sure = "—" if one.key == "statutory" else _percent(one.range)
        how = "\n".join(filter(None, steps))
        rows.append([mark + one.title.zh, _money(one.range.low), middle, _money(one.range.high), sure, how])
    words = [
        t(f"赔偿数额:{_money(made.award)}元;合理开支:{_money(made.costs)}元;合计:{_money(made.total)}元。",
          f"Award {_money(made.award)}; reasonable costs {_money(made.costs)}; together {_money(made.total)} yuan."),
    ]  # fmt: skip
    words += made.notes
    return section(
        t("各种法定方法并列", "Every legal basis side by side"), rows, heads, words, widths=(5, 5, 5, 5, 4, 8)
    )


def _percent(one: Range) -> str:
    return f"{round(one.confidence * 100)}%"


def _punitive(page: SheetPage) -> Section:
    one = page.opinion.punitive
    ticked = [factor for factor in (*page.intent, *page.gravity) if factor.ticked]
    rows = [_factor(factor) for factor in ticked]
    heads = (t("因素", "Circumstance"), t("说明与证据", "Proof"), CONTESTED)
    if one.multiple is None and not ticked:
        return section(t("惩罚性赔偿", "Punitive damages"))
    if one.allowed and one.total is not None:
        said = t(
            f"基数{_money(one.base)}元 × {_times(one.multiple)} = {_money(one.total)}元;上限{_money(one.cap)}元;"
            f"加合理开支后{_money(one.with_costs)}元。",
            f"Base {_money(one.base)} × {_times(one.multiple)} = {_money(one.total)}; cap {_money(one.cap)}; "
            f"with costs {_money(one.with_costs)} yuan.",
        )
    else:
        said = one.reason or t("未主张倍数。", "No multiple is claimed.")
    reasons = str(page.settings.get("multiple_reasons") or "")
    words = [said, *([t(f"倍数理由:{reasons}", f"Reasons: {reasons}")] if reasons else []), *one.notes]
    return section(t("惩罚性赔偿", "Punitive damages"), rows, heads, words, widths=(4, 5, 4))


def _factor(one: FactorCard) -> list[str]:
    proof = "\n".join(filter(None, [one.words, one.filename])) or "—"
    contested = "\n".join(f"{SIDE[side].zh}:{why}" for side, why in one.contested) or "—"
    return [one.title.zh, proof, contested]


def _sensitivity(made: Opinion) -> Section:
    heads = (t("刷单比例", "Share of fake orders"), t("侵权获利", "Profit"), t("实际损失", "Loss"))
    rows = [[f"{share * 100:.0f}%", _money(profit), _money(loss)] for share, profit, loss in made.sensitivity]
    return section(t("如果部分销量是刷单", "If part of the sales were fake orders"), rows, heads)


def _contests(page: SheetPage) -> Section:
    whole = [(subject, said) for subject, said in page.contests.items() if subject in {"multiple", "basis"}]
    names = {"multiple": "倍数", "basis": "计算方法"}
    rows = [[names[subject], SIDE[side].zh, why] for subject, said in whole for side, why in said]
    heads = (t("事项", "Matter"), t("提出方", "By"), t("理由", "Why"))
    return section(t("其他争议", "Other contests"), rows, heads, widths=(1, 1, 4))


def _evidence(page: SheetPage) -> dict[str, object]:
    heads = (t("序号", "No."), t("文件", "File"), t("SHA-256", ""), t("证明内容", "Proves"))
    proved = [line for line in page.lines if line.filename]
    rows = [
        [str(n), one.filename, _hash(one.sha256), f"{one.title.zh} · {_shown(one)}"]
        for n, one in enumerate(proved, start=1)
    ]
    ticked = [one for one in (*page.intent, *page.gravity) if one.ticked and one.filename]
    rows += [[str(len(rows) + n), one.filename, "", one.title.zh] for n, one in enumerate(ticked, start=1)]
    words = [t("没有存证的证据。", "No sealed evidence.")] if not rows else []
    proofs = section(t("证据", "Evidence"), rows, heads, words, widths=(1, 4, 4, 6))
    lead = t("每份文件自存证时起未被更改,可用平台外的工具独立核验。", "Each file is unchanged since it was sealed.")
    return {"lead": [lead.as_dict()], "sections": [_people(page), proofs]}


def _hash(sha256: str) -> str:
    return "\n".join(sha256[at : at + 16] for at in range(0, len(sha256), 16))


def _demand(page: SheetPage) -> dict[str, object]:
    total = _asked_for(page.opinion)
    name, other = printable(page.card.holder_name), printable(page.card.other_name)
    right = printable(" ".join(filter(None, [page.card.right.zh, page.card.right_title])))
    lead = [
        t(f"{other}:", f"To {other}:"),
        t(
            f"你方自{page.act_from}至{page.act_to}的行为涉嫌侵害{name}的权利({right})。",
            f"Your acts from {page.act_from} to {page.act_to} appear to infringe the rights of {name}.",
        ),
    ]
    asks = [
        t("立即停止侵权行为;", "Stop at once;"),
        t(f"赔偿{total},计算见所附计算表;", f"Pay {total.removesuffix('元')} yuan as computed in the sheet attached;"),
        t("自收到之日起十五日内书面答复,也可以在平台上同意调解。",
          "Answer in writing within fifteen days of receipt, or agree to mediation on the platform."),
    ]  # fmt: skip
    closing = t(
        "本函构成侵权通知。收到后继续侵权的,可以作为认定故意的因素。",
        "This is a notice of infringement; going on after it may count as intent.",
    )
    return {
        "lead": [one.as_dict() for one in lead],
        "sections": [
            section(t("要求", "We ask you to"), words=asks),
            section(t("事实", "Facts"), words=[_story(page)]),
        ],
        "closing": [closing.as_dict()],
        "signs": [Text(name, "").as_dict(), t(f"{time.today()}", "").as_dict()],
    }


def _story(page: SheetPage) -> Text:
    return Text(page.story or "详见证据清单。", "" if page.story else "See the list of evidence.")


def _addressed(page: SheetPage, key: str, otherwise: Text) -> Text:
    """Return to whom a paper goes: as the owner said, or in general words."""
    said = printable(page.dossier.get(key) or "")
    return Text(f"此致 {said or otherwise.zh}", "" if said else f"To: {otherwise.en}")


def _elements(page: SheetPage) -> list[list[str]]:
    made = page.opinion
    punitive = made.punitive
    basis = next((one for one in made.rows if one.taken), None)
    return [
        ["原告 Plaintiff", page.card.holder_name],
        ["被告 Defendant", "\n".join(filter(None, [page.card.other_name, page.other_address]))],
        ["权利基础 Right", " · ".join(filter(None, [page.card.right.zh, page.card.right_title]))],
        ["侵权行为期间 Time of the act", f"{page.act_from} → {page.act_to}"],
        ["诉讼请求一 First claim", "停止侵权 Stop the infringement"],
        ["诉讼请求二 Second claim", f"赔偿经济损失及合理开支共{_asked_for(made)}"],
        ["赔偿计算方法 Basis", f"{basis.title.zh} {basis.citation.zh if basis.citation else ''}" if basis else "—"],
        [
            "惩罚性赔偿 Punitive",
            f"主张:基数{_money(punitive.base)}元,{_times(punitive.multiple)}倍,总额{_money(punitive.total)}元(不含合理开支)"
            if _claimed(made)
            else "不主张 No",
        ],
        ["合理开支 Costs", f"{_money(made.costs)} 元"],
        ["是否同意调解 Mediation", page.dossier.get("mediate") or MISSING],
        ["关联案件 Related case", page.card.case or "—"],
    ]


def _claim(page: SheetPage) -> dict[str, Any]:
    attached = t(
        "附:证据清单、损害赔偿计算表。调解中的陈述和报价不在其中。",
        "Attached: list of evidence, computation. Nothing said or offered in mediation is in it.",
    )
    signed = Text(f"具状人:{printable(page.card.holder_name)}", "Plaintiff")
    return {
        "sections": [
            section(t("要素", "Elements"), _elements(page), widths=(1, 2)),
            section(t("事实与理由", "Facts and reasons"), words=[_story(page)]),
        ],
        "closing": [
            _addressed(page, "court", t("有管辖权的人民法院", "The competent people's court")).as_dict(),
            attached.as_dict(),
        ],
        "signs": [signed.as_dict(), t(f"{time.today()}", "").as_dict()],
    }


def _notice(page: SheetPage) -> dict[str, object]:
    """Make the notice to a platform: who, which right, which links, prima facie evidence (电子商务法 42)."""
    links = list(dict.fromkeys(one.listing for one in page.lines if one.listing))
    heads = (t("序号", "No."), t("商品、店铺链接", "Link"))
    rows = [[str(n), link] for n, link in enumerate(links, start=1)]
    none = [t("请在证据行中填写链接。", "Enter the links in the lines of evidence.")] if not rows else []
    to = printable(page.dossier.get("platform") or "平台经营者")
    contact = [["联系方式 Contact", page.dossier["contact"]]] if page.dossier.get("contact") else []
    lead = t(
        f"{to}:下列链接中的商品涉嫌侵害通知人的权利,请及时采取删除、屏蔽、断开链接、终止交易和服务等必要措施。",
        "The goods at the links below appear to infringe; please act promptly: delete, block or disconnect them.",
    )
    closing = t(
        "通知人承诺所述属实;因通知错误造成损失的,依法承担责任。",
        "What is stated is true; the sender answers for a wrong notice as the law says.",
    )
    evidence = [f"{one.filename} · {one.sha256[:16]}…" for one in page.lines if one.filename]
    proof = [[str(n), text] for n, text in enumerate(evidence, start=1)]
    return {
        "lead": [lead.as_dict()],
        "sections": [
            _people(page),
            *([section(t("通知人", "Sender"), contact, widths=(1, 3))] if contact else []),
            section(t("涉嫌侵权的链接", "Links"), rows, heads, none, widths=(1, 8)),
            section(t("初步证据", "Prima facie evidence"), proof, words=[_story(page)], widths=(1, 8)),
        ],
        "closing": [closing.as_dict()],
        "signs": [Text(printable(page.card.holder_name), "").as_dict(), t(f"{time.today()}", "").as_dict()],
    }


def _arbitration(page: SheetPage) -> dict[str, object]:
    """Make the request for arbitration from the elements of the claim."""
    made = _claim(page)
    agreement = page.dossier.get("agreement") or MISSING
    first = t(f"仲裁协议(附后):{agreement}", "Arbitration agreement, attached.")
    elements = [
        ["申请人 Applicant", *row[1:]] if row[0].startswith("原告") else
        ["被申请人 Respondent", *row[1:]] if row[0].startswith("被告") else
        [row[0].replace("诉讼请求", "仲裁请求"), *row[1:]]
        for row in _elements(page) if not row[0].startswith("是否同意调解")
    ]  # fmt: skip
    signed = Text(f"申请人:{printable(page.card.holder_name)}", "Applicant")
    return {
        "sections": [section(t("要素", "Elements"), elements, widths=(1, 2)), *made["sections"][1:]],
        "lead": [Text(printable(first.zh), first.en).as_dict()],
        "closing": [_addressed(page, "institution", t("约定的仲裁机构", "The institution agreed on")).as_dict()],
        "signs": [signed.as_dict(), t(f"{time.today()}", "").as_dict()],
    }
