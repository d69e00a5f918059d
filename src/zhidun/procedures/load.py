"""The catalogue of procedures: YAML of all packs, checked for shape, several versions side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhidun.kernel import packs
from zhidun.kernel.text import t
from zhidun.procedures.errors import ProcedureFaulty, ProcedureUnknown
from zhidun.procedures.model import Procedure
from zhidun.procedures.parse import parse
from zhidun.procedures.shape import faults
from zhidun.procedures.sharing import with_shared
from zhidun.procedures.source import Finding, read

PATTERN = "procedures/*.yaml"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every procedure of the packs by name and version; a later pack replaces the same name and version."""

    entries: Mapping[tuple[str, int], Procedure]

    def names(self) -> tuple[str, ...]:
        """Return the names, sorted."""
        return tuple(sorted({name for name, _ in self.entries}))

    def versions(self, name: str) -> tuple[int, ...]:
        """Return the versions of a procedure, oldest first; empty when unknown."""
        return tuple(sorted(version for known, version in self.entries if known == name))

    def get(self, name: str, version: int | None = None) -> Procedure:
        """Return a procedure; without a version the newest, which new cases begin under.

        Raises:
            ProcedureUnknown: naming what there is.
        """
        known = self.versions(name)
        wanted = version if version is not None else max(known, default=0)
        try:
            return self.entries[name, wanted]
        except KeyError:
            raise _unknown(name, wanted, self) from None

    def __iter__(self) -> Iterator[Procedure]:
        return iter(self.entries[key] for key in sorted(self.entries))


def read_files(files: Iterable[tuple[str, Path]]) -> tuple[Catalogue, tuple[Finding, ...]]:
    """Return the procedures of (pack, file) pairs and the faults of shape; a faulty file gives no procedure."""
    entries: dict[tuple[str, int], Procedure] = {}
    findings: list[Finding] = []
    sources = [(pack, path.stem, read(path, shown_as=f"{pack}/procedures/{path.name}")) for pack, path in files]
    by_stem = {stem: source for _, stem, source in sources}
    for pack, stem, own in sources:
        source = with_shared(own, by_stem)
        found = faults(source, stem=stem)
        findings += found
        if not found:
            procedure = parse(source, pack)
            entries[procedure.name, procedure.version] = procedure
    return Catalogue(entries), tuple(findings)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue of the packs in force (`ZHIDUN_PACKS`), loaded once.

    Raises:
        ProcedureFaulty: a file breaks the grammar; `zhidun procedures check` shows every fault.
    """
    found, findings = read_files(packs.pack_files(PATTERN))
    if findings:
        raise ProcedureFaulty(
            t("\n".join(one.line("zh") for one in findings), "\n".join(one.line("en") for one in findings))
        )
    return found


def _unknown(name: str, version: int, known: Catalogue) -> ProcedureUnknown:
    there = ", ".join(f"{one.name} v{one.version}" for one in known) or "–"
    return ProcedureUnknown(
        t(f"没有办理程序 {name} v{version}。", f"There is no procedure {name} v{version}."),
        t(f"现有程序:{there}。", f"There are: {there}."),
    )
