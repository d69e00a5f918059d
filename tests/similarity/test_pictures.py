"""What is seen of a picture: a drawing on clear ground, however faint, and nothing where nothing is drawn."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from tests.similarity.pictures import drawn
from zhidun.similarity import embedding, fusion, pictures


def _clear(opacity: int, ink: int) -> bytes:
    """Return the star drawn in one tone, as opaque as said, on clear ground."""
    star = np.asarray(Image.open(io.BytesIO(drawn("star"))).convert("L"))
    points = np.full((*star.shape, 4), ink, np.uint8)
    points[..., 3] = (255 - star.astype(int)) * opacity // 255
    stream = io.BytesIO()
    Image.fromarray(points).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(("opacity", "ink"), [(255, 255), (128, 255), (100, 255), (40, 255), (40, 0), (100, 200)])
def test_a_faint_drawing_on_clear_ground_is_seen_like_the_plain_one(opacity: int, ink: int) -> None:
    score, _ = embedding.compare(pictures.read(_clear(opacity, ink)), pictures.read(drawn("star")))
    assert score > 0.9


def _lit(darkest: float, grain: float, ink: str = "black") -> bytes:
    """Return the star on a sheet lit from its left side, as a photograph with some grain."""
    star = np.asarray(Image.open(io.BytesIO(drawn("star", ink=ink))).convert("RGB"), np.float32)
    sheet = np.pad(star, ((30, 30), (30, 30), (0, 0)), constant_values=255)
    light = np.linspace(1, darkest, sheet.shape[1])[None, :, None]
    noise = np.random.default_rng(7).normal(0, grain, sheet.shape)
    stream = io.BytesIO()
    Image.fromarray(np.clip(sheet * light + noise, 0, 255).astype(np.uint8)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(("darkest", "grain"), [(0.6, 0), (0.45, 5)])
def test_a_ground_lit_from_one_side_is_ground(darkest: float, grain: float) -> None:
    photograph = pictures.read(_lit(darkest, grain))
    assert np.median(photograph.mask[:20]) < 0.05
    assert np.median(photograph.mask[:, -20:]) < 0.05
    score, _ = embedding.compare(photograph, pictures.read(drawn("star")))
    assert score > 0.9


def test_white_on_black_is_the_same_logo() -> None:
    score, _ = embedding.compare(pictures.read(drawn("star", ink="white", paper="black")), pictures.read(drawn("star")))
    assert score > 0.95


def test_the_scale_of_logos_says_of_them_what_it_says_of_texts() -> None:
    route = fusion.picture_route("logo")
    assert (fusion.picture_version(), fusion.rows_version()) == (5, 4)
    assert [route.tell(mean) for mean in (0, 0.35, 0.5, 0.6, 0.78, 1)] == [0, 0.224, 0.5, 0.7, 0.9, 1]
    rising = [route.tell(step / 50) for step in range(51)]
    assert rising == sorted(set(rising))


@pytest.mark.parametrize(("opacity", "ink"), [(0, 0), (3, 255)])
def test_where_nothing_is_drawn_there_is_nothing_to_compare(opacity: int, ink: int) -> None:
    with pytest.raises(pictures.ImageUnfit):
        pictures.read(_clear(opacity, ink))
