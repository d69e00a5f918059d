"""Sound in Cantonese (jyutping), for marks used in Guangdong, Hong Kong and Macao; heard only when it is asked for."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import Text, t
from zhidun.similarity.alphabet import alphabet
from zhidun.similarity.cache import keep
from zhidun.similarity.likeness import comparer
from zhidun.similarity.pairview import PairView
from zhidun.similarity.spelt import PRIVATE, Floats, compared, words
from zhidun.similarity.view import View

TONES: Final = "123456"


class CantoneseMissing(Unavailable):
    """The package that knows jyutping is not there."""

    code = "similarity.cantonese_missing"
    default_remedy = t("请安装 ToJyutping。", "Install ToJyutping.")


@cache
def jyutping() -> tuple[str, ...]:
    """Return the commonest reading of each row of the alphabet in jyutping, without tone.

    Raises:
        CantoneseMissing: the package is not installed.
    """
    signs = [chr(int(point)) for point in alphabet().points]
    said = keep(f"jyutping-1-{len(signs)}", lambda: {"said": np.array(_said(signs))})["said"]
    return tuple(str(word) or chr(PRIVATE + row) for row, word in enumerate(said))


def _said(signs: list[str]) -> list[str]:
    try:
        import ToJyutping
    except ImportError as error:
        raise CantoneseMissing(t("未安装粤语读音表。", "The table of Cantonese readings is not installed.")) from error
    return [(ToJyutping.get_jyutping_list(sign)[0][1] or "").split(" ")[0].rstrip(TONES) for sign in signs]


def _reason(view: View, number: int) -> Text:
    mine, theirs = words(view, jyutping())
    same = mine[0] == theirs[number]
    return t(
        f"粤语读音:{mine[0]} 与 {theirs[number]}" + (",同音" if same else ""),
        f"in Cantonese: {mine[0]} and {theirs[number]}" + (", the same sound" if same else ""),
    )


@comparer("cantonese", t("粤语读音", "Cantonese sound"), _reason)
def cantonese(view: View | PairView) -> Floats:
    """Letters of the Cantonese readings (jyutping) of both marks in common in order, tones left out."""
    from rapidfuzz.distance import OSA

    return compared(view, jyutping(), OSA.normalized_similarity)
