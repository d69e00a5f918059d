"""Factor sheets (要素式): the elements a fast case turns on, filled in from the file; what is not known stays empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases_read
from zhidun.cases.fact_words import printed_facts
from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.models import Case
from zhidun.cases.rendering import compile_template
from zhidun.enforcement.meter import held_value
from zhidun.enforcement.tables import factor_table
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, NotFound
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook
from zhidun.procedures.load import catalogue

TEMPLATE: Final = "side-paper/template.typ"
LONGEST: Final = 600
RULES: Final = frozenset({"decision_rule"})
NOTHING: Final = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element: what the file says (empty when nothing does); `ask`: the parties say it on the sheet."""

    key: str
    title: Text
    value: Text
    ask: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSheet:
    """A sheet filled in from a case."""

    key: str
    case_number: str
    title: Text
    lead: Text
    columns: tuple[Text, ...]
    groups: tuple[tuple[Text, tuple[Element, ...]], ...]

    @property
    def missing(self) -> tuple[Element, ...]:
        """Return the elements the file should say and does not."""
        return tuple(one for _, elements in self.groups for one in elements if not one.value.zh and not one.ask)


def kinds() -> dict[str, Text]:
    """Return the sheets there are, by key."""
    return {key: Text.of(row["title"]) for key, row in factor_table()["sheets"].items()}


def sheet(actor: Actor, number: str, key: str) -> FactorSheet:
    """Return a sheet of a case, for the office in charge.

    Raises:
        CaseNotFound: there is no such case, or not for this actor.
        Forbidden: the reader is an officer, but not of the office in charge.
        NotFound: there is no such sheet, or none for a party.
    """
    case = cases_read.find(actor, number)
    if not actor.is_staff:
        raise NotFound
    if not cases_read.in_charge(actor, case):
        raise Forbidden
    row = factor_table()["sheets"].get(key)
    if row is None:
        raise NotFound
    said = printed_facts(catalogue().get(case.procedure, case.procedure_version), case.facts)
    return FactorSheet(
        key=key,
        case_number=case.number,
        title=Text.of(row["title"]),
        lead=Text.of(row["lead"]),
        columns=tuple(Text.of(one) for one in row["columns"]),
        groups=tuple(
            (Text.of(group["title"]), tuple(_element(case, said, one) for one in group["elements"]))
            for group in row["groups"]
        ),
    )


def sheet_pdf(actor: Actor, number: str, key: str) -> bytes:
    """Return a sheet as PDF/A; it has no paper number: it is a working paper for both sides to write on.

    Raises:
        CaseNotFound, Forbidden, NotFound: as `sheet`.
        GlyphMissing, PaperFaulty: it cannot be printed.
    """
    made = sheet(actor, number, key)
    blanks = len(made.columns) - 2
    sections: list[dict[str, Any]] = [
        {
            "title": title.as_dict(),
            "words": [],
            "heads": [one.as_dict() for one in made.columns],
            "widths": [2, 4, *[2] * blanks],
            "rows": [
                [f"{one.title.zh}\n{one.title.en}", printable(_printed(one.value)) or "—", *[" "] * blanks]
                for one in elements
            ],
        }
        for title, elements in made.groups
    ]
    data: dict[str, object] = {
        "title": made.title.as_dict(), "number": made.case_number, "author": "知盾", "demo": bool(settings.DEMO),
        "date_iso": time.today().isoformat(), "lead": [made.lead.as_dict()], "sections": sections,
        "closing": [t("签名:                日期:", "Signed:                Date:").as_dict()], "signs": [],
        "digest": "",
    }  # fmt: skip
    check_glyphs([cell for section in sections for row in section["rows"] for cell in row])
    return compile_template(TEMPLATE, data)


def _printed(value: Text) -> str:
    """Return a value as the sheet for both sides prints it: once where both languages say the same."""
    return value.zh if value.zh == value.en else f"{value.zh}\n{value.en}"


def _element(case: Case, said: Mapping[str, Text], row: Mapping[str, Any]) -> Element:
    value = next((found for source in row.get("from", ()) if (found := _value(case, said, source)).zh), NOTHING)
    short = Text(value.zh[:LONGEST], value.en[:LONGEST])
    return Element(key=row["key"], title=Text.of(row["title"]), value=short, ask=bool(row.get("ask")))


def _value(case: Case, said: Mapping[str, Text], source: str) -> Text:
    if source.startswith("@"):
        name, _, role = source[1:].partition(":")
        return READERS[name](case, role)
    if source in RULES and case.facts.get(source):
        return _citation(str(case.facts[source]), case)
    return said.get(source, NOTHING) if case.facts.get(source) else NOTHING


def _citation(key: str, case: Case) -> Text:
    found = next((one for one in rulebook().versions(key) if one.in_force(case.law_on)), None)
    return found.citation if found else Text(key, key)


def _listed(words: Iterable[Text]) -> Text:
    rows = tuple(words)
    return Text("、".join(one.zh for one in rows), ", ".join(one.en for one in rows))


def _same(words: Iterable[str]) -> Text:
    """Return names as they are written, in both languages."""
    return _listed(Text(one, one) for one in words)


def _parties(case: Case, role: str) -> Text:
    return _same(case.parties.filter(role=role).order_by("id").values_list("shown_name", flat=True))


def _rights(case: Case, _role: str) -> Text:
    rows = case.rights.select_related("right").order_by("id")
    return _same(f"{row.right.title} {row.right.number}".strip() for row in rows)


def _status(case: Case, _role: str) -> Text:
    known = [
        t("已核验", "verified") if row.right.verification == "verified" else t("未核验", "not verified")
        for row in case.rights.select_related("right").order_by("id")
    ]
    confirmed = [t("权利已由办案人员核实", "the right was confirmed by the officers")]
    return _listed([*known, *(confirmed if case.facts.get("right_confirmed") else [])])


def _held(case: Case, _role: str) -> Text:
    value = held_value(case)
    return NOTHING if value is None else t(f"{value:,.2f} 元", f"{value:,.2f} yuan")


def _evidence(case: Case, _role: str) -> Text:
    return _same(case.evidence.select_related("item").order_by("id").values_list("item__filename", flat=True))


def _officers(case: Case, _role: str) -> Text:
    rows = case.assignments.filter(to_at=None).select_related("account").order_by("id")
    return _listed(row.account.name for row in rows)


READERS: Final[Mapping[str, Callable[[Case, str], Text]]] = {
    "parties": _parties,
    "rights": _rights,
    "rights.status": _status,
    "held": _held,
    "evidence": _evidence,
    "officers": _officers,
    "office": lambda case, _role: case.office.name,
}
