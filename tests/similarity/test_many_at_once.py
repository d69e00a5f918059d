"""What is worked out for many marks at once is what is worked out for one: weights, pairs, reasons, signatures."""

from __future__ import annotations

import pickle
import random

import numpy as np
import pytest
from rapidfuzz.distance import OSA

from zhidun.similarity import distinct, pairing, remembered, telling, weighing
from zhidun.similarity.fusion import scorer
from zhidun.similarity.gallery import Entry
from zhidun.similarity.normal import Mark, prepared
from zhidun.similarity.signatures import Signatures, edits
from zhidun.similarity.symbols import UNKNOWN, Symbols
from zhidun.similarity.titles import Titles
from zhidun.similarity.view import View

SIGNS = "大白兔奶糖旗舰店老干妈康师傅帅雪雷碧六个核桃娃哈哈北京有限公司中国abc12"
TITLES = ("新款包邮康帅傅红烧牛肉面", "正品雷碧汽水330ml", "大白免奶糖", "nike 运动鞋", "tengxun", "")


@pytest.fixture(scope="module")
def words() -> list[str]:
    chance = random.Random(7)
    made = {"".join(chance.choices(SIGNS, k=chance.randrange(1, 9))) for _ in range(600)}
    return sorted(made | {"旗舰店", "北京有限公司", "老干妈旗舰店", "12", "大白兔奶糖"})


def test_weights_by_columns_are_those_one_by_one(words: list[str]) -> None:
    for length in {len(word) for word in words}:
        some = [word for word in words if len(word) == length]
        rows = weighing.steps(np.array([[ord(sign) for sign in word] for word in some], np.uint32))
        for word, row in zip(some, rows, strict=True):
            assert (row.astype(np.float32) / np.float32(255) == distinct.weights(word)).all(), word


def test_pairs_of_many_are_the_pairs_of_each() -> None:
    chance = np.random.default_rng(3)
    for m, n in ((1, 1), (2, 3), (4, 3), (5, 5)):
        likeness = np.round(chance.random((60, m, n), np.float32), 1)  # ties among them
        mine, theirs = (chance.choice(np.array([0.45, 1.0], np.float32), (60, size)) for size in (m, n))
        together = pairing.pairs_of_many(likeness, mine, theirs)
        assert together == [pairing.pairs(*one) for one in zip(likeness, mine, theirs, strict=True)]


def test_reasons_of_many_pairs_are_those_of_each(words: list[str]) -> None:
    chance = random.Random(9)
    known = [mark for mark in map(prepared, words) if mark.han]
    pairs: list[tuple[Mark, Mark]] = [(chance.choice(known), chance.choice(known)) for _ in range(80)]
    pairs += [(known[0], known[0]), (prepared("康帅傅"), prepared("康师傅")), (prepared("飘香飘"), prepared("香飘飘"))]
    symbols, route = Symbols(), scorer("text").routes["chinese"]
    for pair in pairs:
        symbols.numbers(pair[0].symbols + pair[1].symbols, learn=True)
    for (one, other), factors in zip(pairs, telling.told(pairs, route, symbols), strict=True):
        alone = {factor.name: factor for factor in route.factors(View(one, [other], symbols), 0)}
        assert alone.keys() == {factor.name for factor in factors}
        for factor in factors:
            assert factor.reason == alone[factor.name].reason
            assert factor.score == pytest.approx(alone[factor.name].score, abs=1e-5)


def test_likeness_of_two_symbols_is_the_same_however_often_it_was_asked_and_whatever_took_its_place() -> None:
    symbols = Symbols()
    numbers = np.array([*symbols.numbers("帅师雪零莱来乐l1io0z"), UNKNOWN], np.int64)
    one, other = np.repeat(numbers, len(numbers)), np.tile(numbers, len(numbers))
    keys = remembered.keys_of(one, other)
    for table, row in ((symbols.heard, symbols.sound_row), (symbols.seen, symbols.look_row)):
        alone = np.array([row(a)[min(b, len(symbols))] if a < UNKNOWN else 0 for a, b in zip(one, other, strict=True)])
        for _ in range(2):  # first asked, then known
            assert table.of(keys, remembered.spots_of(keys)) == pytest.approx(alone, abs=1e-6)
        crowded = remembered.Remembered(table._work)
        nowhere = np.zeros(len(keys), np.intp)
        for _ in range(2):
            assert crowded.of(keys, nowhere) == pytest.approx(alone, abs=1e-6)


def test_no_word_within_the_distance_is_missed(words: list[str]) -> None:
    signatures = Signatures((place, [ord(sign) for sign in word]) for place, word in enumerate(words))
    for word in words[:150]:
        found = set(signatures.owners([ord(sign) for sign in word]).tolist())
        for place, other in enumerate(words):
            if OSA.distance(word, other) <= min(edits(len(word)), edits(len(other))):
                assert place in found, (word, other)


def test_titles_shared_with_another_process_find_the_same() -> None:
    marks = ("康师傅", "雪碧", "大白兔", "Nike", "腾讯", "乐高LEGO", "大自然的搬运工农夫山泉有点甜哈哈哈哈")
    here = Titles([Entry(str(at), mark, None) for at, mark in enumerate(marks)])
    arrays, facts = pickle.loads(pickle.dumps(here.shared()))  # noqa: S301  made here
    there = Titles.joined(arrays, facts)
    found = here.find_all(TITLES, least=0.6)
    assert [one.place for row in found for one in row] == [0, 1, 2, 3, 4]
    assert there.find_all(TITLES, least=0.6) == found
