"""A question is asked once within a reading, and every time outside."""

from __future__ import annotations

import pytest

from zhidun.kernel.reading import forget, once, one_reading

asked: list[object] = []


@once
def number(of: str, *, plus: int = 0) -> int:
    asked.append(of)
    return len(of) + plus


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


def test_outside_of_a_reading_every_question_is_asked() -> None:
    assert [number("ab"), number("ab")] == [2, 2]
    assert asked == ["ab", "ab"]


def test_within_a_reading_the_same_question_is_asked_once() -> None:
    with one_reading():
        assert [number("ab"), number("ab"), number("abc"), number("ab", plus=1)] == [2, 2, 3, 3]
    assert asked == ["ab", "abc", "ab"]
    number("ab")
    assert asked == ["ab", "abc", "ab", "ab"]


def test_a_reading_within_a_reading_is_its_own_and_a_write_forgets() -> None:
    with one_reading():
        number("ab")
        with one_reading():
            number("ab")
        number("ab")
        forget()
        number("ab")
    assert len(asked) == 3
