"""Logos turned and mirrored: found, told how they were turned, and counted a little less."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from tests.similarity.pictures import as_png, drawn
from zhidun.similarity import embedding, fusion, pictures, shape, turns
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.imagesearch import ImageIndex
from zhidun.similarity.search import Hit
from zhidun.similarity.turns import Turn


def _flag() -> Image.Image:
    """Return a sign that no turn and no mirror leaves as it is."""
    sheet = Image.new("RGB", (200, 200), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((50, 30, 66, 170), fill="black")
    pen.polygon([(66, 30), (150, 60), (66, 90)], fill="black")
    pen.ellipse((90, 120, 130, 160), fill="black")
    return sheet


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ImageIndex:
    folder = tmp_path_factory.mktemp("signs")
    files = {name: drawn(name) for name in ("star", "ring", "bars", "house")} | {"flag": as_png(_flag())}
    for name, content in files.items():
        (folder / f"{name}.png").write_bytes(content)
    return ImageIndex.of(Gallery([Entry(name, "", Path(folder / f"{name}.png")) for name in files]), mode="logo")


def _first(index: ImageIndex, sheet: Image.Image) -> Hit:
    return index.search(as_png(sheet), 1)[0]


@pytest.mark.parametrize(
    ("degrees", "mirrored", "zh", "en"),
    [
        (90, False, "转动 90° 后", "turned by 90°"),
        (180, False, "转动 180° 后", "turned by 180°"),
        (-15, False, "转动约 18° 后", "turned by about 18°"),
        (0, True, "镜像后", "mirrored"),
    ],
)
def test_a_logo_turned_or_mirrored_is_found_and_the_reason_says_how(
    index: ImageIndex, degrees: int, zh: str, en: str, *, mirrored: bool
) -> None:
    sheet = (
        ImageOps.mirror(_flag()) if mirrored else _flag().rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    )
    hit = _first(index, sheet)
    assert hit.id == "flag"
    assert 0.7 < hit.score < 1
    said = {one.name: one for one in hit.factors}
    assert zh in said["outline"].reason.zh
    assert en in said["outline"].reason.en
    rules = fusion.picture_route("logo").turned
    assert rules is not None
    assert said["turned"].score == rules.keep
    assert f"{rules.keep:.0%}" in said["turned"].reason.zh


def test_an_upright_logo_is_not_told_as_turned(index: ImageIndex) -> None:
    hit = _first(index, _flag())
    assert hit.id == "flag"
    assert hit.score == pytest.approx(1, abs=1e-3)
    assert "turned" not in {one.name for one in hit.factors}


def test_at_a_glance_a_turned_logo_is_still_looked_at(index: ImageIndex) -> None:
    turned = pictures.read(as_png(_flag().rotate(90)))
    upright = index.likeness("outline", turned)
    assert upright.max() < 0.6
    assert index.likes([turned], 1, glance=0.6)[0][0].id == "flag"


def test_the_outlines_of_all_positions_are_those_of_the_picture_set_so() -> None:
    picture = pictures.read(as_png(_flag()))
    rows = turns.outlines(picture)
    assert len(rows) == len(turns.TURNS) == len(set(turns.TURNS)) == 39
    for turn, row in zip(turns.TURNS, rows, strict=True):
        itself = shape.outline(turns.applied(picture, turn))
        assert row @ itself / np.linalg.norm(row) / np.linalg.norm(itself) > 0.95, turn


def test_in_an_index_kept_elsewhere_the_position_is_found_by_outlines_and_then_seen_by_every_eye() -> None:
    right = embedding.parted(pictures.read(as_png(_flag())), mode="logo")
    others = [one for name in ("star", "house") for one in embedding.parted(pictures.read(drawn(name)), mode="logo")]
    asked = pictures.read(as_png(ImageOps.mirror(_flag()).rotate(90)))
    turning = embedding.Turning(asked)
    assert len(turning.plain) == len(turns.PLAIN) == 11
    parts = embedding.parted(asked, mode="logo")
    turn = turning.best(parts, [*others, *right])[0]
    assert turn in {Turn(90, mirrored=True), Turn(270, mirrored=True)}
    score, factors = embedding.alike(turning.seen(turn), right, mode="logo", turn=turn)
    assert score > 0.8 > embedding.alike(parts, right, mode="logo")[0]
    assert turn.title.zh in factors[0].reason.zh
    assert turning.best(right, right) == []
    assert turning.best(parts, []) == []


def test_a_turn_is_told_the_shorter_way_round() -> None:
    assert Turn(351, mirrored=False).title.zh == "转动约 9° 后"
    assert Turn(270, mirrored=True).title.en == "mirrored and turned by 90°"


def test_colours_turn_with_the_foreground() -> None:
    half = Image.new("RGB", (80, 40), "white")
    ImageDraw.Draw(half).rectangle((0, 0, 39, 39), fill="red")
    ImageDraw.Draw(half).rectangle((40, 10, 60, 30), fill="blue")
    stream = io.BytesIO()
    half.save(stream, "PNG")
    turned = turns.applied(pictures.read(stream.getvalue()), Turn(90, mirrored=False))
    assert turned.colour.shape[0] > turned.colour.shape[1]
    assert turned.colour[-5, 20].tolist() == [255, 0, 0]
