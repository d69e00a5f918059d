"""The whole mark sign by sign: what is kept, what is replaced, how it is told; many pairs at once agree with one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhidun.similarity import distinct, explain, wholes
from zhidun.similarity.comparison import compare as compare_marks
from zhidun.similarity.fusion import scorer
from zhidun.similarity.likeness import COMPARERS, compare
from zhidun.similarity.normal import prepared
from zhidun.similarity.pairview import PairView
from zhidun.similarity.symbols import UNKNOWN, Symbols
from zhidun.similarity.view import View, pair

NAMES = ("whole", "distinctive", "inside", "strongest", "first", "head", "rhythm", "shuffled", "pinyin", "components",
         "meant", "strokes")  # fmt: skip
MARKS = st.text(alphabet=st.sampled_from("雪碧雷康师傅帅大白兔免娃哈治洽食品公司a1"), min_size=1, max_size=8)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(one=MARKS, other=MARKS)
def test_identity_is_one_and_both_ways_agree(name: str, one: str, other: str) -> None:
    assert compare(name, pair(prepared(one), prepared(one))).score == pytest.approx(1, abs=1e-5)
    forth, back = pair(prepared(one), prepared(other)), pair(prepared(other), prepared(one))
    assert compare(name, forth).score == pytest.approx(compare(name, back).score, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "asked", "nearer", "farther"),
    [
        ("whole", "六仁核桃", "六个核桃", "六壬"),  # the same signs prove more than the same sounds
        ("whole", "康帅傅", "康师傅", "康大师"),
        ("distinctive", "老干妈食品有限公司", "老干妈", "老爹食品有限公司"),
        ("inside", "涪陵乌江榨菜", "乌江榨菜", "乌龙山榨菜"),
        ("strongest", "益立", "伊利", "益有"),
        ("rhythm", "治治", "洽洽", "治洽"),
        ("head", "阿迪王", "阿迪达斯", "阿里王"),
        ("doubled", "粤利粤", "奥利奥", "粤乐"),
        ("doubled", "哈娃娃", "娃哈哈", "好娃娃"),
        ("doubled", "井多多", "拼多多", "多井拼"),
        ("first", "雪露", "雪碧", "白露"),
        ("pinyin", "益立", "伊利", "益有"),
        ("components", "清心园", "请心园", "雪心园"),
        ("meant", "老干爹", "老干妈", "老干雪"),
        ("strokes", "茅合", "茅台", "茅村"),
        ("strokes", "周住牌", "雕牌", "竹牌"),
        ("shuffled", "飘飘香", "香飘飘", "飘香园"),
    ],
)
def test_the_nearer_of_two_marks_scores_higher(name: str, asked: str, nearer: str, farther: str) -> None:
    view = View(prepared(asked), [prepared(nearer), prepared(farther)], _learnt(asked, nearer, farther))
    near, far = COMPARERS[name].score(view)
    assert near > far


def test_a_reason_names_what_is_kept_and_what_is_replaced() -> None:
    view = pair(prepared("康帅傅"), prepared("康师傅"))
    reason = compare("whole", view).reason
    assert "康傅" in reason.zh
    assert "帅→师" in reason.zh
    assert "帅 for 师" in reason.en
    assert "字形" in compare("strongest", view).reason.zh
    assert all(compare(name, view).reason.en for name in NAMES)
    assert "含义相近" in compare("meant", pair(prepared("老干爹"), prepared("老干妈"))).reason.zh
    assert "甫" in compare("components", view).reason.zh


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(MARKS, MARKS), min_size=1, max_size=6))
def test_many_pairs_at_once_score_as_one_by_one(pairs: list[tuple[str, str]]) -> None:
    symbols = _learnt(*(text for both in pairs for text in both))
    width = max(len(prepared(text).symbols) for both in pairs for text in both)
    one, mine = _table([a for a, _ in pairs], width, symbols)
    other, theirs = _table([b for _, b in pairs], width, symbols)
    together = scorer("text").routes["chinese"].score(PairView(one, other, (mine, theirs), symbols))
    for number, (a, b) in enumerate(pairs):
        alone = scorer("text").routes["chinese"].score(View(prepared(a), [prepared(b)], symbols))
        assert together[number] == pytest.approx(alone[0], abs=2e-3)


def test_noise_lowers_the_score_step_by_step() -> None:
    scores = [compare_marks("农夫山泉", noisy).score for noisy in ("农夫山泉", "农夫山龘", "农夫龘龘", "农龘龘龘")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_the_sentence_tells_the_parts() -> None:
    found = compare_marks("康帅傅", "康师傅")
    assert "帅" in found.sentence.zh
    assert "师" in found.sentence.zh
    assert explain.title("whole").zh == "整体"
    assert wholes.SHORT > 1


def _learnt(*texts: str) -> Symbols:
    symbols = Symbols()
    for text in texts:
        symbols.numbers(prepared(text).symbols, learn=True)
    return symbols


def _table(texts: list[str], width: int, symbols: Symbols) -> tuple[np.ndarray, np.ndarray]:
    numbers = np.full((len(texts), width), UNKNOWN, np.int64)
    weights = np.zeros((len(texts), width), np.float32)
    for row, text in enumerate(texts):
        symbols_of = prepared(text).symbols
        numbers[row, : len(symbols_of)] = symbols.numbers(symbols_of)
        weights[row, : len(symbols_of)] = distinct.weights(symbols_of)
    return numbers, weights


def test_a_known_mark_counts_a_little_more_and_the_reason_is_told() -> None:
    assert distinct.known("康师傅")
    assert not distinct.known("康帅傅")
    found = compare_marks("康帅傅", "康师傅")
    assert any("知名" in factor.reason.zh for factor in found.factors if factor.name == "renown")
    plain = scorer("text").routes["chinese"].score(View(prepared("康帅傅"), [prepared("康师傅")], _learnt("康帅师傅")))
    assert plain[0] < found.score < 1


def test_the_wider_a_mark_is_known_the_more_it_counts() -> None:
    assert distinct.fame("可口可乐") > distinct.fame("老干妈") >= 0.5
    assert distinct.fame("雪碧") >= 0.5
    assert not distinct.known("雪碧")  # older scorers stay as they were
    assert distinct.fame("雷碧") == 0
    forth, back = compare_marks("雷碧", "雪碧"), compare_marks("雪碧", "雷碧")
    assert forth.score == pytest.approx(back.score, abs=2e-3)
    assert any(factor.name == "renown" and "known" in factor.reason.en for factor in forth.factors)


def test_words_that_many_names_hold_weigh_less_beside_others() -> None:
    assert distinct.weights("特仑天下")[2] < distinct.weights("特仑天")[2]
    assert distinct.weights("天下")[0] == pytest.approx(distinct.weights("天")[0])


@settings(max_examples=40, deadline=None)
@given(one=MARKS, other=MARKS)
def test_what_lifts_a_score_never_lowers_it_and_agrees_both_ways(one: str, other: str) -> None:
    route = scorer("text").routes["chinese"]
    plain = replace(route, lifts={})
    forth, back = pair(prepared(one), prepared(other)), pair(prepared(other), prepared(one))
    assert route.score(forth)[0] >= plain.score(forth)[0]
    assert route.score(forth)[0] == pytest.approx(route.score(back)[0], abs=2e-3)
    assert route.score(pair(prepared(one), prepared(one)))[0] == pytest.approx(1, abs=1e-4)


def test_doubled_signs_are_named_where_they_lift_the_score() -> None:
    said = {one.name: one.reason.zh for one in compare_marks("粤利粤", "奥利奥").factors}
    assert said["doubled"] == "“粤利粤”与“奥利奥”字数相同且都有叠字"
    assert "doubled" not in {one.name for one in compare_marks("雪碧", "雷碧").factors}


@pytest.mark.parametrize(
    ("one", "other", "begins", "has", "never"),
    [
        ("旺哈哈", "娃哈哈", "“旺哈哈”与“娃哈哈”相近", "相同的字:“哈哈”", "含义不相近"),
        ("开荒", "夜游宫", "“开荒”与“夜游宫”差别明显。", "承办人判断", "通用词典"),
        ("特伦牧业", "特仑苏", "“特伦牧业”与“特仑苏”相近处不多", "同音", "笔顺"),
        ("老干妈食品有限公司", "老干妈", "“老干妈食品有限公司”与“老干妈”相近", "显著部分相同:“老干妈”", "对"),
        ("Tibe", "Tide", "“Tibe”与“Tide”部分相近", "相差 1 处", "视为相同后比较"),
        ("雪碧", "🙂", "至少一个标识没有可比对的文字", "承办人判断", "相近"),
    ],
)
def test_a_sentence_says_only_what_speaks_for_likeness(one: str, other: str, begins: str, has: str, never: str) -> None:
    said = compare_marks(one, other).sentence
    assert said.zh.startswith(begins)
    assert has in said.zh
    assert never not in said.zh.replace("是否近似由承办人判断", "")
    assert said.en.endswith("a person decides.")
