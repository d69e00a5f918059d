"""Kinds of papers from the packs (`packs/*/papers/<kind>/paper.yaml` with its `template.typ`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import yaml

from zhidun.cases.errors import PaperFaulty
from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text, t

ENGLISH = ("wish", "always", "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered part of a paper.

    Attributes:
        title: its heading.
        sources: facts it prints, and words of `paper_data.SOURCES` that begin with @; without any value it is left out.
    """

    title: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A sentence with the period of a rule, printed where a fact has a value other than zero.

    Attributes:
        fact: the fact that asks for it.
        rule: the rule whose period stands at `{period}`; the version in force is cited.
        text: the sentence.
    """

    fact: str
    rule: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """What a kind of paper is.

    Attributes:
        kind: stable name, the folder's.
        title: what stands on its head.
        numbered: takes a number of the office's register.
        sign: what is added to the office's sign in the number, such as 罚.
        fields: facts it prints, in order, with their labels; those without a value are left out.
        signs: who signs: `office`, or a role key.
        remedies: prints the remedies of the step.
        rules: keys of rules it always names.
        sealed_paper: carries the office's seal.
        lead: the sentence with which it begins, with places `{office}` `{case}` `{title}`.
        closing: the sentence with which it ends.
        template: the typst file, as a path below `papers/`.
        english: who gets the English sheet: `wish` (who reads English or asked for it), `always`, `never`.
        sections: the numbered parts a decision has to have; empty: the plain letter.
        terms: sentences on how and by when an order is to be carried out.
    """

    kind: str
    title: Text
    numbered: bool
    sign: str
    fields: tuple[tuple[str, Text], ...]
    signs: str
    remedies: bool
    rules: tuple[str, ...]
    sealed_paper: bool
    lead: Text
    closing: Text
    template: str
    english: str = "wish"
    sections: tuple[Section, ...] = ()
    terms: tuple[Term, ...] = ()


def _read(file: Path) -> PaperKind:
    raw = cast("Mapping[str, object]", yaml.safe_load(file.read_text(encoding="utf-8")))
    fields = cast("Mapping[str, object]", raw.get("fields") or {})
    return PaperKind(
        kind=str(raw["kind"]),
        title=Text.of(raw["title"]),
        numbered=bool(raw.get("numbered", True)),
        sign=str(raw.get("sign") or ""),
        fields=tuple((key, Text.of(label)) for key, label in fields.items()),
        signs=str(raw.get("signs") or "office"),
        remedies=bool(raw.get("remedies", False)),
        rules=tuple(cast("list[str]", raw.get("rules") or [])),
        sealed_paper=bool(raw.get("seal", True)),
        lead=Text.of(raw["lead"]),
        closing=Text.of(raw["closing"]) if raw.get("closing") else t("", ""),
        template=f"{file.parent.name}/template.typ",
        english=_english(raw, file),
        sections=tuple(
            Section(title=Text.of(one["title"]), sources=tuple(cast("list[str]", one["from"])))
            for one in cast("list[Mapping[str, object]]", raw.get("sections") or [])
        ),
        terms=tuple(
            Term(fact=str(one["fact"]), rule=str(one["rule"]), text=Text.of(one["text"]))
            for one in cast("list[Mapping[str, object]]", raw.get("terms") or [])
        ),
    )


def _english(raw: Mapping[str, object], file: Path) -> str:
    wanted = str(raw.get("english") or "wish")
    if wanted not in ENGLISH:
        raise PaperFaulty(
            t(f"{file.parent.name}:english 只能是 {ENGLISH}。", f"{file.parent.name}: `english` is one of {ENGLISH}.")
        )
    return wanted


@lru_cache(maxsize=4)
def _load(packs: tuple[str, ...]) -> dict[str, PaperKind]:
    return {kind.kind: kind for kind in (_read(file) for _, file in pack_files("papers/*/paper.yaml", packs))}


def paper_kinds() -> Mapping[str, PaperKind]:
    """Return every kind of paper of the loaded packs; a later pack replaces by kind."""
    return _load(pack_names())


def paper_kind(kind: str) -> PaperKind:
    """Return one kind.

    Raises:
        PaperFaulty: no loaded pack has it.
    """
    found = paper_kinds().get(kind)
    if found is None:
        raise PaperFaulty(
            t(f"没有名为“{kind}”的文书模板。", f"No pack has a paper called “{kind}”."),
            t("请在地方数据包的 papers 文件夹中添加该模板。", "Add its folder under `papers` of the city's pack."),
        )
    return found


@lru_cache(maxsize=4)
def _remedies(packs: tuple[str, ...]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for _, file in pack_files("remedies.yaml", packs):
        found.update(yaml.safe_load(file.read_text(encoding="utf-8"))["remedies"])
    return found


def remedy_entry(key: str) -> Mapping[str, object]:
    """Return an entry of the packs' remedies.yaml.

    Raises:
        PaperFaulty: there is none.
    """
    found = _remedies(pack_names()).get(key)
    if found is None:
        raise PaperFaulty(t(f"没有救济途径“{key}”。", f"There is no remedy called “{key}”."))
    return found
