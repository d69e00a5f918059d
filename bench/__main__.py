"""`./run bench [name …]`: measure, print a table, write JSON to `bench/results/`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.machine import block
from bench.radar_tables import tables

KNOWN = ("intake", "lists", "pages", "ledger", "damages", "opinions", "enforcement", "similar", "radar")


def main() -> int:
    """Run the benches named on the command line (all of them when none is)."""
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or list(KNOWN)
    unknown = set(wanted) - set(KNOWN)
    if unknown:
        print(f"no such bench: {', '.join(sorted(unknown))}; known: {', '.join(KNOWN)}", file=sys.stderr)
        return 2
    results: dict[str, object] = {"machine": block()}
    for name in wanted:
        module = __import__(f"bench.{name}", fromlist=["measure"])
        results[name] = module.measure()
        print(json.dumps({name: results[name]}, ensure_ascii=False, indent=2), file=sys.stderr)
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    (folder / "latest.json").write_text(json.dumps(results, ensure_ascii=False, indent=2))
    if "radar" in results:
        (folder / "radar.md").write_text(tables(results), encoding="utf-8")
    print(json.dumps(results, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
