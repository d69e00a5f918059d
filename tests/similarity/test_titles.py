"""Marks inside titles: found with a sign replaced, the same one by one and all at once; nothing is left out early."""

from __future__ import annotations

import numpy as np
import pytest

from zhidun.similarity.fusion import scorer
from zhidun.similarity.gallery import Entry
from zhidun.similarity.normal import prepared
from zhidun.similarity.symbols import Symbols
from zhidun.similarity.titles import CHEAP, Titles
from zhidun.similarity.view import View

MARKS = ("康师傅", "雪碧", "老干妈", "六个核桃", "Nike", "腾讯", "大白兔")
TITLES = (
    "新款包邮康帅傅红烧牛肉面整箱",
    "正品雷碧汽水330ml",
    "【热卖】六仁核桃 核桃露",
    "nike 运动鞋 男",
    "tengxun 视频会员",
    "新款包邮充电器礼盒",
    "大白兔奶糖/大白免奶糖",
    "🍎",
    "",
)


@pytest.fixture(scope="module")
def titles() -> Titles:
    return Titles([Entry(str(at), mark, None) for at, mark in enumerate(MARKS)])


def test_marks_are_found_with_signs_replaced_and_reasons(titles: Titles) -> None:
    found = titles.find_all(TITLES, least=0.6)
    assert [[MARKS[one.place] for one in row] for row in found] == [
        ["康师傅"], ["雪碧"], ["六个核桃"], ["Nike"], ["腾讯"], [], ["大白兔"], [], [],
    ]  # fmt: skip
    assert found[0][0].window == "康帅傅"
    assert "帅" in "".join(factor.reason.zh for factor in found[0][0].factors)
    assert found[6][0].score == 1


def test_one_by_one_as_all_at_once_and_a_lower_bar_finds_no_fewer(titles: Titles) -> None:
    together = titles.find_all(TITLES, least=0.6)
    assert [titles.find(title, least=0.6) for title in TITLES] == together
    lower = titles.find_all(TITLES, least=0.3)
    for strict, loose in zip(together, lower, strict=True):
        assert {(one.place, one.score) for one in strict} <= {(one.place, one.score) for one in loose}


def test_what_is_worked_out_first_never_promises_less_than_the_score() -> None:
    route = scorer("text").routes["chinese"]
    symbols = Symbols()
    for mark in MARKS:
        symbols.numbers(prepared(mark).symbols, learn=True)
    for asked in MARKS:
        view = View(prepared(asked), [prepared(other) for other in MARKS], symbols)
        assert (route.bound(view, CHEAP) >= route.score(view) - 1e-4).all()
    assert np.isfinite(route.bound(view, ())).all()
