"""Which characters look alike: known substitutions are near, and the pairs kept agree with the rows."""

from __future__ import annotations

import numpy as np
import pytest

from zhidun.similarity import lookalike
from zhidun.similarity.alphabet import alphabet
from zhidun.similarity.symbols import Symbols

NEAR = ("师帅", "雪雷", "傅博", "免兔", "午牛", "治洽", "干于", "台合", "鹭鸳")
FAR = ("师果", "雪爹", "州酒", "飘香")


def _likeness(pair: str) -> float:
    symbols = Symbols()
    row = symbols.look_row(symbols.number(pair[0]))
    return float(row[symbols.number(pair[1])])


@pytest.mark.parametrize("pair", NEAR)
def test_known_substitutions_look_alike_both_ways(pair: str) -> None:
    assert _likeness(pair) > 0.2
    assert _likeness(pair) == pytest.approx(_likeness(pair[::-1]), abs=0.01)
    assert all(_likeness(pair) > _likeness(pair[0] + far[1]) for far in FAR)


def test_a_character_looks_like_itself_and_pairs_agree_with_rows() -> None:
    table, symbols = alphabet(), Symbols()
    one = table.row("师")
    others, likeness = table.look(one)
    assert likeness[others == one] == pytest.approx(1)
    pairs = symbols.looks(np.full(len(others), one, np.int64), others.astype(np.int64))
    assert pairs == pytest.approx(likeness * 0.97, abs=0.01)
    assert symbols.looks(np.array([one]), np.array([table.row("爹")])) == pytest.approx(0)


def test_strokes_are_those_of_the_package() -> None:
    assert lookalike.strokes()["一"] == "j"
    assert lookalike.alike("天", "夫") == 1
    assert lookalike.alike("天", "\U00030000") == 0
    assert 0 < lookalike.alike("巧", "立") < 0.5
