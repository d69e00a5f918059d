"""J1q in Latin letters: imitations with a source each, among real Chinese names and the titles of an icon set."""

from __future__ import annotations

import csv
import json
import tarfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from bench import logo_sets
from bench.radar_race import PLACE
from bench.similar import by_rows, read_names, told
from zhidun.similarity.fusion import scorer
from zhidun.similarity.likeness import COMPARERS
from zhidun.similarity.normal import prepared
from zhidun.similarity.search import search
from zhidun.similarity.textindex import TextIndex

SET = Path(__file__).parent / "radar_sets" / "latin.csv"
CHINESE = 90_000


def measure() -> dict[str, Any]:
    """Return recall of the genuine mark by the fusion, by each comparer of Latin letters, and by RapidFuzz."""
    with SET.open(encoding="utf-8") as stream:
        asked = [(row["text"], row["genuine"]) for row in csv.DictReader(stream)]
    genuine = list(dict.fromkeys(mark for _, mark in asked))
    taken = {text.casefold() for pair in asked for text in pair}
    titles = [title for title in dict.fromkeys(_titles()) if title.casefold() not in taken]
    marks = [*genuine, *titles, *[name for name in read_names() if name.casefold() not in taken][:CHINESE]]
    place = {mark: at for at, mark in enumerate(marks)}
    index = TextIndex([str(at) for at in range(len(marks))], marks)
    search(index, prepared(asked[0][0]), limit=1, why=False)  # tables are loaded before the clock runs
    began, ranks = time.process_time(), []
    for query, mark in asked:
        hits = search(index, prepared(query), limit=1000, why=False)
        ranks.append(next((at for at, hit in enumerate(hits, 1) if hit.place == place[mark]), 0))
    spent = (time.process_time() - began) * 1000 / len(asked)
    found: dict[str, Any] = {"n": len(asked), "gallery": len(marks), "of_them_titles": len(titles)}
    found["fused"] = told(ranks) | {"cpu_ms_each": round(spent, 1)}
    found["comparers"] = {
        name: told(_by(index, name, asked, place)) for name in scorer("text").routes["latin"].features
    }
    plain = [prepared(mark).latin for mark in marks]
    for name, rule in (("OSA", OSA), ("Indel", Indel), ("JaroWinkler", JaroWinkler)):
        found[f"rapidfuzz {name}"] = told(by_rows(_ranker(plain, rule.normalized_similarity), asked, place))
    return found


def _ranker(plain: Sequence[str], rule: Callable[..., float]) -> Callable[[str], np.ndarray]:
    return lambda query: process.cdist([prepared(query).latin], plain, scorer=rule, dtype=np.float32)[0]


def _by(index: TextIndex, name: str, asked: Sequence[tuple[str, str]], place: dict[str, int]) -> list[int]:
    from bench.similar import middle
    from zhidun.similarity.search import letters_view

    ranks = []
    for query, mark in asked:
        mark_asked = prepared(query)
        places = index.candidates(mark_asked).latin
        at = np.flatnonzero(places == place[mark])
        scores = COMPARERS[name].score(letters_view(index, mark_asked, places)) if len(at) else np.zeros(0)
        ranks.append(middle(scores, int(at[0])) if len(at) else 0)
    return ranks


def _titles() -> list[str]:
    """Return the titles of simple-icons, where the package is."""
    home = PLACE.parent / "bench-logos"
    file = next(home.glob(f"{logo_sets.PACKAGES['simple']}-[0-9]*.tgz"), None)
    if file is None:
        return []
    with tarfile.open(file) as archive:
        stream = archive.extractfile("package/data/simple-icons.json")
        return [str(icon["title"]) for icon in json.load(stream)] if stream else []
