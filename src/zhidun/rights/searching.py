"""Search keys: a right is found by title, number, holder and pinyin with an index that plain PostgreSQL has.

Chinese text gives its characters and pairs, Latin text and digits give their triples and the first two characters; a
query gives the same and must be contained.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from zhidun.parties import selectors as parties

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHINESE: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]+")
_LATIN: Final = re.compile(r"[0-9a-z]+")
SHORT: Final = 2
GRAM: Final = 3
MAX_KEYS: Final = 1500


def pinyin_of(text: str) -> tuple[str, str]:
    """Return the pinyin of a Chinese text without tones, joined, and its initials."""
    return parties.pinyin(text), parties.initials(text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _latin_grams(run: str) -> set[str]:
    if len(run) < GRAM:
        return {run}
    return {run[i : i + GRAM] for i in range(len(run) - GRAM + 1)}


def _chinese_grams(run: str) -> set[str]:
    return set(run) | {run[i : i + 2] for i in range(len(run) - 1)}


def keys_of(texts: Iterable[str]) -> list[str]:
    """Return the keys of a row from its title, number and holder."""
    keys: set[str] = set()
    for text in texts:
        plain = _plain(text)
        runs = _LATIN.findall(plain)
        joined = "".join(runs)
        for chinese in _CHINESE.findall(plain):
            keys |= _chinese_grams(chinese)
            runs += pinyin_of(chinese)
        for run in [*runs, joined]:
            if run:
                keys |= _latin_grams(run) | {run[:1], run[:SHORT]}
    return sorted(keys)[:MAX_KEYS]


def keys_asked(query: str) -> list[str]:
    """Return the keys a row must have to answer a query."""
    keys: set[str] = set()
    for word in _plain(query).split():
        for chinese in _CHINESE.findall(word):
            keys |= (
                _chinese_grams(chinese) if len(chinese) == 1 else {chinese[i : i + 2] for i in range(len(chinese) - 1)}
            )
        latin = "".join(_LATIN.findall(word))
        if latin:
            keys |= _latin_grams(latin)
    return sorted(keys)
