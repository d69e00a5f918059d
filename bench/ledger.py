"""The log: paths at 1,000,000 entries, proofs, durable seals, digests, bags; each against its peer in the same run."""

from __future__ import annotations

import hashlib
import importlib
import os
import random
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
from zhidun.evidence.digests import OURS, Pair, digest
from zhidun.ledger import entry, log, merkle
from zhidun.ledger.checkpoint import Checkpoint
from zhidun.ledger.nodes import NodeFile
from zhidun.ledger.proof import Proof, verify
from zhidun.ledger.store import Folder, Memory
from zhidun.ledger.tiles import WIDTH, TileReader

ENTRIES = 1_000_000
PATHS = 2_000
ROUNDS = 5
SINGLE, BATCHED = 500, 10_000
DIGEST_BYTES = 256 << 20
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
    """An inclusion path made and verified at 1,000,000 entries on disk; pymerkle's SQLite tree of the same entries.

    Three states: a process that just began and proves 2,000 entries nobody asked for before (in all, with what it reads
    and computes on the way); the same process later; one that remembers all it can remember.
    """
    chance = random.Random(9)  # noqa: S311  which entries are asked for
    asked = [[chance.randrange(ENTRIES) for _ in range(PATHS)] for _ in range(ROUNDS)]
    with tempfile.TemporaryDirectory() as place:
        began = time.monotonic()
        memory, root = _built(ENTRIES)
        built = time.monotonic() - began
        for name, content in memory.files.items():
            (Path(place) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(place) / name).write_bytes(content)
        began = time.monotonic()
        nodes = NodeFile(Path(place) / "nodes")
        log.keep_nodes(Folder(Path(place)), ENTRIES, nodes, most=ENTRIES)
        kept = time.monotonic() - began
        reader = TileReader(Folder(Path(place)), ENTRIES, nodes)

        def ours(index: int) -> int:
            leaf = merkle.leaf_hash(f"entry {index}".encode())
            return len(log.proven_path(reader, index, leaf=leaf, root=root))

        found: dict[str, Any] = {
            "proof_bytes_two_witnesses": _proof_bytes(memory, root, reader),
            "entries": ENTRIES, "append_per_s": round(ENTRIES / built),
            "append_and_siblings_kept_per_s": round(ENTRIES / (built + kept)),
            "path_hashes_max": max(ours(index) for index in asked[0]),
        }  # fmt: skip
        reader = TileReader(Folder(Path(place)), ENTRIES, NodeFile(Path(place) / "nodes"))
        found["us"] = {"ours": _states(ours, asked, [number * WIDTH for number in range(ENTRIES // WIDTH)])}
    peer = _pymerkle(root)
    if peer is None:
        return found | {"pymerkle": f"absent: {PEER} could not be installed"}
    acts, blocks = peer
    mine = found["us"]["ours"]
    for name, act in acts.items():
        found["us"][name] = theirs = _states(act, asked, blocks)
        found[f"over_{name}"] = {state: round(theirs[state] / mine[state], 1) for state in mine}
    return found


def _states(act: Callable[[int], object], asked: list[list[int]], everything: list[int]) -> dict[str, float]:
    """Return mean microseconds of one call in the three states; `everything` leaves nothing that is not remembered."""
    fresh = _mean(act, asked[0])
    later = _mean(act, [index for part in asked[1:] for index in part])
    for index in everything:
        act(index)
    warm = percentile([_mean(act, part) for part in asked], 0.5)
    return {"fresh": round(fresh, 2), "later": round(later, 2), "all_remembered": round(warm, 2)}


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


def _mean(act: Callable[[int], object], indexes: list[int]) -> float:
    """Return the mean microseconds of one call."""
    began = time.perf_counter()
    for index in indexes:
        act(index)
    return (time.perf_counter() - began) / len(indexes) * 1e6


def _pymerkle(root: bytes) -> tuple[dict[str, Callable[[int], object]], list[int]] | None:
    """Return the peer's calls, and entries that make it remember every subtree it ever keeps.

    One as its README has it, which asks for the root each time; one that is given the root, as ours is given its
    checkpoint. Its package is installed apart for this run only (GPL: never among our locks).
    """
    place = tempfile.mkdtemp(prefix="zdp-")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--target", place, PEER],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return None
    sys.path.insert(0, place)
    peer = importlib.import_module("pymerkle")
    with peer.SqliteTree(f"{place}/tree.db", algorithm="sha256") as tree:
        tree.append_entries([f"entry {number}".encode() for number in range(ENTRIES)], chunksize=10_000)
        assert tree.get_root() == root, "the two trees differ"
    trees = [peer.SqliteTree(f"{place}/tree.db", algorithm="sha256") for _ in range(2)]  # opened anew: empty memories

    def as_the_readme(index: int) -> object:
        proof = trees[0].prove_inclusion(index + 1, ENTRIES)
        base, state = trees[0].get_leaf(index + 1), trees[0].get_root(ENTRIES)
        return peer.verify_inclusion(base, state, proof, index=index + 1, size=ENTRIES)

    def root_given(index: int) -> object:
        proof = trees[1].prove_inclusion(index + 1, ENTRIES)
        return peer.verify_inclusion(trees[1].get_leaf(index + 1), root, proof, index=index + 1, size=ENTRIES)

    blocks = list(range(0, ENTRIES, trees[0].threshold))
    return {"pymerkle_readme": as_the_readme, "pymerkle_root_given": root_given}, blocks


def seals() -> dict[str, Any]:
    """Durable seals per second in a real house, one at a time and batched."""
    folder = Path(tempfile.mkdtemp(prefix="zdb-"))
    house = House(folder)
    try:
        runs = [house.run("bench.sealing_inside", str(SINGLE), str(BATCHED))]
        return dict(runs[0])
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)


def digests() -> dict[str, Any]:
    """SHA-256 and SM3 of one stream as uploads have them, by the wall clock, against SM3 alone by `openssl speed`."""
    block = os.urandom(1 << 20)
    wanted = hashlib.sha256(block * (DIGEST_BYTES >> 20)).hexdigest()
    wall, spent, share, bounds = [], [], [], []
    for _ in range(ROUNDS):
        pair = Pair()
        began, used = time.perf_counter(), time.process_time()
        for _chunk in range(DIGEST_BYTES >> 20):
            pair.update(block)
        found = pair.found()
        wall.append(DIGEST_BYTES / (time.perf_counter() - began) / 1e6)
        spent.append(DIGEST_BYTES / (time.process_time() - used) / 1e6)
        assert found["sha256"] == wanted
        bounds.append(_openssl_speed())
        share.append(wall[-1] / bounds[-1]["sm3"])
    return {
        "both_mb_per_s": spread(wall), "both_mb_per_processor_s": spread(spent),
        "openssl_mb_per_s": {name: spread([one[name] for one in bounds]) for name in OURS},
        "share_of_sm3_alone": round(percentile(share, 0.5), 3),
    }  # fmt: skip


def _openssl_speed() -> dict[str, float]:
    found = {}
    for name in OURS:
        done = subprocess.run(
            ["openssl", "speed", "-seconds", "1", "-bytes", str(1 << 20), "-evp", name],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        rate = re.search(r"^\S+\s+([0-9.]+)k\s*$", done.stdout, re.MULTILINE)
        if rate:
            found[name] = round(float(rate.group(1)) * 1000 / 1e6, 1)
    return found


def _peer_bag(folder: Path) -> object:
    return bagit_python.make_bag(str(folder), checksums=list(OURS))


def _peer_bag_all_cores(folder: Path) -> object:
    return bagit_python.make_bag(str(folder), checksums=list(OURS), processes=os.cpu_count() or 1)


def _processor_seconds() -> float:
    found = os.times()
    return found.user + found.system + found.children_user + found.children_system


def _mixes() -> dict[str, list[int]]:
    """Return sizes of files: as issue and peer have them, as a case file has them, and small ones alone."""
    chance = random.Random(5)  # noqa: S311  sizes of files
    pages = [chance.randint(2_000, 60_000) for _ in range(1_500)]
    photos = [chance.randint(200_000, 4_000_000) for _ in range(40)]
    return {
        "even": [1 << 20] * 200,
        "case": [*pages, *photos, 60_000_000],
        "small": [chance.randint(500, 30_000) for _ in range(3_000)],
        "one": [200 << 20],
    }


def bags() -> dict[str, Any]:
    """A folder made a bag with SHA-256 and SM3; bagit-python told of the same two: as it comes, and on all cores."""
    if "sm3" not in hashlib.algorithms_available:
        return {"absent": "this OpenSSL has no SM3, so the peer cannot make the same bag"}
    bagit_python.CHECKSUM_ALGOS = {*bagit_python.CHECKSUM_ALGOS, "sm3"}
    return {"cores": os.cpu_count()} | {name: _bag(sizes) for name, sizes in _mixes().items()}


def _bag(sizes: list[int]) -> dict[str, Any]:
    makers: dict[str, Callable[[Path], object]] = {
        "ours": bagit.bag_folder, "bagit_python": _peer_bag, "bagit_python_all_cores": _peer_bag_all_cores,
    }  # fmt: skip
    wall: dict[str, list[float]] = {name: [] for name in makers}
    spent: dict[str, list[float]] = {name: [] for name in makers}
    for _ in range(ROUNDS):
        for name, make in makers.items():
            place = Path(tempfile.mkdtemp(prefix="zdg-"))
            _fill(place, sizes)
            began, used = time.monotonic(), _processor_seconds()
            make(place)
            wall[name].append((time.monotonic() - began) * 1000)
            spent[name].append((_processor_seconds() - used) * 1000)
            assert not bagit.check(bagit.FolderSource(place)), "the bag is not whole"
            shutil.rmtree(place)
    mine = spread(wall["ours"])["median"]
    alone = _sm3_alone(max(sizes))
    return {
        "sm3_alone_of_the_largest_file_ms": round(alone, 1),
        "most_possible_over_bagit_python": round(spread(wall["bagit_python"])["median"] / alone, 2),
        "files": len(sizes), "bytes": sum(sizes),
        "wall_ms": {name: spread(found)["median"] for name, found in wall.items()},
        "processor_ms": {name: spread(found)["median"] for name, found in spent.items()},
        "over_bagit_python": round(spread(wall["bagit_python"])["median"] / mine, 2),
        "over_bagit_python_all_cores": round(spread(wall["bagit_python_all_cores"])["median"] / mine, 2),
    }  # fmt: skip


def _sm3_alone(size: int) -> float:
    """Return the milliseconds SM3 alone takes for one stream, out of memory: no bag with this file is made sooner."""
    block, found = os.urandom(1 << 20), []
    for _ in range(ROUNDS):
        running, began = digest("sm3"), time.perf_counter()
        for at in range(0, size, len(block)):
            running.update(block[: size - at])
        found.append((time.perf_counter() - began) * 1000)
    return percentile(found, 0.5)


def _fill(place: Path, sizes: list[int]) -> None:
    content = os.urandom(1 << 20)
    for number, size in enumerate(sizes):
        target = place / f"{number % 20:02d}" / f"{number}.bin"
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as file:
            for at in range(0, size, len(content)):
                file.write(content[: size - at])
