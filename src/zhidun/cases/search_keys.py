"""What a case is found by: number, names, titles of rights, pinyin initials; cut into keys that an index can hold.

There is no trigram extension in the embedded server, so names are cut here: single Chinese characters and pairs,
beginnings of Latin words, pairs and threes of pinyin initials. A query is cut the same way; every key must be there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MOST_KEYS = 600
LONGEST_PREFIX = 24
PAIR, THREE = 2, 3
_HAN = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[a-z0-9]+")


def normal(text: str) -> str:
    """Return the text in the form that is compared: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def initials(text: str) -> str:
    """Return the pinyin initials of the Chinese characters of a text."""
    from pypinyin import Style, lazy_pinyin

    letters: list[str] = []
    for run in _HAN.findall(normal(text)):
        letters += [letter[:1] for letter in lazy_pinyin(run, style=Style.FIRST_LETTER, errors="ignore")]
    return "".join(letters)


def keys_of(texts: Iterable[str], numbers: Iterable[str] = ()) -> list[str]:
    """Return the search keys of names and titles, and of numbers that are matched from their beginning or end."""
    found: dict[str, None] = {}
    for number in numbers:
        plain = normal(number)
        found.update(dict.fromkeys([f"n:{plain}", f"n:{plain.rpartition('-')[2]}"]))
    for text in texts:
        plain = normal(text)
        for run in _HAN.findall(plain):
            found.update(dict.fromkeys(run))
            found.update(dict.fromkeys(run[i : i + PAIR] for i in range(len(run) - 1)))
        letters = initials(plain)
        for size in (PAIR, THREE):
            found.update(dict.fromkeys(f"p:{letters[i : i + size]}" for i in range(len(letters) - size + 1)))
        for word in _WORD.findall(plain):
            found.update(dict.fromkeys(f"w:{word[:n]}" for n in range(1, min(len(word), LONGEST_PREFIX) + 1)))
    return list(found)[:MOST_KEYS]


def query_keys(text: str) -> list[list[str]]:
    """Return the alternatives for a query: each is a list of keys that must all be there.

    `武侯 沈绣坊` gives one alternative; `sxf` may be pinyin initials or the beginning of a Latin word, so it gives two.
    """
    plain = normal(text).strip()
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", plain):
        return [[f"n:{plain}"]]
    han = _han_keys(plain)
    words = _WORD.findall(plain)
    alternatives = [
        han + [f"w:{word[:LONGEST_PREFIX]}" for word in words],
        [f"n:{plain}"] if " " not in plain and any(character.isdigit() for character in plain) else [],
        _initial_keys(han, "".join(words)),
    ]
    return [keys for keys in alternatives if keys]


def _han_keys(plain: str) -> list[str]:
    keys: list[str] = []
    for run in _HAN.findall(plain):
        keys += [run] if len(run) == 1 else [run[i : i + PAIR] for i in range(len(run) - 1)]
    return keys


def _initial_keys(han: list[str], letters: str) -> list[str]:
    """Return the keys of a query whose letters may be pinyin initials; none where they cannot be."""
    if not letters.isalpha() or len(letters) < PAIR:
        return []
    size = min(len(letters), THREE)
    return [*han, *(f"p:{letters[i : i + size]}" for i in range(len(letters) - size + 1))]
