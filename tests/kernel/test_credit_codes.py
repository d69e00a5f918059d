"""Unified social credit codes (GB 32100-2015): published codes, and each way in which people mistype them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.kernel import identifiers as ids
from zhidun.kernel.identifiers import check

# Codes as printed in annual reports and on licences; the last character was not made by the code under test.
PUBLISHED = [
    ("9144030071526726XG", "440300", "71526726X"),  # Shenzhen, 2000
    ("91330100799655058B", "330100", "799655058"),  # Hangzhou
    ("914403001922038216", "440300", "192203821"),  # Shenzhen, 1987
    ("91110000802100433B", "110000", "802100433"),  # Beijing
    ("91110108551385082Q", "110108", "551385082"),  # Beijing, Haidian
    ("91110108562144110X", "110108", "562144110"),  # ends with X as its check character
    ("91100000100003962T", "100000", "100003962"),  # registered with the State
    ("911000001000013428", "100000", "100001342"),  # all digits
    ("91110000710925462X", "110000", "710925462"),
    ("91110000710926094P", "110000", "710926094"),
    ("9144030027939873X7", "440300", "27939873X"),  # X inside, as the organisation's check character
    ("91440300100012316L", "440300", "100012316"),
    ("91440300192181490G", "440300", "192181490"),
    ("91440300192317458F", "440300", "192317458"),
    ("91440400192548256N", "440400", "192548256"),
    ("91440606722473344C", "440606", "722473344"),
    ("91510700205412308D", "510700", "205412308"),  # Mianyang
    ("9144030010001686XA", "440300", "10001686X"),
    ("91370200264574251E", "370200", "264574251"),
    ("91510100633142770A", "510100", "633142770"),  # Chengdu
    ("91510000709151981F", "510000", "709151981"),  # Sichuan
    ("9151010020260067X4", "510100", "20260067X"),  # Chengdu
    ("91310000736239890T", "310000", "736239890"),
    ("911100007109250324", "110000", "710925032"),
    ("9111000071093123XX", "110000", "71093123X"),  # X twice
    ("12100000400000624D", "100000", "400000624"),  # a university: registered as an institution
    ("12100000400002259P", "100000", "400002259"),
]
CHENGDU = "91510100633142770A"


@pytest.mark.parametrize(("code", "region", "organisation"), PUBLISHED)
def test_published_codes_fit_and_are_taken_apart(code: str, region: str, organisation: str) -> None:
    found = check("uscc", code)
    assert found.severity == "fine"
    assert found.normal == code
    assert found.expected == code[-1]
    assert found.parts == {
        "registrar": code[0],
        "category": code[1],
        "region": region,
        "organisation": organisation,
    }


@pytest.mark.parametrize(("code", "region", "organisation"), PUBLISHED)
def test_the_nine_characters_inside_are_an_organisation_code(code: str, region: str, organisation: str) -> None:
    assert ids.organisation_check_character(organisation[:8]) == organisation[8]
    assert check("organisation_code", organisation).severity == "fine"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("91510100633142770a", "small letter"),
        (" 91510100633142770A", "blank in front"),
        ("91510100633142770A ", "blank behind"),
        ("9151 0100 6331 4277 0A", "groups of four"),
        ("91 510100 63314277-0 A", "in its parts"),
        ("91510100-63314277-0A", "dashes"),
        ("91510100—63314277—0A", "long dashes"),
        ("91510100－63314277－0A", "full-width dashes"),
        ("９１５１０１００６３３１４２７７０Ａ", "full width"),
        ("９１５１０１００６３３１４２７７０ａ", "full width, small"),
        ("\t91510100633142770A\n", "pasted from a table"),
        ("91510100\u00a0633142770A", "no-break space"),
        ("91510100\u3000633142770A", "ideographic space"),
        ("91510100\u2009633142770A", "thin space"),
        ("91510100\u2011633142770A", "no-break hyphen"),
    ],
)
def test_however_it_is_typed_it_is_the_same_code(typed: str, why: str) -> None:
    found = check("uscc", typed)
    assert (found.severity, found.normal) == ("fine", CHENGDU), why


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("", 0),  # nothing
        ("9", 1),
        ("91510100633142770", 17),  # last character forgotten
        ("1510100633142770A", 17),  # first forgotten
        ("9151010063314270A", 17),  # one of a pair forgotten
        ("91510100633142770AA", 19),  # last doubled
        ("991510100633142770A", 19),  # first doubled
        ("915101006331427770A", 19),  # a third 7
        ("510100000012345", 15),  # the former registration number of a firm
        ("510107600123456", 15),  # the former registration number of a shop
        ("63314277-0", 9),  # the former organisation code
        ("510107198001011234567", 21),
        ("91510100633142770A/91330100799655058B", 37),  # two codes in one field
        ("无", 1),  # "none"
    ],
)
def test_a_wrong_length_is_counted(typed: str, length: int) -> None:
    found = check("uscc", typed)
    assert not found.ok
    assert found.reason is not None
    assert f"填写了{length}位" in found.reason.zh
    assert f"{length} were entered" in found.reason.en
    assert found.expected == ""


@pytest.mark.parametrize(
    ("typed", "strange", "meant"),
    [
        ("9I510100633142770A", "I", "1"),  # capital i for one
        ("91510I00633142770A", "I", "1"),
        ("915IO100633142770A", "I", "1"),  # the first strange one is named
        ("9151O100633142770A", "O", "0"),  # capital o for zero
        ("915101OO633142770A", "O", "0"),
        ("9151010063314277OA", "O", "0"),
        ("91510100633142Z70A", "Z", "2"),
        ("91S10100633142770A", "S", "5"),
        ("9151010063314277VA", "V", "U"),
        ("9151010063314277vA", "V", "U"),  # small letters are capitals first
        ("9151o100633142770A", "O", "0"),
    ],
)
def test_letters_that_never_occur_are_named_with_what_is_meant(typed: str, strange: str, meant: str) -> None:
    found = check("uscc", typed)
    assert not found.ok
    assert found.reason is not None
    assert found.remedy is not None
    assert f"“{strange}”" in found.reason.zh
    assert f"“{strange}” never occurs" in found.reason.en
    assert f"“{meant}”" in found.remedy.zh
    assert f"Is “{meant}” meant?" in found.remedy.en


@pytest.mark.parametrize("strange", list("*_./#·?成号é"))
def test_other_strange_characters_get_no_guess(strange: str) -> None:
    found = check("uscc", f"91510100633142{strange}70A")
    assert not found.ok
    assert found.reason is not None
    assert found.remedy is not None
    assert strange.upper() in found.reason.zh
    assert "business licence" in found.remedy.en
    assert "meant" not in found.remedy.en


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("81510100633142770A", "B"),  # place 1
        ("92510100633142770A", "7"),  # place 2
        ("91610100633142770A", "1"),  # place 3
        ("91520100633142770A", "E"),  # place 4
        ("91511100633142770A", "N"),  # place 5
        ("91510200633142770A", "F"),  # place 6
        ("91510110633142770A", "R"),  # place 7
        ("91510101633142770A", "Q"),  # place 8
        ("91510100733142770A", "M"),  # place 9
        ("91510100643142770A", "C"),  # place 10
        ("91510100634142770A", "G"),  # place 11
        ("91510100633242770A", "W"),  # place 12
        ("91510100633152770A", "2"),  # place 13
        ("91510100633143770A", "H"),  # place 14
        ("91510100633142870A", "0"),  # place 15
        ("91510100633142780A", "B"),  # place 16
        ("91510100633142771A", "D"),  # place 17
        ("91510100633142770B", "A"),  # the check character itself
        ("91510100633142770X", "A"),
        ("915101006331427700", "A"),
    ],
)
def test_one_wrong_character_is_noticed_at_every_place(typed: str, expected: str) -> None:
    found = check("uscc", typed)
    assert found.severity == "refuse"
    assert found.expected == expected == own_check_character(typed[:17])
    assert found.reason is not None
    assert f"应为“{expected}”" in found.reason.zh
    assert f"got “{typed[-1]}”" in found.reason.en


def own_check_character(body: str) -> str:
    """The standard's formula written a second way, to hold the product's against."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return alphabet[(31 - total % 31) % 31]


@pytest.mark.parametrize(("code", "region", "organisation"), PUBLISHED)
def test_the_formula_written_a_second_way_agrees(code: str, region: str, organisation: str) -> None:
    assert own_check_character(code[:-1]) == ids.uscc_check_character(code[:-1]) == code[-1]


@pytest.mark.parametrize("place", range(17))
def test_two_neighbours_that_changed_places_are_noticed(place: int) -> None:
    for code, _, _ in PUBLISHED:
        typed = [*code]
        typed[place], typed[place + 1] = typed[place + 1], typed[place]
        swapped = "".join(typed)
        assert ids.uscc_valid(swapped) == (swapped == code), (code, place)


@pytest.mark.parametrize("place", range(2, 8))
@pytest.mark.parametrize("letter", ["A", "X", "Y"])
def test_the_region_is_digits(place: int, letter: str) -> None:
    found = check("uscc", CHENGDU[:place] + letter + CHENGDU[place + 1 :])
    assert not found.ok
    assert found.reason is not None
    assert "行政区划码" in found.reason.zh
    assert "must be digits" in found.reason.en
    assert letter in found.parts["region"]


@pytest.mark.parametrize(
    ("registrar", "severity"),
    [
        ("1", "fine"),  # staffing office: public bodies and institutions
        ("2", "fine"),  # foreign affairs
        ("3", "fine"),  # justice: law firms, notaries
        ("4", "fine"),  # culture
        ("5", "fine"),  # civil affairs: associations, foundations
        ("6", "fine"),  # tourism
        ("7", "fine"),  # religion
        ("8", "fine"),  # trade unions
        ("9", "fine"),  # market supervision: firms, shops, cooperatives
        ("A", "fine"),  # military
        ("N", "fine"),  # rural collectives
        ("Y", "fine"),  # others
        ("0", "warn"),
        ("B", "warn"),
        ("C", "warn"),
        ("H", "warn"),
        ("M", "warn"),
        ("W", "warn"),
        ("X", "warn"),
    ],
)
def test_registrars_that_are_not_known_are_only_warned_of(registrar: str, severity: str) -> None:
    body = f"{registrar}1510107600123456"
    found = check("uscc", body + own_check_character(body))
    assert found.severity == severity
    assert found.ok
    assert (found.reason is None) == (severity == "fine")


@given(st.text(ids.USCC_ALPHABET, min_size=17, max_size=17))
def test_both_ways_of_the_formula_agree_for_every_body(body: str) -> None:
    assert ids.uscc_check_character(body) == own_check_character(body)


@given(st.text(max_size=30))
def test_whatever_is_refused_says_so_in_both_languages(typed: str) -> None:
    found = check("uscc", typed)
    if found.reason is None:
        assert found.ok
        return
    assert found.remedy is not None
    assert found.reason.zh.strip() and found.reason.en.strip()
    assert found.remedy.zh.strip() and found.remedy.en.strip()
