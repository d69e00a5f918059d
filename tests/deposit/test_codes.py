"""The shape of a genuine-product code: unforgeable, typing errors found, places scrambled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.deposit import codes
from zhidun.deposit.errors import CodeMistyped

KEY = bytes(range(32))
serials = st.integers(0, codes.MOST - 1)
refs = st.text(codes.ALPHABET, min_size=4, max_size=4)


@given(refs, serials)
def test_a_code_says_its_batch_and_place_and_is_genuine(ref: str, serial: int) -> None:
    code = codes.make(KEY, ref, serial)
    found = codes.read(code, KEY)
    assert (found.ref, found.serial) == (ref, serial)
    assert codes.genuine(found, KEY)
    assert len(code) == codes.LENGTH + 3
    assert code.count("-") == 3


@given(refs, serials, st.data())
def test_every_single_wrong_character_is_found(ref: str, serial: int, data: st.DataObject) -> None:
    raw = codes.make(KEY, ref, serial).replace("-", "")
    place = data.draw(st.integers(0, codes.LENGTH - 1))
    other = data.draw(st.sampled_from([one for one in codes.ALPHABET if one != raw[place]]))
    with pytest.raises(CodeMistyped):
        codes.read(raw[:place] + other + raw[place + 1 :], KEY)


@given(refs, serials, st.integers(0, codes.LENGTH - 3))
def test_every_swap_of_neighbours_is_found(ref: str, serial: int, place: int) -> None:
    raw = codes.make(KEY, ref, serial).replace("-", "")
    swapped = raw[:place] + raw[place + 1] + raw[place] + raw[place + 2 :]
    if swapped != raw:
        with pytest.raises(CodeMistyped):
            codes.read(swapped, KEY)


@given(refs, serials, serials)
def test_the_mark_of_one_place_is_no_good_for_another(ref: str, serial: int, other: int) -> None:
    mark = codes.read(codes.make(KEY, ref, serial), KEY).mark
    assert codes.genuine(codes.Code(ref, other, mark), KEY) == (serial == other)


def test_another_key_makes_other_codes_and_accepts_none_of_ours() -> None:
    other = bytes(32)
    assert codes.make(KEY, "AAAA", 7) != codes.make(other, "AAAA", 7)
    found = codes.read(codes.make(KEY, "AAAA", 7), other)
    assert not codes.genuine(found, other)


def test_places_of_a_batch_are_all_different_and_do_not_count_up() -> None:
    made = [codes.make(KEY, "K7QX", serial).replace("-", "")[4:8] for serial in range(2000)]
    assert len(set(made)) == 2000
    assert made != sorted(made)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "20"),
        ("AAAAA-AAAAA", "10"),
        ("O0I1L-AAAAA-AAAAA-AAAAA", "0、1、I、L、O"),
        ("AAAAA-AAAAA-AAAAA-AAAA9", "输错"),
        ("<script>alert(1)</script>", "("),
    ],
)
def test_what_cannot_be_a_code_is_told_in_words(typed: str, says: str) -> None:
    with pytest.raises(CodeMistyped) as caught:
        codes.read(typed, KEY)
    assert says in caught.value.reason.zh
    assert caught.value.remedy.en


def test_small_letters_blanks_and_dashes_do_not_matter() -> None:
    code = codes.make(KEY, "K7QX", 41)
    assert codes.read(" " + code.lower().replace("-", " — "), KEY) == codes.read(code, KEY)
