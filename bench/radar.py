"""The radar against its peers in one run: J1 text search, J2 vectors, J3 sweeps, J1q, J2q and J2v quality.

`./run bench radar`, or `zhidun radar bench --size 10000 --job J1 --json`. Sizes by `RADAR_SIZES=10000,100000`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.radar_race import PEERS, Contestant, install, race

SIZES = (10_000, 100_000, 1_000_000)
JOBS = ("J1", "J1q", "J2", "J2q", "J2v", "J3")
WIDTH, QUESTIONS, ROUNDS = 256, 200, 4
CENTRES = 2_000


def measure() -> dict[str, Any]:
    """Measure everything at the sizes of `RADAR_SIZES`, or at all."""
    sizes = [int(one) for one in os.environ.get("RADAR_SIZES", "").split(",") if one.strip()]
    jobs = [one for one in os.environ.get("RADAR_JOBS", "").split(",") if one.strip()]
    return run(sizes or SIZES, jobs or JOBS)


def run(
    sizes: Sequence[int],
    jobs: Sequence[str],
    *,
    peers: bool = False,
    tell: Callable[[str], None] = lambda word: print(word, file=sys.stderr),
) -> dict[str, Any]:
    """Run some jobs at some sizes; `peers` installs those that are not there, apart, in none of our locks."""
    found: dict[str, Any] = {"load_before": os.getloadavg()[0]}
    if peers:
        found["not_installed"] = install(list(PEERS))
    for job in jobs:
        for size in sizes if job in {"J1", "J2", "J3"} else (0,):
            tell(f"{job} {size or ''}")
            found.setdefault(job, {})[str(size or "all")] = one = _one(job, size)
            tell(json.dumps({f"{job} {size or ''}".strip(): one}, ensure_ascii=False))
    if "J3" in jobs:
        from bench import radar_sweep

        for size in sizes:
            rate = found["J3"][str(size)]["titles_per_wall_s_together"]
            tell(f"J3 {size}: {rate} titles a second over {found['J3'][str(size)]['processes']} processes (goal 5000)")
        found["J3"] |= {"pictures": radar_sweep.pictures(), "spark": radar_sweep.on_spark()}
    found["load_after"] = os.getloadavg()[0]
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def _one(job: str, size: int) -> dict[str, Any]:
    if job == "J1":
        from bench import radar_text

        return radar_text.measure(size)
    if job == "J2":
        return vectors(size)
    if job == "J3":
        from bench import radar_sweep

        return radar_sweep.titles(size)
    from bench import radar_quality

    return {"J1q": radar_quality.text, "J2q": radar_quality.pictures, "J2v": radar_quality.variants}[job]()


def vectors(size: int) -> dict[str, Any]:
    """J2: nearest vectors at equal recall, ours in the database beside the peers.

    `ZHIDUN_BENCH_KEEP` names a folder where vectors and the graphs of ours, hnswlib and lancedb stay for the next run;
    `RADAR_PEERS=hnswlib` runs some of the peers only.
    """
    kept = os.environ.get("ZHIDUN_BENCH_KEEP", "")
    with tempfile.TemporaryDirectory(prefix="zdb-") as made:
        folder = Path(kept) / str(size) if kept else Path(made)
        place = str(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "truth.npy").exists():
            _draw(folder, size)
        script = str(Path(__file__).with_name("radar_peers.py"))
        found = race(
            {
                "pgvector (ours)": lambda: Contestant("ours", [script, "ours", place]),
                **{
                    name: lambda name=name: Contestant(name, [script, name, place], peer=name)
                    for name in os.environ.get("RADAR_PEERS", "hnswlib,lancedb,milvus-lite").split(",")
                },
            },
            questions=QUESTIONS,
            rounds=ROUNDS,
        )
    ours = found["pgvector (ours)"]
    for name in ("hnswlib", "lancedb", "milvus-lite"):
        if "p50_ms" in found.get(name, {}) and "p50_ms" in ours:
            ours[f"{name}_takes"] = round(found[name]["p50_ms"] / ours["p50_ms"], 2)
    return {"vectors": size, "width": WIDTH, "contestants": found}


def _draw(folder: Path, size: int) -> None:
    """Write vectors in clusters, questions near some of them, and the true neighbours."""
    chance = np.random.default_rng(20261130)
    centres = chance.standard_normal((CENTRES, WIDTH), dtype=np.float32)
    rows = np.empty((size, WIDTH), np.float32)
    for begin in range(0, size, 50_000):
        count = min(50_000, size - begin)
        spread = chance.standard_normal((count, WIDTH), dtype=np.float32) * np.float32(0.7)
        rows[begin : begin + count] = centres[chance.integers(0, CENTRES, count)] + spread
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    near = chance.standard_normal((QUESTIONS, WIDTH), dtype=np.float32) * np.float32(0.03)
    asked = rows[chance.integers(0, size, QUESTIONS)] + near
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    best = np.full((QUESTIONS, 10), -np.inf, np.float32)
    who = np.zeros((QUESTIONS, 10), np.int64)
    for begin in range(0, size, 100_000):
        likeness = np.hstack([best, asked @ rows[begin : begin + 100_000].T])
        names = np.hstack(
            [who, np.broadcast_to(np.arange(begin, min(size, begin + 100_000)), (QUESTIONS, likeness.shape[1] - 10))]
        )
        order = np.argsort(-likeness, axis=1, kind="stable")[:, :10]
        best, who = np.take_along_axis(likeness, order, 1), np.take_along_axis(names, order, 1)
    for name, table in (("rows", rows), ("asked", asked), ("truth", who)):
        np.save(folder / f"{name}.npy", table)
