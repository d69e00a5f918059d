"""Papers printed from what is on a page, unnumbered and unfiled: title, sections of words and rows, signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings

from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.rendering import compile_template
from zhidun.kernel import time
from zhidun.kernel.text import Text

TEMPLATE: Final = "side-paper/template.typ"
Section = dict[str, object]


def section(
    title: Text,
    rows: Sequence[Sequence[str]] = (),
    heads: Sequence[Text] = (),
    words: Sequence[Text] = (),
    widths: Sequence[int] = (),
) -> Section:
    """Return a section: words above, then a table whose columns are as wide as `widths` say, equal by default."""
    count = len(rows[0]) if rows else 0
    return {
        "title": title.as_dict(),
        "rows": [["\n".join(printable(line) for line in cell.split("\n")) for cell in row] for row in rows],
        "heads": [one.as_dict() for one in heads],
        "words": [Text(printable(one.zh), printable(one.en)).as_dict() for one in words],
        "widths": list(widths) or [1] * count,
    }


def printed(title: Text, *, number: str, author: str, made: Mapping[str, object], digest: str = "") -> bytes:
    """Return a paper as PDF/A.

    Args:
        title: in both languages.
        number: of the case or sheet, in the foot.
        author: whose paper it is.
        made: sections, and lead, closing and signs where there are any.
        digest: SHA-256 of what the paper shows, if it was kept.

    Raises:
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    data: dict[str, object] = {
        "title": title.as_dict(),
        "number": number,
        "author": printable(author),
        "demo": bool(settings.DEMO),
        "date_iso": time.today().isoformat(),
        "lead": [],
        "closing": [],
        "signs": [],
        "digest": digest,
        **made,
    }
    check_glyphs(_strings(data))
    return compile_template(TEMPLATE, data)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [one for part in value.values() for one in _strings(part)]
    if isinstance(value, list | tuple):
        return [one for part in value for one in _strings(part)]
    return []
