"""J1: every mark within the edits its length allows, among real names: sorted arrays, B-tree, and RapidFuzz.

Correctness first: each contestant answers all questions once and names what it missed of the rows that RapidFuzz finds
by looking at everything; only then the clock runs.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bench.radar_race import Contestant, race, serve
from bench.similar import LONGEST, PLANE, SEED, SHORTEST, edited, read_names
from zhidun.similarity.normal import prepared
from zhidun.similarity.signatures import Signatures, edits, kept, of_rows
from zhidun.similarity.symbols import Symbols

QUESTIONS, ROUNDS, SINGLE = 120, 4, 8
"""Questions, turns they are asked in, and questions of the slowest contestant."""


def prepare(folder: Path, size: int) -> dict[str, Any]:
    """Write marks (each a text of numbered symbols), questions and the rows that answer them."""
    chance = random.Random(SEED)  # noqa: S311
    names = read_names()
    many = list(names[:size])
    while len(many) < size:
        many.append(chance.choice(names) + chance.choice(names))
    symbols = Symbols()
    marks = ["".join(chr(n + PLANE) for n in symbols.numbers(prepared(name).symbols, learn=True)) for name in many]
    asked: list[str] = []
    while len(asked) < QUESTIONS:
        word = edited(marks[chance.randrange(size)], marks, chance)
        if SHORTEST <= len(word) <= LONGEST:
            asked.append(word)
    truth = []
    for begin in range(0, len(asked), 20):
        part = asked[begin : begin + 20]
        table = process.cdist(part, marks, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
        truth += [_rows(word, row, marks) for word, row in zip(part, table, strict=True)]
    for name, rows in (("marks", marks), ("asked", asked), ("truth", truth)):
        (folder / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    return {"marks": size, "questions": len(asked), "true_rows": sum(map(len, truth))}


def _rows(word: str, far: np.ndarray, marks: list[str]) -> list[int]:
    near = np.flatnonzero(far <= edits(len(word)))
    return [int(at) for at in near if edits(len(marks[at])) >= far[at]]


def measure(size: int) -> dict[str, Any]:
    """Run all contestants at one size, by turns."""
    with tempfile.TemporaryDirectory(prefix="zdb-") as place:
        folder = Path(place)
        told = prepare(folder, size)
        names = ("arrays", "database", "rapidfuzz-batched", "rapidfuzz-single")
        found = race(
            {name: lambda name=name: Contestant(name, ["-m", "bench.radar_text", name, place]) for name in names},
            questions=QUESTIONS,
            rounds=ROUNDS,
        )
    for name in ("arrays", "database"):
        for peer in ("rapidfuzz-batched", "rapidfuzz-single"):
            if "cpu_ms" in found[name] and "cpu_ms" in found[peer] and found[name]["cpu_ms"]:
                found[name][f"less_cpu_than_{peer}"] = round(found[peer]["cpu_ms"] / found[name]["cpu_ms"], 1)
    return told | {"contestants": found}


def _load(folder: Path) -> tuple[list[str], list[str], list[list[int]]]:
    marks, asked, truth = (json.loads((folder / f"{one}.json").read_text()) for one in ("marks", "asked", "truth"))
    return marks, asked, truth


def _missed(truth: list[list[int]], rows: list[set[int]]) -> dict[str, int]:
    return {
        "missed": sum(len(set(whole) - mine) for whole, mine in zip(truth, rows, strict=True)),
        "too_many": sum(len(mine - set(whole)) for whole, mine in zip(truth, rows, strict=True)),
    }


def _verified(word: str, texts: list[str], places: list[int]) -> set[int]:
    if not places:
        return set()
    most = edits(len(word))
    far = process.cdist([word], texts, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)[0]
    fits = zip(places, texts, far, strict=True)
    return {place for place, text, one in fits if one <= most and edits(len(text)) >= one}


def arrays(folder: Path) -> None:
    """Sorted arrays in this process."""
    marks, asked, truth = _load(folder)
    began = time.process_time()
    signatures = Signatures(enumerate([[ord(sign) for sign in mark] for mark in marks]))
    built = time.process_time() - began

    def ask(place: int) -> set[int]:
        word = asked[place]
        places = [int(one) for one in signatures.owners([ord(sign) for sign in word])]
        return _verified(word, [marks[at] for at in places], places)

    told = _missed(truth, [ask(place) for place in range(len(asked))])
    serve({"build_cpu_s": round(built, 1), "keys": len(signatures), **told}, ask)


def batched(folder: Path) -> None:
    """RapidFuzz over everything, all questions of a turn at once; a question's share of it is told."""
    import resource

    marks, asked, _ = _load(folder)
    print(json.dumps({"missed": 0}), flush=True)
    for line in sys.stdin:
        begin, end = map(int, line.split())
        part = asked[begin:end]
        inside, began = time.process_time(), time.perf_counter()
        for at in range(0, len(part), 20):
            table = process.cdist(part[at : at + 20], marks, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
            for word, row in zip(part[at : at + 20], table, strict=True):
                _rows(word, row, marks)
        wall = (time.perf_counter() - began) * 1000 / len(part)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        spent = (time.process_time() - inside) * 1000
        print(json.dumps({"ms": [wall] * len(part), "cpu_ms": spent, "peak_mib": peak}), flush=True)


def single(folder: Path) -> None:
    """RapidFuzz over everything, one question at a time; only the first few of each turn."""
    import resource

    marks, asked, _ = _load(folder)
    print(json.dumps({"missed": 0}), flush=True)
    for line in sys.stdin:
        begin, _end = map(int, line.split())
        ms: list[float] = []
        inside = time.process_time()
        for word in asked[begin : begin + SINGLE // ROUNDS]:
            began = time.perf_counter()
            process.extract(word, marks, scorer=OSA.distance, score_cutoff=edits(len(word)), limit=None)
            ms.append((time.perf_counter() - began) * 1000)
        spent = (time.process_time() - inside) * 1000
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"ms": ms, "cpu_ms": spent, "peak_mib": peak}), flush=True)


def database(folder: Path) -> None:
    """The same keys as rows of the embedded PostgreSQL, verified here; the server's processor time counts."""
    import psycopg

    from zhidun.site.postgres import Embedded

    marks, asked, truth = _load(folder)
    began = time.monotonic()
    with Embedded(folder / "database", durable=False) as server, psycopg.connect(server.url, autocommit=True) as link:
        link.execute("CREATE TABLE mark (id int, text text)")
        link.execute("CREATE TABLE mark_key (key bigint, mark int)")
        with link.cursor().copy("COPY mark FROM STDIN") as copy:
            for at, mark in enumerate(marks):
                copy.write_row((at, mark))
        count = 0
        with link.cursor().copy("COPY mark_key FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int8", "int4"])
            for hashes, owners in _keys(marks):
                count += len(hashes)
                for key, owner in zip(hashes.tolist(), owners.tolist(), strict=True):
                    copy.write_row((key, owner))
        link.execute("SET maintenance_work_mem = '1GB'")
        link.execute("CREATE INDEX ON mark_key (key) INCLUDE (mark)")
        link.execute("CREATE UNIQUE INDEX ON mark (id)")
        link.execute("VACUUM ANALYZE mark, mark_key")
        built = time.monotonic() - began
        row = link.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None

        def ask(place: int) -> set[int]:
            word = asked[place]
            most = edits(len(word))
            rows = np.array([[ord(sign) for sign in word[:16]]], np.uint32)
            keys = np.unique(np.concatenate(list(of_rows(rows, most)))).view(np.int64).tolist()
            found = link.execute(
                "SELECT id, text FROM mark WHERE id IN (SELECT mark FROM mark_key WHERE key = ANY(%s))", [keys]
            ).fetchall()
            return _verified(word, [one[1] for one in found], [one[0] for one in found])

        told = _missed(truth, [ask(place) for place in range(len(asked))])
        serve({"build_wall_s": round(built, 1), "keys": count, **told}, ask, more=lambda: seconds_of(int(row[0])))


def _keys(marks: list[str]) -> Any:  # noqa: ANN401  a generator of two arrays
    by_length: dict[int, list[int]] = {}
    for at, mark in enumerate(marks):
        if mark:
            by_length.setdefault(min(len(mark), 16), []).append(at)
    for length, owners in by_length.items():
        assert kept(length, 0)
        rows = np.array([[ord(sign) for sign in marks[at][:16]] for at in owners], np.uint32)
        who = np.array(owners, np.int64)
        for hashes in of_rows(rows, edits(length)):
            yield hashes.astype(np.int64), who


def seconds_of(pid: int) -> float:
    """Return the processor seconds a process has spent."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="utf-8").split()[0]) / 1e9


if __name__ == "__main__":
    RUN = {"arrays": arrays, "database": database, "rapidfuzz-batched": batched, "rapidfuzz-single": single}
    RUN[sys.argv[1]](Path(sys.argv[2]))
