"""Search keys: what a name is cut into, what a query asks for, and that the two meet."""

from __future__ import annotations

import pytest

from zhidun.cases.search_keys import LONGEST_PREFIX, MOST_KEYS, initials, keys_of, normal, query_keys


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ABC", "abc"),
        ("ＡＢＣ１２", "abc12"),
        ("①", "1"),
        ("沈绣坊", "沈绣坊"),
        ("Ｓhen 绣", "shen 绣"),
        ("", ""),
    ],
)
def test_texts_are_compared_folded(text: str, wanted: str) -> None:
    assert normal(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("郫县豆瓣", "pxdb"),
        ("蜀锦", "sj"),
        ("成都ABC蜀锦", "cdsj"),
        ("武侯区 市场监管局", "whqscjgj"),
        ("abc", ""),
        ("", ""),
        ("重庆", "cq"),
    ],
)
def test_initials_of_pinyin(text: str, wanted: str) -> None:
    assert initials(text) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("沈", [["沈"]]),
        ("沈绣", [["沈绣"]]),
        ("沈绣坊", [["沈绣", "绣坊"]]),
        ("沈 坊", [["沈", "坊"]]),
        ("sx", [["w:sx"], ["p:sx"]]),
        ("sxf", [["w:sxf"], ["p:sxf"]]),
        ("sxfd", [["w:sxfd"], ["p:sxf", "p:xfd"]]),
        ("a", [["w:a"]]),
        ("沈 sx", [["沈", "w:sx"], ["沈", "p:sx"]]),
        ("123456", [["w:123456"], ["n:123456"]]),
        ("abc1", [["w:abc1"], ["n:abc1"]]),
        ("abc 1", [["w:abc", "w:1"]]),
        ("510107-2026-000001", [["n:510107-2026-000001"]]),
        ("WH-2026-000001 ", [["n:wh-2026-000001"]]),
        ("第123号", [["第", "号", "w:123"], ["n:第123号"]]),
        ("?!", []),
        ("   ", []),
    ],
)
def test_what_a_query_asks_for(query: str, wanted: list[list[str]]) -> None:
    assert query_keys(query) == wanted


NAMES = ["沈绣坊工作室", "Shu Brocade 蜀锦", "郫县豆瓣(演示)", "ZL202310000001.2", "川味食品厂"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("绣坊", 0), ("工作室", 0), ("沈工", None), ("sxf", 0), ("gzs", 0),
        ("shu", 1), ("SHU BRO", 1), ("brocade 蜀锦", 1), ("蜀", 1), ("sj", 1), ("rocade", None),
        ("豆瓣", 2), ("演示", 2), ("pxd", 2),
        ("zl2023", 3), ("ZL202310000001", 3),
        ("食品", 4), ("cwsp", 4), ("味品", None),
    ],
)  # fmt: skip
def test_names_and_queries_meet(query: str, found: int | None) -> None:
    sets = [set(keys_of([name])) for name in NAMES]
    hits = [n for n, keys in enumerate(sets) if any(set(one) <= keys for one in query_keys(query))]
    assert hits == ([] if found is None else [found])


def test_numbers_are_found_whole_and_by_their_end() -> None:
    keys = keys_of([], ["510107-2026-431785", "ABC"])
    assert keys == ["n:510107-2026-431785", "n:431785", "n:abc"]


def test_a_long_word_is_cut_and_the_keys_are_bounded() -> None:
    keys = keys_of(["a" * 100])
    assert max(keys, key=len) == f"w:{'a' * LONGEST_PREFIX}"
    assert query_keys("a" * 100)[0] == [f"w:{'a' * LONGEST_PREFIX}"]
    many = keys_of(["".join(chr(0x4E00 + n) for n in range(2000))])
    assert len(many) == MOST_KEYS
    assert len(set(many)) == MOST_KEYS


def test_keys_are_the_same_however_often_a_name_stands_there() -> None:
    assert keys_of(["蜀锦", "蜀锦"]) == keys_of(["蜀锦"])
