"""Numbers whose shape was learnt from examples: what is normal, what is only warned of, never what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.kernel.identifiers import check
from zhidun.kernel.number_patterns import PATTERNS, organisation_check_character

FINE = [
    # trademarks: national numbers, with their dress, and international registrations
    ("trademark", "1", "1"),
    ("trademark", "100001", "100001"),
    ("trademark", "1234567", "1234567"),
    ("trademark", "12345678", "12345678"),
    ("trademark", "第12345678号", "12345678"),
    ("trademark", "第 12345678 号", "12345678"),
    ("trademark", "１２３４５６７８", "12345678"),
    ("trademark", "0012345678", "12345678"),
    ("trademark", "123-456-78", "12345678"),
    ("trademark", "12345678a", "12345678A"),
    ("trademark", "12345678A", "12345678A"),
    ("trademark", "G1234567", "G1234567"),
    ("trademark", "g1234567", "G1234567"),
    ("trademark", "G 1234567", "G1234567"),
    ("trademark", "G1234567A", "G1234567A"),
    ("trademark", "第G1234567号", "G1234567"),
    ("gi_mark", "6549321", "6549321"),
    ("gi_mark", "第6549321号", "6549321"),
    # registrations of works: the place, the year, the class of work, a running number
    ("copyright_work", "国作登字-2018-F-00673505", "国作登字-2018-F-00673505"),
    ("copyright_work", "国作登字-2018-f-00673505", "国作登字-2018-F-00673505"),
    ("copyright_work", "国作登字—2018—F—00673505", "国作登字-2018-F-00673505"),
    ("copyright_work", "国作登字－２０１８－Ｆ－００６７３５０５", "国作登字-2018-F-00673505"),
    ("copyright_work", "国作登字 - 2018 - F - 00673505", "国作登字-2018-F-00673505"),
    ("copyright_work", "川作登字-2020-A-00012345", "川作登字-2020-A-00012345"),
    ("copyright_work", "京作登字-2015-L-1", "京作登字-2015-L-1"),
    ("copyright_work", "黔作登字-2021-B-00000001", "黔作登字-2021-B-00000001"),
    # software: the number of today and that of the former certificate
    ("software", "2021SR1234567", "2021SR1234567"),
    ("software", "2021sr1234567", "2021SR1234567"),
    ("software", "2009 SR 012345", "2009SR012345"),
    ("software", "1999SR0001", "1999SR0001"),
    ("software", "软著登字第1234567号", "软著登字第1234567号"),
    ("software", "软著登字第 0123456 号", "软著登字第0123456号"),
    # varieties: agriculture since 2015, agriculture before, forestry
    ("plant_variety", "CNA20191006012", "CNA20191006012"),
    ("plant_variety", "cna20191006012", "CNA20191006012"),
    ("plant_variety", "CNA 2019 1006012", "CNA20191006012"),
    ("plant_variety", "CNA20000053.5", "CNA20000053.5"),
    ("plant_variety", "20190001", "20190001"),
    # layouts
    ("ic_layout", "BS.08500145.7", "BS.08500145.7"),
    ("ic_layout", "bs.08500145.7", "BS.08500145.7"),
    ("ic_layout", "BS08500145.7", "BS.08500145.7"),
    ("ic_layout", "BS 08500145.7", "BS.08500145.7"),
    ("ic_layout", "BS.195123456", "BS.195123456"),
    ("ic_layout", "BS195123456", "BS.195123456"),
    # geographical indications: announcements of the three offices that made them
    ("gi_product", "2005年第125号", "2005年第125号"),
    ("gi_product", "质检总局公告2012年第111号", "质检总局公告2012年第111号"),
    ("gi_product", "国家质检总局公告 2012年 第111号", "国家质检总局公告2012年第111号"),
    ("gi_product", "国家知识产权局公告第523号", "国家知识产权局公告第523号"),
    ("gi_product", "国家知识产权局公告2020年第354号", "国家知识产权局公告2020年第354号"),
    ("gi_product", "国家知识产权局公告第五百二十三号", "国家知识产权局公告第五百二十三号"),
    ("gi_product", "国家知识产权局公告第四〇二号", "国家知识产权局公告第四〇二号"),
    ("gi_agricultural", "AGI2012-02-869", "AGI2012-02-869"),
    ("gi_agricultural", "agi2008-11-00073"[:-1], "AGI2008-11-0007"),
    ("gi_agricultural", "AGI 2020—01—3211", "AGI2020-01-3211"),
    # customs
    ("customs_recordal", "T2020-12345", "T2020-12345"),
    ("customs_recordal", "t2020-123456", "T2020-123456"),
    ("customs_recordal", "Ｔ２０２０－１２３４", "T2020-1234"),
]
WARNED = [
    ("trademark", "", "trademark number"),
    ("trademark", "G1234", "trademark number"),  # too short for an international registration
    ("trademark", "G123456789", "trademark number"),
    ("trademark", "1234567890", "trademark number"),  # ten digits
    ("trademark", "12345678AB", "trademark number"),
    ("trademark", "申请中", "trademark number"),
    ("trademark", "第24类12345678", "trademark number"),  # the class was entered too
    ("trademark", "R12345678", "trademark number"),
    ("trademark", "ZL201710601862.3", "trademark number"),
    ("gi_mark", "AGI2012-02-869", "trademark number"),
    ("copyright_work", "2018-F-00673505", "work registration number"),
    ("copyright_work", "作登字-2018-F-00673505", "work registration number"),  # no place
    ("copyright_work", "国作登字2018F00673505", "work registration number"),
    ("copyright_work", "国作登字-18-F-00673505", "work registration number"),
    ("copyright_work", "国作登字-2018-00673505", "work registration number"),  # no class
    ("copyright_work", "国作登字-2018-F-006735051", "work registration number"),
    ("copyright_work", "四川省作登字-2018-F-1", None),  # three characters of place are taken
    ("copyright_work", "内蒙古省作登字-2018-F-1", "work registration number"),
    ("software", "2021RS1234567", "software registration number"),
    ("software", "21SR1234567", "software registration number"),
    ("software", "3021SR1234567", "software registration number"),
    ("software", "2021SR123", "software registration number"),
    ("software", "软著登字1234567", "software registration number"),
    ("software", "软著登字第123号", "software registration number"),
    ("plant_variety", "CNA2019100601", "plant variety number"),
    ("plant_variety", "CAN20191006012", "plant variety number"),
    ("plant_variety", "2019001", "plant variety number"),
    ("plant_variety", "品种权20190001", "plant variety number"),
    ("ic_layout", "BS.08400145.7", "layout registration number"),  # 5 marks a layout
    ("ic_layout", "08500145.7", "layout registration number"),
    ("ic_layout", "BS-08500145.7", "layout registration number"),
    ("ic_layout", "BS..08500145.7", "layout registration number"),
    ("ic_layout", "BS.0850014.7", "layout registration number"),
    ("gi_product", "111号", "announcement of a protected GI product"),
    ("gi_product", "第111号", "announcement of a protected GI product"),
    ("gi_product", "2012年111号", "announcement of a protected GI product"),
    ("gi_product", "国家质检总局2012年第111号公告", "announcement of a protected GI product"),
    ("gi_product", "国家知识产权局公告第号", "announcement of a protected GI product"),
    ("gi_agricultural", "AGI2012-2-869", "number of an agricultural GI"),
    ("gi_agricultural", "AGI201202869", "number of an agricultural GI"),
    ("gi_agricultural", "AIG2012-02-869", "number of an agricultural GI"),
    ("gi_agricultural", "2012-02-869", "number of an agricultural GI"),
    ("customs_recordal", "T202012345", "customs recordal number"),
    ("customs_recordal", "P2020-12345", "customs recordal number"),
    ("customs_recordal", "T2020-123", "customs recordal number"),
]


@pytest.mark.parametrize(("kind", "typed", "normal"), FINE)
def test_usual_numbers_get_their_normal_form(kind: str, typed: str, normal: str) -> None:
    found = check(kind, typed)
    assert (found.severity, found.normal) == ("fine", normal)
    assert found.reason is None and found.remedy is None
    assert check(kind, normal).normal == normal


@pytest.mark.parametrize(("kind", "typed", "name"), WARNED)
def test_unusual_numbers_are_taken_with_a_warning(kind: str, typed: str, name: str | None) -> None:
    found = check(kind, typed)
    assert found.ok
    if name is None:
        assert found.severity == "fine"
        return
    assert found.severity == "warn"
    assert found.reason is not None and found.remedy is not None
    assert f"does not look like a {name}" in found.reason.en
    assert PATTERNS[kind].name.zh in found.reason.zh
    assert PATTERNS[kind].example in found.remedy.zh
    assert PATTERNS[kind].example in found.remedy.en


@pytest.mark.parametrize("kind", sorted(PATTERNS))
def test_the_example_that_is_shown_fits_itself(kind: str) -> None:
    found = check(kind, PATTERNS[kind].example)
    assert found.severity == "fine"
    assert found.normal == PATTERNS[kind].example


@pytest.mark.parametrize("kind", sorted(PATTERNS))
def test_a_very_long_number_is_quoted_short(kind: str) -> None:
    found = check(kind, "9" * 5000)
    assert found.reason is not None
    assert len(found.reason.zh) < 120 and len(found.reason.en) < 120


@pytest.mark.parametrize(
    ("kind", "typed", "expected", "given"),
    [
        ("plant_variety", "CNA20000053.6", "5", "6"),
        ("plant_variety", "CNA20000053.X", "5", "X"),
        ("plant_variety", "CNA20000053.0", "5", "0"),
        ("ic_layout", "BS.08500145.8", "7", "8"),
        ("ic_layout", "BS08500145.X", "7", "X"),
        ("ic_layout", "bs.08500145.0", "7", "0"),
    ],
)
def test_old_numbers_with_a_doubtful_check_digit_are_warned_of(
    kind: str, typed: str, expected: str, given: str
) -> None:
    found = check(kind, typed)
    assert (found.ok, found.severity, found.expected) == (True, "warn", expected)
    assert found.reason is not None
    assert f"“{expected}”" in found.reason.zh and f"“{given}”" in found.reason.zh
    assert f"expected “{expected}”" in found.reason.en and f"got “{given}”" in found.reason.en


@pytest.mark.parametrize(
    ("body", "digit"),
    [
        ("71526726", "X"),
        ("79965505", "8"),
        ("19220382", "1"),
        ("80210043", "3"),
        ("10000396", "2"),
        ("10000134", "2"),
        ("71092546", "2"),
        ("71092609", "4"),
        ("27939873", "X"),
        ("20541230", "8"),
        ("40000062", "4"),
        ("63314277", "0"),
        ("20260067", "X"),
        ("D2143569", "X"),  # the standard's own example
    ],
)
def test_organisation_codes_as_they_were_published(body: str, digit: str) -> None:
    assert organisation_check_character(body) == digit
    assert check("organisation_code", f"{body}-{digit}").severity == "fine"
    assert check("organisation_code", f"{body}{digit}".lower()).normal == f"{body}-{digit}"
    for other in set("0123456789X") - {digit}:
        found = check("organisation_code", f"{body}-{other}")
        assert (found.severity, found.expected) == ("warn", digit)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1",
        "6331427",
        "63314277",
        "633142770A",
        "63314277-A",
        "六三三一四二七七-0",
        "6331*277-0",
        "91510100633142770A",
    ],
)
def test_other_organisation_codes_are_warned_of_with_the_way_out(typed: str) -> None:
    found = check("organisation_code", typed)
    assert (found.ok, found.severity) == (True, "warn")
    assert found.reason is not None and found.remedy is not None
    assert "18位" in found.remedy.zh
    assert "18 characters" in found.remedy.en


@pytest.mark.parametrize(
    ("kind", "typed", "normal"),
    [
        ("special_sign", "标志 2008-1", "标志2008-1"),
        ("olympic_sign", " a000001 ", "A000001"),
        ("tcm_knowledge", "川中医药－１", "川中医药-1"),
        ("", " x ", "X"),
        ("no_such_kind", "", ""),
    ],
)
def test_kinds_without_a_pattern_are_only_made_plain(kind: str, typed: str, normal: str) -> None:
    found = check(kind, typed)
    assert (found.severity, found.normal, found.kind) == ("fine", normal, kind)


@given(st.integers(1, 999_999_999))
def test_leading_zeros_do_not_make_another_trademark(number: int) -> None:
    assert check("trademark", f"{number:012d}").normal == check("trademark", str(number)).normal == str(number)
