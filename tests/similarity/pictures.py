"""Pictures drawn for tests: shapes on paper, as bytes of a file."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

SIDE = 160


def drawn(
    shape: str = "star", *, ink: str = "black", paper: str = "white", size: int = SIDE, kind: str = "PNG", turn: int = 0
) -> bytes:
    """Return a picture of one of a few shapes."""
    sheet = Image.new("RGB", (SIDE, SIDE), paper)
    pen = ImageDraw.Draw(sheet)
    SHAPES[shape](pen, ink)
    sheet = sheet.rotate(turn, fillcolor=paper).resize((size, size), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    sheet.save(stream, kind)
    return stream.getvalue()


def _star(pen: ImageDraw.ImageDraw, ink: str) -> None:
    points: Sequence[tuple[int, int]] = [
        (80, 10),
        (98, 62),
        (152, 62),
        (108, 94),
        (125, 148),
        (80, 115),
        (35, 148),
        (52, 94),
        (8, 62),
        (62, 62),
    ]
    pen.polygon(points, fill=ink)


def _ring(pen: ImageDraw.ImageDraw, ink: str) -> None:
    pen.ellipse((20, 20, 140, 140), outline=ink, width=24)


def _bars(pen: ImageDraw.ImageDraw, ink: str) -> None:
    for at in (20, 65, 110):
        pen.rectangle((at, 30, at + 28, 130), fill=ink)


def _house(pen: ImageDraw.ImageDraw, ink: str) -> None:
    pen.polygon([(80, 15), (145, 75), (15, 75)], fill=ink)
    pen.rectangle((35, 75, 125, 145), fill=ink)


SHAPES = {"star": _star, "ring": _ring, "bars": _bars, "house": _house}


def as_png(sheet: Image.Image) -> bytes:
    """Return a sheet as bytes of a PNG file."""
    stream = io.BytesIO()
    sheet.save(stream, "PNG")
    return stream.getvalue()


def badge(shape: str, *, disc: str = "#175cd3", sign: str = "white") -> bytes:
    """Return a shape in the middle of a disc on clear ground."""
    sheet = Image.new("RGBA", (320, 320), (0, 0, 0, 0))
    ImageDraw.Draw(sheet).ellipse((4, 4, 316, 316), fill=disc)
    small = Image.new("L", (160, 160), 0)
    SHAPES[shape](ImageDraw.Draw(small), "white")
    sheet.paste(Image.new("RGBA", (160, 160), sign), (80, 80), small)
    return as_png(sheet)


def beside_words(shape: str) -> bytes:
    """Return a shape beside a row of bars that stand for words."""
    sheet = Image.new("RGB", (640, 170), "white")
    sheet.paste(Image.open(io.BytesIO(drawn(shape))), (0, 5))
    pen = ImageDraw.Draw(sheet)
    for at in range(220, 620, 50):
        pen.rectangle((at, 50, at + 25, 120), fill="gray")
    return as_png(sheet)
