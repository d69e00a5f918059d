"""The closed list of legal events."""

from __future__ import annotations

import pytest

from zhidun.kernel.legal_events import LEGAL_EVENTS, event_title, is_legal_event


def test_known_and_unknown_words() -> None:
    assert is_legal_event("case_filed")
    assert not is_legal_event("full_moon")
    assert event_title("case_filed").zh == "立案"
    with pytest.raises(KeyError):
        event_title("full_moon")


def test_every_word_is_a_name_with_both_languages() -> None:
    for word, title in LEGAL_EVENTS.items():
        assert word.replace("_", "").isalpha()
        assert word.islower()
        assert title.zh
        assert title.en


def test_the_list_is_closed() -> None:
    with pytest.raises(TypeError):
        LEGAL_EVENTS["new"] = event_title("case_filed")  # type: ignore[index]
