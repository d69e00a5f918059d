"""Factor sheets (要素式): the elements a fast case turns on, filled in from the file; what is not known stays empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases_read
from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.models import Case
from zhidun.cases.rendering import compile_template
from zhidun.enforcement.meter import held_value
from zhidun.enforcement.tables import factor_table
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, NotFound
from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook

TEMPLATE: Final = "papers/side-paper/template.typ"
LONGEST: Final = 600
RULES: Final = frozenset({"decision_rule"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element: what the file says ("" when nothing does); `ask`: the parties say it on the sheet."""

    key: str
    title: Text
    value: str
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
        return tuple(one for _, elements in self.groups for one in elements if not one.value and not one.ask)


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
    return FactorSheet(
        key=key,
        case_number=case.number,
        title=Text.of(row["title"]),
        lead=Text.of(row["lead"]),
        columns=tuple(Text.of(one) for one in row["columns"]),
        groups=tuple(
            (Text.of(group["title"]), tuple(_element(case, one) for one in group["elements"]))
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
                [f"{one.title.zh}\n{one.title.en}", printable(one.value) or "—", *[" "] * blanks] for one in elements
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
    (_, template), *_rest = pack_files(TEMPLATE)
    return compile_template(template, data)


def _element(case: Case, row: Mapping[str, Any]) -> Element:
    value = next((found for source in row.get("from", ()) if (found := _value(case, source))), "")
    return Element(key=row["key"], title=Text.of(row["title"]), value=value[:LONGEST], ask=bool(row.get("ask")))


def _value(case: Case, source: str) -> str:
    if source.startswith("@"):
        name, _, role = source[1:].partition(":")
        return READERS[name](case, role)
    raw = case.facts.get(source)
    if raw in (None, "", False):
        return ""
    if source in RULES:
        return _citation(str(raw), case)
    return str(raw)


def _citation(key: str, case: Case) -> str:
    found = next((one for one in rulebook().versions(key) if one.in_force(case.law_on)), None)
    return found.citation.zh if found else key


def _parties(case: Case, role: str) -> str:
    names = case.parties.filter(role=role).order_by("id").values_list("shown_name", flat=True)
    return "、".join(names)


def _rights(case: Case, _role: str) -> str:
    rows = case.rights.select_related("right").order_by("id")
    return "、".join(f"{row.right.title} {row.right.number}".strip() for row in rows)


def _status(case: Case, _role: str) -> str:
    confirmed = "权利已由办案人员核实" if case.facts.get("right_confirmed") else ""
    known = [
        "已核验" if row.right.verification == "verified" else "未核验" for row in case.rights.select_related("right")
    ]
    return "、".join([*known, *([confirmed] if confirmed else [])])


def _held(case: Case, _role: str) -> str:
    value = held_value(case)
    return "" if value is None else f"{value:.2f}"


def _evidence(case: Case, _role: str) -> str:
    names = case.evidence.select_related("item").order_by("id").values_list("item__filename", flat=True)
    return "、".join(names)


def _officers(case: Case, _role: str) -> str:
    rows = case.assignments.filter(to_at=None).select_related("account").order_by("id")
    return "、".join(row.account.name.zh for row in rows)


READERS: Final[Mapping[str, Callable[[Case, str], str]]] = {
    "parties": _parties,
    "rights": _rights,
    "rights.status": _status,
    "held": _held,
    "evidence": _evidence,
    "officers": _officers,
    "office": lambda case, _role: case.office.name_zh,
}
