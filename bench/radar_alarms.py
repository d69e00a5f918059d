"""False alarms at equal recall: how often something unrelated scores as high as genuine pairs do.

Scores of two comparers mean different things, so each is asked at the score that half, and that eight in ten, of the
genuine pairs reach by it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from zhidun.similarity.fusion import scorer
from zhidun.similarity.likeness import COMPARERS
from zhidun.similarity.normal import prepared
from zhidun.similarity.search import search
from zhidun.similarity.textindex import TextIndex

SHARES = (0.5, 0.8)
GUARDED, UNRELATED = 1000, 500
SEED = 20261130
Pairs = Sequence[tuple[str, str]]
Ranker = Callable[[str], np.ndarray]


def told(genuine: Sequence[float], unrelated: Sequence[float]) -> dict[str, float]:
    """Return, for each share of the genuine pairs, the share of unrelated questions that reach their score."""
    falling = sorted(genuine, reverse=True)
    least = {share: falling[math.ceil(share * len(falling)) - 1] for share in SHARES}
    return {
        f"found {share:.0%}": round(sum(one >= least[share] and one > 0 for one in unrelated) / len(unrelated), 3)
        if least[share] > 0
        else 1.0
        for share in SHARES
    }


def sample(names: Sequence[str], taken: set[str]) -> tuple[list[str], list[str]]:
    """Return names that are guarded and others that are asked about; none of them stands in a pair."""
    free = [name for name in names if name not in taken]
    random.Random(SEED).shuffle(free)  # noqa: S311
    return free[:GUARDED], free[GUARDED : GUARDED + UNRELATED]


def texts(
    asked: Pairs, names: Sequence[str], peers: Callable[[Sequence[str]], Mapping[str, Ranker]]
) -> dict[str, dict[str, float]]:
    """Return the false alarms of every comparer of Chinese marks, of the fusion, and of plain peers."""
    guarded, others = sample(names, {text for pair in asked for text in pair})
    genuine = list(dict.fromkeys(mark for _, mark in asked))
    place = {mark: at for at, mark in enumerate(genuine)}
    known = TextIndex([str(at) for at in range(len(genuine))], genuine)
    index = TextIndex([str(at) for at in range(len(guarded))], guarded)
    found = {"fused": told([_fused(known, *pair) for pair in asked], [_fused(index, one) for one in others])}
    for name in scorer("text").routes["chinese"].features:
        right = [_by(known, name, query)[place[mark]] for query, mark in asked]
        found[name] = told(right, [float(_by(index, name, one).max(initial=0)) for one in others])
    right_by, wrong_by = peers(genuine), peers(guarded)
    for name, rank in right_by.items():
        right = [float(rank(query)[place[mark]]) for query, mark in asked]
        found[name] = told(right, [float(wrong_by[name](one).max()) for one in others])
    return found


def _fused(index: TextIndex, query: str, mark: str = "") -> float:
    hits = search(index, prepared(query), limit=len(index) if mark else 1, why=False)
    return next((hit.score for hit in hits if not mark or hit.text == mark), 0.0)


def _by(index: TextIndex, name: str, query: str) -> np.ndarray:
    """Return the score of every name by one comparer; 0 for those that are no candidates."""
    asked = prepared(query)
    places = index.candidates(asked).chinese
    scores = np.zeros(len(index), np.float32)
    if len(places):
        scores[places] = np.clip(COMPARERS[name].score(index.view(asked, places)), 0, 1)
    return scores


def pictures(right: Mapping[str, Sequence[float]], wrong: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """Return the false alarms of every eye and of the fusion, from the scores of right and of likest wrong pictures."""
    return {name: told(scores, wrong[name]) for name, scores in right.items()}
