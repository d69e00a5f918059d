"""Project rules over the syntax tree: one clock, sealed rows stay, one way out to the network, sizes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 80
CLOCKS = frozenset({"kernel/time.py", "capture/browse/driver.py"})
"""Files that read the machine's clock: the one place, and the capture driver, which runs alone without the product."""
SEALED = frozenset({
    "Move", "AuditEntry", "CustodyEvent", "Paper", "Clock", "Case", "Item", "Blob", "RuleConfirmation",
    "Seal", "LedgerCheckpoint", "HandOver",
})  # fmt: skip
CLIENTS = frozenset({"httpx", "requests", "aiohttp", "urllib3", "urllib.request", "http.client", "smtplib", "ftplib"})
GUARDED = frozenset({"site/serve.py", "evidence/outbound.py", "ledger/monitor.py"})
"""Files that may open a connection: the supervisor asks its own web process on this machine whether it answers; the log
asks the witnesses and time-stamp authorities an operator named; the monitor reads the log it was told to follow."""
NOW_CALLS = frozenset({
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate",
})  # fmt: skip


@dataclass(frozen=True)
class Complaint:
    """A place where a rule does not hold."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}\n    → {self.remedy}"


@dataclass(frozen=True)
class Source:
    """One file of the product, read once."""

    name: str
    text: str
    tree: ast.Module


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def one_clock(source: Source) -> Iterator[Complaint]:
    """Only `kernel.time` reads the machine's clock, so that replays and tests can pin it."""
    if source.name in CLOCKS:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            name = ".".join(_dotted(node.func).split(".")[-2:])
            if name in NOW_CALLS:
                yield Complaint(
                    source.name, node.lineno, f"{name}() reads the machine's clock",
                    "use zhidun.kernel.time.now() (aware) or today() (the city's date)",
                )  # fmt: skip


def sealed_rows_stay(source: Source) -> Iterator[Complaint]:
    """Rows that prove something are never deleted; a correction is a new row."""
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "delete"):
            continue
        names = {part.id for part in ast.walk(node.func.value) if isinstance(part, ast.Name)}
        names |= {part.attr for part in ast.walk(node.func.value) if isinstance(part, ast.Attribute)}
        sealed = sorted(names & SEALED)
        if sealed:
            yield Complaint(
                source.name, node.lineno, f".delete() on {sealed[0]}, a sealed model",
                "append a correcting row that names the old one; retention has its own service",
            )  # fmt: skip


def one_way_out(source: Source) -> Iterator[Complaint]:
    """Connections to the outside go through the one guarded client, which refuses addresses that are not global."""
    if source.name in GUARDED:
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        name = next((name for name in _imported(node) if name in CLIENTS or name.split(".")[0] in CLIENTS), None)
        if name:
            yield Complaint(
                source.name, node.lineno, f"{name} opens connections without a guard",
                "hand the call to the outbox and the guarded client, or add the file to GUARDED with the reason",
            )  # fmt: skip


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.Import) or not node.module:
        return names
    return [node.module, *(f"{node.module}.{name}" for name in names)]


def sizes(source: Source) -> Iterator[Complaint]:
    """Files and functions stay readable in one go."""
    lines = source.text.count("\n")
    if lines > MAX_FILE_LINES:
        yield Complaint(source.name, 1, f"{lines} lines (at most {MAX_FILE_LINES})", "split it by what its parts do")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield Complaint(
                    source.name, node.lineno, f"{node.name} has {length} lines (at most {MAX_FUNCTION_LINES})",
                    "give its steps names of their own",
                )  # fmt: skip


RULES: tuple[Callable[[Source], Iterator[Complaint]], ...] = (one_clock, sealed_rows_stay, one_way_out, sizes)


def read(root: Path, file: Path) -> Source:
    """Read one file, named by its place under `root`."""
    text = file.read_text(encoding="utf-8")
    return Source(file.relative_to(root).as_posix(), text, ast.parse(text, str(file)))


def complaints(root: Path) -> list[Complaint]:
    """Hold every rule against every Python file under `root` (migrations are generated and left out)."""
    files = [file for file in sorted(root.rglob("*.py")) if "migrations" not in file.parts]
    return [complaint for file in files for rule in RULES for complaint in rule(read(root, file))]
