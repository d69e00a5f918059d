"""The library as the packs declare it (`packs/*/standards/*.yaml`): acts, elements, proofs, defences, standards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text
from zhidun.law.load import RuleBook, rulebook
from zhidun.standards.errors import ActUnknown

ADMINISTRATIVE, CIVIL, CRIMINAL = STANDARDS = ("administrative", "civil", "criminal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Where something stands in law: a rule, an article of a text of the pack, or a text the pack does not hold.

    Attributes:
        rule: key of a rule; its version is chosen by the day.
        law: id of a law text, with `article`.
        text: name of a text nobody confirmed.
        of: the standards it counts for.
    """

    rule: str = ""
    law: str = ""
    article: str = ""
    text: Text | None = None
    of: tuple[str, ...] = STANDARDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A basis as cited on a day.

    Attributes:
        says: the rule in one sentence, where it is a rule.
        in_force: whether it was in force on that day.
        verified: whether its text was read; what was not is refused in a paper until a named officer confirms it.
        since: first day in force, None where unknown.
    """

    citation: Text
    says: Text | None
    in_force: bool
    verified: bool
    since: date | None
    until: date | None
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A typical piece of evidence and which of the three standards ask for it."""

    key: str
    title: Text
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of an act (构成要件)."""

    key: str
    title: Text
    of: tuple[str, ...]
    basis: tuple[Basis, ...]
    proofs: tuple[Proof, ...]
    asks: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    """A defence that is answered apart from any score; `of`: the standards it stands against."""

    key: str
    title: Text
    asks: Text
    of: tuple[str, ...]
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What follows by one standard; without a basis `none` says why there is nothing."""

    basis: Basis | None
    none: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One of the three standards of proof."""

    key: str
    title: Text
    says: Text
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act against a kind of right, with everything the library says of it."""

    key: str
    kinds: tuple[str, ...]
    title: Text
    remedies: Mapping[str, Remedy]
    elements: tuple[Element, ...]
    defences: tuple[Defence, ...]

    @property
    def standards(self) -> tuple[str, ...]:
        """Return the standards by which something may follow."""
        return tuple(one for one in STANDARDS if self.remedies[one].basis is not None)


@dataclass(frozen=True, slots=True)
class Library:
    """All acts of the packs, and the three standards."""

    acts: Mapping[str, Act]
    standards: tuple[Standard, ...]


Raw = Mapping[str, Any]


def _basis(raw: Raw) -> Basis:
    text = Text.of(raw["text"]) if "text" in raw else None
    return Basis(
        rule=raw.get("rule", ""), law=raw.get("law", ""), article=str(raw.get("article", "")), text=text,
        of=tuple(raw.get("for", STANDARDS)),
    )  # fmt: skip


def _bases(raw: Sequence[Raw]) -> tuple[Basis, ...]:
    return tuple(_basis(one) for one in raw)


def _element(raw: Raw, proofs: Mapping[str, Proof]) -> Element:
    return Element(
        key=raw["key"],
        title=Text.of(raw["title"]),
        of=tuple(raw.get("for", STANDARDS)),
        basis=_bases(raw["basis"]),
        proofs=tuple(proofs[one] for one in raw["proofs"]),
        asks={one: Text.of(said) for one, said in raw.get("asks", {}).items()},
    )


def _remedy(raw: Raw) -> Remedy:
    return Remedy(basis=None, none=Text.of(raw["none"])) if "none" in raw else Remedy(basis=_basis(raw), none=None)


def _act(key: str, raw: Raw, proofs: Mapping[str, Proof], defences: Raw) -> Act:
    return Act(
        key=key,
        kinds=tuple(raw["kinds"]),
        title=Text.of(raw["title"]),
        remedies={one: _remedy(raw["remedies"][one]) for one in STANDARDS},
        elements=tuple(_element(one, proofs) for one in raw["elements"]),
        defences=tuple(
            Defence(
                key=one,
                title=Text.of(defences[one]["title"]),
                asks=Text.of(defences[one]["asks"]),
                of=tuple(defences[one].get("for", STANDARDS)),
                basis=_bases(basis),
            )
            for one, basis in raw["defences"].items()
        ),
    )


@lru_cache(maxsize=4)
def _read(packs: tuple[str, ...]) -> Library:
    acts: dict[str, Raw] = {}
    shared: dict[str, dict[str, Any]] = {"standards": {}, "proofs": {}, "defences": {}}
    for _, file in pack_files("standards/*.yaml", packs):
        held = yaml.safe_load(file.read_text(encoding="utf-8"))
        acts.update(held.get("acts", {}))
        for part, known in shared.items():
            known.update(held.get(part, {}))
    proofs = {
        key: Proof(key=key, title=Text.of(raw), of=tuple(raw.get("for", STANDARDS)))
        for key, raw in shared["proofs"].items()
    }
    return Library(
        acts={key: _act(key, raw, proofs, shared["defences"]) for key, raw in acts.items()},
        standards=tuple(
            Standard(key=key, title=Text.of(raw["title"]), says=Text.of(raw["says"]), basis=_bases(raw["basis"]))
            for key, raw in shared["standards"].items()
        ),
    )


def library() -> Library:
    """Return the library of the packs in force."""
    return _read(pack_names())


def act_of(key: str) -> Act:
    """Return an act.

    Raises:
        ActUnknown: the library has none of that key.
    """
    found = library().acts.get(key)
    if found is None:
        raise ActUnknown(field="act")
    return found


def acts_for(kind: str) -> tuple[Act, ...]:
    """Return the acts that fit a kind of right; all of them where none does."""
    known = tuple(library().acts.values())
    return tuple(one for one in known if kind in one.kinds) or known


def cited(bases: Sequence[Basis], on: date) -> tuple[Cited, ...]:
    """Return the bases as cited: every version of a rule, those in force on the day marked and first."""
    book = rulebook()
    found = [one for basis in bases for one in _cited(book, basis, on)]
    return tuple(sorted(found, key=lambda one: not one.in_force))


def _cited(book: RuleBook, basis: Basis, on: date) -> list[Cited]:
    if basis.text is not None:
        return [
            Cited(
                citation=basis.text, says=None, in_force=True, verified=False, since=None, until=None, of=basis.of
            )
        ]  # fmt: skip
    if basis.law:
        law = book.law(basis.law)
        return [
            Cited(
                citation=law.cited(basis.article), says=None, in_force=law.in_force(on), verified=True,
                since=law.effective_from, until=law.effective_to, of=basis.of,
            )
        ]  # fmt: skip
    return [
        Cited(
            citation=rule.citation, says=rule.statement, in_force=rule.in_force(on), verified=rule.verified,
            since=rule.effective_from, until=rule.effective_to, of=basis.of,
        )
        for rule in book.versions(basis.rule)
    ]  # fmt: skip
