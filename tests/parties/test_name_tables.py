"""Names made comparable: normal forms, sounds, cores and likeness, a row for each habit of writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.parties import names

# as written, normal form
NORMAL = [
    ("成都沈氏绣坊有限公司", "成都沈氏绣坊有限公司"),
    (" 成都沈氏绣坊有限公司 ", "成都沈氏绣坊有限公司"),
    ("成都 沈氏 绣坊 有限公司", "成都沈氏绣坊有限公司"),
    ("成都沈氏绣坊（有限公司）", "成都沈氏绣坊有限公司"),
    ("成都沈氏绣坊(有限公司)", "成都沈氏绣坊有限公司"),
    ("成都沈氏绣坊【有限公司】", "成都沈氏绣坊有限公司"),
    ("成都沈氏繡坊有限公司", "成都沈氏绣坊有限公司"),  # traditional
    ("蘇州絲綢廠", "苏州丝绸厂"),
    ("“蜀绣坊”", "蜀绣坊"),
    ("《蜀绣坊》", "蜀绣坊"),
    ("「蜀繡坊」", "蜀绣坊"),
    ("蜀·绣·坊", "蜀绣坊"),
    ("蜀・绣・坊", "蜀绣坊"),
    ("阿卜杜拉·买买提", "阿卜杜拉买买提"),
    ("阿卜杜拉•买买提", "阿卜杜拉买买提"),
    ("阿卜杜拉‧买买提", "阿卜杜拉买买提"),
    ("ＡＢＣ公司", "abc公司"),
    ("ABC公司", "abc公司"),
    ("Abc 公司", "abc公司"),
    ("A.B.C.公司", "abc公司"),
    ("A&B公司", "ab公司"),
    ("A & B Co., Ltd.", "abcoltd"),
    ("Zhang San", "zhangsan"),
    ("ZHANG-SAN", "zhangsan"),
    ("O'Brien", "obrien"),
    ("Straße GmbH", "strassegmbh"),
    ("Café", "café"),
    ("Cafe\u0301", "café"),
    ("№1餐厅", "no1餐厅"),
    ("１２３豆瓣", "123豆瓣"),
    ("①号店", "1号店"),
    ("豆\u200b瓣", "豆瓣"),  # zero width
    ("豆\u202e瓣", "豆瓣"),  # direction
    ("豆\n瓣", "豆瓣"),
    ("豆\x00瓣", "豆瓣"),
    ("\ufeff豆瓣", "豆瓣"),
    ("豆_瓣-坊", "豆瓣坊"),
    ("豆瓣,坊", "豆瓣坊"),
    ("豆瓣\uff0c坊。", "豆瓣坊"),
    ("豆瓣/坊|店", "豆瓣坊店"),
    ("豆瓣:坊;店!?", "豆瓣坊店"),
    ("㈱日本", "株日本"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "normal"), NORMAL)
def test_habits_of_writing_make_no_other_name(written: str, normal: str) -> None:
    assert names.normal_name(written) == normal
    assert names.normal_name(normal) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("成都沈氏绣坊有限公司", "成都沈氏绣坊有限责任公司"),
        ("郫都豆瓣厂", "郫县豆瓣厂"),
        ("张三", "张叁"),
        ("1号店", "2号店"),
        ("蜀绣坊", "蜀锦坊"),
        ("ABC", "ABD"),
        ("café", "cafe"),
    ],
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert names.normal_name(one) != names.normal_name(other)


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("郫都豆瓣", "pidudouban", "pddb"),
        ("新都", "xindu", "xd"),
        ("成都银行", "chengduyinhang", "cdyh"),
        ("都江堰", "dujiangyan", "djy"),
        ("乐山", "leshan", "ls"),
        ("重庆", "chongqing", "cq"),
        ("蜀绣ABC", "shuxiuabc", "sxabc"),
        ("ABC蜀绣", "abcshuxiu", "abcsx"),
        ("3M中国", "3mzhongguo", "3mzg"),
        ("张三", "zhangsan", "zs"),
        ("沈绣坊", "shenxiufang", "sxf"),
        ("蜀繡", "shuxiu", "sx"),
        ("Zhang San", "zhangsan", "zhangsan"),
        ("", "", ""),
        ("!!!", "", ""),
    ],
)
def test_names_have_a_sound_and_initials(name: str, pinyin: str, initials: str) -> None:
    assert names.pinyin(name) == pinyin
    assert names.initials(name) == initials


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("成都沈氏绣坊有限公司", "沈氏绣坊"),
        ("成都市沈氏绣坊有限责任公司", "沈氏绣坊"),
        ("四川省成都市沈氏绣坊股份有限公司", "沈氏绣坊"),
        ("四川沈氏绣坊集团有限公司", "沈氏绣坊"),
        ("成都市武侯区沈氏绣坊经营部", "沈氏绣坊"),
        ("武侯区沈氏绣坊商行", "沈氏绣坊"),
        ("中国沈氏绣坊总公司", "沈氏绣坊"),
        ("沈氏绣坊", "沈氏绣坊"),
        ("成都公司", "成都公司"),  # nothing would be left
        ("有限公司", "有限公司"),
        ("郫都区豆瓣专业合作社", "豆瓣"),
        ("北京市超市", "超市"),
    ],
)
def test_the_core_sets_a_firm_apart(name: str, core: str) -> None:
    assert names.core_name(name) == core


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("沈氏绣坊", "沈氏绣坊", 1.0, 1.0),
        ("沈氏绣坊", "沈氏繡坊", 1.0, 1.0),
        ("(沈氏)绣坊", "沈氏绣坊", 1.0, 1.0),
        ("沈氏绣坊", "沈氏秀坊", 0.95, 0.95),  # sounds the same
        ("张三", "章三", 0.95, 0.95),
        ("沈氏绣坊", "沈氏绣房", 0.5, 0.96),
        ("成都沈氏绣坊", "沈氏绣坊", 0.5, 0.9),
        ("沈氏绣坊", "李记面馆", 0.0, 0.1),
        ("沈氏绣坊", "", 0.0, 0.0),
        ("ABC", "abc", 1.0, 1.0),
    ],
)
def test_likeness(one: str, other: str, least: float, most: float) -> None:
    assert least <= names.likeness(one, other) <= most
    assert names.likeness(one, other) == names.likeness(other, one)


@pytest.mark.parametrize(
    ("shown", "given_name"),
    [
        ("豆瓣 坊", "豆瓣\t 坊"),
        ("豆瓣", "\u200b豆瓣\ufeff"),
        ("é", "e\u0301"),
        ("甲 乙", "  甲 \n 乙  "),
        ("", "\x00\u202e"),
        ("（成都）", "（成都）"),  # brackets are shown as they were written
    ],
)
def test_what_is_shown_is_what_was_written_without_the_invisible(shown: str, given_name: str) -> None:
    assert names.display_name(given_name) == shown


QUERIES = [
    # what is typed, name, found
    ("豆瓣", "郫都豆瓣有限公司", True),
    ("郫都豆瓣有限公司", "郫都豆瓣有限公司", True),
    ("瓣", "郫都豆瓣", True),
    ("豆 瓣", "郫都豆瓣", True),
    ("(豆瓣)", "郫都豆瓣", True),
    ("豆辦", "郫都豆瓣", False),
    ("瓣豆", "郫都豆瓣", False),
    ("douban", "郫都豆瓣", True),
    ("DouBan", "郫都豆瓣", True),
    ("pidu", "郫都豆瓣", True),
    ("pddb", "郫都豆瓣", True),
    ("dd", "郫都豆瓣", True),  # 都豆
    ("xyz", "郫都豆瓣", False),
    ("abc", "蜀绣ABC", True),
    ("sxabc", "蜀绣ABC", True),
    ("ＡＢＣ", "蜀绣abc", True),
    ("蜀繡", "蜀绣", True),
    ("蜀绣", "蜀繡", True),
]  # fmt: skip


@pytest.mark.parametrize(("query", "name", "found"), QUERIES)
def test_keys_and_the_second_look_agree(query: str, name: str, *, found: bool) -> None:
    stored = set(names.search_keys(name))
    by_keys = any(set(reading) <= stored for reading in names.query_keys(query))
    assert (by_keys and names.matches(query, name)) is found


@pytest.mark.parametrize("query", ["", " ", "\u3000", "\u200b", "\x00"])
def test_an_empty_question_has_no_reading(query: str) -> None:
    assert names.query_keys(query) == []


TEXTS = st.text(st.sampled_from("郫都豆瓣蜀绣ABC12 （）·繡"), max_size=24)


@given(TEXTS)
def test_normal_forms_are_stable(name: str) -> None:
    once = names.normal_name(name)
    assert names.normal_name(once) == once
    assert names.normal_name(name.upper()) == names.normal_name(name.lower())


@given(TEXTS, st.data())
def test_every_piece_of_two_characters_finds_its_name(name: str, data: st.DataObject) -> None:
    normal = names.normal_name(name)
    if len(normal) < 2:
        return
    begin = data.draw(st.integers(0, len(normal) - 2))
    end = data.draw(st.integers(begin + 2, len(normal)))
    piece = normal[begin:end]
    stored = set(names.search_keys(name))
    assert any(set(reading) <= stored for reading in names.query_keys(piece))
    assert names.matches(piece, name)


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_between_nothing_and_one(one: str, other: str) -> None:
    score = names.likeness(one, other)
    assert 0 <= score <= 1
    assert score == names.likeness(other, one)
    assert (score == 1) == (names.normal_name(one) == names.normal_name(other))
