"""The public log over HTTP: paths and caching of tlog-tiles; an export of it is checked with the core alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.factories.sealing import own_log
from zhidun.access.actors import SYSTEM
from zhidun.evidence import ledger_care, sealing
from zhidun.evidence.logbook import logbook
from zhidun.evidence.models import Seal
from zhidun.evidence.sequencing import Sequencer
from zhidun.ledger import checkpoint, fsck
from zhidun.ledger.errors import LogBehind
from zhidun.ledger.note import parse_vkey
from zhidun.ledger.store import Folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(settings: Any, tmp_path: Path) -> None:
    own_log(settings, tmp_path)


def _seal(count: int) -> None:
    for number in range(count):
        sealing.seal(actor=SYSTEM, kind="t", object_key=f"{Seal.objects.count()}-{number}", manifest={"n": number})
    Sequencer().round()


def test_before_the_first_entry_there_is_no_checkpoint(client: Client) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/log.vkey").status_code == 200


def test_a_stranger_reads_the_log_with_the_published_key(client: Client) -> None:
    _seal(257)
    key = parse_vkey(client.get("/log/log.vkey").content.decode())
    answer = client.get("/log/checkpoint")
    head, _ = checkpoint.opened(answer.content, [key])
    assert head.size == 257 and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"].startswith("text/plain")
    full = client.get("/log/tile/0/000")
    assert (len(full.content), full.headers["Cache-Control"]) == (8192, "public, max-age=31536000, immutable")
    assert len(client.get("/log/tile/0/001.p/1").content) == 32
    assert len(client.get("/log/tile/1/000.p/1").content) == 32
    assert client.get("/log/tile/entries/000").headers["Content-Type"] == "application/octet-stream"
    assert client.get("/log/policy").content.decode().endswith("quorum none\n")


@pytest.mark.parametrize(
    "name",
    ["0/001", "0/000.p/256", "0/000.p/0", "64/000", "0/0", "entries/../../keys/ledger.key", "0/x000/001", "checkpoint"],
)
def test_what_is_no_tile_is_not_there(client: Client, name: str) -> None:
    _seal(1)
    assert client.get(f"/log/tile/{name}").status_code == 404


def test_nothing_is_written_over_http(client: Client) -> None:
    assert client.post("/log/checkpoint").status_code == 405


def test_an_export_is_whole_and_any_changed_byte_in_it_is_named(tmp_path: Path) -> None:
    _seal(300)
    folder = tmp_path / "export"
    assert ledger_care.export(folder) == ledger_care.export(folder) == 8
    key = parse_vkey((folder / "log.vkey").read_text())
    assert fsck.check(Folder(folder), [key]).ok
    for name in ("tile/0/000", "tile/entries/001.p/44", "checkpoint"):
        file = folder / name
        kept = bytearray(file.read_bytes())
        kept[40] ^= 1
        file.write_bytes(kept)
        report = fsck.check(Folder(folder), [key])
        assert [damage.file for damage in report.damages][:1] == [name]
        kept[40] ^= 1
        file.write_bytes(kept)


def test_a_check_of_the_live_log_names_rows_that_differ() -> None:
    from django.db import connection

    _seal(5)
    assert ledger_care.check().ok
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE evidence_seal DISABLE TRIGGER USER")
        cursor.execute("UPDATE evidence_seal SET entry = 'x' WHERE index = 2")
        cursor.execute("""UPDATE evidence_seal SET manifest = replace(manifest, '"n":3', '"n":4') WHERE index = 3""")
        cursor.execute("ALTER TABLE evidence_ledgercheckpoint DISABLE TRIGGER USER")
        cursor.execute("UPDATE evidence_ledgercheckpoint SET root = 'x'")
    named = [damage.file for damage in ledger_care.check().damages]
    assert "evidence_seal index 2" in named and "evidence_seal index 3" in named
    assert "evidence_ledgercheckpoint size 5" in named
    assert not any("index 1" in name or "index 4" in name for name in named)


def test_recover_says_what_is_wrong_and_what_to_do(settings: Any) -> None:
    _seal(2)
    assert ledger_care.recovery().ok
    settings.LEDGER_GUARD.unlink()
    found = ledger_care.recovery()
    assert (found.ok, found.code) == (False, LogBehind.code) and len(found.steps) == 6


def test_standing_says_size_and_pending() -> None:
    assert ledger_care.standing().size == 0
    _seal(2)
    sealing.seal(actor=SYSTEM, kind="t", object_key="waits", manifest={})
    found = ledger_care.standing()
    assert (found.size, found.pending, found.cosigned, found.origin) == (2, 1, True, logbook().key.name)
