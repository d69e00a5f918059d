"""J2 contestants: nearest vectors by pgvector (ours) and by peers. A peer runs with its own folder of packages.

`python bench/radar_peers.py NAME FOLDER`; FOLDER holds `rows.npy`, `asked.npy` and `truth.npy`. Each raises its own
search effort until at least 98 of 100 true neighbours are found, so that speeds are compared at equal recall.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from radar_race import serve

RECALL = 0.98
K = 10
DEGREE, WIDE = 24, 96
"""Neighbours a point of a graph keeps, and how widely they are sought when it is built; the same for both graphs."""
EFFORTS = (*range(10, 40, 2), *range(40, 80, 5), *range(80, 160, 10), 192, 256, 512)
"""Widths of the search in a graph that are tried, the same for each: fine steps, so that all stand near `RECALL`."""
Search = Callable[[int, int], Sequence[int]]
"""Neighbours of a question at an effort."""


def compete(
    folder: Path, search: Search, efforts: Sequence[int], told: dict[str, Any], more: Callable[[], float] | None = None
) -> None:
    """Find the least effort with enough recall, then run."""
    truth = np.load(folder / "truth.npy")
    for effort in efforts:
        found = [set(map(int, search(at, effort))) for at in range(len(truth))]
        recall = sum(len(set(map(int, row)) & mine) for row, mine in zip(truth, found, strict=True)) / truth.size
        if recall >= RECALL:
            break
    ready = {"recall@10": round(recall, 4), "effort": effort, **told}
    serve(ready, lambda at: search(at, effort), more=more)


def hnswlib(folder: Path) -> None:
    """The reference implementation of the graph, in memory."""
    import hnswlib as library

    rows, asked = np.load(folder / "rows.npy"), np.load(folder / "asked.npy")
    began, wall = time.process_time(), time.monotonic()
    index = library.Index(space="ip", dim=rows.shape[1])
    index.init_index(max_elements=len(rows), M=DEGREE, ef_construction=WIDE)
    index.set_num_threads(1)
    index.add_items(rows, num_threads=2)
    built = {"build_cpu_s": round(time.process_time() - began, 1), "build_wall_s": round(time.monotonic() - wall, 1)}

    def search(at: int, effort: int) -> list[int]:
        index.set_ef(effort)
        return list(index.knn_query(asked[at], k=K)[0][0])

    compete(folder, search, EFFORTS, built)


def lancedb(folder: Path) -> None:
    """An embedded store of vectors on disk."""
    import lancedb as library
    import pyarrow as pa

    rows, asked = np.load(folder / "rows.npy"), np.load(folder / "asked.npy")
    wall = time.monotonic()
    store = library.connect(str(folder / "lance"))
    flat = pa.FixedSizeListArray.from_arrays(pa.array(rows.reshape(-1)), rows.shape[1])
    table = store.create_table("v", pa.table({"id": pa.array(np.arange(len(rows))), "vector": flat}))
    kind = "none (exact)"
    try:
        table.create_index(metric="dot", index_type="IVF_HNSW_SQ", num_partitions=max(1, len(rows) // 100_000), m=16)
        kind = "IVF_HNSW_SQ"
    except Exception as fault:  # noqa: BLE001  then it looks at everything, as it says
        kind = f"none ({type(fault).__name__})"
    built = {"build_wall_s": round(time.monotonic() - wall, 1), "index": kind}

    def search(at: int, effort: int) -> list[int]:
        query = table.search(asked[at]).metric("dot").limit(K).select(["id"])
        if kind == "IVF_HNSW_SQ":
            query = query.nprobes(64).ef(effort).refine_factor(4)
        return [int(one) for one in query.to_arrow()["id"].to_pylist()]

    compete(folder, search, (48, 64, 96, 128, 192, 256, 512), built)


def milvus(folder: Path) -> None:
    """Milvus in one process."""
    from pymilvus import MilvusClient

    rows, asked = np.load(folder / "rows.npy"), np.load(folder / "asked.npy")
    wall = time.monotonic()
    client = MilvusClient(str(folder / "milvus.db"))
    client.create_collection("v", dimension=rows.shape[1], metric_type="IP")
    for begin in range(0, len(rows), 5000):
        client.insert(
            "v",
            [{"id": begin + at, "vector": row} for at, row in enumerate(rows[begin : begin + 5000].tolist())],
        )
    client.load_collection("v")
    built = {"build_wall_s": round(time.monotonic() - wall, 1)}

    def search(at: int, effort: int) -> list[int]:
        del effort
        found = client.search("v", [asked[at].tolist()], limit=K, output_fields=["id"])
        return [int(one["id"]) for one in found[0]]

    compete(folder, search, (1,), built)


def ours(folder: Path) -> None:
    """Half-precision vectors with a graph in the embedded PostgreSQL, as the radar keeps them."""
    import psycopg
    from pgvector import HalfVector
    from pgvector.psycopg import register_vector

    from bench.radar_text import seconds_of
    from zhidun.site.postgres import Embedded

    rows, asked = np.load(folder / "rows.npy"), np.load(folder / "asked.npy")
    wall = time.monotonic()
    with Embedded(folder / "pg", durable=False) as server, psycopg.connect(server.url, autocommit=True) as link:
        link.execute("CREATE EXTENSION IF NOT EXISTS vector")
        register_vector(link)
        link.execute(f"CREATE TABLE v (id int, embedding halfvec({rows.shape[1]}))")
        with link.cursor().copy("COPY v FROM STDIN") as copy:
            for at, row in enumerate(rows):
                copy.write_row((at, "[" + ",".join(f"{one:.5g}" for one in row) + "]"))
        link.execute("SET maintenance_work_mem = '3GB'")
        link.execute("SET max_parallel_maintenance_workers = 1")
        link.execute(
            f"CREATE INDEX ON v USING hnsw (embedding halfvec_ip_ops) WITH (m = {DEGREE}, ef_construction = {WIDE})"
        )
        link.execute("VACUUM ANALYZE v")
        built = {"build_wall_s": round(time.monotonic() - wall, 1)}
        pid = link.execute("SELECT pg_backend_pid()").fetchone()
        asking = link.cursor(binary=True)
        vectors = [HalfVector(row) for row in asked]
        link.execute("SET plan_cache_mode = force_generic_plan")  # planned once, as a service asks it all day
        set_to = [0]

        def search(at: int, effort: int) -> list[int]:
            if effort != set_to[0]:
                asking.execute("SELECT set_config('hnsw.ef_search', %s, false)", [str(effort)])
                set_to[0] = effort
            asking.execute("SELECT id FROM v ORDER BY embedding <#> %b LIMIT 10", [vectors[at]], prepare=True)
            return [int(one[0]) for one in asking.fetchall()]

        compete(folder, search, EFFORTS, built, lambda: seconds_of(int(pid[0]) if pid else 0))


if __name__ == "__main__":
    {"hnswlib": hnswlib, "lancedb": lancedb, "milvus-lite": milvus, "ours": ours}[sys.argv[1]](Path(sys.argv[2]))
