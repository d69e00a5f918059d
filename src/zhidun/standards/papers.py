"""A claim chart as PDF/A: elements with verdict, fact and evidence, defences, what each standard lacks."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from zhidun.access.actors import Actor
from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.rendering import compile_template
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text, t
from zhidun.standards import selectors
from zhidun.standards.conversion import Column
from zhidun.standards.selectors import ChartPage, standards_view

TEMPLATE: Final = "side-paper/template.typ"
TITLE: Final = t("构成要件比对表", "Claim chart")
VERDICTS: Final = {
    "met": t("具备", "Met"), "not_met": t("不具备", "Not met"), "unclear": t("不清楚", "Unclear"),
}  # fmt: skip
STATES: Final = {
    "open": t("待判断", "Open"), "founded": t("成立", "Made out"), "unfounded": t("不成立", "Not made out"),
}  # fmt: skip
NOT_A_FINDING: Final = t(
    "近似度仅供参考,不代替对构成要件和抗辩的判断。", "A similarity score is no finding; elements and defences decide."
)
UNREAD: Final = "(未核对原文)"
"""A basis whose text nobody here has read is marked; this is a working paper and carries no paper number."""
Section = dict[str, object]


def chart_pdf(actor: Actor, number: str, act: str, *, n: int | None = None) -> bytes:
    """Return a version of a chart as PDF/A.

    Raises:
        CaseNotFound, ActUnknown, VersionUnknown.
        NotFound: nothing was saved yet.
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    page = selectors.chart_page(actor, number, act, n=n)
    if not page.n:
        raise NotFound
    digest = next(one.digest for one in page.versions if one.n == page.n)
    sections = [_elements(page), _defences(page), _lacks(page)]
    score = f"{page.score}%" if page.score is not None else "—"
    lead = [
        page.view.title,
        t(
            f"法律适用日:{page.view.on};第{page.n}版,{printable(page.made_by)}",
            f"Law as on {page.view.on}; version {page.n}",
        ),
        t(f"文字近似度 {score}", f"Likeness of the signs {score}"),
        NOT_A_FINDING,
    ]
    data: dict[str, object] = {
        "title": TITLE.as_dict(), "number": page.number, "author": "知盾", "demo": bool(settings.DEMO),
        "date_iso": time.today().isoformat(), "lead": [one.as_dict() for one in lead], "sections": sections,
        "closing": [], "signs": [], "digest": digest,
    }  # fmt: skip
    check_glyphs([cell for one in sections for row in one["rows"] for cell in row])  # type: ignore[attr-defined]
    return compile_template(TEMPLATE, data)


def _section(title: Text, heads: list[Text], widths: list[int], rows: list[list[str]], none: Text) -> Section:
    return {
        "title": title.as_dict(),
        "words": [] if rows else [none.as_dict()],
        "heads": [one.as_dict() for one in heads] if rows else [],
        "widths": widths,
        "rows": [[printable(cell) or "—" for cell in row] for row in rows],
    }


def _elements(page: ChartPage) -> Section:
    names = dict(page.items)
    rows = []
    for one in page.view.elements:
        answer = page.chart.elements.get(one.key)
        verdict = VERDICTS[answer.verdict if answer else "unclear"]
        items = "\n".join(names.get(key, key) for key in answer.items) if answer else ""
        law = "\n".join(f"{row.citation.zh}{'' if row.verified else UNREAD}" for row in one.law if row.in_force)
        rows.append([f"{one.title.zh}\n{law}", verdict.zh, answer.fact if answer else "", items])
    heads = [t("要件和依据", "Element"), t("判断", "Verdict"), t("事实", "Fact"), t("证据", "Evidence")]
    return _section(t("构成要件", "Elements"), heads, [4, 2, 5, 3], rows, t("没有要件。", "No elements."))


def _defences(page: ChartPage) -> Section:
    names, titles = dict(page.items), {one.key: one.title for one in page.view.defences}
    rows = [
        [titles[key].zh, STATES[answer.state].zh, answer.words, "\n".join(names.get(one, one) for one in answer.items)]
        for key, answer in page.chart.defences.items()
        if key in titles
    ]
    heads = [t("抗辩", "Defence"), t("状态", "State"), t("理由和判断", "Reasons"), t("证据", "Evidence")]
    none = t("没有提出抗辩。", "No defence was raised.")
    return _section(t("抗辩", "Defences"), heads, [3, 2, 6, 3], rows, none)


def _lacks(page: ChartPage) -> Section:
    titles = {one.key: one.title for one in standards_view(page.view.on)}
    rows = [
        [titles[one.standard].zh, f"{one.ready} / {one.asked}" if one.open else "不适用", "\n".join(_said(one))]
        for one in page.columns
    ]
    heads = [t("证明标准", "Standard"), t("具备并有证据", "Met, with evidence"), t("还缺", "Still missing")]
    return _section(t("三种证明标准", "The three standards"), heads, [3, 3, 8], rows, t("没有。", "None."))


def _said(column: Column) -> list[str]:
    said = [
        f"{one.element.title.zh}:{VERDICTS[one.verdict].zh}{',缺证据' if one.without_evidence else ''}"
        for one in column.lacks
    ]
    said += [f"不具备:{one.title.zh}" for one in column.failed]
    return said + [f"抗辩未排除:{one.title.zh}" for one in column.held_up]
