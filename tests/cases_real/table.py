"""The page docs/typical-cases.md, made from the checks: `python -m tests.cases_real.table > docs/typical-cases.md`."""

from __future__ import annotations

import os
import sys
from decimal import Decimal


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return " to ".join(str(entry) for entry in value)
    return "none" if value is None else str(value)


def render() -> str:
    """Return the page as Markdown."""
    from tests.cases_real.checks import ALSO_LATER, ENTRIES, LEFT, case

    lines = [
        "# Ten real typical cases",
        "",
        "Restated in our own words in `src/zhidun/packs/chengdu/demo/real-cases.yaml`; each names its source.",
        "The table is made by `tests/cases_real/table.py` and held against the tests: what is listed is asserted.",
        "",
        "| case | title | source |",
        "|---|---|---|",
    ]
    for number in range(1, 11):
        row = case(f"real-{number:02d}")
        title, source = row["title"], row["source"]
        assert isinstance(title, dict)
        assert isinstance(source, dict)
        lines.append(
            f"| CASE-{number:02d} | {title['en']} ({title['zh']}) | {source['publisher']}, {source['title']} |"
        )
    lines += ["", "| case | check | call | input | expected | also later |", "|---|---|---|---|---|---|"]
    for entry in ENTRIES:
        later = ALSO_LATER.get((entry.case, entry.check), "")
        cells = (entry.case, entry.check, f"`{entry.call}`", entry.given, _shown(entry.expected), later)
        lines.append("| " + " | ".join(cells) + " |")
    if LEFT:
        lines += ["", "## Not asserted", ""]
    lines += [f"* {name} `{check}`: {kind}: {reason}." for (name, check), (kind, reason) in LEFT.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    sys.stdout.write(render())
