"""Pictures as vectors with fixed axes, compared with reasons; meaning of words across languages."""

from __future__ import annotations

import numpy as np
import pytest

from tests.similarity.pictures import badge, drawn
from zhidun.similarity import embedding, meaning, shape
from zhidun.similarity.fusion import picture_route
from zhidun.similarity.pictures import read


@pytest.mark.parametrize("mode", ["logo", "design"])
def test_a_vector_is_of_unit_length_and_its_products_tell_alike_from_unlike(mode: embedding.Mode) -> None:
    star, small, ring = (
        embedding.vector(read(one), mode=mode)
        for one in (drawn("star"), drawn("star", ink="navy", size=90, kind="JPEG"), drawn("ring"))
    )
    assert star.shape == (embedding.width(mode),)
    assert np.linalg.norm(star) == pytest.approx(1, abs=1e-4)
    alike, unlike = embedding.score(float(star @ small), mode=mode), embedding.score(float(star @ ring), mode=mode)
    assert alike > 0.7
    assert unlike < 0.4


def test_two_pictures_are_compared_with_reasons() -> None:
    score, factors = embedding.compare(read(drawn("house")), read(drawn("house", kind="JPEG")))
    assert score > 0.9
    assert {one.name for one in factors} == {"outline", "composition", "copy"}
    assert all(one.reason.zh and one.reason.en for one in factors)
    other, _ = embedding.compare(read(drawn("house")), read(drawn("bars")))
    assert other < 0.5


def test_a_near_copy_is_sure() -> None:
    one, copy = (shape.near_copy(read(drawn("bars", size=size))) for size in (160, 300))
    bits = embedding.differ(one, copy)
    assert bits <= 26
    assert embedding.score(0.0, mode="logo", bits=bits) >= 0.9
    assert embedding.score(0.0, mode="logo", bits=100) == 0


@pytest.mark.parametrize(("one", "other"), [("苹果", "Apple"), ("老虎", "tiger"), ("蓝月亮", "blue moon")])
def test_a_translation_is_near_in_meaning(one: str, other: str) -> None:
    assert meaning.compare(one, other).score > 0.5
    assert meaning.compare(one, other).score > meaning.compare(one, "keyboard").score + 0.3


def test_meaning_of_equal_empty_and_broken_texts() -> None:
    assert meaning.compare("Red Bull", "red bull").score == 1
    assert meaning.vectors([]).shape == (0, meaning.WIDTH)
    assert 0 <= meaning.compare("", "\ud800").score <= 1
    assert meaning.vectors(["红牛"]).shape == (1, 512)


@pytest.mark.parametrize("mode", ["logo", "design"])
def test_parts_kept_as_vectors_tell_what_the_pictures_themselves_tell(mode: embedding.Mode) -> None:
    star, on_badge, ring = read(drawn("star")), read(badge("star")), read(drawn("ring"))
    asked = embedding.parted(star, mode=mode)
    assert asked[0].kind == "whole"
    score, factors = embedding.alike(asked, embedding.parted(on_badge, mode=mode), mode=mode)
    assert {one.name for one in factors} == {*picture_route(mode).features, "copy"}
    other, _ = embedding.alike(asked, embedding.parted(ring, mode=mode), mode=mode)
    assert score > other
    assert embedding.alike(asked, asked, mode=mode)[0] == pytest.approx(1, abs=1e-4)
    assert asked[0].row @ embedding.vector(star, mode=mode) == pytest.approx(1, abs=1e-4)


def test_a_mark_on_a_badge_is_found_by_what_the_badge_holds() -> None:
    star, on_badge = (embedding.parted(read(one), mode="logo") for one in (drawn("star"), badge("star")))
    assert "inner" in {one.kind for one in on_badge}
    score, factors = embedding.alike(star, on_badge, mode="logo")
    assert score > embedding.score(float(star[0].row @ on_badge[0].row), mode="logo")
    assert score > 0.7
    said = next(one.reason for one in factors if one.name == "outline")
    assert "底图内的图形" in said.zh
    assert "what the badge holds" in said.en
