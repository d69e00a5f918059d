"""A YAML file read with the line of every entry, so that each fault can be named where it stands."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from zhidun.kernel.text import Text, t
from zhidun.procedures.model import Where

Trail = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a procedure file with its place and remedy. `code` is stable."""

    code: str
    where: Where
    message: Text
    remedy: Text

    def line(self, lang: str) -> str:
        """Return `file:line: code: message remedy` in `lang`."""
        return f"{self.where}: {self.code}: {self.message.in_(lang)} {self.remedy.in_(lang)}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's data, the line of each entry by its trail of keys, and the faults found while reading."""

    file: str
    data: Any
    lines: dict[Trail, int]
    findings: tuple[Finding, ...] = ()

    def where(self, *trail: str | int) -> Where:
        """Return the place of an entry; of the nearest entry around it when it is not in the file."""
        known = trail
        while known and known not in self.lines:
            known = known[:-1]
        return Where(self.file, self.lines.get(known, 1))


def read(path: Path, *, shown_as: str = "") -> Source:
    """Read a file; syntax faults and duplicate keys become findings, never exceptions."""
    return read_text(path.read_text(encoding="utf-8"), shown_as or str(path))


def read_text(content: str, file: str) -> Source:
    """Read YAML text as `read` does."""
    lines: dict[Trail, int] = {}
    try:
        loader = yaml.SafeLoader(content)
        node = loader.get_single_node()
        findings = tuple(_walk(node, (), lines, file)) if node else ()
        data = loader.construct_document(node) if node and not findings else None
    except yaml.YAMLError as fault:
        return Source(file, None, {}, (_syntax(fault, file),))
    return Source(file, data, lines, findings)


def _walk(node: yaml.Node, trail: Trail, lines: dict[Trail, int], file: str) -> Iterator[Finding]:
    lines.setdefault(trail, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            below = (*trail, str(key.value))
            if key.value in seen:
                yield _duplicate(str(key.value), Where(file, key.start_mark.line + 1))
            seen.add(key.value)
            lines[below] = key.start_mark.line + 1
            yield from _walk(value, below, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*trail, index), lines, file)


def _duplicate(key: str, where: Where) -> Finding:
    return Finding(
        "duplicate-key",
        where,
        t(f"键“{key}”在同一层出现两次。", f"The key “{key}” stands twice at the same level."),
        t("请合并两处内容,或改用不同的键名。", "Merge the two entries or give one another name."),
    )


def _syntax(fault: yaml.YAMLError, file: str) -> Finding:
    mark = getattr(fault, "problem_mark", None)
    what = getattr(fault, "problem", None) or str(fault).splitlines()[0]
    return Finding(
        "yaml-syntax",
        Where(file, mark.line + 1 if mark else 1),
        t(f"YAML 语法错误:{what}。", f"YAML syntax error: {what}."),
        t("请检查该行的缩进、冒号和引号。", "Check indentation, colons and quotes of this line."),
    )
