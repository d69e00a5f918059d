"""The published vectors: Merkle proofs, a real log of another implementation, notes and cosignatures."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from tests.conftest import SHARED
from zhidun.kernel.errors import Refusal
from zhidun.ledger import checkpoint, merkle, note, tiles
from zhidun.ledger.errors import SignatureWrong
from zhidun.ledger.fsck import check
from zhidun.ledger.store import Memory

VECTORS = SHARED / "vectors"
MERKLE = VECTORS / "merkle" / "testdata"
TESSERA = VECTORS / "tessera-log" / "testdata" / "log"

pytestmark = pytest.mark.needs_shared


def cases(folder: str) -> list[Path]:
    return sorted((MERKLE / folder).rglob("*.json"))


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def path_of(case: dict[str, object]) -> list[bytes]:
    steps = case.get("proof") or []
    assert isinstance(steps, list)
    return [raw(step) for step in steps]


def accepted(call: object, **words: object) -> bool:
    assert callable(call)
    try:
        call(**words)
    except Refusal:
        return False
    return True


def test_the_folders_hold_what_their_readme_says() -> None:
    counts = [len(cases(f)) for f in ("inclusion", "consistency", "subtreeinclusion", "subtreeconsistency")]
    assert counts == [98, 98, 204, 118]


def test_inclusion_vectors() -> None:
    wrong = []
    for file in cases("inclusion"):
        case = json.loads(file.read_text())
        got = accepted(
            merkle.verify_inclusion,
            index=case["leafIdx"],
            size=case["treeSize"],
            leaf=raw(case["leafHash"]),
            path=path_of(case),
            root=raw(case["root"]),
        )
        if got == case["wantErr"]:
            wrong.append(file.name)
    assert wrong == []


def test_consistency_vectors() -> None:
    wrong = []
    for file in cases("consistency"):
        case = json.loads(file.read_text())
        got = accepted(
            merkle.verify_consistency,
            old=case["size1"],
            new=case["size2"],
            old_root=raw(case["root1"]),
            new_root=raw(case["root2"]),
            proof=path_of(case),
        )
        if got == case["wantErr"]:
            wrong.append(str(file))
    assert wrong == []


def test_subtree_inclusion_vectors() -> None:
    wrong = []
    for file in cases("subtreeinclusion"):
        case = json.loads(file.read_text())
        got = accepted(
            merkle.verify_subtree_inclusion,
            index=case["leafIdx"],
            start=case["start"],
            end=case["end"],
            leaf=raw(case["leafHash"]),
            path=path_of(case),
            root=raw(case["root"]),
        )
        if got == case["wantErr"]:
            wrong.append(str(file))
    assert wrong == []


def test_subtree_consistency_vectors() -> None:
    wrong = []
    for file in cases("subtreeconsistency"):
        case = json.loads(file.read_text())
        got = accepted(
            merkle.verify_subtree_consistency,
            start=case["start"],
            end=case["end"],
            size=case["size"],
            subtree=raw(case["root1"]),
            proof=path_of(case),
            root=raw(case["root2"]),
        )
        if got == case["wantErr"]:
            wrong.append(str(file))
    assert wrong == []


def test_trees_of_zero_to_eight_leaves() -> None:
    said = json.loads((VECTORS / "merkle" / "trees-0-to-8.json").read_text())
    leaves = [merkle.leaf_hash(bytes.fromhex(text)) for text in said["leaf_inputs"]]
    assert [leaf.hex() for leaf in leaves] == said["node_hashes"][0]
    assert [merkle.root_of(leaves[:size]).hex() for size in range(9)] == said["root_hashes"]


def test_another_implementations_log_verifies_at_every_size() -> None:
    key = note.parse_vkey((VECTORS / "tessera-log" / "log.vkey").read_text())
    files = {str(file.relative_to(TESSERA)): file.read_bytes() for file in TESSERA.rglob("*") if file.is_file()}
    sizes = []
    for size in range(16):
        store = Memory({**files, "checkpoint": files[f"checkpoint.{size}"]})
        report = check(store, [key])
        assert report.ok, (size, report.damages)
        head, _ = checkpoint.opened(files[f"checkpoint.{size}"], [key])
        assert merkle.root(size, tiles.TileReader(store, size)) == head.root
        sizes.append(head.size)
    assert sizes == list(range(16))


def test_another_implementations_bundles_hash_to_its_tiles() -> None:
    bundle = (TESSERA / "tile/entries/000.p/15").read_bytes()
    tile = (TESSERA / "tile/0/000.p/15").read_bytes()
    assert tiles.bundle_hashes(bundle) == tiles.unpack_hashes(tile)
    assert tiles.pack_entries(tiles.unpack_entries(bundle)) == bundle


def test_a_cosigned_checkpoint_of_another_tool() -> None:
    content = (VECTORS / "misc" / "cosigned-checkpoint.txt").read_bytes()
    witness = note.parse_vkey((VECTORS / "misc" / "cosigned-checkpoint.vkey").read_text().strip().splitlines()[-1])
    log = note.parse_vkey((VECTORS / "tessera-log" / "log.vkey").read_text())
    _, signed = checkpoint.opened(content, [log])
    assert [c.time for c in checkpoint.cosignatures(signed, [witness])] == [1760000000]


def test_signatures_of_the_cryptographic_suite() -> None:
    file = next((VECTORS / "wycheproof").rglob("ed25519*"))
    count = 0
    for group in json.loads(file.read_text())["testGroups"]:
        key = note.Verifier("wycheproof", note.ED25519, bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            count += 1
            valid = True
            try:
                key.check(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            except SignatureWrong:
                valid = False
            assert valid == (case["result"] == "valid"), case["tcId"]
    assert count == 151
