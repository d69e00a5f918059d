"""One mark beside many others by Latin letters: spelling, look of letters, sound, words; pinyin beside Latin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t
from zhidun.similarity import distinct, latin
from zhidun.similarity.likeness import MADE_ONE, NO_GENERIC, comparer

Floats = NDArray[np.float32]


class LatinView:
    """One Latin text and many others; `word` is the text of the mark asked about.

    Attributes:
        word: Latin letters and digits, words kept apart by one space (or pinyin).
        others: the same of each other mark.
        names: the marks themselves, for reasons.
    """

    def __init__(self, word: str, others: Sequence[str], names: tuple[str, Sequence[str]]) -> None:
        self.word, self.others = word, list(others)
        self.name, self.names = names

    @property
    def joined_word(self) -> str:
        """The mark's words written together."""
        return self.word.replace(" ", "")

    @cached_property
    def joined(self) -> list[str]:
        """The others without spaces."""
        return [other.replace(" ", "") for other in self.others]

    @cached_property
    def said(self) -> list[str]:
        """How the others sound."""
        return [latin.said(other) for other in self.others]

    @cached_property
    def sounds(self) -> list[str]:
        """How the others sound by the rules up to text.v4."""
        return [latin.sounds(other) for other in self.others]

    @cached_property
    def terms(self) -> tuple[Floats, Floats]:
        """Share of distinctive words in common, `sh` with a sound of its own."""
        return latin.words_shared(self.word, self.others, latin.said)

    @cached_property
    def words(self) -> tuple[Floats, Floats]:
        """Share of distinctive words in common: of both, and of the smaller."""
        return latin.words_shared(self.word, self.others)

    @cached_property
    def plain(self) -> tuple[str, list[str]]:
        """Both sides without generic words."""
        return core(self.word), [core(other) for other in self.others]


@lru_cache(maxsize=65_536)
def core(words: str) -> str:
    """Return the distinctive words written together (or all words when none is distinctive)."""
    kept = [word for word in words.split() if not distinct.generic(word)]
    return "".join(kept or words.split())


def _spelling_reason(view: LatinView, number: int) -> Text:
    mine, theirs = view.word, view.others[number]
    if mine == theirs:
        return t(f"拼写相同:{mine}", f"same spelling: {mine}")
    from rapidfuzz.distance import OSA

    steps = OSA.distance(mine.replace(" ", ""), theirs.replace(" ", ""))
    return t(f"{mine} 与 {theirs} 相差 {steps} 处", f"{mine} and {theirs} differ in {steps} place{'s' * (steps != 1)}")


@comparer("spelling", t("拼写", "Spelling"), _spelling_reason)
def spelling(view: LatinView) -> Floats:
    """Letters in common in order, spaces left out; two letters that changed places count as one difference."""
    return latin.spelling(view.word.replace(" ", ""), view.joined)


def _letters_reason(view: LatinView, number: int) -> Text:
    mine, theirs = latin.skeleton(view.word), latin.skeleton(view.others[number])
    if mine == theirs and view.word != view.others[number]:
        return t(
            f"{view.word} 与 {view.others[number]} 换成易混字母后相同",
            f"{view.word} and {view.others[number]} look the same with l/I/1, 0/O, rn/m made one",
        )
    return MADE_ONE


@comparer("letters", t("易混字母", "Confusable letters"), _letters_reason)
def letters(view: LatinView) -> Floats:
    """Spelling once letters and digits that the eye confuses (l I 1, 0 O, rn m, vv w) are made one."""
    return latin.spelling(latin.skeleton(view.word), [latin.skeleton(other) for other in view.others])


def _spoken_reason(view: LatinView, number: int) -> Text:
    return _sounds_told(latin.sounds(view.word), view.sounds[number])


def _sounds_told(mine: str, theirs: str) -> Text:
    return t(
        f"读音 /{mine}/ 与 /{theirs}/{'相同' if mine == theirs else ''}",
        f"sounds /{mine}/ and /{theirs}/{', the same' if mine == theirs else ''}",
    )


@comparer("spoken", t("拼读", "Sound of the spelling"), _spoken_reason)
def spoken(view: LatinView) -> Floats:
    """Sound of the spelling (c/k/q, ph/f, s/z, ee/ea/y, double letters, silent letters made one) in common in order."""
    return latin.spelling(latin.sounds(view.word), view.sounds)


def _speech_reason(view: LatinView, number: int) -> Text:
    return _sounds_told(latin.said(view.word), view.said[number])


@comparer("speech", t("拼读", "Sound of the spelling"), _speech_reason)
def speech(view: LatinView) -> Floats:
    """Sound of the spelling in common in order, as `spoken`, with one sound for sh, ch and sch, none of them ks."""
    return latin.spelling(latin.said(view.word), view.said)


def _bones_told(mine: str, theirs: str) -> Text:
    return t(f"辅音骨架 {mine} 与 {theirs}", f"consonants {mine} and {theirs}")


def _bones_reason(view: LatinView, number: int) -> Text:
    return _bones_told(latin.bones(view.word), latin.bones(view.others[number]))


def _consonants_reason(view: LatinView, number: int) -> Text:
    return _bones_told(latin.consonants(view.word), latin.consonants(view.others[number]))


@comparer("consonants", t("辅音", "Consonants"), _consonants_reason)
def consonants(view: LatinView) -> Floats:
    """Consonants of the sound in common in order, voiced and unvoiced, sh and s made one: what a foreign ear keeps."""
    return latin.spelling(latin.consonants(view.word), [latin.consonants(other) for other in view.others])


@comparer("bones", t("辅音", "Consonants"), _bones_reason)
def bones(view: LatinView) -> Floats:
    """Consonants of the sound in common in order, voiced and unvoiced made one: what a foreign ear keeps."""
    return latin.spelling(latin.bones(view.word), [latin.bones(other) for other in view.others])


def _beginning_reason(view: LatinView, number: int) -> Text:
    mine, theirs = view.word, view.others[number]
    same = 0
    while same < min(len(mine), len(theirs)) and mine[same] == theirs[same]:
        same += 1
    if not same:
        return t("开头不同", "different beginnings")
    return t(f"开头相同:“{mine[:same]}”", f"same beginning: “{mine[:same]}”")


@comparer("beginning", t("开头", "Beginning"), _beginning_reason)
def beginning(view: LatinView) -> Floats:
    """Letters in common with more weight for the beginning, which buyers keep in mind best."""
    return latin.beginning(view.word.replace(" ", ""), view.joined)


def _words_reason(view: LatinView, number: int) -> Text:
    mine, theirs = core(view.word), core(view.others[number])
    if (mine, theirs) == (view.word.replace(" ", ""), view.others[number].replace(" ", "")):
        return NO_GENERIC
    if mine == theirs:
        return t(f"显著部分相同:{mine}", f"the same distinctive part: {mine}")
    return t(f"显著部分:{mine} 对 {theirs}", f"distinctive parts: {mine} and {theirs}")


@comparer("words", t("词", "Words"), _words_reason)
def words(view: LatinView) -> Floats:
    """Share of both marks' words found in the other, in any order and nearly so; generic words count little."""
    return view.words[0]


@comparer("words_core", t("显著词", "Distinctive word"), _words_reason)
def words_core(view: LatinView) -> Floats:
    """Whether the distinctive words of the smaller mark are in the other."""
    return view.words[1]


@comparer("terms", t("词", "Words"), _words_reason)
def terms(view: LatinView) -> Floats:
    """Share of both marks' words found in the other, as `words`, with a sound of its own for sh."""
    return view.terms[0]


@comparer("terms_core", t("显著词", "Distinctive word"), _words_reason)
def terms_core(view: LatinView) -> Floats:
    """Whether the distinctive words of the smaller mark are in the other, with a sound of its own for sh."""
    return view.terms[1]


@comparer("core_spelling", t("显著部分拼写", "Spelling of the distinctive part"), _words_reason)
def core_spelling(view: LatinView) -> Floats:
    """Spelling of both marks without their generic words."""
    mine, theirs = view.plain
    return latin.spelling(mine, theirs)


def _pinyin_reason(view: LatinView, number: int) -> Text:
    mine, theirs = view.word, view.others[number]
    return t(
        f"“{view.name}”({mine})与“{view.names[number]}”({theirs})",
        f"{view.name} ({mine}) beside {view.names[number]} ({theirs})",
    )


@comparer("pinyin_spelling", t("拼音与字母", "Pinyin and letters"), _pinyin_reason)
def pinyin_spelling(view: LatinView) -> Floats:
    """Letters of the Latin mark beside the pinyin of the Chinese one, in order."""
    return latin.spelling(view.word.replace(" ", ""), view.joined)


@comparer("pinyin_sound", t("拼音与读音", "Pinyin and sound"), _pinyin_reason)
def pinyin_sound(view: LatinView) -> Floats:
    """Sound of the Latin mark beside the sound of the Chinese one's pinyin."""
    return latin.spelling(latin.sounds(view.word), view.sounds)


@comparer("pinyin_said", t("拼音与读音", "Pinyin and sound"), _pinyin_reason)
def pinyin_said(view: LatinView) -> Floats:
    """Sound of the Latin mark beside the sound of the Chinese one's pinyin, with a sound of its own for sh."""
    return latin.spelling(latin.said(view.word), view.said)


@comparer("pinyin_consonants", t("译音", "Transliteration"), _pinyin_reason)
def pinyin_consonants(view: LatinView) -> Floats:
    """Consonants of both, as a transliteration keeps them, sh and s made one (夏普 xiapu / Sharp)."""
    return latin.spelling(latin.consonants(view.word), [latin.consonants(other) for other in view.others])


@comparer("pinyin_bones", t("译音", "Transliteration"), _pinyin_reason)
def pinyin_bones(view: LatinView) -> Floats:
    """Consonants of both, as a transliteration keeps them (阿迪达斯 adidasi / Adidas)."""
    return latin.spelling(latin.bones(view.word), [latin.bones(other) for other in view.others])
