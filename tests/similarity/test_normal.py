"""What is taken away before two marks are compared, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhidun.similarity.normal import LONGEST, TextUnfit, fold, prepared, read


@pytest.mark.parametrize(
    ("given_text", "symbols"),
    [
        ("康师傅", "康师傅"),
        ("康師傅", "康师傅"),  # traditional
        ("ＮＩＫＥ　２４", "nike24"),  # full width
        ("Café-Zürich", "cafezurich"),  # accents
        ("可口·可乐®", "可口可乐"),  # signs between
        ("苹\u200b果", "苹果"),  # invisible
        ("乾隆", "乾隆"),  # stays: 乾 is its own character here
    ],
)
def test_symbols(given_text: str, symbols: str) -> None:
    assert read(given_text).symbols == symbols


def test_direction_tricks_are_removed_and_told() -> None:
    mark = read("ekin\u202eabc")
    assert mark.symbols == "ekinabc"
    assert "方向" in mark.warnings[0].zh


@pytest.mark.parametrize("text", ["", "   ", "🍎🍏", "\u200b\u202e", "——", "\ud800"])
def test_nothing_to_compare_is_refused(text: str) -> None:
    with pytest.raises(TextUnfit) as told:
        read(text)
    assert told.value.reason.zh
    assert told.value.remedy.en


def test_a_text_longer_than_the_limit_is_refused() -> None:
    with pytest.raises(TextUnfit, match="10001"):
        read("字" * (LONGEST + 1))
    assert len(read("字" * LONGEST).symbols) == 200
    assert len(read("字" * LONGEST, whole=True).symbols) == LONGEST
    assert read("字" * LONGEST).warnings


@given(st.text(max_size=300))
@example("\u0345")  # casefold makes a Greek letter of it
@example("a\u0344")  # an accent is left over
@example("Ո\u1c82Ӏ")
def test_any_unicode_is_prepared_and_folding_twice_changes_nothing(text: str) -> None:
    mark = prepared(text)
    assert all(sign.isalnum() for sign in mark.symbols)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("аррlе", "apple"), ("ΝΙΚΕ", "nike"), ("Νіkе", "nike"), ("СОСА-СОLА", "coca-cola"), ("苹果аррlе", "苹果apple"),
     ("Привет", "привет"), ("Ωmega", "ωmega"), ("Σony", "σony")],
)  # fmt: skip
def test_letters_of_other_alphabets_that_look_latin_are_read_as_latin(text: str, folded: str) -> None:
    assert fold(text) == folded
