"""J3: titles and pictures swept as the product sweeps them, and the same file on Spark with two workers."""

from __future__ import annotations

import csv
import filecmp
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.similar import GENERIC, SEED, edited, read_names
from zhidun.radar.engine import feeds, workers
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.filesweep import sweep as on_one_machine
from zhidun.radar.engine.sweeping import Sweeper
from zhidun.similarity.gallery import Entry, Gallery

TITLES, PICTURES, GUARDED, READ = 4000, 240, 120, 60
MANY, CHUNK = 40_000, 2000
"""Titles swept by a process a core, and how many are handed out at a time."""


def made_titles(marks: Sequence[str], count: int) -> list[str]:
    """Return listings' titles; one in ten holds a mark, half of these with one sign changed."""
    chance = random.Random(SEED)  # noqa: S311
    generic = GENERIC.split("、")
    made = []
    for number in range(count):
        words = chance.sample(generic, 5)
        if number % 10 == 0:
            mark = chance.choice(marks)
            words.insert(2, mark if number % 20 else edited(mark, marks, chance))
        made.append(" ".join(words))
    return made


def titles(size: int) -> dict[str, Any]:
    """Measure titles a processor second against so many marks, verified and scored with reasons."""
    names = read_names()
    chance = random.Random(SEED)  # noqa: S311
    marks = [name for name in names[:size] if len(name) > 1]
    while len(marks) < size:
        marks.append(chance.choice(names) + chance.choice(names))
    made = made_titles(marks, TITLES)
    listings = [Listing(str(at), title) for at, title in enumerate(made)]
    began = time.process_time()
    sweeper = Sweeper(Gallery([Entry(str(at), mark, None) for at, mark in enumerate(marks)]))
    built = time.process_time() - began
    warm = TITLES // 4  # tables are loaded before the clock runs
    found = workers.swept(sweeper, listings[:warm], "matches")
    cpu, wall = time.process_time(), time.monotonic()
    rest = workers.swept(sweeper, listings[warm:], "matches")
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    matches = [*found.matches, *rest.matches]
    several = by_several(sweeper, made_titles(marks, MANY))
    held = [any(marks[int(one.right_id)] in made[at] for one in matches[at]) for at in range(10, TITLES, 20)]
    return {
        "marks": len(marks),
        "titles": TITLES,
        "exact_marks_found": round(sum(held) / len(held), 3),
        "with_mark_found": round(sum(bool(matches[at]) for at in range(0, TITLES, 10)) / (TITLES / 10), 3),
        "build_cpu_s": round(built, 1),
        "titles_per_cpu_s": round((TITLES - warm) / cpu),
        "titles_per_wall_s": round((TITLES - warm) / wall),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **several,
    }


def by_several(sweeper: Sweeper, made: Sequence[str]) -> dict[str, Any]:
    """Measure titles a second of wall time over a process a core, as the command writes them; begun and warm first."""
    chunks = [
        ([Listing(str(at), title) for at, title in enumerate(made[begin : begin + CHUNK], begin)], [])
        for begin in range(0, len(made), CHUNK)
    ]
    warm = 2 * workers.cores()
    began = last = time.monotonic()
    ready = 0.0
    for number, _ in enumerate(workers.sweep_all(sweeper, chunks, form="lines", processes=workers.cores()), 1):
        last = time.monotonic()
        if number == warm:
            ready = last
    return {
        "processes": workers.cores(),
        "titles_per_wall_s_together": round((len(chunks) - warm) * CHUNK / (last - ready)),
        "together_ready_s": round(ready - began, 1),
    }


def draw(file: Path, seed: int, *, colour: str = "black", side: int = 200) -> None:
    """Draw a mark of our own: a few shapes by chance, the same for the same seed."""
    from PIL import Image, ImageDraw

    chance = random.Random(seed)  # noqa: S311
    sheet = Image.new("RGB", (200, 200), "white")
    pen = ImageDraw.Draw(sheet)
    for _ in range(chance.randrange(2, 6)):
        a, b = sorted(chance.sample(range(10, 190), 2))
        c, d = sorted(chance.sample(range(10, 190), 2))
        kind = chance.choice(("ellipse", "rectangle", "line", "polygon"))
        if kind == "line":
            pen.line((a, c, b, d), fill=colour, width=chance.randrange(6, 20))
        elif kind == "polygon":
            pen.polygon([(a, c), (b, c), ((a + b) // 2, d)], fill=colour)
        else:
            getattr(pen, kind)((a, c, b, d), outline=colour, width=chance.randrange(4, 16))
    sheet.resize((side, side)).save(file)


def pictures() -> dict[str, Any]:
    """Measure pictures a second against guarded pictures; one in twenty is a guarded one drawn anew."""
    with tempfile.TemporaryDirectory(prefix="zdb-") as place:
        ours, shop = Path(place) / "ours", Path(place) / "shop"
        ours.mkdir()
        shop.mkdir()
        for number in range(GUARDED):
            draw(ours / f"{number}.png", number)
        for number in range(PICTURES):
            if number % 20 == 0:
                draw(shop / f"{number:04d}.png", number // 20, colour="#175cd3", side=150)
            else:
                draw(shop / f"{number:04d}.png", 100_000 + number)
        cpu = time.process_time()
        rights = Gallery([Entry(str(number), "", ours / f"{number}.png") for number in range(GUARDED)])
        sweeper = Sweeper(rights)
        built = time.process_time() - cpu
        listings = [one for one in feeds.read(shop) if isinstance(one, Listing)]
        warm = 20
        first, _ = sweeper.sweep(listings[:warm])
        cpu, wall = time.process_time(), time.monotonic()
        rest, _ = sweeper.sweep(listings[warm:])
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
        matches = [*first, *rest]
        reader = Sweeper(Gallery([*rights.entries, Entry("t", "康师傅", None)]), reads=True, reads_rights=False)
        reader.sweep(listings[:1])
        reading = time.process_time()
        reader.sweep(listings[1 : READ + 1])
        reading = time.process_time() - reading
        closely = sum(len(row) for row in _closely(rights, listings))
        copied = range(0, PICTURES, 20)
        right = sum(bool(matches[at]) and matches[at][0].right_id == str(at // 20) for at in copied)
        false = sum(bool(row) for at, row in enumerate(matches) if at % 20)
    return {
        "guarded": GUARDED, "listings": PICTURES, "copies_found_first": round(right / len(copied), 3),
        "others_told": false, "hits": sum(map(len, matches)), "hits_without_glance": closely,
        "build_cpu_s": round(built, 1),
        "listings_per_cpu_s": round((PICTURES - warm) / cpu, 1),
        "listings_per_wall_s": round((PICTURES - warm) / wall, 1),
        "with_text_read_per_cpu_s": round(READ / reading, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def _closely(rights: Gallery, listings: Sequence[Listing]) -> list[list[Any]]:
    """Return the hits of pictures when the learned eye looks at every one."""
    from zhidun.radar.engine.looking import CLOSE
    from zhidun.radar.engine.sweeping import LEAST
    from zhidun.similarity import pictures as reading
    from zhidun.similarity.imagesearch import ImageIndex

    index = ImageIndex.of(rights, mode="logo")
    return [
        list(index.likes([reading.read(one.image)], CLOSE, least=LEAST, why=False)[0]) for one in listings if one.image
    ]


def on_spark(listings: int = 100_000, marks: int = 100_000) -> dict[str, Any]:
    """Sweep one file here by one process and on a standalone master with one and with two workers; files compared."""
    try:
        from tests.radar.cluster import running

        from zhidun.radar.engine.spark import sweep as on_cluster
    except ImportError as fault:
        return {"left_out": f"no Spark here: {fault}"}
    names = [name for name in read_names() if len(name) > 1][:marks]
    with tempfile.TemporaryDirectory(prefix="zdb-") as place:
        folder = Path(place)
        with (folder / "feed.csv").open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(["id", "title"])
            rows.writerows(enumerate(made_titles(names, listings)))
        with (folder / "rights.csv").open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(["id", "text"])
            rows.writerows(enumerate(names))
        files = folder / "feed.csv", folder / "rights.csv"
        here = on_one_machine(*files, folder / "here.jsonl", processes=1)
        found: dict[str, Any] = {"listings": listings, "marks": len(names), "hits": here.hits}
        found["one_process_s"] = round(here.seconds, 1)
        for workers_ in (1, 2):
            home = folder / f"cluster{workers_}"
            home.mkdir()
            with running(home, workers=workers_) as cluster:
                there = on_cluster(*files, folder / "there.jsonl", master=cluster.url)
            same = filecmp.cmp(folder / "there.jsonl", folder / "here.jsonl", shallow=False)
            found[f"spark_{workers_}"] = {"s": round(there.seconds, 1), "workers": there.workers, "identical": same}
        found["scaling"] = round(found["spark_1"]["s"] / found["spark_2"]["s"], 2)
        return found
