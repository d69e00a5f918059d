"""Sound, look and characters of two marks: known substitutions, symmetry, identity, noise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhidun.kernel.text import t
from zhidun.similarity import characters, glyph, latin, likeness, sound, syllables
from zhidun.similarity.alphabet import alphabet
from zhidun.similarity.comparison import compare as compare_marks
from zhidun.similarity.fusion import scorer, scorers
from zhidun.similarity.likeness import COMPARERS, compare
from zhidun.similarity.normal import prepared, read
from zhidun.similarity.view import pair

COMMON = "雪碧康师傅大白兔娃哈红牛六个核桃蓝月亮食品酒业老干妈今麦郎"
MARKS = st.text(alphabet=st.sampled_from(COMMON + "abcl1 中"), min_size=1, max_size=8).filter(str.strip)


def scored(one: str, other: str) -> dict[str, float]:
    view = pair(read(one), read(other))
    return {name: compare(name, view).score for name in COMPARERS if name in {"sound", "look", "characters", "nearest"}}


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("xue3", "xue3", 1.0),
        ("xue3", "xue2", 0.9),
        ("ni2", "li2", 0.85),  # n/l
        ("zhang1", "zang1", 0.9),  # zh/z
        ("kan1", "kang1", 0.9),  # an/ang
        ("ying2", "yin2", 0.9),  # in/ing
        ("fu2", "hu2", 0.75),  # f/h
        ("yuan2", "yan2", 0.7),
    ],
)
def test_syllables_that_are_confused(one: str, other: str, least: float) -> None:
    assert syllables.alike(one, other) >= least
    assert syllables.alike(one, other) == syllables.alike(other, one)


def test_unrelated_syllables_are_far_apart() -> None:
    assert syllables.alike("xue3", "ba4") == 0
    assert syllables.alike("lü4", "nü3") > 0.8


@pytest.mark.parametrize(
    ("one", "other", "respect", "least", "words"),
    [
        ("嘀嘀", "滴滴", "sound", 0.88, "同音"),
        ("康帅傅", "康师傅", "look", 0.9, "巾"),
        ("大白免", "大白兔", "look", 0.9, "形近"),
        ("雷碧", "雪碧", "look", 0.9, "雨"),
        ("兴银", "行银", "sound", 0.85, "xing"),  # polyphone
        ("飘飘香", "香飘飘", "any_order", 1.0, "次序"),
        ("老干妈辣椒酱", "老干妈", "core", 1.0, "老干妈"),
        ("n1ke", "nike", "look", 0.9, "1"),
    ],
)
def test_a_known_substitution_is_found_and_its_reason_names_the_parts(
    one: str, other: str, respect: str, least: float, words: str
) -> None:
    found = compare(respect, pair(read(one), read(other)))
    assert found.score >= least - 1e-6
    assert words in found.reason.zh
    assert found.reason.en


def test_generic_words_weigh_little() -> None:
    generic = scored("海天食品有限公司", "光明食品有限公司")
    distinctive = scored("海天食品有限公司", "海天服饰集团")
    assert distinctive["characters"] > generic["characters"] + 0.2


def test_one_shared_lone_character_proves_little() -> None:
    assert compare("core", pair(read("康"), read("康师傅"))).score < 0.7


@given(MARKS)
def test_identity_is_one(text: str) -> None:
    view = pair(read(text), read(text))
    for name in ("sound", "look", "characters", "nearest", "any_order"):
        assert compare(name, view).score == pytest.approx(1.0, abs=1e-5)


@given(MARKS, MARKS)
def test_symmetric(one: str, other: str) -> None:
    forth, back = pair(read(one), read(other)), pair(read(other), read(one))
    for name in ("sound", "look", "characters", "nearest", "core", "any_order"):
        assert compare(name, forth).score == pytest.approx(compare(name, back).score, abs=1e-4)


@given(st.text(alphabet=st.sampled_from(COMMON), min_size=2, max_size=8), st.integers(0, 7), st.integers(0, 7))
def test_more_noise_never_makes_marks_more_alike(text: str, first: int, second: int) -> None:
    """One character replaced by a sign that is like nothing, then another: characters and look do not rise."""
    once = text[: first % len(text)] + "龘" + text[first % len(text) + 1 :]
    twice = once[: second % len(text)] + "龘" + once[second % len(text) + 1 :]
    zero, one, two = (scored(text, noisy) for noisy in (text, once, twice))
    for name in ("characters",):
        assert zero[name] + 1e-6 >= one[name]
        assert one[name] + 1e-6 >= two[name]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_crashes_a_comparer(one: str, other: str) -> None:
    view = pair(prepared(one), prepared(other))
    for name in scorer("text").routes["chinese"].features:
        found = compare(name, view)
        assert 0 <= found.score <= 1
        assert found.reason.zh and found.reason.en


def test_every_comparer_is_explained() -> None:
    for one in COMPARERS.values():
        assert one.explanation.endswith(".")
        assert one.title.zh and one.title.en
    with pytest.raises(TypeError, match="docstring"):
        likeness.comparer("mute", t("无", "none"), glyph._reason)(lambda view: view.sums[0])


def test_facts_of_characters() -> None:
    table = alphabet()
    assert table.spoken("行")[:2] == ("xing2", "hang2")
    assert "甫" in table.components("傅")
    assert glyph.shared_parts("傅", "博") == ["甫", "寸"]
    assert sound.closest("行", "航") == ("hang2", "hang2")
    assert table.row("a") == -1
    assert characters.LEAST > 1


@pytest.mark.parametrize(("word", "sound"), [("shop", "ʃop"), ("chip", "ʃip"), ("nation", "naʃon"), ("exit", "eksit")])
def test_sh_is_a_sound_of_its_own_and_not_ks(word: str, sound: str) -> None:
    assert latin.said(word) == sound


def test_a_mark_with_sh_is_nearer_to_its_s_than_to_its_ks() -> None:
    assert compare_marks("sharp", "sarp").score > compare_marks("sharp", "ksarp").score
    older = scorer("text.v4")
    assert latin.sounds("sharp") == latin.sounds("ksarp")
    assert compare_marks("sharp", "ksarp", using=older).score > compare_marks("sharp", "ksarp").score
    assert latin.consonants("sharp") == latin.consonants("sarp")


def test_every_published_scorer_says_its_routes() -> None:
    assert scorer("text").key == "text.v5"
    assert scorer("cantonese").key == "cantonese.v2"
    assert {key.rpartition(".v")[0] for key in scorers()} == {"text", "cantonese"}
