from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhidun.parties import names

HAN = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=20)
ANY = st.text(min_size=0, max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（成都）ＡＢＣ 有限公司", "(成都)abc有限公司"),  # width, blanks, capitals
        ("蘇州絲綢廠", "苏州丝绸厂"),  # traditional
        ("郫縣豆瓣", "郫县豆瓣"),
        ("李·明", "李明"),
        ("Li  Ming", "LIMING"),
        ("成都\u200b绣坊", "成都绣坊"),  # invisible
        ("ﬁne", "fine"),  # ligature
        ("陳麻婆豆腐", "陈麻婆豆腐"),
    ],
)
def test_spellings_of_one_name_have_one_normal_form(one: str, other: str) -> None:
    assert names.normal_name(one) == names.normal_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("李明", "李名"), ("成都一厂", "成都二厂"), ("ABC", "ABD"), ("天府", "天付")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert names.normal_name(one) != names.normal_name(other)


@given(ANY)
@settings(max_examples=300, deadline=None)
def test_the_normal_form_is_a_fixed_point(name: str) -> None:
    once = names.normal_name(name)
    assert names.normal_name(once) == once


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_width_and_case_never_matter(name: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    assert names.normal_name(wide) == names.normal_name(name)
    assert names.normal_name(f"  {name} ") == names.normal_name(name)


@given(HAN)
@settings(max_examples=200, deadline=None)
def test_every_part_of_a_name_is_found_again(name: str) -> None:
    stored = set(names.search_keys(name))
    normal = names.normal_name(name)
    for start in range(len(normal)):
        part = normal[start : start + 4]
        assert any(set(reading) <= stored for reading in names.query_keys(part)), part
        assert names.matches(part, name)


@given(ANY, ANY)
@settings(max_examples=200, deadline=None)
def test_likeness_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    score = names.likeness(one, other)
    assert 0 <= score <= 1
    assert score == pytest.approx(names.likeness(other, one))
    assert names.likeness(one, one) == 1


def test_nothing_that_cannot_be_seen_is_shown() -> None:
    assert names.display_name(" 沈\u200b绣坊\x00\n\u202e 蜀绣 ") == "沈绣坊 蜀绣"
    assert names.display_name("\u200b\u200b") == ""


def test_pinyin_and_initials() -> None:
    assert names.pinyin("郫都豆瓣") == "pidudouban"
    assert names.initials("郫都豆瓣") == "pddb"
    assert names.initials("蜀绣ABC坊") == "sxabcf"
    assert names.pinyin("★☆") == ""


@pytest.mark.parametrize("typed", ["郫都", "豆瓣", "pidu", "douban", "pddb", "ddb", "郫", "PiDu", "郫 都", "股份经济"])
def test_what_a_clerk_types_finds_the_name(typed: str) -> None:
    name = "郫都豆瓣股份经济合作联合社"
    stored = set(names.search_keys(name))
    assert any(set(reading) <= stored for reading in names.query_keys(typed))
    assert names.matches(typed, name)


@pytest.mark.parametrize("typed", ["豆花", "chongqing", "xyz"])
def test_what_is_not_in_the_name_does_not_match(typed: str) -> None:
    assert not names.matches(typed, "郫都豆瓣股份经济合作联合社")


def test_an_empty_question_has_no_reading() -> None:
    assert names.query_keys("  \u200b ") == []


def test_what_sets_a_firm_apart() -> None:
    assert names.core_name("成都市武侯区老王火锅有限公司") == "老王火锅"
    assert names.core_name("四川省川味食品股份有限公司") == "川味食品"
    assert names.core_name("成都市") == "成都市"


def test_sound_alikes_are_alike() -> None:
    assert names.likeness("蜀秀坊", "蜀绣坊") >= 0.9
    assert names.likeness("老王火锅", "老汪火锅") > 0.6
    assert names.likeness("川味食品厂", "川味食品长") >= 0.6
    assert names.likeness("甲乙丙丁", "子丑寅卯") == 0


@pytest.mark.parametrize(
    ("name", "firm"),
    [
        ("川味食品厂", True),
        ("演示商贸行（虚构）", True),
        ("某店", True),
        ("成都某某餐饮有限公司（筹）", True),
        ("Rongcheng Trading Co., Ltd.", True),
        ("王小行", False),  # the last character alone says nothing
        ("欧阳城", False),
        ("李某（店主）", False),  # what stands in brackets is no name
        ("", False),
    ],
)
def test_a_name_tells_a_firm_from_a_person(name: str, *, firm: bool) -> None:
    assert names.of_a_trade(name) is firm
