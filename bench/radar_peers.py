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
EFFORTS = (*range(10, 20), *range(20, 40, 2), *range(40, 80, 5), *range(80, 200, 10), 256, 512)
"""Widths of the search in a graph that are tried, the same for each: fine steps, so that all stand near `RECALL`."""
STEADY_S, STEADY_QUESTIONS = 20.0, 40
"""Seconds without a gain of a tenth after which a store that makes its index behind our back is ready."""
NEAREST = """
CREATE OR REPLACE FUNCTION nearest(asked halfvec) RETURNS SETOF int LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM set_config('hnsw.ef_search', '{effort}', true);
    RETURN QUERY SELECT id FROM v ORDER BY embedding <#> asked LIMIT 10;
END $$
"""
"""The radar asks its index through such a function (migration 0007): one round trip, planned once by a connection."""
WAY = ("exact", "probes", "ef")
Search = Callable[[int, int], Sequence[int]]
"""Neighbours of a question at an effort."""


def compete(
    folder: Path,
    search: Search,
    efforts: Sequence[int],
    told: dict[str, Any],
    more: Callable[[], float] | None = None,
    tell: Callable[[int], Any] = int,
) -> None:
    """Find the least effort with enough recall, then run."""
    truth = np.load(folder / "truth.npy")
    for effort in efforts:
        found = [set(map(int, search(at, effort))) for at in range(len(truth))]
        recall = sum(len(set(map(int, row)) & mine) for row, mine in zip(truth, found, strict=True)) / truth.size
        if recall >= RECALL:
            break
    ready = {"recall@10": round(recall, 4), "effort": tell(effort), **told}
    serve(ready, lambda at: search(at, effort), more=more)


def hnswlib(folder: Path) -> None:
    """The reference implementation of the graph, in memory."""
    import hnswlib as library

    rows, asked = np.load(folder / "rows.npy"), np.load(folder / "asked.npy")
    began, wall = time.process_time(), time.monotonic()
    index = library.Index(space="ip", dim=rows.shape[1])
    kept = folder / "hnswlib.graph"
    was = kept.exists()
    if was:
        index.load_index(str(kept))
    else:
        index.init_index(max_elements=len(rows), M=DEGREE, ef_construction=WIDE)
        index.add_items(rows, num_threads=2)
        index.save_index(str(kept))
    index.set_num_threads(1)
    built: dict[str, Any] = {
        "build_cpu_s": round(time.process_time() - began, 1),
        "build_wall_s": round(time.monotonic() - wall, 1),
    }
    built |= {"kept": was}

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
    parts = max(1, len(rows) // 100_000)
    kept = (folder / "lance" / "v.lance").exists()
    if kept:
        table = store.open_table("v")
    else:
        flat = pa.FixedSizeListArray.from_arrays(pa.array(rows.reshape(-1)), rows.shape[1])
        table = store.create_table("v", pa.table({"id": pa.array(np.arange(len(rows))), "vector": flat}))
        table.create_index(
            metric="dot", index_type="IVF_HNSW_SQ", num_partitions=parts, m=DEGREE, ef_construction=WIDE
        )  # fmt: skip
    built = {"kept": kept, "build_wall_s": round(time.monotonic() - wall, 1), "index": "IVF_HNSW_SQ"}

    probed = [one for one in (1, 2, 4, 8) if one < parts] + [parts]
    ways = [(exact, probes, ef) for exact in (0, 2) for probes in probed for ef in (10, 16, 24, 32, 48, 64, 96, 192)]
    ways = [one for one in ways if one[2] >= K * max(one[0], 1)]  # it refuses to look at fewer than it returns
    ways.sort(key=lambda one: (one[0], one[1] * one[2]))

    def search(at: int, effort: int) -> list[int]:
        exact, probes, ef = ways[effort]
        query = table.search(asked[at]).metric("dot").limit(K).select(["id", "_distance"]).nprobes(probes).ef(ef)
        query = query.refine_factor(exact) if exact else query  # looks at the whole vectors of so many times 10
        return [int(one) for one in query.to_arrow()["id"].to_pylist()]

    compete(folder, search, range(len(ways)), built, tell=lambda effort: dict(zip(WAY, ways[effort], strict=True)))


def milvus(folder: Path) -> None:
    """Milvus in one process."""
    from pymilvus import DataType, MilvusClient

    rows, asked = np.load(folder / "rows.npy"), np.load(folder / "asked.npy")
    wall = time.monotonic()
    client = MilvusClient(str(folder / f"milvus{time.time_ns()}.db"))
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=rows.shape[1])
    graph = client.prepare_index_params()
    graph.add_index("vector", index_type="HNSW", metric_type="IP", params={"M": DEGREE, "efConstruction": WIDE})
    client.create_collection("v", schema=schema, index_params=graph)
    for begin in range(0, len(rows), 5000):
        client.insert(
            "v",
            [{"id": begin + at, "vector": row} for at, row in enumerate(rows[begin : begin + 5000].tolist())],
        )
    client.flush("v")
    client.load_collection("v")

    def search(at: int, effort: int) -> list[int]:
        how = {"metric_type": "IP", "params": {"ef": effort}}
        found = client.search("v", [asked[at].tolist()], limit=K, output_fields=["id"], search_params=how)
        return [int(one["id"]) for one in found[0]]

    _steady(lambda at: search(at, 64))
    built = {"build_wall_s": round(time.monotonic() - wall, 1), "index": "HNSW"}
    compete(folder, search, (10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512), built)


def _steady(ask: Callable[[int], object]) -> None:
    """Ask until questions are no longer answered faster: the index is made while the store answers already."""
    best, since = float("inf"), time.monotonic()
    while time.monotonic() - since < STEADY_S:
        began = time.monotonic()
        for at in range(STEADY_QUESTIONS):
            ask(at)
        took = time.monotonic() - began
        if took < best * 0.9:
            best, since = took, time.monotonic()


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
        register_vector(link)
        kept = (link.execute("SELECT to_regclass('v')").fetchone() or (None,))[0] is not None
        if not kept:
            _fill(link, rows)
        built = {"kept": kept, "build_wall_s": round(time.monotonic() - wall, 1)}
        pid = link.execute("SELECT pg_backend_pid()").fetchone()
        asking = link.cursor(binary=True)
        vectors = [HalfVector(row) for row in asked]
        width = [0]

        def search(at: int, effort: int) -> list[int]:
            if effort != width[0]:
                link.execute(NEAREST.format(effort=effort))
                width[0] = effort
            asking.execute("SELECT * FROM nearest(%b)", [vectors[at]], prepare=True)
            return [int(one[0]) for one in asking.fetchall()]

        compete(folder, search, EFFORTS, built, lambda: seconds_of(int(pid[0]) if pid else 0))


def _fill(link: Any, rows: Any) -> None:  # noqa: ANN401  psycopg and numpy are not there where a peer runs
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


if __name__ == "__main__":
    {"hnswlib": hnswlib, "lancedb": lancedb, "milvus-lite": milvus, "ours": ours}[sys.argv[1]](Path(sys.argv[2]))
