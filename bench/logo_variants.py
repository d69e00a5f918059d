"""J2v: a mark's own logo, turned, inverted, or photographed, among a thousand logos: recall by kind of change.

The logos are those of `bench.logo_sets`; every change is made from a seed, so that a run can be made again.
"""

from __future__ import annotations

import csv
import io
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.similar import SEED, told
from zhidun.similarity import gallery, pictures
from zhidun.similarity.imagesearch import ImageIndex

Bytes = NDArray[np.uint8]
SIDE = 320
ASKED = 100
WHITE = (255, 255, 255)


def sheet(file: Path) -> Bytes:
    """Return a logo on white, in the middle of a square."""
    found = Image.open(file).convert("RGBA")
    found.thumbnail((SIDE * 7 // 10, SIDE * 7 // 10))
    whole = Image.new("RGBA", (SIDE, SIDE), (*WHITE, 255))
    whole.alpha_composite(found, ((SIDE - found.width) // 2, (SIDE - found.height) // 2))
    return np.asarray(whole.convert("RGB"))


def inverted(sheet: Bytes, chance: random.Random) -> Bytes:
    """White on black, or the other way."""
    del chance
    return 255 - sheet


def turned(by: float) -> Callable[[Bytes, random.Random], Bytes]:
    """Turned by some degrees."""

    def change(sheet: Bytes, chance: random.Random) -> Bytes:
        del chance
        table = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), by, 0.9)
        return np.asarray(cv2.warpAffine(sheet, table, (SIDE, SIDE), flags=cv2.INTER_AREA, borderValue=WHITE))

    return change


def mirrored(sheet: Bytes, chance: random.Random) -> Bytes:
    """Left to right."""
    del chance
    return np.ascontiguousarray(sheet[:, ::-1])


def aslant(sheet: Bytes, chance: random.Random) -> Bytes:
    """Seen from aside: each corner moved by up to an eighth."""
    corners = np.array([[0, 0], [SIDE, 0], [SIDE, SIDE], [0, SIDE]], np.float32)
    moved = corners + np.array([[chance.uniform(-1, 1) * SIDE / 8 for _ in range(2)] for _ in range(4)], np.float32)
    table = cv2.getPerspectiveTransform(corners, moved)
    return np.asarray(cv2.warpPerspective(sheet, table, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderValue=WHITE))


def blurred(sheet: Bytes, chance: random.Random) -> Bytes:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(sheet, (0, 0), chance.uniform(3, 5)))


def lit(sheet: Bytes, chance: random.Random) -> Bytes:
    """Lit from one side: the dark side has half of the light."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    angle = chance.uniform(0, 2 * np.pi)
    along = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
    return np.asarray(np.clip(sheet * (0.75 + 0.35 * along)[:, :, None], 0, 255).astype(np.uint8))


def grounded(sheet: Bytes, chance: random.Random) -> Bytes:
    """On a coloured ground with a grain, such as cloth or cardboard."""
    colour = np.array([chance.uniform(120, 235) for _ in range(3)])
    dust = np.random.default_rng(chance.randrange(2**31))
    grain = cv2.GaussianBlur(dust.normal(0, 22, (SIDE, SIDE)).astype(np.float32), (0, 0), 1.5)[:, :, None]
    return np.asarray(np.clip(sheet / 255 * colour + grain, 0, 255).astype(np.uint8))


def photographed(sheet: Bytes, chance: random.Random) -> Bytes:
    """On a ground, from aside, lit from one side, a little out of focus, with noise, saved as a small JPEG."""
    seen = sheet
    for change in (aslant, grounded, lit):
        seen = change(seen, chance)
    noise = np.random.default_rng(chance.randrange(2**31)).normal(0, 6, seen.shape)
    seen = np.clip(cv2.GaussianBlur(seen, (0, 0), 1.2) + noise, 0, 255).astype(np.uint8)
    held = io.BytesIO()
    Image.fromarray(seen).save(held, "JPEG", quality=60)
    return np.asarray(Image.open(held).convert("RGB"))


KINDS: dict[str, Callable[[Bytes, random.Random], Bytes]] = {
    "as it is": lambda sheet, _: sheet, "inverted": inverted, "turned by 5": turned(5), "turned by 15": turned(15),
    "turned by 90": turned(90), "turned by 105": turned(105), "turned by 180": turned(180), "mirrored": mirrored,
    "aslant": aslant, "blurred": blurred, "lit": lit, "grounded": grounded, "photographed": photographed,
}  # fmt: skip


def measure(folder: Path, asked: int = ASKED) -> dict[str, Any]:
    """Return recall by kind of change, and how high the likest wrong logo scores."""
    rights = gallery.read(folder / "gallery.csv")
    index = ImageIndex.of(rights, mode="logo")
    with (folder / "gallery.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["id"] in set(index.ids)]
    picked = random.Random(SEED).sample(rows, min(asked, len(rows)))  # noqa: S311
    found: dict[str, Any] = {"gallery": len(index), "n": len(picked)}
    with tempfile.TemporaryDirectory(prefix="zdb-") as place:
        for kind, change in KINDS.items():
            chance, ranks, right, wrong = random.Random(SEED), [], [], []  # noqa: S311
            began = time.process_time()
            for row in picked:
                file = Path(place) / "asked.png"
                Image.fromarray(change(sheet(folder / row["image"]), chance)).save(file)
                hits = index.like(pictures.read(file), len(index), why=False)
                ranks.append(next((at for at, hit in enumerate(hits, 1) if hit.id == row["id"]), 0))
                right.append(next((hit.score for hit in hits if hit.id == row["id"]), 0.0))
                wrong.append(next((hit.score for hit in hits if hit.id != row["id"]), 0.0))
            found[kind] = told(ranks) | {
                "cpu_ms_each": round((time.process_time() - began) * 1000 / len(picked), 1),
                "right": _reached(right),
                "wrong": _reached(wrong),
            }
    return found


def _reached(scores: list[float]) -> dict[str, float]:
    """Return the part of the questions whose score reaches 0.5, 0.7, 0.9."""
    return {str(least): round(sum(one >= least for one in scores) / len(scores), 3) for least in (0.5, 0.7, 0.9)}
