"""Latin marks: spelling, letters taken for one another, sound of the spelling, distinctive words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import distinct

Floats = NDArray[np.float32]
LONGEST: Final = 60
CONFUSED: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))
ONE_FOR_ANOTHER: Final = str.maketrans("1i!|05826", "llllosbzg")
SPOKEN: Final = (
    (r"^(kn|gn|pn)", "n"), (r"^wr", "r"), (r"^ps", "s"), (r"^x", "s"), (r"^wh", "w"), (r"mb$", "m"),
    (r"eaux?$", "o"), (r"ough$", "o"), (r"ough", "of"), (r"igh", "i"), (r"augh", "o"), (r"gh", ""),
    (r"ph", "f"), (r"sch", "x"), (r"tch", "x"), (r"tsch", "x"), (r"[cs]h", "x"), (r"(s|c)ci", "xi"),
    (r"[st]i(?=on|an|al|ous)", "x"), (r"qu", "kw"), (r"q", "k"), (r"ck", "k"), (r"cc(?=[eiy])", "ks"),
    (r"c(?=[eiy])", "s"), (r"c", "k"), (r"dge?", "j"), (r"g(?=[eiy])", "j"), (r"x", "ks"), (r"z", "s"), (r"v", "f"),
    (r"th", "t"), (r"wr", "r"), (r"(?<=[aeiou])h(?![aeiou])", ""), (r"ee|ea|ie|ei|ey|y", "i"), (r"oo|ou|ue|ew|u", "u"),
    (r"ai|ay|ae", "e"), (r"au|aw|oa|ow", "o"), (r"(?<=[^aeiou])e$", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip
ABBREVIATED: Final = {
    "mr": "mister", "mrs": "misses", "dr": "doctor", "n": "and", "u": "you", "r": "are", "b": "be", "c": "see",
    "2": "to", "4": "for", "8": "eight", "1": "one", "ez": "easy", "xtra": "extra", "thru": "through", "nu": "new",
}  # fmt: skip
_SPOKEN: Final = tuple((re.compile(pattern), into) for pattern, into in SPOKEN)
_HUSHED: Final = tuple((re.compile(pattern), into.replace("x", "ʃ")) for pattern, into in SPOKEN)
"""The same with a sign for the sound of `sh`: the rules above write it `x`, and a later one takes that for `ks`."""


@lru_cache(maxsize=16_384)
def _word_sounds(word: str, *, hushed: bool = False) -> str:
    word = ABBREVIATED.get(word, word)
    for pattern, into in _HUSHED if hushed else _SPOKEN:
        word = pattern.sub(into, word)
    return word


@lru_cache(maxsize=65_536)
def sounds(words: str) -> str:
    """Return how a Latin text sounds, roughly and in any of the usual languages: one sign a sound, no spaces."""
    return "".join(_word_sounds(word) for word in words[:LONGEST].split())


@lru_cache(maxsize=65_536)
def said(words: str) -> str:
    """Return how a Latin text sounds as `sounds` does, `sh`, `ch`, `sch` and `ti` of `-tion` as one sound of their own.

    `sounds` stays as it is: the scorers up to text.v4 and the keys in databases are made of it.
    """
    return "".join(_word_sounds(word, hushed=True) for word in words[:LONGEST].split())


@lru_cache(maxsize=65_536)
def bones(words: str) -> str:
    """Return the consonants of a text's sound, its first sound kept, aspirates and voiced sounds made one."""
    return _bones(sounds(words))


@lru_cache(maxsize=65_536)
def consonants(words: str) -> str:
    """Return the consonants as `bones` does, of what is `said`; `sh` and `s` are made one, as foreign ears do."""
    return _bones(said(words).replace("ʃ", "s"))


def _bones(said: str) -> str:
    first, rest = said[:1], said[1:]
    first = "a" if first and first in "aeiou" else first
    plain = (first + re.sub(r"[aeiouhw]", "", rest)).translate(str.maketrans("bdgjv", "ptkxf"))
    return re.sub(r"(.)\1+", r"\1", plain)


@lru_cache(maxsize=65_536)
def skeleton(words: str) -> str:
    """Return a text with letters and digits that the eye confuses made one (l, I, 1; 0, O; rn, m)."""
    plain = words.replace(" ", "").translate(ONE_FOR_ANOTHER)
    for two, one in CONFUSED:
        plain = plain.replace(two, one)
    return plain


def spelling(one: str, others: Sequence[str]) -> Floats:
    """Return optimal string alignment likeness of one text with each of many."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.cdist([one], others, scorer=OSA.normalized_similarity, dtype=np.float32)
    return np.asarray(found[0], dtype=np.float32)


def beginning(one: str, others: Sequence[str]) -> Floats:
    """Return Jaro-Winkler likeness: what begins alike is taken for alike."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    found = process.cdist([one], others, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)
    return np.asarray(found[0], dtype=np.float32)


def turned(words: str) -> str:
    """Return a text's words from the last to the first."""
    return " ".join(reversed(words.split()))


@lru_cache(maxsize=65_536)
def word_weight(word: str) -> float:
    """Return the weight of a word: generic words and very short ones count little."""
    if distinct.generic(word):
        return distinct.lexicon().weight
    return 1.0 if len(word) > 2 else 0.6  # noqa: PLR2004


def words_shared(one: str, others: Sequence[str], heard: Callable[[str], str] = sounds) -> tuple[Floats, Floats]:
    """Return, for each text, the share of distinctive words found in the other: of both marks, and of the smaller.

    Args:
        one: words of one text.
        others: words of each other.
        heard: how a word sounds (`said`, or as it was before).
    """
    mine = one.split()
    even = np.zeros(len(others), np.float32)
    inside = np.zeros(len(others), np.float32)
    weights = [word_weight(word) * len(word) ** 0.5 for word in mine]
    total = sum(weights)
    for number, other in enumerate(others):
        theirs = other.split()
        their_weights = [word_weight(word) * len(word) ** 0.5 for word in theirs]
        their_total = sum(their_weights)
        if not mine or not theirs:
            continue
        table = np.array([[_word_alike(a, b, heard) for b in theirs] for a in mine], np.float32)
        forth = float((table.max(axis=1) * weights).sum())
        back = float((table.max(axis=0) * their_weights).sum())
        even[number] = (forth + back) / (total + their_total)
        inside[number] = max(
            forth / total if total <= their_total else 0.0, back / their_total if their_total <= total else 0.0
        )
    return even, inside


@lru_cache(maxsize=65_536)
def _word_alike(one: str, other: str, sound: Callable[[str], str]) -> float:
    from rapidfuzz.distance import OSA

    if one == other:
        return 1.0
    seen = max(OSA.normalized_similarity(one, other), OSA.normalized_similarity(skeleton(one), skeleton(other)))
    heard = OSA.normalized_similarity(sound(one), sound(other))
    best = max(seen, 0.97 * heard)
    return max(0.0, (best - 0.4) / 0.6)
