"""The filer's receipt as PDF: it shows the secret, so it is made on the spot and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhidun.cases.fonts import printable
from zhidun.cases.paper_kinds import paper_kind
from zhidun.cases.paper_words import en_date, printed_text, zh_date
from zhidun.cases.rendering import render


def receipt_pdf(
    *,
    numbers: tuple[str, ...],
    office: Mapping[str, str],
    received_on: date,
    title: str,
    status_url: str,
    secret: str,
    items: tuple[tuple[str, str], ...] = (),
    demo: bool = False,
) -> bytes:
    """Return the filer's receipt as PDF with a QR code to the status page; it shows the secret, so it is not kept.

    Args:
        numbers: case numbers.
        office: zh, en, address and phone of the office that took the filing in.
        received_on: the day it was received.
        title: what the filing is about.
        status_url: what the QR code holds.
        secret: the secret shown once; empty leaves it out.
        items: (file name, SHA-256) of what was handed in.
        demo: marks it 演示.

    Raises:
        GlyphMissing, PaperFaulty: as `render`.
    """
    kind = paper_kind("receipt")
    data: dict[str, object] = {
        "kind": kind.kind,
        "public_id": "",
        "number": "",
        "title": printed_text(kind.title).as_dict(),
        "lead": printed_text(kind.lead).as_dict(),
        "closing": printed_text(kind.closing).as_dict(),
        "office": {
            "zh": office.get("zh", ""),
            "en": office.get("en", ""),
            "address": office.get("address", ""),
            "phone": office.get("phone", ""),
        },
        "case": {"number": "、".join(numbers), "title": title, "received_on": zh_date(received_on)},
        "addressees": [],
        "parties": [],
        "facts": [],
        "secret": secret,
        "items": [{"name": printable(name), "sha256": sha256} for name, sha256 in items],
        "reason": "",
        "articles": [],
        "remedies": [],
        "deadlines": [],
        "officers": [],
        "approvers": [],
        "corrects": "",
        "procedure": {"zh": "", "en": ""},
        "date": zh_date(received_on),
        "date_en": en_date(received_on),
        "date_iso": received_on.isoformat(),
        "seal": False,
        "demo": demo,
        "verify_url": status_url,
        "contents": [],
    }
    return render("receipt", data)
