"""Rights to be guarded, read from a file: id, text, image, classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from zhidun.kernel.text import Text, t
from zhidun.similarity import goods, tables
from zhidun.similarity.normal import LONGEST, prepared
from zhidun.similarity.tables import Problem, Row

TOLD: Final = 100
"""Problems named one by one; more are only counted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One right: what it is compared by; `line` is its row in the file it came from, 0 where there is none."""

    id: str
    text: str
    image: Path | None
    classes: frozenset[str] = frozenset()
    line: int = 0


@dataclass(slots=True)
class Gallery:
    """Rights read from a file, the rows that were left out, and notes on how they are compared."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0
    notes: list[Text] = field(default_factory=list)

    def problem(self, found: Problem) -> None:
        """Keep a problem; beyond the first hundred only count it."""
        self.left_out += 1
        if len(self.problems) < TOLD:
            self.problems.append(found)


def read(file: Path) -> Gallery:
    """Return the rights of a file; rows that cannot be used are told, the rest goes on.

    Raises:
        TableUnfit: the file cannot be read at all.
    """
    return collect(tables.rows(file, ("id",), others=("text", "image", "classes")), file.parent)


def collect(rows: Iterable[Row | Problem], folder: Path) -> Gallery:
    """Return the rights of rows; images are named relative to `folder`."""
    found, seen = Gallery(), set[str]()
    for row in rows:
        if isinstance(row, Problem):
            found.problem(row)
            continue
        entry = _entry(row, folder)
        if isinstance(entry, Problem):
            found.problem(entry)
        elif entry.id in seen:
            found.problem(Problem(row.line, t(f"编号“{entry.id[:40]}”重复。", f"id “{entry.id[:40]}” is there twice")))
        else:
            seen.add(entry.id)
            found.entries.append(entry)
    return found


def _entry(row: Row, folder: Path) -> Entry | Problem:
    if not row["id"]:
        return Problem(row.line, t("没有编号。", "no id"))
    text, image = row["text"], row["image"]
    if len(text) > LONGEST:
        return Problem(row.line, t(f"文字超过 {LONGEST} 字。", f"text of more than {LONGEST} characters"))
    if not image and prepared(text).empty:
        return Problem(row.line, t("既无可比对的文字,也无图片。", "neither a text that can be compared nor an image"))
    try:
        classes = goods.read(row["classes"])
    except goods.ClassUnknown as unknown:
        return Problem(row.line, unknown.reason)
    return Entry(row["id"], text, tables.placed(folder, image) if image else None, classes, row.line)
