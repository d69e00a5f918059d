"""Seals: one row in the transaction, a place later, a proof that leads from the file to the checkpoint."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.evidence import make_item
from tests.factories.sealing import crowd
from zhidun.access.actors import SYSTEM
from zhidun.evidence import ledger_care, proofs, sealing
from zhidun.evidence.errors import ProofPending, SealErased
from zhidun.evidence.logbook import logbook, path_to
from zhidun.evidence.models import LedgerAlarm, LedgerCheckpoint, Seal
from zhidun.evidence.sequencing import Sequencer
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.ledger import fsck, log
from zhidun.ledger.errors import LogBehind, ProofWrong, SignatureWrong
from zhidun.ledger.merkle import leaf_hash
from zhidun.ledger.note import Verifier
from zhidun.ledger.policy import Policy
from zhidun.ledger.store import Folder
from zhidun.ledger.verify import Digests, digests, verify

pytestmark = pytest.mark.django_db


def test_an_item_is_sealed_in_its_own_transaction_and_pending_until_the_next_round() -> None:
    item = make_item()
    seal = proofs.seal_of(item)
    assert seal is not None and seal.index is None and seal.file_sha256 == item.blob.sha256
    assert proofs.view(seal).state == "pending"
    with pytest.raises(ProofPending):
        proofs.proof_file(seal)
    done = Sequencer().round()
    seal.refresh_from_db()
    assert (done.placed, done.size, done.quorum, seal.index) == (1, 1, True, 0)
    assert proofs.view(seal).proven


def test_what_is_undone_was_never_sealed() -> None:
    class UndoneError(Exception):
        pass

    with pytest.raises(UndoneError), transaction.atomic():  # noqa: PT012  the item is made, then undone
        make_item()
        raise UndoneError
    assert not Seal.objects.exists()
    assert Sequencer().round().size == 0


def test_the_proof_leads_from_the_file_to_the_checkpoint_offline() -> None:
    content = b"proof of a sale"
    seal = proofs.seal_of(make_item(content=content, filename="a.txt"))
    assert seal is not None
    for _ in range(5):
        make_item()
    Sequencer().until_idle()
    seal.refresh_from_db()
    verdict = verify(digests([content]), proofs.proof_file(seal), logbook().policy())
    assert verdict.ok and (verdict.index, verdict.size) == (0, 6)
    assert verdict.manifest is not None and verdict.manifest["filename"] == "a.txt"


@pytest.mark.parametrize("change", ["file", "proof", "key"])
def test_an_altered_file_an_altered_proof_or_another_key_is_false(change: str) -> None:
    seal = proofs.seal_of(make_item(content=b"truth", filename="a.txt"))
    assert seal is not None
    Sequencer().round()
    seal.refresh_from_db()
    proof, policy, found = proofs.proof_file(seal), logbook().policy(), digests([b"truth"])
    if change == "file":
        found = digests([b"trutH"])
    elif change == "proof":
        proof = proof.replace(b"index 0", b"index 1")
    else:
        key = policy.logs[0]
        policy = Policy((Verifier(key.name, key.kind, bytes(32)),))
    verdict = verify(found, proof, policy)
    assert not verdict.ok
    assert any(not finding.ok and finding.says.zh for finding in verdict.findings)


def test_the_log_holds_no_name_no_digest_and_no_person() -> None:
    item = make_item(content=b"secret list", filename="李敏的名单.txt")
    Sequencer().round()
    entry = logbook().store.read("tile/entries/000.p/1")
    assert entry is not None
    assert item.blob.sha256.encode() not in entry and "李敏".encode() not in entry
    assert set(json.loads(entry[2:])) == {"v", "type", "sha256", "sm3", "at", "office"}


def _three_hundred() -> Seal:
    """A seal in a log with one full tile."""
    first = sealing.seal(actor=SYSTEM, kind="paper", object_key="p0", manifest={"n": 0})
    for number in range(1, 300):
        sealing.seal(actor=SYSTEM, kind="paper", object_key=f"p{number}", manifest={"n": number})
    Sequencer().until_idle()
    return Seal.objects.get(pk=first.pk)


def test_a_damaged_derived_file_reaches_no_proof_and_the_check_names_and_mends_it() -> None:
    seal = _three_hundred()
    nodes = logbook().nodes
    assert nodes.count() == 1
    right, proof = nodes.path.read_bytes(), proofs.proof_file(seal)
    nodes.path.write_bytes(bytes(len(right)))
    assert [damage.file for damage in ledger_care.check().damages] == ["ledger.nodes tile/0/000"]
    assert ledger_care.check().ok
    nodes.path.write_bytes(bytes(len(right)))
    assert proofs.proof_file(seal) == proof
    assert nodes.path.read_bytes() == right


def test_a_tile_that_was_changed_gives_no_proof() -> None:
    seal = _three_hundred()
    book = logbook()
    proof = proofs.proof_file(seal)
    for index, tile in ((1, "tile/0/000"), (299, "tile/1/000.p/1"), (1, "tile/0/001.p/44")):
        path = book.store.path / tile
        content = path.read_bytes()
        path.write_bytes(bytes(32) + content[32:])
        book.nodes.path.unlink()
        other = replace(book, store=Folder(book.store.path.parent / f"copy-{tile.replace('/', '-')}"))
        shutil.copytree(book.store.path, other.store.path)
        leaf = leaf_hash(bytes(Seal.objects.get(index=index).entry))
        with pytest.raises(ProofWrong):
            path_to(other, index, size=300, leaf=leaf, root=bytes.fromhex(LedgerCheckpoint.objects.get(size=300).root))
        path.write_bytes(content)
        log.keep_nodes(book.store, 300, book.nodes)
    assert proofs.proof_file(seal) == proof


def test_erasing_what_opens_a_seal_leaves_the_log_valid() -> None:
    seals = [proofs.seal_of(make_item()) for _ in range(3)]
    Sequencer().round()
    middle = seals[1]
    assert middle is not None
    with pytest.raises(Invalid):
        sealing.erase(seal=middle, actor=SYSTEM, reason=" ")
    gone = sealing.erase(seal=middle, actor=SYSTEM, reason="依申请删除")
    assert (gone.manifest, gone.salt, gone.file_sha256) == ("", None, "")
    assert sealing.erase(seal=gone, actor=SYSTEM, reason="again").erased_why == "依申请删除"
    with pytest.raises(SealErased):
        proofs.proof_file(Seal.objects.get(pk=gone.pk))
    assert fsck.check(logbook().store, [logbook().key]).ok
    last = seals[2]
    assert last is not None
    assert proofs.proof_file(Seal.objects.get(pk=last.pk))
    make_item()
    assert Sequencer().round().size == 4


def test_the_database_refuses_to_change_a_seal() -> None:
    make_item()
    Sequencer().round()
    for change in ("entry = 'x'", "kind = 'other'", "index = 7", "index = NULL", "manifest = ''"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE evidence_seal SET {change}")  # noqa: S608
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_seal")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_ledgercheckpoint SET root = 'x'")


def test_the_same_thing_is_sealed_once() -> None:
    first = sealing.seal(actor=SYSTEM, kind="paper", object_key="p1", manifest={"n": 1})
    again = sealing.seal(actor=SYSTEM, kind="paper", object_key="p1", manifest={"n": 2})
    assert first.pk == again.pk and json.loads(again.manifest)["n"] == 1


def test_items_that_came_before_the_log_are_sealed_by_the_nightly_job() -> None:
    item = make_item()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE evidence_seal DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM evidence_seal")
    assert (sealing.seal_missing(), sealing.seal_missing()) == (1, 0)
    seal = proofs.seal_of(item)
    assert seal is not None and seal.sealed_by == "system"


def test_the_audit_trail_is_anchored_once_a_day() -> None:
    sealing.erase(seal=sealing.seal(actor=SYSTEM, kind="x", object_key="1", manifest={}), actor=SYSTEM, reason="x")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    head = sealing.seal_audit_heads()
    assert sealing.seal_audit_heads().pk == head.pk
    said = json.loads(head.manifest)
    assert said["day"] == time.today().isoformat() and isinstance(said["heads"], dict)


@pytest.mark.parametrize("groups", [(1, 1), (3, 254), (255, 2), (300, 300)])
def test_groups_of_any_size_make_the_same_log_as_one(groups: tuple[int, ...]) -> None:
    sequencer = Sequencer()
    for count in groups:
        for number in range(count):
            sealing.seal(
                actor=SYSTEM, kind="t", object_key=f"{count}-{number}-{Seal.objects.count()}", manifest={"n": 1}
            )
        sequencer.round()
    assert fsck.check(logbook().store, [logbook().key]).ok
    for seal in (Seal.objects.order_by("index")[0], Seal.objects.order_by("-index")[0]):
        verdict = verify(Digests(0, "", ""), proofs.proof_file(seal), logbook().policy())
        assert [f.step for f in verdict.findings if f.ok] == ["inclusion"]


def test_partial_tiles_go_once_the_full_one_is_there() -> None:
    for number in range(300):
        sealing.seal(actor=SYSTEM, kind="t", object_key=str(number), manifest={"n": number})
        if number in {5, 200}:
            Sequencer().round()
    Sequencer().round()
    folder = logbook().store.path
    assert not (folder / "tile/0/000.p").exists() and not (folder / "tile/entries/000.p").exists()
    assert (folder / "tile/0/001.p/44").is_file()
    first = Seal.objects.get(index=3)
    assert verify(Digests(0, "", ""), proofs.proof_file(first), logbook().policy()).size == 6


def test_a_clock_set_back_never_takes_the_log_back() -> None:
    make_item()
    Sequencer().round()
    earlier = time.now() - timedelta(days=3)
    with time.pinned(earlier):
        item = make_item()
        Sequencer().round()
    seal = proofs.seal_of(item)
    rows = list(LedgerCheckpoint.objects.order_by("size"))
    assert seal is not None and seal.sealed_at >= rows[0].signed_at > earlier
    assert rows[1].signed_at >= rows[0].signed_at
    assert LedgerAlarm.objects.filter(code="ledger.clock_back").exists()


class TestNeverFork:
    """Restored backups, lost guards, foreign stores: signing stops, intake goes on."""

    def test_an_older_database_is_refused(self) -> None:
        make_item()
        Sequencer().round()
        sid = transaction.savepoint()
        make_item()
        Sequencer().round()
        transaction.savepoint_rollback(sid)
        make_item()
        with pytest.raises(LogBehind):
            Sequencer().round()
        assert Seal.objects.filter(index=None).count() == 1
        assert LedgerAlarm.objects.get(code="ledger.behind").times == 1

    def test_an_older_store_is_refused_by_the_guard(self, settings: Any, tmp_path: Path) -> None:
        import shutil

        make_item()
        Sequencer().round()
        shutil.copytree(settings.LEDGER, tmp_path / "backup")
        make_item()
        Sequencer().round()
        shutil.rmtree(settings.LEDGER)
        shutil.copytree(tmp_path / "backup", settings.LEDGER)
        with pytest.raises(LogBehind):
            Sequencer().round()

    def test_a_lost_guard_is_refused(self, settings: Any) -> None:
        make_item()
        Sequencer().round()
        settings.LEDGER_GUARD.unlink()
        make_item()
        with pytest.raises(LogBehind):
            Sequencer().round()

    def test_another_key_is_refused(self, settings: Any) -> None:
        make_item()
        Sequencer().round()
        settings.LEDGER_KEY.unlink()
        make_item()
        with pytest.raises(SignatureWrong):
            Sequencer().round()

    def test_a_database_that_differs_in_its_last_entry_is_refused(self) -> None:
        make_item()
        Sequencer().round()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE evidence_seal DISABLE TRIGGER USER")
            cursor.execute("UPDATE evidence_seal SET entry = 'other'")
        make_item()
        with pytest.raises(LogBehind):
            Sequencer().round()

    def test_a_whole_folder_restored_is_noticed_by_the_witnesses(self, settings: Any, tmp_path: Path) -> None:
        import shutil

        with crowd(tmp_path) as witnesses:
            witnesses.save(settings, 2)
            make_item()
            assert Sequencer().round().quorum
            for name in ("ledger", "guard"):
                shutil.copytree(tmp_path / name, tmp_path / "backup" / name)
            sid = transaction.savepoint()
            make_item()
            assert Sequencer().round().quorum
            transaction.savepoint_rollback(sid)
            for name in ("ledger", "guard"):
                shutil.rmtree(tmp_path / name)
                shutil.copytree(tmp_path / "backup" / name, tmp_path / name)
            make_item()
            with pytest.raises(LogBehind):
                Sequencer().round()
            assert Seal.objects.filter(index=None).count() == 1

    def test_a_crash_after_the_guard_is_taken_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from zhidun.ledger.store import Folder

        make_item()
        Sequencer().round()
        make_item()
        write = Folder.write

        def dying(self: Folder, name: str, content: bytes) -> None:
            if name == "checkpoint":
                raise OSError(5, "EIO")
            write(self, name, content)

        monkeypatch.setattr(Folder, "write", dying)
        with pytest.raises(OSError, match="EIO"):
            Sequencer().round()
        monkeypatch.undo()
        assert LedgerAlarm.objects.filter(code="ledger.store", cleared_at=None).exists()
        assert Sequencer().round().size == 2
        assert fsck.check(logbook().store, [logbook().key]).ok
        assert not LedgerAlarm.objects.filter(code="ledger.store", cleared_at=None).exists()


def test_moment_of_the_witnesses_is_shown(settings: Any, tmp_path: Path) -> None:
    with crowd(tmp_path) as witnesses:
        witnesses.save(settings, 2)
        witnesses.witnesses[0].now = lambda: 1_790_000_000
        seal = proofs.seal_of(make_item())
        assert seal is not None
        Sequencer().round()
        shown = proofs.view(Seal.objects.get(pk=seal.pk))
    assert [one.name for one in shown.witnesses] == ["w0.example", "w1.example"]
    assert shown.witnesses[0].at.timestamp() == 1_790_000_000
