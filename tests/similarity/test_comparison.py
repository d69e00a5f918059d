"""What other rooms call: two marks compared, candidates ranked, keys for an index kept elsewhere."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhidun.similarity import channels
from zhidun.similarity.comparison import compare, rank
from zhidun.similarity.normal import prepared
from zhidun.similarity.textindex import TextIndex

MARKS = st.text(alphabet=st.sampled_from("雪碧康师傅大白兔娃哈红牛食品公司abnike1 "), max_size=7)


@pytest.mark.parametrize(
    ("one", "other", "least", "route"),
    [
        ("康师傅", "康师傅", 1.0, "chinese"),
        ("康帅傅", "康师傅", 0.8, "chinese"),
        ("嘀嘀出行", "滴滴出行", 0.75, "chinese"),
        ("NlKE", "Nike", 0.8, "latin"),
        ("Tengxun", "腾讯", 0.8, "bilingual"),
        ("腾讯", "Tengxun", 0.8, "bilingual"),
        ("Привет", "Привет", 1.0, "chinese"),
        ("老干妈食品有限公司", "老干妈", 0.8, "chinese"),
        ("康帅傅方便面", "康师傅", 0.75, "chinese"),
    ],
)
def test_a_comparison_has_score_route_factors_bars_and_sentence(one: str, other: str, least: float, route: str) -> None:
    found = compare(one, other)
    assert found.score >= least
    assert found.route == route
    assert [bar.score for bar in found.bars] == sorted((bar.score for bar in found.bars), reverse=True)
    assert "系统评分仅供参考" in found.sentence.zh
    told = found.as_dict()
    assert set(told) == {"score", "route", "factors", "sentence", "scorer"}


def test_identical_marks_are_told_as_identical_in_every_respect() -> None:
    for mark in ("康师傅", "老干妈食品", "Nike"):
        found = compare(mark, mark)
        said = " ".join(
            [found.sentence.zh, found.sentence.en, *(one.reason.zh + one.reason.en for one in found.factors)]
        )
        assert "不近" not in said
        assert "不相近" not in said
        assert "not look alike" not in said
    look = next(one for one in compare("康师傅", "康师傅").factors if one.name == "look")
    assert look.reason.zh == "字形相同:“康师傅”"
    part = next(one for one in compare("康师傅", "康师傅牌").factors if one.name == "look")
    assert part.reason.en == "same characters: 康师傅"


def test_every_respect_has_a_title_in_both_languages() -> None:
    from zhidun.similarity import explain, eyes

    for name in (*eyes.EYES, "goods", "copy", "renown", "meaning", "picture_text", "sound", "strokes", "cantonese"):
        assert explain.title(name).zh != name
        assert explain.title(name).en != name


def test_another_script_is_never_as_near_as_the_very_same_mark_and_half_a_likeness_says_little() -> None:
    across, same = compare("Tengxun", "腾讯").score, compare("Tengxun", "Tengxun").score
    assert 0.8 < across < 0.9 < same
    assert compare("Nike", "纳可").score < compare("Nike", "Nake").score
    assert compare("Xendi", "鑫地").score < 0.5 < compare("Xendi", "Xendit").score


@pytest.mark.parametrize("text", ["", "🍎", "\u202e\u200b", "\ud800"])
def test_nothing_to_compare_scores_nothing(text: str) -> None:
    assert compare(text, "康师傅").score == 0
    assert compare("康师傅", text).score == 0


@settings(max_examples=60, deadline=None)
@given(MARKS, MARKS)
def test_a_comparison_is_symmetric_and_identity_is_one(one: str, other: str) -> None:
    assert compare(one, other).score == pytest.approx(compare(other, one).score, abs=1e-3)
    assert compare(one, one).score == pytest.approx(float(not prepared(one).empty))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_crashes_a_comparison(one: str, other: str) -> None:
    assert 0 <= compare(one, other).score <= 1


def test_candidates_are_ranked_and_goods_count() -> None:
    candidates = [("1", "娃哈哈"), ("2", "康师傅"), ("3", "康师傅"), ("4", "康师博")]
    hits = rank("康帅傅", candidates, classes="30", their_classes=["30", "12", "30", "30"])
    assert [hit.id for hit in hits][:1] == ["3"]
    assert {hit.place for hit in hits if hit.id == "2"} == {1}
    assert hits[0].score > next(hit.score for hit in hits if hit.id == "2")
    assert any(factor.name == "goods" for factor in hits[0].factors)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("康帅傅", "康师傅"),  # one character
        ("六仁核桃", "六个核桃"),
        ("雷碧", "雪碧"),  # two characters: looks
        ("嘀嘀", "滴滴"),  # same syllables
        ("六神花露水有限公司", "六神"),  # without generic words
        ("tengxun", "腾讯"),
        ("n1ke", "nike"),
        ("addidas", "adidas"),
        ("飘香飘", "香飘飘"),
    ],
)
def test_marks_that_are_alike_share_a_key(asked: str, kept: str) -> None:
    assert channels.asked(asked) & channels.kept(kept)


def test_unrelated_marks_share_no_key_and_keys_fit_a_bigint() -> None:
    assert not channels.asked("海底捞") & channels.kept("康师傅")
    assert all(-(2**63) <= key < 2**63 for _, key in channels.kept("康师傅 Master Kong"))
    assert channels.kept("") == frozenset()


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_mark_always_shares_a_key_with_itself(text: str) -> None:
    assert channels.asked(text) <= channels.kept(text)


def test_a_latin_mark_is_found_by_its_spelling_where_it_shares_no_run_of_sounds() -> None:
    chance = random.Random(4)
    names = ["".join(chance.choices("bcdfghklmnprstvwaeiou", k=chance.randrange(4, 9))) for _ in range(2000)]
    index = TextIndex([str(at) for at in range(2001)], [*names, "Panasonic"])
    assert 2000 in index.candidates(prepared("PenesamiG")).latin.tolist()
