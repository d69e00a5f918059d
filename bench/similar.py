"""The radar's core: quality on the development sets, text search (J1), titles (J3), against peers in one run.

`./run bench similar`; `SIMILAR_NAMES=1000000 SIMILAR_GALLERY=100000` set the sizes. Names come from the package
`companynameparser`; those beyond its 285,000 are made by joining two. CPU seconds are of this process.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import companynameparser
import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from bench import radar_alarms
from bench.machine import percentile
from zhidun.similarity.fusion import scorer
from zhidun.similarity.gallery import Entry
from zhidun.similarity.likeness import COMPARERS
from zhidun.similarity.normal import prepared
from zhidun.similarity.search import search
from zhidun.similarity.signatures import Signatures, edits
from zhidun.similarity.spelt import component_signs, pinyin_letters
from zhidun.similarity.symbols import Symbols
from zhidun.similarity.textindex import TextIndex
from zhidun.similarity.titles import Titles

SET = Path(__file__).parent / "radar_sets" / "knockoffs.csv"
LATER = SET.with_name("knockoffs_later.csv")
"""Imitations gathered when text.v4 stood: `looked` were seen while text.v5 was made, `kept` counted once at its end."""
GALLERY = int(os.environ.get("SIMILAR_GALLERY", "100000"))
NAMES = int(os.environ.get("SIMILAR_NAMES", "100000"))
SEED = 20261130
VERSIONS = ("text.v2", "text.v3", "text.v4", "text.v5")
ASKED, TITLES = 200, 2000
SHORTEST, LONGEST = 3, 12
PLANE = 0x10000
"""Numbers of symbols become characters of one plane, none of them a surrogate."""
GENERIC = "旗舰店、正品、包邮、新款、食品、零食、礼盒、家用、男装、女鞋、手机壳、充电器、面膜、大容量、批发"
Ranker = Callable[[str], np.ndarray]


def measure() -> dict[str, Any]:
    """Measure all parts."""
    names = read_names()
    return {"quality": quality(names), "text": text(names), "titles": titles(names), "peak_mib": peak()}


def read_names() -> list[str]:
    """Return the real names of the package, each once, in an order of chance that is always the same."""
    file = Path(companynameparser.__file__).parent / "data" / "brand.txt"
    lines = (line.split()[0] for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    names = sorted(set(lines))
    random.Random(SEED).shuffle(names)  # noqa: S311
    return names


def peak() -> int:
    """Return the most memory this process held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def quality(names: Sequence[str]) -> dict[str, Any]:
    """Recall of the genuine mark among real names, for every comparer, the fusion and plain peers."""
    with SET.open(encoding="utf-8") as stream:
        asked = [(row["text"], row["genuine"]) for row in csv.DictReader(stream)]
    imitations = {text for text, _ in asked}
    genuine = dict.fromkeys(mark for _, mark in asked)
    marks = [*genuine, *(name for name in names if name not in imitations and name not in genuine)][:GALLERY]
    place = {mark: at for at, mark in enumerate(marks)}
    began = time.process_time()
    index = TextIndex([str(at) for at in range(len(marks))], marks)
    built = time.process_time() - began
    found: dict[str, Any] = {"n": len(asked), "gallery": len(marks), "index_cpu_s": round(built, 2)}
    for query, _ in asked[:5]:  # tables are loaded before the clock runs
        search(index, prepared(query), limit=10, why=False)
    took, ranks = [], []
    for query, mark in asked:
        began = time.process_time()
        hits = search(index, prepared(query), limit=1000, why=False)
        took.append((time.process_time() - began) * 1000)
        ranks.append(next((at for at, hit in enumerate(hits, 1) if hit.place == place[mark]), 0))
    found["fused"] = told(ranks) | {
        "cpu_ms_p50": round(percentile(took, 0.5), 1),
        "cpu_ms_p99": round(percentile(took, 0.99), 1),
    }
    found["false_positive_rate"] = false_positives(
        names[GALLERY : GALLERY + 1000], names[GALLERY + 1000 : GALLERY + 2000]
    )
    found["comparers"] = {
        name: told(by_comparer(index, name, asked, place)) for name in scorer("text").routes["chinese"].features
    }
    found["peers"] = {name: told(by_rows(rank, asked, place)) for name, rank in peers(marks).items()}
    found["false_alarms"] = radar_alarms.texts(asked, names[GALLERY:], peers)
    return found


def versions(names: Sequence[str]) -> dict[str, Any]:
    """Recall of each scorer, on the imitations all were made with and on those gathered later; one gallery."""
    sets: dict[str, list[tuple[str, str]]] = {"first": []}
    for file in (SET, LATER):
        with file.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                sets.setdefault(row.get("half") or "first", []).append((row["text"], row["genuine"]))
    asked = [pair for pairs in sets.values() for pair in pairs]
    imitations, genuine = {text for text, _ in asked}, dict.fromkeys(mark for _, mark in asked)
    marks = [*genuine, *(name for name in names if name not in imitations and name not in genuine)][:GALLERY]
    index = TextIndex([str(at) for at in range(len(marks))], marks)
    found: dict[str, Any] = {"gallery": len(marks), "n": {half: len(pairs) for half, pairs in sets.items()}}
    for key in VERSIONS:
        used = scorer(key)
        found[key] = {}
        for half, pairs in sets.items():
            hits = [(mark, search(index, prepared(text), limit=1000, using=used, why=False)) for text, mark in pairs]
            found[key][half] = told([
                next((at for at, hit in enumerate(row, 1) if hit.text == mark), 0) for mark, row in hits
            ])  # fmt: skip
    return found


def told(ranks: Sequence[int]) -> dict[str, float]:
    """Return recall at 1, 10 and 50, and the mean reciprocal rank."""
    found = {f"recall@{k}": round(sum(0 < rank <= k for rank in ranks) / len(ranks), 3) for k in (1, 10, 50)}
    return found | {"mrr": round(sum(1 / rank for rank in ranks if rank) / len(ranks), 3)}


def by_comparer(index: TextIndex, name: str, asked: Sequence[tuple[str, str]], place: dict[str, int]) -> list[int]:
    """Return ranks by one comparer alone, among the candidates of the index; ties share their middle rank."""
    ranks = []
    for query, mark in asked:
        mark_asked = prepared(query)
        places = index.candidates(mark_asked).chinese
        at = np.flatnonzero(places == place[mark])
        scores = COMPARERS[name].score(index.view(mark_asked, places)) if len(at) else np.zeros(0)
        ranks.append(middle(scores, int(at[0])) if len(at) else 0)
    return ranks


def middle(scores: np.ndarray, at: int) -> int:
    """Return the rank of a place, ties counted half."""
    return int((scores > scores[at]).sum() + (scores == scores[at]).sum() / 2 + 0.5)


def by_rows(rank: Ranker, asked: Sequence[tuple[str, str]], place: dict[str, int]) -> list[int]:
    """Return ranks by a peer that scores every mark."""
    return [middle(rank(query), place[mark]) for query, mark in asked]


def peers(marks: Sequence[str]) -> dict[str, Ranker]:
    """Return the plain axes by RapidFuzz: characters, pinyin, components, their sum."""
    symbols = Symbols()
    plain = [prepared(mark).symbols for mark in marks]

    def spell(text: str, book: Sequence[str]) -> str:
        numbers = symbols.numbers(text, learn=True)
        return "".join(book[n] if n < symbols.known else sign for n, sign in zip(numbers, text, strict=True))

    said, parts = ([spell(text, book) for text in plain] for book in (pinyin_letters(), component_signs()))

    def rows(query: str, others: Sequence[str], scored: Callable[..., float]) -> np.ndarray:
        return process.cdist([query], others, scorer=scored, dtype=np.float32)[0]

    def by_characters(query: str) -> np.ndarray:
        return rows(prepared(query).symbols, plain, OSA.normalized_similarity)

    def by_pinyin(query: str) -> np.ndarray:
        return rows(spell(prepared(query).symbols, pinyin_letters()), said, OSA.normalized_similarity)

    def by_components(query: str) -> np.ndarray:
        return rows(spell(prepared(query).symbols, component_signs()), parts, Indel.normalized_similarity)

    def by_sum(query: str) -> np.ndarray:
        return by_characters(query) + by_pinyin(query) + by_components(query)

    return {
        "rapidfuzz characters": by_characters,
        "rapidfuzz pinyin": by_pinyin,
        "rapidfuzz components": by_components,
        "rapidfuzz sum": by_sum,
    }


def false_positives(guarded: Sequence[str], others: Sequence[str]) -> dict[str, float]:
    """Return the share of unrelated names whose likest of 1,000 guarded marks reaches a score."""
    index = TextIndex([str(at) for at in range(len(guarded))], guarded)
    best = [hits[0].score if (hits := search(index, prepared(name), limit=1, why=False)) else 0.0 for name in others]
    return {
        f"score>={least}": round(sum(score >= least for score in best) / len(best), 4) for least in (0.5, 0.7, 0.8, 0.9)
    }


def text(names: Sequence[str]) -> dict[str, Any]:
    """J1: every name within the edit distance for its length, by sorted arrays and by brute force; equal rows."""
    chance = random.Random(SEED)  # noqa: S311
    many = list(names[:NAMES])
    while len(many) < NAMES:
        many.append(chance.choice(names) + chance.choice(names))
    symbols = Symbols()
    words = [symbols.numbers(prepared(name).symbols, learn=True) for name in many]
    began = time.process_time()
    signatures = Signatures(enumerate(words))
    built = time.process_time() - began
    as_text = ["".join(chr(n + PLANE) for n in word) for word in words]
    picked = [edited(as_text[chance.randrange(len(many))], as_text, chance) for _ in range(ASKED)]
    picked = [word for word in picked if SHORTEST <= len(word) <= LONGEST]

    def ours(word: str) -> set[int]:
        most = edits(len(word))
        places = signatures.owners([ord(sign) - PLANE for sign in word])
        if not len(places):
            return set()
        near = process.cdist([word], [as_text[at] for at in places], scorer=OSA.distance, score_cutoff=most)[0]
        return {int(at) for at, far in zip(places, near, strict=True) if far <= most and edits(len(as_text[at])) >= far}

    ours(picked[0])  # tables are loaded before the clock runs
    took, rows = [], []
    for word in picked:
        began = time.process_time()
        rows.append(ours(word))
        took.append((time.process_time() - began) * 1000)
    sample = picked[:40]
    began = time.process_time()
    table = process.cdist(sample, as_text, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    batched = (time.process_time() - began) * 1000 / len(sample)
    began = time.process_time()
    for word in sample[:10]:
        process.extract(word, as_text, scorer=OSA.distance, score_cutoff=2, limit=None)
    single = (time.process_time() - began) * 1000 / 10
    truth = [
        {int(at) for at in np.flatnonzero(row <= edits(len(word))) if edits(len(as_text[at])) >= row[at]}
        for word, row in zip(sample, table, strict=True)
    ]
    missed = sum(len(whole - mine) for whole, mine in zip(truth, rows, strict=False))
    mean = sum(took) / len(took)
    return {
        "names": len(many),
        "signatures": len(signatures),
        "build_cpu_s": round(built, 1),
        "true_rows": sum(map(len, truth)),
        "missed": missed,
        "ours_cpu_ms": {
            "mean": round(mean, 3),
            "p50": round(percentile(took, 0.5), 3),
            "p99": round(percentile(took, 0.99), 3),
        },
        "cdist_batched_cpu_ms": round(batched, 2),
        "extract_single_cpu_ms": round(single, 2),
        "over_batched": round(batched / mean, 1),
        "over_single": round(single / mean, 1),
    }


def edited(word: str, all_words: Sequence[str], chance: random.Random) -> str:
    """Return a word with one sign replaced, taken away, put in or exchanged with the next."""
    at = chance.randrange(len(word))
    other = chance.choice(all_words)[0]
    ways = (word[:at] + other + word[at + 1 :], word[:at] + word[at + 1 :], word[:at] + other + word[at:],
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :])  # fmt: skip
    return chance.choice(ways)


def titles(names: Sequence[str]) -> dict[str, Any]:
    """J3: titles per CPU second, verified and scored; one in ten holds a mark, half of them with one sign changed."""
    chance = random.Random(SEED)  # noqa: S311
    marks = [name for name in names[:NAMES] if len(name) > 1]
    generic = GENERIC.split("、")
    made = []
    for number in range(TITLES):
        words = chance.sample(generic, 5)
        if number % 10 == 0:
            mark = chance.choice(marks)
            words.insert(2, mark if number % 20 else edited(mark, marks, chance))
        made.append("".join(words))
    began = time.process_time()
    ready = Titles([Entry(str(at), mark, None) for at, mark in enumerate(marks)])
    built = time.process_time() - began
    warm = TITLES // 4  # tables are loaded before the clock runs
    first = ready.find_all(made[:warm], least=0.7)
    began = time.process_time()
    found = first + ready.find_all(made[warm:], least=0.7)
    took = time.process_time() - began
    held = sum(bool(found[at]) for at in range(0, TITLES, 10))
    return {
        "marks": len(marks),
        "titles": TITLES,
        "build_cpu_s": round(built, 1),
        "titles_per_cpu_s": round((TITLES - warm) / took),
        "with_mark_found": round(held / (TITLES / 10), 3),
    }
