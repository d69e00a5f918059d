"""J1q and J2q by the usual tools, each run with its own folder of packages: `python bench/radar_rank.py NAME FOLDER`.

One JSON line: the rank of the right answer of every question (ties share their middle rank), and what it took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

BITS = 257.0
"""More bits than a hash has: scores stay above 0."""


def middle(scores: Sequence[float], at: int) -> int:
    """Return the rank of a place by falling scores, ties counted half."""
    own = scores[at]
    above, same = sum(one > own for one in scores), sum(one == own for one in scores)
    return int(above + same / 2 + 0.5)


def nomenklatura(told: dict[str, Any]) -> dict[str, Any]:
    """The matcher logic-v2 over companies of these names."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig

    algorithm = get_algorithm("logic-v2")
    config = ScoringConfig.defaults()

    def company(number: str, name: str) -> Any:  # noqa: ANN401  the library's own type
        return model.get_proxy({"id": number, "schema": "Company", "properties": {"name": [name]}})

    marks = [company(f"m{at}", name) for at, name in enumerate(told["marks"])]
    places = {name: at for at, name in enumerate(told["marks"])}
    began, ranks = time.process_time(), []
    for number, (query, mark) in enumerate(told["asked"]):
        asked = company(f"q{number}", query)
        scores = [algorithm.compare(asked, one, config).score for one in marks]
        own = scores[places[mark]]
        ranks.append(middle(scores, places[mark]) if own > 0 else 0)
    spent = time.process_time() - began
    right = [algorithm.compare(company("q", a), company("m", b), config).score for a, b in told["asked"]]
    guarded = [company(f"g{at}", name) for at, name in enumerate(told["guarded"])]
    wrong = []
    for name in told["unrelated"]:
        asked = company("u", name)
        wrong.append(max(algorithm.compare(asked, one, config).score for one in guarded))
    return {"ranks": ranks, "pairs_per_cpu_s": round(len(ranks) * len(marks) / spent), "right": right, "wrong": wrong}


def hashes(told: dict[str, Any], read: Callable[[str], Any], differ: Callable[[Any, Any], int]) -> dict[str, Any]:
    """Ranks by the bits in which hashes differ."""
    began = time.process_time()
    kept = [read(file) for file in told["gallery"]]
    ranks, right, wrong = [], [], []
    for file, answers in told["asked"]:
        own = read(file)
        scores = [-float(differ(own, one)) for one in kept]
        at = next(place for place, number in enumerate(told["ids"]) if number in answers)
        ranks.append(middle(scores, at))
        right.append(BITS + max(one for one, number in zip(scores, told["ids"], strict=True) if number in answers))
        wrong.append(BITS + max(one for one, number in zip(scores, told["ids"], strict=True) if number not in answers))
    each = round((time.process_time() - began) * 1000 / (len(kept) + len(ranks)), 2)
    return {"ranks": ranks, "cpu_ms_each": each, "right": right, "wrong": wrong}


def opened(file: str) -> Any:  # noqa: ANN401
    """Return a picture as these tools want it: what is clear becomes white (they would see black)."""
    from PIL import Image

    drawn = Image.open(file).convert("RGBA")
    sheet = Image.new("RGBA", drawn.size, "white")
    sheet.alpha_composite(drawn)
    return sheet.convert("RGB")


def imagehash(told: dict[str, Any]) -> dict[str, Any]:
    """The hash pHash, 64 bits."""
    import imagehash as library

    return hashes(told, lambda file: library.phash(opened(file)), lambda a, b: a - b)


def pdqhash(told: dict[str, Any]) -> dict[str, Any]:
    """PDQ of 256 bits."""
    import numpy as np
    import pdqhash as library

    def read(file: str) -> Any:  # noqa: ANN401
        return library.compute(np.asarray(opened(file)))[0]

    return hashes(told, read, lambda a, b: int((a != b).sum()))


if __name__ == "__main__":
    RUN = {"nomenklatura": nomenklatura, "imagehash": imagehash, "pdqhash": pdqhash}
    given = json.loads((Path(sys.argv[2]) / "asked.json").read_text(encoding="utf-8"))
    print(json.dumps(RUN[sys.argv[1]](given)), flush=True)
