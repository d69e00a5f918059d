"""J1q and J2q: how often the right answer is found, by each comparer, by the fusion, by the usual tools; one run.

The texts are imitations with a source each (`bench/radar_sets/`). Pictures are drawings and furniture of our own in two
renderings, and real logos: the sets of `bench.logo_sets`, or the folders `RADAR_LOGOS` names.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench import furniture, logo_sets, logo_variants, radar_alarms, radar_latin
from bench.radar_race import PLACE, Absent, Contestant
from bench.radar_sweep import draw
from bench.similar import GALLERY, SEED, SET, quality, read_names, told, versions

FEW = int(os.environ.get("RADAR_FEW", "2000"))
"""Names of the gallery that the slowest peer is asked over; ours is asked over the same ones (`RADAR_FEW`: as many)."""
DRAWN = 300


def text() -> dict[str, Any]:
    """J1q over real names: every comparer, the fusion, RapidFuzz by each axis; nomenklatura over fewer names."""
    names = read_names()
    return quality(names) | {
        "nomenklatura": nomenklatura(), "latin": radar_latin.measure(), "versions": versions(names)
    }  # fmt: skip


def nomenklatura() -> dict[str, Any]:
    """The best open matcher of names and our scorer over the same few names."""
    from zhidun.similarity.normal import prepared
    from zhidun.similarity.search import search
    from zhidun.similarity.textindex import TextIndex

    with SET.open(encoding="utf-8") as stream:
        asked = [(row["text"], row["genuine"]) for row in csv.DictReader(stream)]
    genuine = list(dict.fromkeys(mark for _, mark in asked))
    taken = {*genuine, *(one for one, _ in asked)}
    marks = [*genuine, *[name for name in read_names() if name not in taken][: FEW - len(genuine)]]
    index = TextIndex([str(at) for at in range(len(marks))], marks)
    began = time.process_time()
    ranks = []
    for query, mark in asked:
        hits = search(index, prepared(query), limit=len(marks), why=False)
        ranks.append(next((at for at, hit in enumerate(hits, 1) if marks[hit.place] == mark), 0))
    spent = time.process_time() - began
    pairs = len(asked) * len(marks)
    found: dict[str, Any] = {
        "gallery": len(marks), "n": len(asked), "ours": told(ranks) | {"pairs_per_cpu_s": round(pairs / spent)}
    }  # fmt: skip
    guarded, unrelated = radar_alarms.sample(read_names()[GALLERY:], taken)
    told_all = {"marks": marks, "asked": asked, "guarded": guarded, "unrelated": unrelated}
    with tempfile.TemporaryDirectory(prefix="zdb-") as place:
        (Path(place) / "asked.json").write_text(json.dumps(told_all), encoding="utf-8")
        found["logic-v2"] = _peer("nomenklatura", place)
    return found


def _peer(name: str, place: str) -> dict[str, Any]:
    """Return what a peer says of all questions, or why it is left out."""
    try:
        one = Contestant(name, [str(Path(__file__).with_name("radar_rank.py")), name, place], peer=name)
    except Absent as reason:
        return {"left_out": str(reason)}
    one.end()
    ready = dict(one.ready)
    alarms = {"false_alarms": radar_alarms.told(ready.pop("right"), ready.pop("wrong"))}
    return told(ready.pop("ranks")) | ready | alarms


def pictures() -> dict[str, Any]:
    """J2q by each eye, by the fusion, and by the usual hashes: drawings and furniture of our own, real logos."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="zdb-") as place:
        for name, make, mode in (("drawings", _drawings, "logo"), ("furniture", furniture.build, "design")):
            folder = Path(place) / name
            folder.mkdir()
            make(folder)
            found[name] = _ranked(folder, mode)
    for folder in _logos():
        found[folder.name] = _ranked(folder, "logo")
    return found


def variants() -> dict[str, Any]:
    """J2v: logos turned, inverted, photographed, among a thousand; nothing where no set of logos can be had."""
    folder = next(iter(_logos()[1:]), None)
    return logo_variants.measure(folder) if folder else {"left_out": "no set of logos"}


def _logos() -> list[Path]:
    """Return the sets of real logos: those of `RADAR_LOGOS`, or those built before, or built now where that can be."""
    named = [Path(one) for one in os.environ.get("RADAR_LOGOS", "").split(os.pathsep) if one]
    if named:
        return named
    home = PLACE.parent / "bench-logos"
    folders = [home / name for name in logo_sets.SETS]
    if all((folder / "gallery.csv").is_file() for folder in folders):
        return folders
    return logo_sets.build(home) if shutil.which("npm") and shutil.which(logo_sets.CHROMIUM) else []


def _drawings(folder: Path) -> None:
    from PIL import Image, ImageFilter, ImageOps

    chance = random.Random(SEED)  # noqa: S311
    gallery, queries = [], []
    for number in range(DRAWN):
        draw(folder / f"g{number}.png", number)
        gallery.append((str(number), "", f"g{number}.png"))
        if number % 3:
            continue
        sheet = Image.open(folder / f"g{number}.png").convert("L").rotate(chance.uniform(-6, 6), fillcolor=255)
        sheet = sheet.filter(ImageFilter.MinFilter(3) if number % 2 else ImageFilter.MaxFilter(3))
        wide = chance.uniform(0.85, 1.15)
        sheet = ImageOps.expand(sheet.resize((round(180 * wide), 180)), chance.randrange(5, 60), 255)
        ImageOps.colorize(sheet, chance.choice(("#b42318", "#175cd3", "#067647")), "white").save(
            folder / f"q{number}.png"
        )
        queries.append(("", f"q{number}.png", str(number)))
    for name, head, rows in (("gallery", "id,text,image", gallery), ("queries", "text,image,answer", queries)):
        lines = [head, *(",".join(row) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _ranked(folder: Path, mode: Any) -> dict[str, Any]:  # noqa: ANN401  a word of the index
    from zhidun.similarity import gallery, pictures
    from zhidun.similarity.imagesearch import ImageIndex

    rights = gallery.read(folder / "gallery.csv")
    questions = folder / "queries.csv"
    questions = questions if questions.is_file() else folder / "queries-white.csv"
    with questions.open(encoding="utf-8") as stream:
        asked = [(folder / row["image"], set(row["answer"].split("|"))) for row in csv.DictReader(stream)]
    began = time.process_time()
    index = ImageIndex.of(rights, mode=mode)
    built = time.process_time() - began
    ids = index.ids
    found: dict[str, Any] = {"gallery": len(ids), "n": len(asked), "index_cpu_s": round(built, 1)}
    eyes = (*index.route.features, "fused")
    ranks: dict[str, list[int]] = {name: [] for name in eyes}
    right: dict[str, list[float]] = {name: [] for name in eyes}
    wrong: dict[str, list[float]] = {name: [] for name in eyes}
    began = time.process_time()
    for file, answers in asked:
        picture = pictures.read(file)
        for name in index.route.features:
            scores = index.likeness(name, picture)
            ranks[name].append(_rank(scores, ids, answers))
            _note(dict(zip(ids, scores.tolist(), strict=True)), answers, right[name], wrong[name])
        hits = index.like(picture, len(ids), why=False)
        ranks["fused"].append(next((at for at, hit in enumerate(hits, 1) if hit.id in answers), 0))
        _note({hit.id: hit.score for hit in hits}, answers, right["fused"], wrong["fused"])
    found["cpu_ms_each"] = round((time.process_time() - began) * 1000 / len(asked), 1)
    found |= {name: told(row) for name, row in ranks.items()}
    found["false_positive_rate"] = {
        f"score>={least}": round(sum(one >= least for one in wrong["fused"]) / len(asked), 4)
        for least in (0.5, 0.7, 0.8, 0.9)
    }
    found["false_alarms"] = radar_alarms.pictures(right, wrong)
    told_sets = {
        "gallery": [str(one.image) for one in rights.entries], "ids": [one.id for one in rights.entries],
        "asked": [(str(file), sorted(answers)) for file, answers in asked],
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="zdb-") as place:
        (Path(place) / "asked.json").write_text(json.dumps(told_sets), encoding="utf-8")
        found |= {"imagehash pHash": _peer("imagehash", place), "pdqhash": _peer("pdqhash", place)}
    return found


def _rank(scores: np.ndarray, ids: Sequence[str], answers: set[str]) -> int:
    at = next((place for place, one in enumerate(ids) if one in answers), None)
    return 0 if at is None else int((scores > scores[at]).sum() + (scores == scores[at]).sum() / 2 + 0.5)


def _note(scores: dict[str, float], answers: set[str], right: list[float], wrong: list[float]) -> None:
    """Note the score of the right picture, and of the likest wrong one."""
    right.append(max((score for one, score in scores.items() if one in answers), default=0.0))
    wrong.append(max((score for one, score in scores.items() if one not in answers), default=0.0))
