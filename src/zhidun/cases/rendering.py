"""From frozen data to PDF/A-2b by typst: the same data gives the same bytes."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from zhidun.access.actors import SYSTEM
from zhidun.cases.errors import PaperFaulty
from zhidun.cases.fonts import check_glyphs, faces
from zhidun.cases.models import Paper
from zhidun.cases.paper_kinds import paper_kind
from zhidun.evidence import selectors as evidence
from zhidun.evidence import services as evidence_services
from zhidun.kernel.packs import last_file
from zhidun.kernel.text import t

STANDARD: Final = "a-2b"
LAYOUT: Final = "_layout.typ"
_one_at_a_time = threading.Lock()


def render(kind: str, data: Mapping[str, object]) -> bytes:
    """Return the PDF of a kind of paper from its data.

    Raises:
        GlyphMissing: a character no font has.
        PaperFaulty: the template is wrong, or typst warned of anything.
    """
    full = {**data, "qr": qr_svg(str(data["verify_url"])) if data.get("verify_url") else ""}
    check_glyphs(_texts(dict(data)))
    return compile_template(paper_kind(kind).template, full)


def stamps(first: int, last: int) -> bytes:
    """Return pages that hold nothing but the numbers `first` … `last` of a file, to be laid over its pages.

    Raises:
        PaperFaulty: as `render`.
    """
    return compile_template("case-file/stamp.typ", {"first": first, "last": last})


def compile_template(template: str, data: Mapping[str, object]) -> bytes:
    """Return the PDF/A of a typst template with its data.

    Template (a path below `papers/`) and the layout it imports are each the last pack's that has them: a city may
    replace one of them and keep the other.

    Raises:
        PaperFaulty: the template is wrong, or typst warned of anything.
    """
    import typst

    fonts = faces()
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True), "serif": fonts.serif, "sans": fonts.sans}
    try:
        with _one_at_a_time:
            output, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]  # the stub lacks files by name
                {"main.typ": last_file(f"papers/{template}"), LAYOUT: last_file(f"papers/{LAYOUT}")},
                font_paths=[str(fonts.folder)],
                ignore_system_fonts=True,
                sys_inputs=inputs,
                format="pdf",
                pdf_standards=STANDARD,
            )
    except typst.TypstError as fault:
        raise PaperFaulty(t(f"文书模板有误:{fault}", f"The template is wrong: {fault}")) from fault
    if warnings:
        shown = "; ".join(str(getattr(warning, "message", warning)) for warning in warnings)
        raise PaperFaulty(t(f"排版有警告,未生成:{shown}", f"Not made, typst warned: {shown}"))
    return bytes(output)


def qr_svg(address: str) -> str:
    """Return a QR code as SVG text."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=0, scale=4)
    return out.getvalue().decode()


def _texts(value: Any) -> list[str]:  # noqa: ANN401  any JSON value
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for entry in value.values() for text in _texts(entry)]
    if isinstance(value, list | tuple):
        return [text for entry in value for text in _texts(entry)]
    return []


def paper_pdf(paper: Paper) -> bytes:
    """Return the PDF of an issued paper, made now when the job has not made it yet.

    Raises:
        GlyphMissing, PaperFaulty: it cannot be made; its number and data stay.
    """
    row = ensure_rendered(paper=paper)
    if row.pdf is None:
        raise PaperFaulty
    with evidence.open_original(row.pdf) as stream:
        return stream.read()


@transaction.atomic
def ensure_rendered(*, paper: Paper) -> Paper:
    """Make and keep the PDF of a paper unless it is there; harmless when repeated or done by two at once.

    Raises:
        GlyphMissing, PaperFaulty: as `render`.
    """
    if paper.pdf_id is not None:
        return paper
    row = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if row.pdf_id is not None:
        return row
    content = render(row.kind, row.data)
    item = evidence_services.store_upload(
        stream=io.BytesIO(content),
        filename=f"{row.number or row.title_zh}.pdf",
        declared_type="application/pdf",
        actor=SYSTEM,
        source="generated",
    )
    row.pdf, row.pdf_sha256 = item, item.blob.sha256
    row.save(update_fields=["pdf", "pdf_sha256"])
    return row
