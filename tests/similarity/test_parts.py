"""Marks drawn as a lone sign, cut out of a badge, in a badge of another colour, and beside words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.similarity.pictures import SHAPES, as_png, badge, beside_words, drawn
from zhidun.similarity import eyes, gallery, parts, pictures
from zhidun.similarity.imagesearch import ImageIndex


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        (lambda: badge("star", disc="#175cd3", sign="white"), {"whole", "inner"}),
        (lambda: badge("star", disc="black", sign="#ffd400"), {"whole", "inner"}),
        (lambda: beside_words("star"), {"whole", "side", "piece"}),
    ],
)
def test_a_sign_is_found_alone_in_a_badge_and_beside_words(asked: Callable[[], bytes], kinds: set[str]) -> None:
    picture = pictures.read(asked())
    assert kinds <= {part.kind for part in parts.of(picture)}
    rights = gallery.Gallery()
    index = _index(rights, ("bars", "house", "star"))
    hits = index.like(picture, 3)
    assert hits[0].id == "star"
    assert hits[0].score > 0.5 > hits[1].score
    outline = next(one for one in hits[0].factors if one.name == "outline")
    assert "对整体" in outline.reason.zh
    assert "beside the whole" in outline.reason.en


def _two_colours(shape: str) -> bytes:
    """Return a green shape that touches grey ones: no band, no piece stands apart."""
    sheet = Image.new("RGB", (420, 170), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((60, 70, 400, 100), fill="#667085")
    for at in range(180, 400, 70):
        pen.ellipse((at, 20, at + 60, 150), fill="#667085")
    small = Image.new("L", (160, 160), 0)
    SHAPES[shape](ImageDraw.Draw(small), "white")
    sheet.paste(Image.new("RGB", (160, 160), "#12b76a"), (5, 5), small)
    return as_png(sheet)


def _word(shape: str) -> bytes:
    """Return a word of one colour whose first letter is a shape."""
    sheet = Image.new("L", (560, 170), 255)
    small = Image.new("L", (160, 160), 0)
    SHAPES[shape](ImageDraw.Draw(small), "white")
    sheet.paste(Image.new("L", (160, 160), 0), (5, 5), small)
    for at in range(170, 540, 90):
        ImageDraw.Draw(sheet).polygon([(at, 160), (at + 40, 10), (at + 80, 160)], fill=0)
    return as_png(sheet)


@pytest.mark.parametrize(("asked", "kind"), [(_two_colours, "tone"), (_word, "letter")])
def test_a_sign_inside_a_word_is_found_by_its_colour_or_as_the_first_letter(
    asked: Callable[[str], bytes], kind: str
) -> None:
    picture = pictures.read(asked("star"))
    assert kind in {part.kind for part in parts.of(picture)}
    rights = gallery.Gallery()
    hits = _index(rights, ("bars", "house", "star")).like(picture, 3)
    assert hits[0].id == "star"


def test_colours_that_run_into_one_another_are_not_taken_apart() -> None:
    across = np.linspace(0, 255, 300).astype(np.uint8)
    sheet = np.full((200, 340, 3), 255, np.uint8)
    sheet[40:160, 20:320] = np.stack([across, 255 - across, np.full(300, 90, np.uint8)], axis=1)
    picture = pictures.read(as_png(Image.fromarray(sheet)))
    assert "tone" not in {part.kind for part in parts.of(picture)}


def _index(rights: gallery.Gallery, names: tuple[str, ...]) -> ImageIndex:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as place:
        for name in names:
            file = Path(place) / f"{name}.png"
            file.write_bytes(drawn(name))
            rights.entries.append(gallery.Entry(name, "", file))
        return ImageIndex.of(rights, mode="logo")


def test_a_plain_shape_and_a_photograph_hold_nothing_inside() -> None:
    assert parts.inner(pictures.read(drawn("star"))) is None
    noise = np.random.default_rng(7).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    found = parts.of(pictures.read(as_png(Image.fromarray(noise))))
    assert found[0].kind == "whole"
    assert {part.kind for part in found} <= set(parts.TITLES)
    assert all(part.title.zh and part.title.en for part in found)


def test_a_tiny_picture_has_only_the_whole() -> None:
    sheet = Image.new("RGB", (12, 12), "white")
    sheet.putpixel((5, 5), (0, 0, 0))
    assert [part.kind for part in parts.of(pictures.read(as_png(sheet)))] == ["whole"]


def test_pictures_asked_together_have_the_hits_each_has_alone() -> None:
    index = _index(gallery.Gallery(), ("bars", "house", "star"))
    asked = [pictures.read(one) for one in (badge("star"), drawn("ring"), drawn("house"), beside_words("bars"))]
    alone = [index.like(picture, 3) for picture in asked]
    assert index.likes(asked, 3) == alone
    told = index.likes(asked, 3, glance=0.25, least=0.6)
    assert [[hit.id for hit in hits] for hits in told] == [
        [hit.id for hit in hits if hit.score >= 0.6] for hits in alone
    ]
    assert [hits for hits, each in zip(told, alone, strict=True) if hits and hits != each[: len(hits)]] == []


def test_the_learned_eyes_look_only_at_what_is_near_at_a_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    index = _index(gallery.Gallery(), ("bars", "star"))
    looked: list[int] = []
    see = eyes.EYES["composition"].see

    def counted(shown: Sequence[pictures.Picture]) -> NDArray[np.float32]:
        looked.append(len(shown))
        return see(shown)

    monkeypatch.setitem(eyes.EYES, "composition", replace(eyes.EYES["composition"], see=counted))
    noise = np.random.default_rng(5).integers(0, 255, (120, 120, 3), dtype=np.uint8)
    asked = [pictures.read(drawn("star")), pictures.read(as_png(Image.fromarray(noise)))]
    hits = index.likes(asked, 2, glance=0.25)
    assert (hits[0][0].id, hits[1], looked) == ("star", [], [1])
    assert index.likes([], 2) == []
