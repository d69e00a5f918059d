"""Docs that are true: links lead somewhere, commands exist; locks name no address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from zhidun.site.checks.rules import Complaint

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((?P<target>[^)\s#]+)(?:#[^)]*)?\)")
RUN = re.compile(r"(?:^|`)\./run (?P<command>[a-z]+)", re.MULTILINE)
CLI = re.compile(r"(?:^|`)(?:\./run cli|zhidun) (?P<words>[a-z][a-z -]*[a-z])", re.MULTILINE)
LATER = re.compile(r"not yet|\bissue\b")
"""A line that says so speaks of what another issue brings."""
CASE = re.compile(r"^  (?P<names>[a-z| ]+)\)", re.MULTILINE)
LOCKS = ("requirements/*.lock", "package-lock.json")


def documents(root: Path) -> list[Path]:
    """Return every page of documentation."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def dead_links(root: Path) -> Iterator[Complaint]:
    """Name each relative link that leads nowhere."""
    for page in documents(root):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for found in LINK.finditer(line):
                target = found["target"]
                if "://" in target or target.startswith(("mailto:", "/")):
                    continue
                if not (page.parent / target).exists():
                    name = page.relative_to(root).as_posix()
                    yield Complaint(name, number, f"the link to {target} leads nowhere", "correct it or write the page")


def unknown_commands(root: Path) -> Iterator[Complaint]:
    """Name each `./run …` of the docs that the script does not know."""
    script = (root / "run").read_text(encoding="utf-8")
    known = {name.strip() for found in CASE.finditer(script) for name in found["names"].split("|")}
    for page in documents(root):
        text = page.read_text(encoding="utf-8")
        for found in RUN.finditer(text):
            if found["command"] not in known:
                line = text.count("\n", 0, found.start()) + 1
                yield Complaint(
                    page.relative_to(root).as_posix(), line, f"./run {found['command']} does not exist",
                    f"the commands are {', '.join(sorted(known))}",
                )  # fmt: skip


def unknown_words(root: Path) -> Iterator[Complaint]:
    """Name each `zhidun …` of the docs that the command line does not know."""
    for page in documents(root):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for found in CLI.finditer("" if LATER.search(line) else line):
                wrong = _not_a_command(found["words"].split())
                if wrong:
                    yield Complaint(
                        page.relative_to(root).as_posix(), number, f"zhidun {wrong} does not exist",
                        "./run cli --help lists the commands",
                    )  # fmt: skip


def _not_a_command(words: list[str]) -> str:
    """Return the words up to the first that names no command; what follows a command are its arguments."""
    import zhidun.site.command  # noqa: F401  adds the house's own commands
    from zhidun.cli.main import zhidun as root

    found: click.Command | None = root
    for place, word in enumerate(words, 1):
        if not isinstance(found, click.Group):
            return ""
        found = found.get_command(click.Context(found), word)
        if found is None:
            return " ".join(words[:place])
    return ""


def addresses_in_locks(root: Path) -> Iterator[Complaint]:
    """Name each lock that says where to download from: an office may have its own mirror."""
    for pattern in LOCKS:
        for file in sorted(root.glob(pattern)):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if "://" in line:
                    name = file.relative_to(root).as_posix()
                    yield Complaint(name, number, "a lock names an address", "./run lock leaves them out")


def complaints(root: Path) -> list[Complaint]:
    """Hold the documentation against the tree."""
    return [*dead_links(root), *unknown_commands(root), *unknown_words(root), *addresses_in_locks(root)]
