"""Patent numbers of 8 and 12 digits: check digits, kinds, years, and what people enter instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.kernel.identifiers import PATENT_KIND_DIGITS, check, patent_check_character

INVENTION, UTILITY, DESIGN = "patent_invention", "patent_utility", "patent_design"

# body, check character worked out by hand (weights 2 to 9 over and over, modulo 11, 10 is X), year, kind
NUMBERS = [
    ("85100001", "0", "1985", INVENTION),  # the first filing of all
    ("86205123", "1", "1986", UTILITY),
    ("87300456", "6", "1987", DESIGN),
    ("88107788", "7", "1988", INVENTION),
    ("89203311", "8", "1989", UTILITY),
    ("90301234", "0", "1990", DESIGN),
    ("91100027", "5", "1991", INVENTION),
    ("92214567", "9", "1992", UTILITY),
    ("93301111", "3", "1993", DESIGN),
    ("94100035", "4", "1994", INVENTION),
    ("95201212", "X", "1995", UTILITY),
    ("96300009", "8", "1996", DESIGN),
    ("97101765", "4", "1997", INVENTION),
    ("98805001", "3", "1998", INVENTION),  # 8: came through the PCT
    ("99900123", "X", "1999", UTILITY),  # 9: a utility model through the PCT
    ("00100001", "2", "2000", INVENTION),
    ("01214000", "7", "2001", UTILITY),
    ("02300999", "3", "2002", DESIGN),
    ("03100001", "0", "2003", INVENTION),
    ("200310000001", "8", "2003", INVENTION),  # from October 2003 twelve digits
    ("200420012332", "3", "2004", UTILITY),
    ("200530001234", "X", "2005", DESIGN),
    ("200610123456", "2", "2006", INVENTION),
    ("200720098765", "9", "2007", UTILITY),
    ("200880001111", "7", "2008", INVENTION),
    ("200910055253", "8", "2009", INVENTION),
    ("201010123456", "9", "2010", INVENTION),
    ("201120456789", "3", "2011", UTILITY),
    ("201230011223", "X", "2012", DESIGN),
    ("201310987654", "3", "2013", INVENTION),
    ("201420000002", "6", "2014", UTILITY),
    ("201530111111", "5", "2015", DESIGN),
    ("201610222222", "7", "2016", INVENTION),
    ("201720333333", "5", "2017", UTILITY),
    ("201780012345", "0", "2017", INVENTION),
    ("201790054321", "7", "2017", UTILITY),
    ("201830444444", "3", "2018", DESIGN),
    ("201910555555", "5", "2019", INVENTION),
    ("202020666666", "1", "2020", UTILITY),
    ("202130777777", "X", "2021", DESIGN),
    ("202210888888", "1", "2022", INVENTION),
    ("202320999999", "X", "2023", UTILITY),
    ("202430123123", "9", "2024", DESIGN),
    ("202510000010", "3", "2025", INVENTION),
    ("202630000001", "X", "2026", DESIGN),
]
TITLES = {
    INVENTION: ("发明专利", "invention patent"),
    UTILITY: ("实用新型专利", "utility model patent"),
    DESIGN: ("外观设计专利", "design patent"),
}


@pytest.mark.parametrize(("body", "digit", "year", "kind"), NUMBERS)
def test_numbers_of_each_year_and_kind(body: str, digit: str, year: str, kind: str) -> None:
    found = check("patent", f"ZL{body}.{digit}")
    assert found.severity == "fine"
    assert found.normal == f"{body}.{digit}"
    assert found.parts["year"] == year
    assert found.parts["right_kind"] == kind


@pytest.mark.parametrize(("body", "digit", "year", "kind"), NUMBERS)
def test_each_kind_takes_its_own_numbers_only(body: str, digit: str, year: str, kind: str) -> None:
    for asked, (zh, en) in TITLES.items():
        found = check(asked, f"{body}.{digit}")
        assert found.ok == (asked == kind)
        if asked != kind:
            assert found.reason is not None
            assert zh in found.reason.zh and TITLES[kind][0] in found.reason.zh
            assert en in found.reason.en and TITLES[kind][1] in found.reason.en
            assert found.remedy is not None


@pytest.mark.parametrize(("body", "digit", "year", "kind"), NUMBERS)
def test_every_other_check_digit_is_refused_and_the_right_one_named(
    body: str, digit: str, year: str, kind: str
) -> None:
    for other in set("0123456789X") - {digit}:
        found = check("patent", f"ZL{body}.{other}")
        assert found.severity == "refuse"
        assert found.expected == digit
        assert found.reason is not None
        assert f"应为“{digit}”,填写的是“{other}”" in found.reason.zh


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ZL201710601862.3", "as on the certificate"),
        ("zl201710601862.3", "small letters"),
        ("Zl 201710601862.3", "mixed, with a blank"),
        ("ZL 2017 1 0601862.3", "in its parts"),
        ("ZL2017106018623", "without the point"),
        ("201710601862.3", "without the letters"),
        ("2017106018623", "digits alone"),
        ("CN201710601862.3", "as an application"),
        ("CN 2017 1 0601862 3", "as an application, in parts"),
        ("ＺＬ２０１７１０６０１８６２．３", "full width"),
        ("ZL-201710601862.3", "a dash behind the letters"),
        ("ZL201710601862-3", "a dash for the point"),
        ("ZL201710601862—3", "a long dash for the point"),
        ("\u3000ZL201710601862.3\n", "pasted"),
        ("ZL20171060\u00a01862.3", "a no-break space inside"),
    ],
)
def test_however_it_is_typed_it_is_the_same_number(typed: str, why: str) -> None:
    found = check("patent", typed)
    assert (found.severity, found.normal) == ("fine", "201710601862.3"), why


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("95201212.x", "95201212.X"),  # a small x is the check character
        ("ZL95201212X", "95201212.X"),
        ("ｚｌ９５２０１２１２．ｘ", "95201212.X"),
        ("202130777777 x", "202130777777.X"),
    ],
)
def test_x_is_read_in_every_shape(typed: str, normal: str) -> None:
    assert check("patent", typed).normal == normal
    assert check("patent", typed).ok


@pytest.mark.parametrize(
    ("typed", "said_zh", "said_en"),
    [
        ("ZL201710601862", "缺少小数点后的校验位", "is missing"),
        ("201710601862", "缺少小数点后的校验位", "is missing"),
        ("CN201710601862", "缺少小数点后的校验位", "is missing"),
        ("97101765", "缺少小数点后的校验位", "is missing"),
        ("CN107123456A", "公布(公告)号", "publication number"),
        ("CN1071234B", "公布(公告)号", "publication number"),
        ("CN107123456B2", "公布(公告)号", "publication number"),
        ("CN206543210U", "公布(公告)号", "publication number"),
        ("CN304567890S", "公布(公告)号", "publication number"),
        ("CN2345678Y", "公布(公告)号", "publication number"),
        ("CN 1234567 C", "公布(公告)号", "publication number"),
        ("ZL20171060186.23", "8位或12位数字", "8 or 12 digits"),  # the point one place too early
        ("ZL2017106018623.", "8位或12位数字", "8 or 12 digits"),  # the point at the end
        ("ZL201710601862..3", "8位或12位数字", "8 or 12 digits"),
        ("ZL201710601862.33", "8位或12位数字", "8 or 12 digits"),
        ("ZL20171060l862.3", "8位或12位数字", "8 or 12 digits"),  # a small L for a one
        ("ZL2O1710601862.3", "8位或12位数字", "8 or 12 digits"),  # an O for a zero
        ("专利号ZL201710601862.3", "8位或12位数字", "8 or 12 digits"),  # the label was copied too
        ("US10123456B2", "8位或12位数字", "8 or 12 digits"),
        ("EP1234567A1", "8位或12位数字", "8 or 12 digits"),
        ("PCT/CN2017/123456", "8位或12位数字", "8 or 12 digits"),
        ("WO2018/123456", "8位或12位数字", "8 or 12 digits"),
        ("ZL", "8位或12位数字", "8 or 12 digits"),
        (".3", "8位或12位数字", "8 or 12 digits"),
        ("待定", "8位或12位数字", "8 or 12 digits"),
    ],
)
def test_what_people_enter_instead_is_told_apart(typed: str, said_zh: str, said_en: str) -> None:
    for kind in ("patent", INVENTION, UTILITY, DESIGN):
        found = check(kind, typed)
        assert found.severity == "refuse"
        assert found.reason is not None and found.remedy is not None
        assert said_zh in found.reason.zh
        assert said_en in found.reason.en
        assert found.remedy.zh and found.remedy.en


@pytest.mark.parametrize("digit", sorted(set("0123456789") - set(PATENT_KIND_DIGITS)))
def test_kind_digits_that_do_not_exist(digit: str) -> None:
    for body in (f"2017{digit}0601862", f"97{digit}01765"):
        found = check("patent", f"{body}.{patent_check_character(body)}")
        assert not found.ok
        assert found.reason is not None
        assert f"“{digit}”" in found.reason.zh
        assert f"no kind of patent “{digit}”" in found.reason.en
        assert found.parts["right_kind"] == ""


@pytest.mark.parametrize("year", ["1985", "1993", "1999", "2000", "2002"])
def test_twelve_digits_before_2003_only_warn(year: str) -> None:
    body = f"{year}10000001"
    found = check("patent", f"{body}.{patent_check_character(body)}")
    assert (found.ok, found.severity) == (True, "warn")
    assert found.reason is not None
    assert "8位数字" in found.reason.zh and "8 digits" in found.reason.en


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_never_passes(body: str, place: int, change: int) -> None:
    right = patent_check_character(body)
    other = str((int(body[place]) + change) % 10)
    typed = body[:place] + other + body[place + 1 :]
    assert patent_check_character(typed) != right


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 6))
def test_neighbours_that_changed_places_are_noticed(body: str, place: int) -> None:
    typed = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert (patent_check_character(typed) == patent_check_character(body)) == (typed == body)
