"""Numbers that name a party: resident identity numbers with each way to mistype them, and the other registers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.parties import identifiers
from zhidun.parties.errors import IdentifierInvalid
from zhidun.parties.identifiers import checked, checked_all, kind_name
from zhidun.parties.models import PartyIdentifier

WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]  # GB 11643: 2 to the power of the place, modulo 11


def resident(body: str) -> str:
    """An invented resident identity number: the check character worked out the standard's way."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    rest = (12 - total) % 11
    return body + ("X" if rest == 10 else str(rest))


BODIES = [
    "51010719800101001",
    "51010720000229002",
    "51010419991231123",
    "51012419750815456",
    "11010519491231002",  # the standard's own example, with X
    "44052418800101001",
    "81000019900101001",  # residents of Hong Kong
    "83000019900101001",  # residents of Taiwan
]
GOOD = resident(BODIES[0])


def test_the_standard_s_example() -> None:
    assert resident("11010519491231002") == "11010519491231002X"
    assert resident("44052418800101001") == "440524188001010014"


@pytest.mark.parametrize("body", BODIES)
def test_right_numbers_are_kept_as_a_hash_and_shown_masked(body: str) -> None:
    number = checked("resident_id", resident(body))
    assert number.personal
    assert len(number.value) == 64 and body not in number.value
    assert number.shown == body[:4] + "*" * 10 + resident(body)[-4:]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("place", range(18))
def test_one_wrong_digit_is_noticed_at_every_place(body: str, place: int) -> None:
    right = resident(body)
    for other in set("0123456789") - {right[place]}:
        typed = right[:place] + other + right[place + 1 :]
        with pytest.raises(IdentifierInvalid) as caught:
            checked("resident_id", typed)
        assert "校验位" in caught.value.reason.zh
        assert caught.value.field == "resident_id"


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        f" {GOOD} ",
        f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in GOOD),
        f"\u3000{GOOD}\n",
        resident(BODIES[4]),
        resident(BODIES[4]).lower(),  # a small x
    ],
)
def test_however_it_is_typed(typed: str) -> None:
    wanted = GOOD if "X" not in typed.upper() else resident(BODIES[4])
    assert checked("resident_id", typed) == checked("resident_id", wanted)


@pytest.mark.parametrize(
    "typed",
    [
        GOOD[:-1],  # one missing
        GOOD + "0",
        GOOD[1:],
        "510107800101001",  # the former 15 digits
        "51010719800101001O",  # an O for a zero
        GOOD[:6] + "l" + GOOD[7:],
        GOOD[:10] + "*" * 4 + GOOD[14:],  # copied from a masked page
        "X" + GOOD[1:],  # X is the last one only
        "无",
        "身份证" + GOOD,
        "G12345678",  # a passport
        "0" * 17 + "A",
    ],
)
def test_what_is_no_resident_number(typed: str) -> None:
    with pytest.raises(IdentifierInvalid) as caught:
        checked("resident_id", typed)
    assert "18" in caught.value.reason.zh or "校验位" in caught.value.reason.zh
    assert "逐位核对" in caught.value.remedy.zh
    assert "leave it empty" in caught.value.remedy.en


# kind, as typed, as stored and shown
TAKEN = [
    ("uscc", "91510100633142770A", "91510100633142770A", "91510100633142770A"),
    ("uscc", " 9151 0100 6331 42770a", "91510100633142770A", "91510100633142770A"),
    ("organisation_code", "63314277-0", "63314277-0", "63314277-0"),
    ("organisation_code", "633142770", "63314277-0", "63314277-0"),
    ("organisation_code", "63314277-1", "63314277-1", "63314277-1"),  # only warned of
    ("foreign_registration", "HRB 12345", "HRB12345", "HRB12345"),
    ("foreign_registration", "ＨＲＢ－12345", "HRB-12345", "HRB-12345"),
    ("foreign_registration", "x" * 60, "X" * 60, "X" * 60),
    ("platform_account", "  Shop_42 ", "Shop_42", "Shop_42"),
    ("platform_account", "店铺  旗舰店", "店铺 旗舰店", "店铺 旗舰店"),
    ("platform_account", "shop_42", "shop_42", "shop_42"),  # capitals may matter
]


@pytest.mark.parametrize(("kind", "typed", "stored", "shown"), TAKEN)
def test_public_numbers_are_kept_in_normal_form(kind: str, typed: str, stored: str, shown: str) -> None:
    number = checked(kind, typed)
    assert (number.kind, number.value, number.shown, number.personal) == (kind, stored, shown, False)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("E12345678", "E123*5678"),
        ("e12345678", "E123*5678"),
        ("G12345678", "G123*5678"),
        ("AB12345", "A******"),  # too short to show both ends
        ("12345678", "1*******"),
        ("A", "A"),
        ("P<CHN1234567", "P<CH****4567"),
    ],
)
def test_passports_are_masked(typed: str, shown: str) -> None:
    number = checked("passport", typed)
    assert number.shown == shown
    assert len(number.value) == 64


# kind, as typed, word of the Chinese reason, word of the English reason
REFUSED = [
    ("uscc", "91510100633142770B", "应为“A”", "expected “A”"),
    ("uscc", "9151010063314277", "填写了16位", "16 were entered"),
    ("uscc", "9151010063314277OA", "不会出现“O”", "never occurs"),
    ("passport", "x" * 61, "1 至 60", "1 to 60"),
    ("passport", " ", "1 至 60", "1 to 60"),
    ("foreign_registration", "x" * 61, "1 至 60", "1 to 60"),
    ("foreign_registration", "", "1 至 60", "1 to 60"),
    ("platform_account", "x" * 61, "1 至 60", "1 to 60"),
    ("organisation_code", "-", "1 至 60", "1 to 60"),
    ("organisation_code", "9" * 500, "1 至 60", "1 to 60"),
    ("licence", "123", "不支持的号码类型", "no kind of number"),
    ("", "123", "不支持的号码类型", "no kind of number"),
    ("USCC", "91510100633142770A", "不支持的号码类型", "no kind of number"),
]


@pytest.mark.parametrize(("kind", "typed", "zh", "en"), REFUSED)
def test_other_numbers_are_refused_with_a_remedy(kind: str, typed: str, zh: str, en: str) -> None:
    with pytest.raises(IdentifierInvalid) as caught:
        checked(kind, typed)
    assert zh in caught.value.reason.zh
    assert en in caught.value.reason.en
    assert caught.value.remedy.zh and caught.value.remedy.en


def test_every_register_of_the_model_has_a_check_and_a_name() -> None:
    for kind in PartyIdentifier.Kind.values:
        assert kind_name(kind).zh and kind_name(kind).en
    assert set(identifiers._KINDS) == set(PartyIdentifier.Kind.values)
    assert set(PartyIdentifier.Kind.values) > identifiers.PERSONAL


def test_the_same_digits_in_two_registers_are_two_numbers() -> None:
    one, other = checked("passport", GOOD), checked("resident_id", GOOD)
    assert one.value != other.value


@pytest.mark.parametrize(
    ("given_numbers", "kinds"),
    [
        ({}, []),
        ({"uscc": ""}, []),
        ({"uscc": "  ", "passport": ""}, []),
        ({"uscc": "91510100633142770A", "passport": ""}, ["uscc"]),
        ({"uscc": "91510100633142770A", "organisation_code": "633142770"}, ["organisation_code", "uscc"]),
        ({"resident_id": GOOD, "passport": "E12345678"}, ["passport", "resident_id"]),
    ],
)
def test_empty_ones_are_left_out(given_numbers: dict[str, str], kinds: list[str]) -> None:
    assert [number.kind for number in checked_all(given_numbers)] == kinds


def test_one_fault_is_told_itself_and_several_are_told_together() -> None:
    with pytest.raises(IdentifierInvalid) as one:
        checked_all({"uscc": "1", "passport": "E12345678"})
    assert one.value.field == "uscc" and not one.value.errors
    with pytest.raises(IdentifierInvalid) as both:
        checked_all({"uscc": "1", "resident_id": "2", "passport": "E12345678"})
    assert set(both.value.errors) == {"uscc", "resident_id"}
    assert all(fault.reason.zh and fault.remedy.en for fault in both.value.errors.values())


@given(st.text(max_size=70), st.sampled_from(PartyIdentifier.Kind.values))
def test_whatever_is_typed_is_taken_or_refused(typed: str, kind: str) -> None:
    try:
        number = checked(kind, typed)
    except IdentifierInvalid as refusal:
        number = None
        said = refusal.reason
    if number is None:
        assert said.zh and said.en
        return
    assert 0 < len(number.value) <= 120
    assert 0 < len(number.shown) <= 120
    if number.personal and len(typed.strip()) > 8:
        assert "*" in number.shown
