"""The certificate of a sealed item (存证证明): what was sealed, when, its place in the log, who vouches for it."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.rendering import compile_template, qr_svg
from zhidun.evidence import proofs, selectors
from zhidun.evidence.errors import ProofPending
from zhidun.evidence.models import CustodyEvent, Item
from zhidun.evidence.proofs import SealView
from zhidun.kernel import time
from zhidun.kernel.text import Text, t

TEMPLATE: Final = "evidence-certificate/template.typ"
TITLE = t("电子证据存证证明", "Certificate of sealed electronic evidence")
ISSUER = t("知盾平台", "Zhidun platform")
ACTIONS: Final[dict[str, Text]] = {
    "received": t("收到", "received"),
    "downloaded": t("下载原件", "original downloaded"),
    "quarantined": t("隔离", "quarantined"),
    "released": t("解除隔离", "released"),
    "handed-over": t("移交(双方确认)", "handed over (both confirmed)"),
    "hand-over-offered": t("提出移交", "hand-over offered"),
    "hand-over-declined": t("未接收", "hand-over declined"),
    "hand-over-withdrawn": t("撤回移交", "hand-over withdrawn"),
    "package-made": t("下载证据包", "package made"),
}


def action_title(action: str) -> Text:
    """Return what a link of the chain of custody is called."""
    return ACTIONS.get(action, t(action, action))


def verify_url(item: Item) -> str:
    """Return the address of the public page that checks the file; it names the digest and nobody."""
    return f"{settings.ORIGIN}/verify/file?sha256={item.blob.sha256}"


def certificate_pdf(item: Item) -> bytes:
    """Return the certificate of an item as PDF/A.

    Raises:
        ProofPending: its proof is not there yet.
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    seal = proofs.view(proofs.seal_of(item))
    if not seal.proven:
        raise ProofPending
    today = time.today()
    data = {
        "title": TITLE.as_dict(),
        "number": seal.public_id,
        "issuer": ISSUER.as_dict(),
        "demo": bool(settings.DEMO),
        "date_iso": today.isoformat(),
        "date": today.isoformat(),
        "verify_url": verify_url(item),
        "lead": t(
            "下列电子数据自存证之时起保持完整、未被更改,可由任何人不依赖本平台独立核验。",
            "The data below is complete and unchanged since it was sealed; anyone can check this without us.",
        ).as_dict(),
        "check": t(
            "核验:将文件与证明文件(.tlog-proof)放入证据包内的 verify.html,离线即可核验;或扫码。",
            "To check: put file and proof into verify.html of the package, offline; or scan.",
        ).as_dict(),
        "groups": [_file(item), _place(seal), _vouchers(seal), _custody(selectors.custody(item))],
    }
    check_glyphs([row["value"] for group in data["groups"] for row in group["rows"]])  # type: ignore[attr-defined]
    return compile_template(TEMPLATE, {**data, "qr": qr_svg(verify_url(item))})


def _row(zh: str, en: str, value: str, *, is_hash: bool = False) -> dict[str, object]:
    return {"label": t(zh, en).as_dict(), "value": value, "hash": is_hash}


def _group(zh: str, en: str, rows: list[dict[str, object]]) -> dict[str, object]:
    return {"title": t(zh, en).as_dict(), "rows": [row for row in rows if row["value"]]}


def _when(at: object) -> str:
    return at.astimezone(time.CITY_ZONE).strftime("%Y-%m-%d %H:%M:%S %z") if hasattr(at, "astimezone") else ""


def _file(item: Item) -> dict[str, object]:
    return _group(
        "文件", "File",
        [
            _row("名称", "Name", printable(item.filename)),
            _row("类型与大小", "Type and size", f"{item.detected_type} · {item.blob.size:,} B"),
            _row("收到时间", "Received", _when(item.uploaded_at)),
            _row("采集时间", "Captured", _when(item.captured_at)),
            _row("SHA-256", "SHA-256", item.blob.sha256, is_hash=True),
            _row("SM3(国密)", "SM3 (GB/T 32905)", item.blob.sm3, is_hash=True),
        ],
    )  # fmt: skip


def _place(seal: SealView) -> dict[str, object]:
    return _group(
        "存证", "Seal",
        [
            _row("存证时间", "Sealed", _when(seal.sealed_at)),
            _row("日志名称", "Log", seal.origin),
            _row("位置(从0起)", "Position (from 0)", str(seal.index)),
            _row("检查点大小与时间", "Checkpoint size, time", f"{seal.size} · {_when(seal.signed_at)}"),
            _row("检查点根值", "Root", seal.root, is_hash=True),
            _row("条目哈希", "Leaf", seal.leaf, is_hash=True),
        ],
    )  # fmt: skip


def _vouchers(seal: SealView) -> dict[str, object]:
    witnesses = "\n".join(f"{one.name} · {_when(one.at)}" for one in seal.witnesses)
    stamps = "\n".join(f"{one.authority} · {_when(one.at)}" for one in seal.stamps)
    return _group(
        "见证与时间戳", "Witnesses and time stamps",
        [
            _row("见证人", "Witnesses", witnesses or "—"),
            _row("可信时间戳(RFC 3161)", "Time stamps (RFC 3161)", stamps or "—"),
        ],
    )  # fmt: skip


def _custody(links: list[CustodyEvent]) -> dict[str, object]:
    rows = [_row(f"第{link.seq}环", f"Link {link.seq}", f"{_when(link.at)} · {_said(link)}") for link in links]
    return _group("保管链", "Chain of custody", rows)


def _said(link: CustodyEvent) -> str:
    title = action_title(link.action)
    return f"{title.zh} {title.en} · {printable(link.actor_name_zh)}"
