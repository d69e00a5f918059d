"""The closed file (案卷): a cover with its contents, then every paper in order, as one PDF with numbered pages."""

from __future__ import annotations

import io

from zhidun.access.actors import Actor
from zhidun.cases.engine_words import outcome_title
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.fonts import printable
from zhidun.cases.models import Case, Paper
from zhidun.cases.paper_data import letterhead
from zhidun.cases.paper_kinds import paper_kind
from zhidun.cases.paper_words import full_width, printed_text, zh_date
from zhidun.cases.rendering import paper_pdf, render, stamps
from zhidun.cases.visibility import find, staff_sees
from zhidun.kernel import time
from zhidun.procedures.load import catalogue

COVER = "case-file"


def case_file(*, actor: Actor, case_number: str) -> bytes:
    """Return the whole file of a case for an officer.

    Raises:
        CaseNotFound: no such case, or the actor does not read it as an officer.
        PaperFaulty, GlyphMissing: a paper cannot be made.
    """
    case = find(actor, case_number)
    if not staff_sees(actor, case):
        raise CaseNotFound
    return closed_file(case)


def closed_file(case: Case) -> bytes:
    """Return cover, contents, and every paper of the case in the order of issue, in one PDF.

    The contents name pages of the whole file; each page carries that number at its foot, beside its paper's own.

    Raises:
        PaperFaulty, GlyphMissing: a paper cannot be made.
    """
    from pypdf import PdfReader, PdfWriter

    papers = list(case.papers.order_by("issued_at", "id"))
    parts = [paper_pdf(paper) for paper in papers]
    pages = [len(PdfReader(io.BytesIO(part)).pages) for part in parts]
    cover = _cover(case, papers, pages)
    writer = PdfWriter()
    writer.append(io.BytesIO(cover), outline_item="案卷目录 Contents")
    for paper, part in zip(papers, parts, strict=True):
        writer.append(io.BytesIO(part), outline_item=f"{paper.title_zh} {paper.number}".strip())
    overlay = PdfReader(io.BytesIO(stamps(1, len(writer.pages))))
    for page, stamp in zip(writer.pages, overlay.pages, strict=True):
        page.merge_page(stamp)
    writer.add_metadata({"/Title": f"{case.number} {case.title}", "/Producer": "Zhidun"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _cover(case: Case, papers: list[Paper], pages: list[int]) -> bytes:
    """Set the cover again until its own length is right: a long list of contents pushes the papers further back."""
    from pypdf import PdfReader

    length = 0
    cover = b""
    for _ in range(3):
        cover = render(COVER, cover_data(case, papers, pages, first=length + 1))
        found = len(PdfReader(io.BytesIO(cover)).pages)
        if found == length:
            break
        length = found
    return cover


def cover_data(case: Case, papers: list[Paper], pages: list[int], *, first: int) -> dict[str, object]:
    """Return the data of the cover; `first` is the page on which the first paper begins."""
    kind = paper_kind(COVER)
    procedure = catalogue().get(case.procedure, case.procedure_version)
    closed = case.closed_at or time.now()
    head = letterhead(case, kind, on=time.local_date(closed))
    officers = list(case.assignments.select_related("account").order_by("id"))
    items = case.evidence.select_related("item__blob").order_by("id")
    return {
        **head,
        "number": "",
        "procedure": printed_text(procedure.title).as_dict(),
        "case": {
            "number": case.number,
            "title": case.title,
            "received_on": zh_date(time.local_date(case.received_at)),
            "closed_on": zh_date(time.local_date(closed)) if case.closed_at else "",
            "outcome": outcome_title(procedure, case.outcome).zh,
        },
        "parties": [
            {"role": row.role, "name": row.shown_name} for row in case.parties.exclude(role="reporter").order_by("id")
        ],
        "officers": list(dict.fromkeys(row.account.name_zh or row.account.username for row in officers)),
        "overrides": [
            f"{row.account.name_zh}：{row.conflict_override}（{row.overridden_by}）"
            for row in officers
            if row.conflict_override
        ],
        "items": [{"name": printable(row.item.filename), "sha256": grouped(row.item.blob.sha256)} for row in items],
        "verify_url": "",
        "contents": _contents(papers, pages, first),
    }


def _contents(papers: list[Paper], pages: list[int], first: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    page = first
    for paper, count in zip(papers, pages, strict=True):
        found.append(
            {
                "title": full_width(paper.title_zh),
                "number": paper.number,
                "date": zh_date(time.local_date(paper.issued_at)),
                "page": page,
            }
        )
        page += count
    return found


def grouped(digest: str) -> str:
    """Return a hash in groups of eight, so that it can be read aloud and broken over lines."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
