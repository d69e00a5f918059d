"""What is seen of a picture: a drawing on clear ground, however faint, and nothing where nothing is drawn."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from tests.similarity.pictures import drawn
from zhidun.similarity import embedding, pictures


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


@pytest.mark.parametrize(("opacity", "ink"), [(0, 0), (3, 255)])
def test_where_nothing_is_drawn_there_is_nothing_to_compare(opacity: int, ink: int) -> None:
    with pytest.raises(pictures.ImageUnfit):
        pictures.read(_clear(opacity, ink))
