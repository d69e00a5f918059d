"""The log: paths at 1,000,000 entries, proofs, durable seals, digests, bags; each against its peer in the same run."""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit as bagit_python
from tests.factories import ledger_core as core
from tests.faults.house import House

from bench.machine import percentile, spread
from zhidun.evidence import bagit
from zhidun.ledger import entry, log, merkle
from zhidun.ledger.checkpoint import Checkpoint
from zhidun.ledger.proof import Proof, verify
from zhidun.ledger.store import Memory
from zhidun.ledger.tiles import TileReader

ENTRIES = 1_000_000
PEER_ENTRIES = 100_000
PATHS = 2_000
PEER_PATHS = 200
ROUNDS = 5
SINGLE, BATCHED = 500, 10_000
DIGEST_BYTES = 256 << 20
BAG_FILES, BAG_FILE_BYTES = 200, 1 << 20
PEER = "pymerkle==7.0.0"
GOALS = {
    "path_us": 50, "path_hashes": 20, "proof_bytes": 2048, "over_pymerkle": 30, "batched_per_s": 2000,
    "digest_share": 0.85, "over_bagit_python": 2.0,
}  # fmt: skip


def measure() -> dict[str, Any]:
    """Measure all parts."""
    return {"goals": GOALS, "paths": paths(), "seals": seals(), "digests": digests(), "bags": bags()}


def _built(size: int) -> tuple[Memory, bytes]:
    store, grown = Memory(), 0
    head = b""
    while grown < size:
        step = min(65_536, size - grown)
        head = log.integrate(store, grown, [f"entry {number}".encode() for number in range(grown, grown + step)]).root
        grown += step
    return store, head


def paths() -> dict[str, Any]:
    """An inclusion path made and verified, ours at 1,000,000 entries; pymerkle's SQLite tree at 100,000."""
    began = time.monotonic()
    store, root = _built(ENTRIES)
    built = time.monotonic() - began
    reader = TileReader(store, ENTRIES)
    indexes = [number * (ENTRIES // PATHS) + number % 97 for number in range(PATHS)]

    def ours(index: int) -> int:
        path = log.path_of(reader, index)
        leaf = merkle.leaf_hash(f"entry {index}".encode())
        merkle.verify_inclusion(index=index, size=ENTRIES, leaf=leaf, path=path, root=root)
        return len(path)

    longest = max(ours(index) for index in indexes)  # correctness, and warm tiles
    mine, theirs = [], []
    peer = _pymerkle()
    for turn in range(ROUNDS):  # other entries each round: what the peer remembers of an entry does not count
        mine.append(_each(ours, indexes))
        if peer is not None:
            part = indexes[turn * PEER_PATHS : (turn + 1) * PEER_PATHS]
            theirs.append(_each(peer, [1 + index % PEER_ENTRIES for index in part]))
    found: dict[str, Any] = {
        "proof_bytes_two_witnesses": _proof_bytes(store, root, reader),
        "entries": ENTRIES, "append_per_s": round(ENTRIES / built), "path_hashes_max": longest,
        "made_and_verified_us": spread(mine),
    }  # fmt: skip
    if theirs:
        found["pymerkle_us"] = spread(theirs) | {"entries": PEER_ENTRIES}
        found["over_pymerkle"] = round(spread(theirs)["median"] / spread(mine)["median"], 1)
    else:
        found["pymerkle_us"] = f"absent: {PEER} could not be installed"
    return found


def _proof_bytes(store: Memory, root: bytes, reader: TileReader) -> int:
    """Return the size of a whole proof file: 20 hashes, two cosignatures, manifest and salt; verified first."""
    with tempfile.TemporaryDirectory() as folder:
        signed = log.publish(
            store, log.Guard(Path(folder) / "guard.json"), core.signer(), Checkpoint(core.ORIGIN, ENTRIES, root)
        )
    index = ENTRIES // 3
    extra = entry.extra_of(core.manifest(b"content"), core.salt())
    made = Proof(index, tuple(log.path_of(reader, index)), core.cosign(signed, 1, 2), extra)
    verify(made, leaf=merkle.leaf_hash(f"entry {index}".encode()), policy=core.policy(2))
    return len(made.encode())


def _each(act: Callable[[int], object], indexes: list[int]) -> float:
    """Return the median microseconds of one call."""
    took = []
    for index in indexes:
        began = time.perf_counter_ns()
        act(index)
        took.append((time.perf_counter_ns() - began) / 1000)
    return percentile(took, 0.5)


def _pymerkle() -> Callable[[int], object] | None:
    """Return the peer's call, its package installed apart for this run only (GPL: never among our locks)."""
    place = tempfile.mkdtemp(prefix="zdp-")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--target", place, PEER],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return None
    sys.path.insert(0, place)
    peer = importlib.import_module("pymerkle")
    tree = peer.SqliteTree(f"{place}/tree.db", algorithm="sha256")
    tree.append_entries([f"entry {number}".encode() for number in range(PEER_ENTRIES)], chunksize=10_000)
    state = tree.get_state()

    def act(index: int) -> object:
        proof = tree.prove_inclusion(index, PEER_ENTRIES)
        return peer.verify_inclusion(tree.get_leaf(index), state, proof)

    act(1)
    return act


def seals() -> dict[str, Any]:
    """Durable seals per second in a real house with two witnesses, one at a time and batched."""
    folder = Path(tempfile.mkdtemp(prefix="zdb-"))
    house = House(folder)
    try:
        runs = [house.run("bench.sealing_inside", str(SINGLE), str(BATCHED))]
        return dict(runs[0])
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)


def digests() -> dict[str, Any]:
    """SHA-256 and SM3 in one pass, as a share of what `openssl speed` gives for the two one after the other.

    By processor time on both sides, as `openssl speed` counts: other work on the machine takes nothing from either.
    """
    block = os.urandom(1 << 20)
    mine = []
    for _ in range(3):
        running = [bagit.digest(name) for name in bagit.OURS]
        began = time.process_time()
        for _chunk in range(DIGEST_BYTES >> 20):
            for one in running:
                one.update(block)
        mine.append(DIGEST_BYTES / (time.process_time() - began) / 1e6)
    assert running[0].hexdigest() == hashlib.sha256(block * (DIGEST_BYTES >> 20)).hexdigest()
    bound = _openssl_speed()
    found: dict[str, Any] = {"both_mb_per_s": spread(mine), "openssl_mb_per_s": bound}
    if bound:
        both = 1 / sum(1 / rate for rate in bound.values())
        found["share_of_both"] = round(spread(mine)["median"] / both, 3)
        found["share_of_sm3_alone"] = round(spread(mine)["median"] / bound["sm3"], 3)
    return found


def _openssl_speed() -> dict[str, float]:
    found = {}
    for name in bagit.OURS:
        done = subprocess.run(
            ["openssl", "speed", "-seconds", "2", "-bytes", str(1 << 20), "-evp", name],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        rate = re.search(r"^\S+\s+([0-9.]+)k\s*$", done.stdout, re.MULTILINE)
        if rate:
            found[name] = round(float(rate.group(1)) * 1000 / 1e6, 1)
    return found


def _peer_bag(folder: Path) -> object:
    return bagit_python.make_bag(str(folder), checksums=list(bagit.OURS))


def _peer_bag_all_cores(folder: Path) -> object:
    return bagit_python.make_bag(str(folder), checksums=list(bagit.OURS), processes=os.cpu_count() or 1)


def _processor_seconds() -> float:
    found = os.times()
    return found.user + found.system + found.children_user + found.children_system


def bags() -> dict[str, Any]:
    """A folder made a bag with SHA-256 and SM3, against bagit-python told of the same two: as it comes, on all cores.

    Both spend nearly all their processor time in the same two digests, so ours is ahead by the cores it uses.
    """
    if "sm3" not in hashlib.algorithms_available:
        return {"absent": "this OpenSSL has no SM3, so the peer cannot make the same bag"}
    bagit_python.CHECKSUM_ALGOS = {*bagit_python.CHECKSUM_ALGOS, "sm3"}
    content = [os.urandom(BAG_FILE_BYTES) for _ in range(8)]
    makers = {"ours": bagit.bag_folder, "bagit_python": _peer_bag, "bagit_python_all_cores": _peer_bag_all_cores}
    wall: dict[str, list[float]] = {name: [] for name in makers}
    spent: dict[str, list[float]] = {name: [] for name in makers}
    for _ in range(3):
        for name, make in makers.items():
            place = Path(tempfile.mkdtemp(prefix="zdg-"))
            for number in range(BAG_FILES):
                (place / f"{number:04d}.bin").write_bytes(content[number % len(content)])
            began, used = time.monotonic(), _processor_seconds()
            make(place)
            wall[name].append((time.monotonic() - began) * 1000)
            spent[name].append((_processor_seconds() - used) * 1000)
            assert not bagit.check(bagit.FolderSource(place)), "the bag is not whole"
            shutil.rmtree(place)
    mine = spread(wall["ours"])["median"]
    return {
        "files": BAG_FILES, "bytes": BAG_FILES * BAG_FILE_BYTES, "cores": os.cpu_count(),
        **{f"{name}_ms": spread(found) for name, found in wall.items()},
        **{f"{name}_processor_ms": spread(found) for name, found in spent.items()},
        "over_bagit_python": round(spread(wall["bagit_python"])["median"] / mine, 2),
        "over_bagit_python_all_cores": round(spread(wall["bagit_python_all_cores"])["median"] / mine, 2),
    }  # fmt: skip
