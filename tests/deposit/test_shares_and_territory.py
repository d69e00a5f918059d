"""Shares as fractions, places as codes, commitments as anybody computes them."""

from __future__ import annotations

import hashlib
import hmac
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.deposit import commitments, shares, territory
from zhidun.deposit.errors import FieldUnfit, SharesUnfit

READ = [
    ("50", Fraction(1, 2)),
    ("33.5%", Fraction(335, 1000)),
    ("1/3", Fraction(1, 3)),
    ("2 / 3", Fraction(2, 3)),
    ("100", Fraction(1)),
    ("0.0001", Fraction(1, 1_000_000)),
]


@pytest.mark.parametrize(("typed", "share"), READ)
def test_a_share_is_read_as_people_write_it(typed: str, share: Fraction) -> None:
    assert shares.parse(typed) == share


@pytest.mark.parametrize("typed", ["", "half", "0", "101", "1/0", "3/2", "-5", "1e3", "<script>", "0/7"])
def test_what_is_no_share_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(SharesUnfit) as caught:
        shares.parse(typed, field="x")
    assert "1/3" in caught.value.remedy.en
    assert caught.value.field == "x"


@given(st.fractions(min_value=Fraction(1, 1000), max_value=1, max_denominator=1000))
def test_what_is_shown_is_read_back(share: Fraction) -> None:
    assert shares.parse(shares.show(share)) == share


def test_three_thirds_are_the_whole_and_less_or_more_is_told() -> None:
    shares.need_whole([Fraction(1, 3)] * 3)
    with pytest.raises(SharesUnfit) as short:
        shares.need_whole([Fraction(1, 2), Fraction(1, 4)])
    assert "25%" in short.value.remedy.en
    assert "missing" in short.value.remedy.en
    with pytest.raises(SharesUnfit) as much:
        shares.need_whole([Fraction(1), Fraction(1, 4)])
    assert "125%" in much.value.reason.zh


OVERLAPS = [
    (("WORLD",), ("JP",), True),
    (("CN",), ("CN-510107",), True),
    (("CN-51",), ("CN-5101",), True),
    (("CN-510107",), ("CN-510104",), False),
    (("CN",), ("JP", "US"), False),
    (("JP", "CN-5101"), ("CN-510104",), True),
]


@pytest.mark.parametrize(("a", "b", "meet"), OVERLAPS)
def test_places_overlap_when_one_lies_in_the_other(a: tuple[str, ...], b: tuple[str, ...], *, meet: bool) -> None:
    assert territory.overlap(a, b) is meet
    assert territory.overlap(b, a) is meet


def test_a_place_contains_what_lies_in_it() -> None:
    assert territory.contains(("CN", "JP"), ("CN-510107", "JP"))
    assert not territory.contains(("CN-51",), ("CN",))
    assert not territory.contains(("CN-5101",), ("CN-51",))


@pytest.mark.parametrize("code", ["WORLD", "CN", "US", "CN-51", "CN-5101", "CN-510107", "CN-510171"])
def test_known_places_have_a_name(code: str) -> None:
    assert territory.known(code)
    assert territory.name(code).zh


@pytest.mark.parametrize("code", ["", "china", "CN-99", "CN-510199", "CN-5101070", "<b>"])
def test_unknown_places_are_not_taken(code: str) -> None:
    assert not territory.known(code)


@given(st.binary(max_size=400), st.binary(min_size=32, max_size=32))
def test_anybody_can_compute_the_commitment(content: bytes, salt: bytes) -> None:
    digest = commitments.digest_of([content[:7], content[7:]])
    message = f"zhidun-work-v1\n{hashlib.sha256(content).hexdigest()}\n{len(content)}\n".encode()
    assert commitments.commit(digest, salt) == hmac.new(salt, message, "sha256").hexdigest()


def test_a_commitment_is_64_digits_however_it_is_pasted() -> None:
    assert commitments.read_hex(f" {'AB' * 16}\n{'cd' * 16} ", field="salt") == "ab" * 16 + "cd" * 16
    with pytest.raises(FieldUnfit) as caught:
        commitments.read_hex("12", field="salt")
    assert caught.value.field == "salt"
    assert "2" in caught.value.reason.zh
