"""Unpacking bodies with a cap, and reading what a page needs with it."""

from __future__ import annotations

import codecs
import re
import zlib
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

from zhidun.capture.errors import DecodesTooLarge
from zhidun.capture.net.fetching import Exchange

_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
HEAD: Final = 4096
STEP: Final = 256 * 1024
HTML: Final = frozenset({"text/html", "application/xhtml+xml"})


def plain(exchange: Exchange, *, limit: int) -> bytes:
    """Return the body unpacked; a coding we did not ask for is left as it is.

    Raises:
        DecodesTooLarge: it unpacks to more than `limit`.
    """
    coding = exchange.header("content-encoding").strip().lower()
    if exchange.decoded or coding not in {"gzip", "x-gzip", "deflate"}:
        return exchange.body
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            return _unpack(exchange.body, window, limit)
        except zlib.error:
            continue
    return exchange.body


def _unpack(raw: bytes, window: int, limit: int) -> bytes:
    out, machine = bytearray(), zlib.decompressobj(window)
    rest = raw
    while rest and not machine.eof:
        out += machine.decompress(rest, STEP)
        if len(out) > limit:
            raise DecodesTooLarge
        rest = machine.unconsumed_tail
    return bytes(out)


def text_of(exchange: Exchange, body: bytes) -> str:
    """Return a page's text by its declared character set, what its head says, or UTF-8; wrong bytes are marked."""
    head = body[:HEAD].decode("latin-1")
    said = _CHARSET.search(exchange.header("content-type")) or _CHARSET.search(head)
    name = said[1] if said else "utf-8"
    try:
        codec = codecs.lookup("gb18030" if name.lower() in {"gb2312", "gbk"} else name).name
        return body.decode(codec, "replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", "replace")


def title_of(text: str) -> str:
    """Return the title of a page, or an empty string."""
    found = _TITLE.search(text)
    return re.sub(r"\s+", " ", found[1]).strip()[:300] if found else ""


class _Requisites(HTMLParser):
    """Collects what a page shows or runs with itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {key: value or "" for key, value in attrs}
        if tag == "img":
            self._add("image", words.get("src", ""))
        elif tag == "script":
            self._add("script", words.get("src", ""))
        elif tag == "link" and {"stylesheet", "icon"} & set(words.get("rel", "").lower().split()):
            self._add("stylesheet", words.get("href", ""))
        elif tag in {"video", "source", "iframe"}:
            self._add("media", words.get("poster" if tag == "video" else "src", ""))

    def _add(self, kind: str, address: str) -> None:
        if address and not address.startswith(("data:", "blob:", "javascript:", "about:")):
            self.found.append((kind, address))


def requisites(text: str, base: str, *, most: int) -> list[tuple[str, str]]:
    """Return (kind, address) of pictures, scripts, styles and frames of a page, each once, at most `most`."""
    reader = _Requisites()
    reader.feed(text)
    whole = ((kind, urljoin(base, address)) for kind, address in reader.found)
    seen = dict.fromkeys(((kind, address.partition("#")[0]) for kind, address in whole))
    return list(seen)[:most]
