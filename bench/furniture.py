"""A development set of designs: furniture of our own as shaded solids, each shown again as a copyist would change it.

`python -m bench.furniture FOLDER` writes `gallery.csv` and `queries.csv` for `zhidun radar eval --mode design`. A query
shows a piece of the gallery in other colours, from another side, with other proportions, and with one detail changed.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SEED: Final = 20261130
PIECES, ASKED, SIDE = 400, 150, 320
LIGHT: Final = np.array([0.35, -0.5, 0.8])
ROUND: Final = 14
"""Sides of what is round."""


@dataclass(frozen=True, slots=True)
class Solid:
    """An upright prism: middle of its foot, half widths, height, how many sides (4: a box), how much it narrows."""

    at: tuple[float, float, float]
    wide: float
    deep: float
    high: float
    sides: int = 4
    narrow: float = 1.0
    tone: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece is shown: from where, in which colours, on which ground, stretched how."""

    turn: float
    above: float
    tones: tuple[tuple[int, int, int], ...]
    ground: int = 255
    stretch: tuple[float, float, float] = (1.0, 1.0, 1.0)
    grain: float = 0.0


def faces(one: Solid) -> list[tuple[Floats, int]]:
    """Return the polygons of a solid with its tone."""
    begin = np.pi / 4 if one.sides == 4 else 0.0  # noqa: PLR2004  a box stands square
    turn = np.arange(one.sides) * 2 * np.pi / one.sides + begin
    reach = 2**0.5 if one.sides == 4 else 1.0  # noqa: PLR2004
    ring = np.stack([np.cos(turn) * reach * one.wide, np.sin(turn) * reach * one.deep, np.zeros(one.sides)], 1)
    low = ring * [one.narrow, one.narrow, 1] + one.at
    top = ring + one.at + [0, 0, one.high]
    sides = [np.stack([low[i], low[i - 1], top[i - 1], top[i]]) for i in range(one.sides)]
    return [(polygon, one.tone) for polygon in [*sides, top, low[::-1]]]


def shown(piece: Sequence[Solid], look: Look) -> NDArray[np.uint8]:
    """Return a picture of a piece, far faces first."""
    spin = np.array([[np.cos(look.turn), -np.sin(look.turn), 0], [np.sin(look.turn), np.cos(look.turn), 0], [0, 0, 1]])
    up, far = [0, np.sin(look.above), np.cos(look.above)], [0, np.cos(look.above), -np.sin(look.above)]
    view = np.array([[1, 0, 0], up, far])
    polygons = []
    for solid in piece:
        for polygon, tone in faces(solid):
            turned = (polygon * look.stretch) @ spin.T
            normal = np.cross(turned[1] - turned[0], turned[2] - turned[1])
            normal /= np.linalg.norm(normal) or 1
            bright = 0.45 + 0.55 * abs(float(normal @ LIGHT) / float(np.linalg.norm(LIGHT)))
            seen = turned @ view.T
            polygons.append((float(seen[:, 2].mean()), seen[:, :2], tone, bright))
    spots = np.concatenate([polygon for _, polygon, _, _ in polygons])
    low, size = spots.min(axis=0), np.ptp(spots, axis=0).max()
    sheet = np.full((SIDE, SIDE, 3), look.ground, np.uint8)
    middle = (SIDE - np.ptp(spots, axis=0) / size * SIDE * 0.84) / 2
    for _, polygon, tone, bright in sorted(polygons, key=lambda one: -one[0]):
        points = ((polygon - low) / size * SIDE * 0.84 + middle) * [1, -1] + [0, SIDE]
        colour = [int(value * bright) for value in look.tones[tone % len(look.tones)]]
        cv2.fillPoly(sheet, [points.round().astype(np.int32)], colour, cv2.LINE_AA)
        cv2.polylines(sheet, [points.round().astype(np.int32)], True, [int(v * 0.8) for v in colour], 1, cv2.LINE_AA)
    if look.grain:
        noise = np.random.default_rng(int(look.turn * 1e6) & 0xFFFF).normal(0, look.grain, sheet.shape)
        sheet = np.clip(sheet + noise, 0, 255).astype(np.uint8)
    return sheet


def _legs(chance: random.Random, wide: float, deep: float, high: float) -> list[Solid]:
    thick, sides, narrow = chance.uniform(0.03, 0.07), chance.choice([4, ROUND]), chance.uniform(0.5, 1)
    inset = chance.uniform(0.02, 0.15)
    if chance.random() < 0.25:  # noqa: PLR2004  one foot in the middle
        foot = Solid((0, 0, 0), wide * 0.6, deep * 0.6, 0.05, ROUND, 1, 1)
        return [foot, Solid((0, 0, 0.05), thick, thick, high - 0.05, ROUND, 1, 1)]
    places = [(x * (wide - inset), y * (deep - inset)) for x in (-1, 1) for y in (-1, 1)]
    return [Solid((x, y, 0), thick, thick, high, sides, narrow, 1) for x, y in places]


def _table(chance: random.Random) -> list[Solid]:
    wide, deep, high = chance.uniform(0.5, 1.1), chance.uniform(0.4, 0.6), chance.uniform(0.4, 0.8)
    top = Solid((0, 0, high), wide, deep, chance.uniform(0.04, 0.1), chance.choice([4, 4, 6, 8, ROUND]))
    below = [Solid((0, 0, high * 0.3), wide * 0.85, deep * 0.85, 0.04)] if chance.random() < 0.4 else []  # noqa: PLR2004
    drawers = [Solid((0, -deep * 0.5, high - 0.15), wide * 0.7, deep * 0.4, 0.15, 4, 1, 1)]
    return [*_legs(chance, wide, deep, high), top, *below, *(drawers if chance.random() < 0.3 else [])]  # noqa: PLR2004


def _seat(chance: random.Random) -> list[Solid]:
    wide, deep, high = chance.choice([0.35, 0.4, 0.9]), chance.uniform(0.35, 0.45), chance.uniform(0.3, 0.5)
    thick, tall = chance.uniform(0.05, 0.22), chance.uniform(0.3, 0.8)
    found = [*_legs(chance, wide, deep, high), Solid((0, 0, high), wide, deep, thick, chance.choice([4, 4, ROUND]))]
    style = chance.choice(["plate", "slats", "rungs", "none", "round"])
    rear = deep - 0.05
    if style == "plate":
        found.append(Solid((0, rear, high + thick), wide, 0.05, tall))
    elif style == "round":
        found.append(Solid((0, rear, high + thick), wide * 0.8, 0.07, tall, ROUND, chance.uniform(0.4, 1)))
    elif style == "slats":
        count = chance.randint(3, 7)
        found += [Solid((wide * (2 * n / (count - 1) - 1), rear, high + thick), 0.03, 0.03, tall) for n in range(count)]
        found.append(Solid((0, rear, high + thick + tall), wide + 0.03, 0.05, 0.1))
    elif style == "rungs":
        found += [Solid((x * wide, rear, high), 0.04, 0.04, tall + thick) for x in (-1, 1)]
        found += [Solid((0, rear, high + thick + tall * n / 4), wide, 0.03, 0.07) for n in range(1, 4)]
    if chance.random() < 0.45:  # noqa: PLR2004
        rise, broad = chance.uniform(0.15, 0.3), chance.uniform(0.04, 0.12)
        found += [Solid((x * wide, 0, high + thick + rise), broad, deep, 0.06, 4, 1, 1) for x in (-1, 1)]
        found += [Solid((x * wide, -deep * 0.8, high + thick), broad, 0.04, rise, 4, 1, 1) for x in (-1, 1)]
    return found


def _cabinet(chance: random.Random) -> list[Solid]:
    wide, deep, high = chance.uniform(0.35, 0.9), chance.uniform(0.22, 0.4), chance.uniform(0.5, 1.6)
    raised = chance.uniform(0.05, 0.25)
    found = [*_legs(chance, wide, deep, raised), Solid((0, 0, raised), wide, deep, high)]
    rows, columns = chance.randint(1, 5), chance.randint(1, 3)
    knob = chance.choice([4, ROUND])
    for row in range(rows):
        for column in range(columns):
            x, z = wide * ((2 * column + 1) / columns - 1), raised + high * (row + 0.08) / rows
            found.append(Solid((x, -deep - 0.01, z), wide / columns * 0.9, 0.015, high / rows * 0.84, 4, 1, 2))
            found.append(Solid((x, -deep - 0.05, z + high / rows * 0.4), 0.03, 0.03, 0.05, knob, 1, 1))
    return found


def _shelf(chance: random.Random) -> list[Solid]:
    wide, deep, high = chance.uniform(0.35, 0.8), chance.uniform(0.15, 0.3), chance.uniform(0.7, 1.7)
    boards, thick = chance.randint(3, 7), chance.uniform(0.03, 0.07)
    found = [Solid((x * wide, 0, 0), thick, deep, high + thick, 4, 1, 1) for x in (-1, 1)]
    found += [Solid((0, 0, high * n / (boards - 1)), wide, deep, thick) for n in range(boards)]
    if chance.random() < 0.5:  # noqa: PLR2004
        found.append(Solid((wide * chance.uniform(-0.5, 0.5), 0, 0), thick * 0.7, deep, high, 4, 1, 1))
    return found


def _lamp(chance: random.Random) -> list[Solid]:
    high, wide = chance.uniform(0.5, 1.6), chance.uniform(0.2, 0.45)
    sides = chance.choice([4, 6, ROUND])
    shade = Solid((0, 0, high), wide, wide, chance.uniform(0.2, 0.5), sides, chance.uniform(0.8, 1.6))
    foot = Solid((0, 0, 0), wide * 0.7, wide * 0.7, 0.06, chance.choice([4, ROUND]), 1, 1)
    belly = chance.uniform(0.02, 0.16)
    return [foot, Solid((0, 0, 0.06), belly, belly, high - 0.06, ROUND, chance.uniform(0.4, 1), 1), shade]


KINDS: Final[tuple[Callable[[random.Random], list[Solid]], ...]] = (_table, _seat, _seat, _cabinet, _shelf, _lamp)


def _tones(chance: random.Random) -> tuple[tuple[int, int, int], ...]:
    def one() -> tuple[int, int, int]:
        return (chance.randrange(60, 235), chance.randrange(60, 235), chance.randrange(60, 235))

    main = one()
    return (main, one() if chance.random() < 0.6 else main, one() if chance.random() < 0.3 else main)  # noqa: PLR2004


def changed(piece: Sequence[Solid], chance: random.Random) -> list[Solid]:
    """Return a piece with one detail changed: something left out, round made square, thicker, or put on."""
    found = list(piece)
    at = chance.randrange(len(found))
    way = chance.choice(["gone", "round", "thick", "more"])
    if way == "gone" and len(found) > 6:  # noqa: PLR2004  a piece of few parts would be another one
        del found[at]
    elif way == "round":
        found = [replace(one, sides=ROUND if one.sides == 4 else 4) if one.wide < 0.1 else one for one in found]  # noqa: PLR2004
    elif way == "thick":
        found = [replace(one, wide=one.wide * 1.5, deep=one.deep * 1.5) if one.wide < 0.1 else one for one in found]  # noqa: PLR2004
    else:
        top = max(found, key=lambda one: one.at[2] + one.high)
        found.append(Solid((0, 0, top.at[2] + top.high), 0.08, 0.08, 0.1, ROUND, 1, 2))
    return found


def build(folder: Path) -> None:
    """Write the pictures and the two tables."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)  # noqa: S311
    gallery, queries = [["id", "text", "image"]], [["text", "image", "answer"]]
    for number in range(PIECES):
        piece = chance.choice(KINDS)(chance)
        look = Look(chance.uniform(-0.9, 0.9), chance.uniform(0.2, 0.6), _tones(chance))
        cv2.imwrite(str(folder / f"g{number}.png"), shown(piece, look))
        gallery.append([str(number), "", f"g{number}.png"])
        if number >= ASKED:
            continue
        stretch = (chance.uniform(0.9, 1.1), chance.uniform(0.9, 1.1), chance.uniform(0.9, 1.1))
        other = Look(
            look.turn + chance.uniform(-0.3, 0.3), min(0.7, max(0.1, look.above + chance.uniform(-0.12, 0.12))),
            _tones(chance), chance.choice([255, 255, 235, 210]), stretch, chance.choice([0, 4, 8]),
        )  # fmt: skip
        cv2.imwrite(str(folder / f"q{number}.png"), shown(changed(piece, chance), other))
        queries.append(["", f"q{number}.png", str(number)])
    for name, rows in (("gallery", gallery), ("queries", queries)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(rows)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
