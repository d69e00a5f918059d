"""Numbers that others hand out: known good ones, each way to be wrong, and properties of the check characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.kernel import identifiers as ids
from zhidun.kernel.identifiers import check

ALPHABET = st.sampled_from(ids.USCC_ALPHABET)
BODIES = st.builds(
    lambda first, category, region, organisation: first + category + region + organisation,
    st.sampled_from(ids.USCC_REGISTRARS),
    ALPHABET,
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ids.USCC_ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize(
    "code",
    [
        "91110000600037341L",
        "N2510132MF1234567E",  # a rural collective: begins with a letter, and is right
        " 9111 0000 6000 3734 1l ",
        "".join(chr(ord(c) + 0xFEE0) for c in "91110000600037341L"),  # full width
        "91110000-600037341-L",
    ],
)
def test_credit_codes_that_are_right(code: str) -> None:
    found = check("uscc", code)
    assert found.ok
    assert found.severity == "fine"
    assert len(found.normal) == 18
    assert ids.uscc_valid(code)


@pytest.mark.parametrize(
    ("code", "said_zh", "said_en"),
    [
        ("A1110000600037341L", "应为“K”", "expected “K”, got “L”"),
        ("91110000600037341", "填写了17位", "17 were entered"),
        ("9111000060003734IL", "不会出现“I”", "never occurs"),
        ("9111000060003734*L", "不会出现“*”", "never occurs"),
        ("91A10000600037341L", "行政区划码", "must be digits"),
        ("", "填写了0位", "0 were entered"),
    ],
)
def test_credit_codes_that_are_wrong_say_what_would_be_right(code: str, said_zh: str, said_en: str) -> None:
    found = check("uscc", code)
    assert not found.ok
    assert found.reason is not None
    assert found.remedy is not None
    assert said_zh in found.reason.zh
    assert said_en in found.reason.en
    assert not ids.uscc_valid(code)


def test_a_letter_that_looks_like_a_digit_is_named() -> None:
    found = check("uscc", "91110000600O37341L")
    assert found.remedy is not None
    assert "“0”" in found.remedy.zh


def test_an_unknown_registrar_only_warns() -> None:
    body = "0" * 17
    found = check("uscc", body + ids.uscc_check_character(body))
    assert found.ok
    assert found.severity == "warn"


@given(BODIES)
def test_the_right_character_is_taken_and_every_other_refused(body: str) -> None:
    right = ids.uscc_check_character(body)
    assert check("uscc", body + right).severity == "fine"
    for other in set(ids.USCC_ALPHABET) - {right}:
        found = check("uscc", body + other)
        assert not found.ok
        assert found.expected == right


@given(BODIES, st.integers(0, 16), ALPHABET)
def test_one_wrong_character_never_passes(body: str, place: int, other: str) -> None:
    code = body + ids.uscc_check_character(body)
    typed = code[:place] + other + code[place + 1 :]
    assert ids.uscc_valid(typed) == (typed == code)


@pytest.mark.parametrize("body", ["1234", "I" * 17])
def test_the_check_character_needs_a_body(body: str) -> None:
    with pytest.raises(ValueError, match="17 characters"):
        ids.uscc_check_character(body)


@pytest.mark.parametrize(
    ("number", "normal", "year", "kind"),
    [
        ("97101765.4", "97101765.4", "1997", "patent_invention"),
        ("95115608.X", "95115608.X", "1995", "patent_invention"),
        ("ZL 2017 1 0601862.3", "201710601862.3", "2017", "patent_invention"),
        ("zl2017106018623", "201710601862.3", "2017", "patent_invention"),
        ("CN200680018223.4", "200680018223.4", "2006", "patent_invention"),
        ("03100001." + ids.patent_check_character("03100001"), None, "2003", "patent_invention"),
    ],
)
def test_patent_numbers_that_are_right(number: str, normal: str | None, year: str, kind: str) -> None:
    found = check("patent", number)
    assert found.severity == "fine"
    assert normal is None or found.normal == normal
    assert (found.parts["year"], found.parts["right_kind"]) == (year, kind)
    assert ids.patent_valid(number)


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("patent", "201710601862.4", "expected “3”, got “4”"),
        ("patent", "97101765.X", "expected “4”, got “X”"),
        ("patent", "ZL201710601862", "is missing"),
        ("patent", "CN107123456A", "publication number"),
        ("patent", "12345", "8 or 12 digits"),
        ("patent", "", "8 or 12 digits"),
        ("patent_design", "201710601862.3", "invention patent"),
        ("patent", "20175060186" + "2." + ids.patent_check_character("201750601862"), "no kind of patent"),
    ],
)
def test_patent_numbers_that_are_wrong(kind: str, number: str, said: str) -> None:
    found = check(kind, number)
    assert not found.ok
    assert found.reason is not None
    assert said in found.reason.en
    assert found.remedy is not None
    assert not ids.patent_valid(number) or kind == "patent_design"


def test_a_missing_check_digit_is_computed() -> None:
    found = check("patent", "ZL201710601862")
    assert found.expected == "3"
    assert found.remedy is not None
    assert "“3”" in found.remedy.zh


def test_long_numbers_before_2003_warn() -> None:
    body = "199910000001"
    assert check("patent", f"{body}.{ids.patent_check_character(body)}").severity == "warn"


@given(st.text("0123456789", min_size=12, max_size=12) | st.text("0123456789", min_size=8, max_size=8))
def test_only_the_computed_check_digit_fits(body: str) -> None:
    right = ids.patent_check_character(body)
    kind_digit = body[4] if len(body) == 12 else body[2]
    assert ids.patent_valid(f"{body}.{right}") == (kind_digit in ids.PATENT_KIND_DIGITS)
    for other in set("0123456789X") - {right}:
        assert check("patent", f"{body}.{other}").expected == right


@pytest.mark.parametrize("body", ["1234567", "1234567x", "\uff11" * 8])
def test_patent_check_character_wants_ascii_digits(body: str) -> None:
    with pytest.raises(ValueError, match="8 or 12 digits"):
        ids.patent_check_character(body)


@pytest.mark.parametrize(
    ("kind", "number", "normal"),
    [
        ("trademark", "第0012345678号", "12345678"),
        ("trademark", "G1234567", "G1234567"),
        ("trademark", "12345678A", "12345678A"),
        ("trademark", "0", "0"),
        ("gi_mark", "6549321", "6549321"),
        ("copyright_work", "国作登字—2018—F—00673505", "国作登字-2018-F-00673505"),
        ("copyright_work", "国作登字-2013-M-1791", "国作登字-2013-M-1791"),
        ("software", "2021sr1234567", "2021SR1234567"),
        ("software", "软著登字第1234567号", "软著登字第1234567号"),
        ("plant_variety", "CNA20191006012", "CNA20191006012"),
        ("plant_variety", "CNA20000053.5", "CNA20000053.5"),
        ("plant_variety", "20190001", "20190001"),
        ("ic_layout", "BS.08500145.7", "BS.08500145.7"),
        ("ic_layout", "BS12500520.2", "BS.12500520.2"),
        ("ic_layout", "BS.195123456", "BS.195123456"),
        ("gi_product", "国家质检总局公告2012年第111号", "国家质检总局公告2012年第111号"),
        ("gi_product", "国家知识产权局公告第五百二十三号", "国家知识产权局公告第五百二十三号"),
        ("gi_agricultural", "agi2012-02-869", "AGI2012-02-869"),
        ("customs_recordal", "T2020-12345", "T2020-12345"),
        ("organisation_code", "60003734-1", "60003734-1"),
        ("special_sign", " 任意 编号 ", "任意编号"),
    ],
)
def test_other_numbers_are_brought_to_normal_form(kind: str, number: str, normal: str) -> None:
    found = check(kind, number)
    assert found.severity == "fine"
    assert found.normal == normal


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("trademark", "ABC", "does not look like"),
        ("copyright_work", "作登字2018", "does not look like"),
        ("plant_variety", "CNA20000053.6", "expected “5”"),
        ("ic_layout", "BS.08500145.8", "expected “7”"),
        ("organisation_code", "123", "8 characters"),
        ("organisation_code", "600037342", "expected “1”, got “2”"),
    ],
)
def test_other_numbers_only_warn(kind: str, number: str, said: str) -> None:
    found = check(kind, number)
    assert found.ok
    assert found.severity == "warn"
    assert found.reason is not None
    assert said in found.reason.en
    assert found.remedy is not None


@given(st.sampled_from(sorted(ids.known_kinds())), st.text(max_size=60))
def test_whatever_is_typed_gets_an_answer(kind: str, number: str) -> None:
    found = check(kind, number)
    assert (found.reason is None) == (found.severity == "fine")
    refusing = kind == "uscc" or kind.startswith("patent")
    assert refusing or found.ok


@given(st.sampled_from(sorted(ids.known_kinds())), st.text("0123456789GXLZCNASRBST.- 号第", max_size=24))
def test_the_normal_form_is_its_own_normal_form(kind: str, number: str) -> None:
    once = check(kind, number).normal
    assert check(kind, once).normal == once


def test_organisation_codes_know_both_ends_of_the_check() -> None:
    assert {ids.organisation_check_character(f"{n:08d}") for n in range(200)} == set("0123456789X")
    with pytest.raises(ValueError, match="8 digits"):
        ids.organisation_check_character("1234567")
