"""Papers of a deposit as PDF: the certificate, the chain of title, sheets of genuine-product codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings

from zhidun.access.places import unit
from zhidun.cases.certificates import ISSUER
from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.rendering import compile_template, qr_svg
from zhidun.deposit import selectors, words
from zhidun.deposit.coding import check_address, codes_of
from zhidun.deposit.errors import TooManyCodes
from zhidun.deposit.models import ChainEntry, CodeBatch, Deal, Deposit
from zhidun.deposit.shares import show
from zhidun.deposit.territory import name as place_name
from zhidun.evidence.errors import ProofPending
from zhidun.evidence.models import Item
from zhidun.evidence.proofs import SealView
from zhidun.kernel import time
from zhidun.kernel.text import Text, t

CERTIFICATE: Final = "deposit-certificate/template.typ"
SHEET: Final = "code-sheet/template.typ"
MOST_ON_SHEETS: Final = 480
"""Codes that are drawn as QR labels: twenty sheets; more go to a printer as CSV."""
LINES: Final = (slice(0, 11), slice(12, 23))
SHORT: Final = 12
NOTICE: Final = t(
    "本证书只证明上述内容在存证时间已经存在且此后未被更改;它不是著作权登记,也不认定权利归属,作者和著作权人由存证人自行陈述。",
    "This proves that the content existed then and is unchanged since. It is no copyright registration and decides "
    "nothing about ownership: authors and owners are as the depositor stated them.",
)


def verify_url(row: Deposit) -> str:
    """Return the address of the public page that answers for a deposit."""
    return f"{settings.ORIGIN}/deposit/verify?q={row.number}"


def certificate_pdf(row: Deposit) -> bytes:
    """Return the certificate of a deposit as PDF/A.

    Raises:
        ProofPending: its proof is not there yet.
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    chain = selectors.chain(row)
    first, seal = chain[0]
    if not seal.proven:
        raise ProofPending
    lead = t(
        "下列作品已在本平台存证,存证记录已写入公开、可独立核验的日志。",
        "The work below was deposited here; its record stands in a public log that anyone can check.",
    )
    groups = [_work(row), _people(row), _content(row, selectors.items_of(row)), _place(first, seal)]
    return _paper(row, t("作品存证证书", "Certificate of deposit of a work"), lead, groups)


def chain_pdf(row: Deposit) -> bytes:
    """Return the chain of title of a deposit as PDF/A: who holds it, what was agreed, each entry's place in the log.

    Raises:
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    held = "\n".join(f"{printable(one.name)} · {show(one.share)}" for one in selectors.owners_of(row))
    groups = [
        _group(t("现状", "Today"), [_row("作品", "Work", printable(row.title)), _row("著作权人", "Owners", held)]),
        *(_entry(entry, seal) for entry, seal in selectors.chain(row)),
    ]
    lead = t(
        "下列各项按时间排列,每项均由各方在自己的账号中确认,并写入公开日志。",
        "In order of time; every side confirmed in its own account, and each entry stands in the public log.",
    )
    return _paper(row, t("权属链", "Chain of title"), lead, groups)


def sheet_pdf(batch: CodeBatch) -> bytes:
    """Return the codes of a batch as sheets of QR labels.

    Raises:
        TooManyCodes: more than twenty sheets.
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    if batch.quantity > MOST_ON_SHEETS:
        raise TooManyCodes
    codes = [{"qr": qr_svg(check_address(code)), "lines": [code[part] for part in LINES]} for code in codes_of(batch)]
    product = printable(batch.product)
    return compile_template(
        SHEET,
        {
            "batch": batch.ref,
            "product": product,
            "short": product if len(product) <= SHORT else product[: SHORT - 1] + "…",
            "issuer": printable(batch.issuer_name),
            "demo": bool(settings.DEMO),
            "date_iso": time.local_date(batch.issued_at).isoformat(),
            "codes": codes,
        },
    )


def _paper(row: Deposit, title: Text, lead: Text, groups: Sequence[dict[str, object]]) -> bytes:
    data = {
        "title": title.as_dict(),
        "number": row.number,
        "issuer": ISSUER.as_dict(),
        "demo": bool(settings.DEMO),
        "date_iso": time.today().isoformat(),
        "verify_url": verify_url(row),
        "lead": lead.as_dict(),
        "notice": NOTICE.as_dict(),
        "check": t(
            "核验:扫码,或将证明包中的文件与证明放入 verify.html 离线核对。",
            "To check: scan, or put a file of the package and its proof into verify.html, offline.",
        ).as_dict(),
        "groups": list(groups),
    }
    check_glyphs([one["value"] for group in groups for one in group["rows"]])  # type: ignore[attr-defined]
    return compile_template(CERTIFICATE, {**data, "qr": qr_svg(verify_url(row))})


def _row(zh: str, en: str, value: str, *, is_hash: bool = False) -> dict[str, object]:
    return {"label": t(zh, en).as_dict(), "value": value, "hash": is_hash}


def _group(title: Text, rows: list[dict[str, object]]) -> dict[str, object]:
    return {"title": title.as_dict(), "rows": [one for one in rows if one["value"]]}


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _when(at: datetime | None) -> str:
    return at.astimezone(time.CITY_ZONE).strftime("%Y-%m-%d %H:%M:%S %z") if at else ""


def _work(row: Deposit) -> dict[str, object]:
    published = row.first_published_on.isoformat() if row.first_published_on else "未发表 unpublished"
    return _group(
        t("作品", "Work"),
        [
            _row("名称", "Title", printable(row.title)),
            _row("类别", "Category", _both(words.said(words.CATEGORIES, row.category))),
            _row("创作性质", "Authorship", _both(words.said(words.AUTHORSHIP, row.authorship))),
            _row("人工智能使用说明", "Statement on AI", printable(row.ai_statement)),
            _row("完成", "Completed", f"{row.created_on} {printable(row.created_place)}".strip()),
            _row("首次发表", "First published", f"{published} {printable(row.first_published_place)}".strip()),
            _row("区域", "District", _both(unit(row.district).name)),
        ],
    )


def _people(row: Deposit) -> dict[str, object]:
    owners = "\n".join(f"{printable(one.name)} · {show(one.at_start)}" for one in row.holders.all() if one.share_num)
    authors = "\n".join(printable(one.name) for one in row.authors.all())
    title = t("作者与著作权人(存证人陈述)", "Authors and owners (as stated)")
    return _group(title, [_row("作者", "Authors", authors), _row("著作权人与份额", "Owners and shares", owners)])


def _content(row: Deposit, items: Sequence[Item]) -> dict[str, object]:
    rows: list[dict[str, object]] = []
    if row.commitment:
        rows.append(_row("承诺值(HMAC-SHA-256)", "Commitment (HMAC-SHA-256)", row.commitment, is_hash=True))
        shown = _when(row.revealed_at) or "尚未提交 not yet"
        rows.append(_row("提交相符作品", "Matching work revealed", shown))
    for one in items:
        rows += [
            _row("文件", "File", f"{printable(one.filename)} · {one.blob.size:,} B"),
            _row("SHA-256", "SHA-256", one.blob.sha256, is_hash=True),
            _row("SM3(国密)", "SM3 (GB/T 32905)", one.blob.sm3, is_hash=True),
        ]
    return _group(t("内容", "Content"), rows)


def _place(entry: ChainEntry, seal: SealView) -> dict[str, object]:
    vouchers = [f"{one.name} · {_when(one.at)}" for one in seal.witnesses]
    vouchers += [f"{one.authority} · {_when(one.at)}" for one in seal.stamps]
    return _group(
        t("存证", "Seal"),
        [
            _row("存证时间", "Deposited", _when(entry.at)),
            _row("存证记录 SHA-256", "Record SHA-256", entry.sha256, is_hash=True),
            _row("日志与位置(从0起)", "Log and position (from 0)", f"{seal.origin} · {seal.index}"),
            _row("检查点", "Checkpoint", f"{seal.size} · {_when(seal.signed_at)}"),
            _row("见证与时间戳", "Witnesses, time stamps", "\n".join(vouchers) or "—"),
        ],
    )


def _entry(entry: ChainEntry, seal: SealView) -> dict[str, object]:
    title = words.said(words.ENTRIES, entry.kind)
    place = f"{seal.origin} · {seal.index}" if seal.proven else "待存证 pending"
    rows = [_row("时间", "At", _when(entry.at)), *(_deal_rows(entry.deal) if entry.deal else [])]
    rows += [_row("记录 SHA-256", "Record SHA-256", entry.sha256, is_hash=True), _row("日志位置", "In the log", place)]
    return _group(Text(f"{entry.seq} {title.zh}", title.en), rows)


def _deal_rows(deal: Deal) -> list[dict[str, object]]:
    told = deal.undoes or deal
    until = deal.to_on.isoformat() if deal.to_on else "—"
    rows = [
        _row("由", "From", printable(deal.giver_name)),
        _row("至", "To", printable(deal.taker_name)),
        _row("生效", "From day", f"{deal.from_on} → {until}" if deal.kind == "licence" else deal.from_on.isoformat()),
    ]
    if told.kind == "transfer":
        rows.append(_row("份额", "Share", show(told.share)))
    if told.kind == "licence":
        powers = "、".join(words.said(words.POWERS, one).zh for one in told.powers)
        rows += [
            _row("种类", "Kind", _both(words.said(words.LICENCES, told.licence_kind))),
            _row("权利", "Rights", powers),
            _row("地域", "Territory", "、".join(_both(place_name(one)) for one in told.territory)),
            _row("可否再许可", "Sublicences", "可以 yes" if told.sublicensing else "不可以 no"),
        ]
    return [*rows, _row("约定", "Terms", printable(deal.terms))]
