"""The closed file (案卷): a cover with its contents, then every paper in order, as one PDF."""

from __future__ import annotations

import io

from zhidun.access.actors import Actor
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Case, Paper
from zhidun.cases.paper_kinds import paper_kind, zh_date
from zhidun.cases.rendering import paper_pdf, render
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
    """Return cover, contents with page numbers, and every paper of the case in the order of issue, in one PDF.

    Raises:
        PaperFaulty, GlyphMissing: a paper cannot be made.
    """
    from pypdf import PdfReader, PdfWriter

    papers = list(case.papers.order_by("issued_at", "id"))
    parts = [paper_pdf(paper) for paper in papers]
    pages = [len(PdfReader(io.BytesIO(part)).pages) for part in parts]
    cover = render(COVER, cover_data(case, papers, pages, first=2))
    cover_pages = len(PdfReader(io.BytesIO(cover)).pages)
    if cover_pages != 1:  # a long list of contents: the papers begin further back
        cover = render(COVER, cover_data(case, papers, pages, first=cover_pages + 1))
    writer = PdfWriter()
    writer.append(io.BytesIO(cover), outline_item="案卷目录 Contents")
    for paper, part in zip(papers, parts, strict=True):
        writer.append(io.BytesIO(part), outline_item=f"{paper.title_zh} {paper.number}".strip())
    writer.add_metadata({"/Title": f"{case.number} {case.title}", "/Producer": "Zhidun"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def cover_data(case: Case, papers: list[Paper], pages: list[int], *, first: int) -> dict[str, object]:
    """Return the data of the cover; `first` is the page on which the first paper begins."""
    kind = paper_kind(COVER)
    procedure = catalogue().get(case.procedure, case.procedure_version)
    outcome = procedure.outcomes.get(case.outcome)
    contents: list[dict[str, object]] = []
    page = first
    for paper, count in zip(papers, pages, strict=True):
        contents.append(
            {
                "title": paper.title_zh,
                "number": paper.number,
                "date": zh_date(time.local_date(paper.issued_at)),
                "page": page,
                "sha256": paper.pdf_sha256,
            }
        )
        page += count
    items = case.evidence.select_related("item__blob").order_by("id")
    closed = case.closed_at or time.now()
    return {
        "kind": COVER,
        "number": "",
        "title": kind.title.as_dict(),
        "procedure": procedure.title.as_dict(),
        "lead": kind.lead.as_dict(),
        "closing": kind.closing.as_dict(),
        "office": {"zh": case.office.name_zh, "en": case.office.name.en, "address": "", "phone": ""},
        "case": {
            "number": case.number,
            "title": case.title,
            "received_on": zh_date(time.local_date(case.received_at)),
            "closed_on": zh_date(time.local_date(closed)) if case.closed_at else "",
            "outcome": outcome.zh if outcome else case.outcome,
        },
        "addressees": [],
        "parties": [
            {"role": row.role, "name": row.shown_name} for row in case.parties.exclude(role="reporter").order_by("id")
        ],
        "facts": [],
        "reason": "",
        "articles": [],
        "remedies": [],
        "deadlines": [],
        "officers": [
            row.account.name_zh or row.account.username
            for row in case.assignments.select_related("account").order_by("id")
        ],
        "approvers": [],
        "overrides": [
            f"{row.account.name_zh}:{row.conflict_override}({row.overridden_by})"
            for row in case.assignments.exclude(conflict_override="").select_related("account")
        ],
        "items": [{"name": row.item.filename, "sha256": row.item.blob.sha256} for row in items],
        "corrects": "",
        "date": zh_date(time.local_date(closed)),
        "date_iso": time.local_date(closed).isoformat(),
        "seal": False,
        "demo": case.demo,
        "verify_url": "",
        "contents": contents,
    }
