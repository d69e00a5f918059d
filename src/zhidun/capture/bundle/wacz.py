"""WACZ 1.1.1: the WARC with its index, pages and digests in one ZIP, and the check of such a file."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from zhidun.capture.bundle.warc import SOFTWARE, Line, stamp

VERSION: Final = "1.1.1"
WARC: Final = "archive/data.warc.gz"
INDEX: Final = "indexes/index.cdxj"
PAGES: Final = "pages/pages.jsonl"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
_WWW: Final = re.compile(r"^www\d*\.")


@dataclass(frozen=True, slots=True)
class Page:
    """The page a capture was made of."""

    url: str
    title: str
    at: datetime
    key: str


def surt(url: str) -> str:
    """Return the sort key of an address: host from the right, path, query in order."""
    if not url.startswith(("http://", "https://")):
        return url
    parts = urlsplit(url.lower())
    host = ",".join(reversed(_WWW.sub("", parts.hostname or "").split(".")))
    usual = {"http": 80, "https": 443}[parts.scheme]
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True))) if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{'?' + query if query else ''}"


def cdxj(lines: Sequence[Line]) -> str:
    """Return the index, sorted by key and moment."""
    rows = []
    for line in lines:
        facts = {
            "url": line.url, "mime": line.mime, "status": str(line.status), "digest": line.digest,
            "length": str(line.length), "offset": str(line.offset), "filename": Path(WARC).name,
        }  # fmt: skip
        at = line.at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        rows.append(f"{surt(line.url)} {at} {json.dumps(facts, ensure_ascii=False)}\n")
    return "".join(sorted(rows))


def pages(page: Page) -> str:
    """Return the list of pages."""
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    row = {"id": page.key, "url": page.url, "ts": stamp(page.at), "title": page.title or page.url}
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (head, row))


def write(path: Path, warc: Path, lines: Sequence[Line], page: Page) -> None:
    """Write the ZIP; nothing in it is compressed again, so that a replay may seek in it."""
    parts = {INDEX: cdxj(lines).encode(), PAGES: pages(page).encode()}
    resources = [_resource(WARC, _digest_of(warc), warc.stat().st_size)]
    resources += [_resource(name, hashlib.sha256(raw).hexdigest(), len(raw)) for name, raw in parts.items()]
    package = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": page.title or page.url,
        "created": stamp(page.at),
        "software": SOFTWARE,
        "mainPageUrl": page.url,
        "mainPageDate": stamp(page.at),
        "resources": resources,
    }
    told = json.dumps(package, ensure_ascii=False, indent=2).encode()
    seal = {"path": PACKAGE, "hash": f"sha256:{hashlib.sha256(told).hexdigest()}"}
    moment = page.at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as pack:
        with warc.open("rb") as source, pack.open(zipfile.ZipInfo(WARC, moment), "w") as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)
        whole = {**parts, PACKAGE: told, DIGEST: json.dumps(seal).encode()}
        for name, raw in whole.items():
            pack.writestr(zipfile.ZipInfo(name, moment), raw)


def _resource(name: str, digest: str, size: int) -> dict[str, object]:
    return {"name": Path(name).name, "path": name, "hash": f"sha256:{digest}", "bytes": size}


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def faults(path: Path) -> list[str]:
    """Return what is wrong with a WACZ: digests, sizes, index lines that point elsewhere; nothing if whole."""
    wrong: list[str] = []
    try:
        with zipfile.ZipFile(path) as pack:
            wrong += _package_faults(pack)
            if not wrong:
                wrong += _index_faults(pack)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        wrong.append(f"{type(error).__name__}: {error}")
    return wrong


def _package_faults(pack: zipfile.ZipFile) -> list[str]:
    told = pack.read(PACKAGE)
    seal: dict[str, str] = json.loads(pack.read(DIGEST))
    wrong = []
    if seal.get("hash") != f"sha256:{hashlib.sha256(told).hexdigest()}":
        wrong.append(f"{PACKAGE}: digest differs")
    named: list[dict[str, Any]] = json.loads(told)["resources"]
    for one in named:
        raw = pack.read(one["path"])
        if f"sha256:{hashlib.sha256(raw).hexdigest()}" != one["hash"] or len(raw) != one["bytes"]:
            wrong.append(f"{one['path']}: digest or size differs")
    extra = set(pack.namelist()) - {str(one["path"]) for one in named} - {PACKAGE, DIGEST}
    return wrong + [f"{name}: not named in {PACKAGE}" for name in sorted(extra)]


def _index_faults(pack: zipfile.ZipFile) -> list[str]:
    warc = pack.read(WARC)
    rows = pack.read(INDEX).decode().splitlines()
    wrong = [] if rows == sorted(rows) else [f"{INDEX}: not sorted"]
    for row in rows:
        key, _, rest = row.partition(" ")
        facts: dict[str, str] = json.loads(rest.partition(" ")[2])
        start = int(facts["offset"])
        record = gzip.decompress(warc[start : start + int(facts["length"])])
        uri = re.search(rb"WARC-Target-URI: ([^\r\n]+)", record)
        if uri is None or uri[1].decode() != facts["url"] or key != surt(facts["url"]):
            wrong.append(f"{INDEX}: {facts['url']} does not point at its record")
    return wrong
