"""WARC 1.1 (ISO 28500): every request and answer of a capture, and what was made of the page, each with its digest."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from zhidun import __version__
from zhidun.capture.net.fetching import Exchange, Headers

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.warcwriter import WARCWriter

SOFTWARE: Final = f"zhidun-capture/{__version__}"
ENCODING: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
CHUNKS: Final = frozenset({"transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Extra:
    """Something made of the page: its picture, its final document."""

    kind: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """Where an answer stands in the WARC: one line of the index."""

    url: str
    at: datetime
    mime: str
    status: int
    digest: str
    offset: int
    length: int


def stamp(at: datetime) -> str:
    """Return a moment as WARC headers write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(
    path: Path, exchanges: Sequence[Exchange], extras: Sequence[Extra], *, page: str, made_at: datetime
) -> list[Line]:
    """Write a compressed WARC and return its index, one line an answer."""
    from warcio.warcwriter import WARCWriter

    lines: list[Line] = []
    with path.open("wb") as out:
        writer: WARCWriter = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        info = {"software": SOFTWARE, "format": "WARC File Format 1.1", "isPartOf": page}
        writer.write_record(writer.create_warcinfo_record(path.name, info))
        lines += [_answer(writer, out, exchange) for exchange in exchanges if exchange.status]
        lines += [_extra(writer, out, extra, page, made_at) for extra in extras]
        _failures(writer, exchanges, page)
    return lines


def _answer(writer: WARCWriter, out: io.BufferedWriter, exchange: Exchange) -> Line:
    payload = f"sha256:{hashlib.sha256(exchange.body).hexdigest()}"
    words = {
        "WARC-Date": stamp(exchange.started_at),
        "WARC-Payload-Digest": payload,
        **({"WARC-IP-Address": exchange.address} if exchange.address else {}),
        **({"WARC-Truncated": exchange.truncated} if exchange.truncated else {}),
    }
    start = out.tell()
    record = _record(writer, exchange, "response", words)
    writer.write_record(record)
    mime, length = exchange.media_type or "unk", out.tell() - start
    line = Line(exchange.url, exchange.started_at, mime, exchange.status, payload, start, length)
    own = str(record.rec_headers.get_header("WARC-Record-ID"))
    told = {"WARC-Date": stamp(exchange.started_at), "WARC-Concurrent-To": own}
    writer.write_record(_record(writer, exchange, "request", told))
    return line


def _record(writer: WARCWriter, exchange: Exchange, kind: str, words: dict[str, str]) -> ArcWarcRecord:
    from warcio.statusandheaders import StatusAndHeaders

    if kind == "response":
        first, lines, body = f"{exchange.status} {exchange.status_text}".strip(), answered(exchange), exchange.body
        head = StatusAndHeaders(first, lines, protocol="HTTP/1.1")
    else:
        parts = urlsplit(exchange.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        first, lines = f"{exchange.method} {path} HTTP/1.1", list(exchange.request_headers)
        head = StatusAndHeaders(first, lines, is_http_request=True)
        body = exchange.request_body
    return writer.create_warc_record(
        exchange.url, kind, payload=io.BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=words
    )


def answered(exchange: Exchange) -> list[tuple[str, str]]:
    """Return an answer's headers as they fit the body that is kept; what no longer fits is kept under another name."""
    changed = ENCODING if exchange.decoded else CHUNKS
    kept: list[tuple[str, str]] = []
    for key, value in _whole(exchange.headers):
        if key.lower() in changed and not (key.lower() == "content-length" and value == str(len(exchange.body))):
            kept.append((f"X-Archive-Orig-{key}", value))
        else:
            kept.append((key, value))
    if not any(key.lower() == "content-length" for key, _ in kept):
        kept.append(("Content-Length", str(len(exchange.body))))
    return kept


def _whole(headers: Headers) -> Headers:
    """Return headers without line breaks: a value must not begin a header of its own."""
    return tuple((" ".join(key.splitlines()), " ".join(value.splitlines())) for key, value in headers)


def _extra(writer: WARCWriter, out: io.BufferedWriter, extra: Extra, page: str, made_at: datetime) -> Line:
    address = f"urn:{extra.kind}:{page}"
    payload = f"sha256:{hashlib.sha256(extra.content).hexdigest()}"
    start = out.tell()
    words = {"WARC-Date": stamp(made_at), "WARC-Payload-Digest": payload}
    writer.write_record(
        writer.create_warc_record(
            address, "resource", payload=io.BytesIO(extra.content), length=len(extra.content),
            warc_content_type=extra.media_type, warc_headers_dict=words,
        )
    )  # fmt: skip
    return Line(address, made_at, extra.media_type, 200, payload, start, out.tell() - start)


def _failures(writer: WARCWriter, exchanges: Sequence[Exchange], page: str) -> None:
    """Write down what the page asked for and did not get: it belongs to what was seen."""
    failed: list[dict[str, Any]] = [
        {"url": one.url, "method": one.method, "failure": one.failure} for one in exchanges if not one.status
    ]
    if not failed:
        return
    content = json.dumps(failed, ensure_ascii=False, indent=1).encode()
    writer.write_record(
        writer.create_warc_record(
            f"urn:failed-requests:{page}", "metadata", payload=io.BytesIO(content), length=len(content),
            warc_content_type="application/json",
        )
    )  # fmt: skip
