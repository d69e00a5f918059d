"""How alike two Mandarin syllables sound, confusions of regions and of hearing counted as near."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
OTHER_TONE: Final = 0.94
"""Same syllable in another tone."""
RHYME: Final = 0.5
"""Same final, unrelated initial."""
ALLITERATION: Final = 0.4
"""Same initial, unrelated final."""
_INITIAL: Final = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)")
_WHOLE: Final = {
    "yi": "i", "ya": "ia", "yo": "io", "ye": "ie", "yai": "iai", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in",
    "yang": "iang", "ying": "ing", "yong": "iong", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn",
    "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan", "wen": "un", "wang": "uang",
    "weng": "ueng",
}  # fmt: skip
INITIALS: Final[dict[frozenset[str], float]] = {
    frozenset(pair.split("/")): score
    for score, pairs in {
        0.92: "zh/z ch/c sh/s",
        0.88: "n/l",
        0.80: "f/h",
        0.72: "l/r",
        0.66: "b/p d/t g/k j/q zh/ch z/c x/sh x/s j/zh q/ch j/z q/c",
        0.60: "ch/sh c/s q/x zh/sh z/s j/x k/h g/h",
        0.50: "m/n b/m r/sh",
    }.items()
    for pair in pairs.split()
}
FINALS: Final[dict[frozenset[str], float]] = {
    frozenset(pair.split("/")): score
    for score, pairs in {
        0.92: "an/ang en/eng in/ing uo/o",
        0.90: "ian/iang uan/uang",
        0.80: "i/v ong/ueng eng/ong un/ong vn/iong in/vn ian/van ie/ve en/in eng/ing",
        0.70: "e/o e/uo ou/uo ai/ei ui/ei uai/ai ua/a ia/a un/en uan/an iao/ao iu/ou iang/ang iong/ong ui/uai",
        0.60: "an/en ang/eng ao/ou iao/iu u/v u/ou ie/ei ie/e a/e in/ie an/ai uan/van un/vn",
    }.items()
    for pair in pairs.split()
}


def parts(syllable: str) -> tuple[str, str, str]:
    """Return initial, final and tone (`xue3` → x, ve, 3)."""
    tone = syllable[-1] if syllable[-1:].isdigit() else ""
    plain = syllable.removesuffix(tone).replace("ü", "v") if tone else syllable.replace("ü", "v")
    if plain in _WHOLE:
        return "", _WHOLE[plain], tone
    found = _INITIAL.match(plain)
    initial, final = (found[1], found[2]) if found else ("", plain)
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = "v" + final[1:]
    return initial, {"ue": "ve", "uen": "un", "iou": "iu", "uei": "ui"}.get(final, final), tone


def _pair(one: str, other: str, table: dict[frozenset[str], float]) -> float:
    return 1.0 if one == other else table.get(frozenset((one, other)), 0.0)


@cache
def toneless(one: str, other: str) -> float:
    """Return how alike two syllables sound, tone left out."""
    if one == other:
        return 1.0
    initial_one, final_one, _ = parts(one)
    initial_other, final_other, _ = parts(other)
    initial = _pair(initial_one, initial_other, INITIALS)
    final = _pair(final_one, final_other, FINALS)
    return max(initial * final, RHYME * final, ALLITERATION * initial if initial_one else 0.0)


def alike(one: str, other: str) -> float:
    """Return how alike two syllables with tone (`shi4`) sound, 0 to 1."""
    tone_one, tone_other = one[-1:].isdigit() and one[-1], other[-1:].isdigit() and other[-1]
    score = toneless(one.rstrip("012345"), other.rstrip("012345"))
    return score if tone_one == tone_other else score * OTHER_TONE


def plain(syllable: str) -> str:
    """Return a syllable without tone, with n/l, zh/z, ang/an and their like made one."""
    word = syllable.rstrip("012345")
    for one, other in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        word = word.replace(one, other)
    return "l" + word[1:] if word.startswith("n") else word


def table(syllables: tuple[str, ...]) -> Floats:
    """Return the likeness of every two of `syllables` (with tone)."""
    bare = [word.rstrip("012345") for word in syllables]
    kinds = sorted(set(bare))
    number = {word: n for n, word in enumerate(kinds)}
    small = np.eye(len(kinds), dtype=np.float32)
    for row, one in enumerate(kinds):
        for column in range(row):
            small[row, column] = small[column, row] = toneless(one, kinds[column])
    at = np.array([number[word] for word in bare])
    tones = np.array([word[-1] if word[-1:].isdigit() else "0" for word in syllables])
    same = np.where(tones[:, None] == tones[None, :], 1.0, OTHER_TONE)
    return np.asarray(small[np.ix_(at, at)] * same, dtype=np.float32)
