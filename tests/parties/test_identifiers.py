from __future__ import annotations

import pytest

from tests.factories.parties import make_uscc
from zhidun.parties.errors import IdentifierInvalid
from zhidun.parties.identifiers import checked, checked_all

RESIDENT = "11010519491231002X"


def test_a_credit_code_is_brought_into_its_normal_form() -> None:
    code = make_uscc(7)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())
    assert checked("uscc", f" {wide[:8]} {wide[8:]} ").value == code


def test_a_rural_collective_has_a_code_that_begins_with_n() -> None:
    assert checked("uscc", make_uscc(3, first="N2510117")).value.startswith("N2")


@pytest.mark.parametrize(
    "code", ["91110000600037341X", "9111000060003734", "911100006000373410000", "9111000O600037341L", "统一代码"]
)
def test_a_wrong_credit_code_gets_reason_and_remedy_in_both_languages(code: str) -> None:
    with pytest.raises(IdentifierInvalid) as caught:
        checked("uscc", code)
    refusal = caught.value
    assert refusal.field == "uscc"
    assert refusal.reason.zh
    assert refusal.reason.en
    assert refusal.remedy.zh
    assert refusal.remedy.en
    assert refusal.problem("zh")["status"] == 422


def test_a_resident_number_is_never_kept_in_the_clear() -> None:
    number = checked("resident_id", RESIDENT.lower())
    assert number.personal
    assert number.shown == "1101**********002X"
    assert "1949" not in number.value
    assert number.value == checked("resident_id", RESIDENT).value
    assert number.value != checked("passport", RESIDENT).value


@pytest.mark.parametrize("number", ["110105194912310021", "1101051949123100", "abc", ""])
def test_a_wrong_resident_number_is_refused(number: str) -> None:
    with pytest.raises(IdentifierInvalid):
        checked("resident_id", number)


def test_a_short_passport_number_is_masked_whole_but_for_its_first() -> None:
    assert checked("passport", "e1234567").shown == "E*******"


def test_an_account_on_a_platform_keeps_its_capitals() -> None:
    assert checked("platform_account", " taobao:  ShuXiu ").value == "taobao: ShuXiu"


def test_an_unknown_kind_names_those_that_exist() -> None:
    with pytest.raises(IdentifierInvalid) as caught:
        checked("horoscope", "1")
    assert "uscc" in caught.value.remedy.en


def test_several_wrong_numbers_are_named_each() -> None:
    with pytest.raises(IdentifierInvalid) as caught:
        checked_all({"uscc": "123", "resident_id": "456", "passport": ""})
    assert set(caught.value.errors) == {"uscc", "resident_id"}


def test_empty_numbers_are_left_out() -> None:
    assert checked_all({"uscc": " ", "passport": ""}) == []
    assert checked("foreign_registration", "hrb 123").value == "HRB123"
    with pytest.raises(IdentifierInvalid):
        checked("foreign_registration", "x" * 61)
