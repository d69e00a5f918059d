"""The tables of J1q and J2q in `bench/README.md`, made from what a run wrote: `python -m bench.radar_tables RESULT…`.

Without a file it reads `bench/results/latest.json`. `./run bench radar` writes the tables beside it, in `radar.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LATEST = Path(__file__).parent / "results" / "latest.json"
Found = Mapping[str, Any]


def recall(found: Found) -> str:
    """Return recall at 1, 10 and 50, or why there is none."""
    if "left_out" in found:
        return f"left out: {found['left_out']}"
    return " / ".join(_number(found[f"recall@{k}"]) for k in (1, 10, 50))


def _number(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if value < 1 else "1"


def alarms(found: Found | None) -> str:
    """Return false alarms in 100 at the score that half, and eight in ten, of the genuine pairs reach."""
    return " / ".join(f"{100 * found[f'found {share}']:.3g}" for share in ("50%", "80%")) if found else ""


def text(found: Found) -> Iterator[str]:
    """Yield the table of J1q: every comparer, the fusion and the peers."""
    yield f"| {found['n']} imitations among {found['gallery']:,} names | recall | mrr | false alarms in 100 |"
    yield "|---|---|---|---|"
    told = {"**fused**": found["fused"], **found["comparers"], **found["peers"]}
    for name, one in told.items():
        missed = found["false_alarms"].get(name.strip("*"))
        yield f"| {name} | {recall(one)} | {_number(one['mrr'])} | {alarms(missed)} |"
    few = found["nomenklatura"]
    for name in ("ours", "logic-v2"):
        speed = f", {few[name]['pairs_per_cpu_s']:,} pairs a CPU s" if "pairs_per_cpu_s" in few[name] else ""
        mrr, missed = _number(few[name].get("mrr", 0)), alarms(few[name].get("false_alarms"))
        yield f"| {name} over {few['gallery']:,} names{speed} | {recall(few[name])} | {mrr} | {missed} |"
    if "versions" in found:
        yield from _versions(found["versions"])
    latin = found["latin"]
    yield ""
    yield f"| {latin['n']} Latin imitations among {latin['gallery']:,} names | recall | mrr |"
    yield "|---|---|---|"
    peers = {name: one for name, one in latin.items() if name.startswith("rapidfuzz")}
    for name, one in {"**fused**": latin["fused"], **latin["comparers"], **peers}.items():
        yield f"| {name} | {recall(one)} | {_number(one['mrr'])} |"


def _versions(found: Found) -> Iterator[str]:
    """Yield the table of the scorers, on the first imitations and on those gathered later."""
    halves = list(found["n"])
    yield ""
    yield f"| among {found['gallery']:,} names | " + " | ".join(f"{found['n'][half]} {half}" for half in halves) + " |"
    yield "|---" * (len(halves) + 1) + "|"
    for key in [key for key in found if key not in {"gallery", "n"}]:
        told = (f"{recall(found[key][half])}; {_number(found[key][half]['mrr'])}" for half in halves)
        yield f"| {key} | " + " | ".join(told) + " |"


def pictures(found: Found) -> Iterator[str]:
    """Yield the tables of J2q: every set by each eye, by the fusion and by the usual hashes."""
    for title, one in found.items():
        yield f"| {title}: {one['n']} asked, {one['gallery']} guarded | recall | false alarms in 100 |"
        yield "|---|---|---|"
        rows = {
            name: row for name, row in one.items() if isinstance(row, dict) and ("recall@1" in row or "left_out" in row)
        }
        for name, row in sorted(rows.items(), key=lambda pair: pair[0] != "fused"):
            missed = one["false_alarms"].get(name) or row.get("false_alarms")
            yield f"| {'**fused**' if name == 'fused' else name} | {recall(row)} | {alarms(missed)} |"
        yield ""


def variants(found: Found) -> Iterator[str]:
    """Yield the table of J2v: a logo changed in some way, and how high it and the likest wrong one score."""
    if "left_out" in found:
        yield f"Logos changed: left out, {found['left_out']}"
        return
    yield f"| {found['n']} logos asked, {found['gallery']} guarded | recall | itself at 0.5 / 0.7 / 0.9 | a wrong one |"
    yield "|---|---|---|---|"
    for kind in [kind for kind in found if kind not in {"n", "gallery"}]:
        one = found[kind]
        shares = (
            " / ".join(_number(one[side][least]) for least in ("0.5", "0.7", "0.9")) for side in ("right", "wrong")
        )
        yield f"| {kind} | {recall(one)} | " + " | ".join(shares) + " |"


def tables(results: Found) -> str:
    """Return the tables of a run as Markdown."""
    radar = results.get("radar", results)
    lines: list[str] = []
    if "J1q" in radar:
        lines += [*text(radar["J1q"]["all"]), ""]
    if "J2q" in radar:
        lines += pictures(radar["J2q"]["all"])
    if "J2v" in radar:
        lines += variants(radar["J2v"]["all"])
    return "\n".join(lines)


if __name__ == "__main__":
    for file in [Path(one) for one in sys.argv[1:]] or [LATEST]:
        sys.stdout.write(tables(json.loads(file.read_text(encoding="utf-8"))))
