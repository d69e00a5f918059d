"""Reading filings: what was stated, for officers of the case and for the account that filed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from zhidun.access.actors import ANONYMOUS, Actor
from zhidun.cases import selectors as cases
from zhidun.intake.models import Filing, FilingCase
from zhidun.intake.pages import LISTS
from zhidun.intake.proposal import from_json
from zhidun.intake.tables import rows, table
from zhidun.intake.types import Classification
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text

VIEW = "intake:filing:view"
LISTED = frozenset({"district", "city", "right_kind"})
"""Kinds of questions whose answers are chosen from a list that is the same for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingView:
    """A filing as its readers see it.

    Attributes:
        answers: (field, label, value in words) in the order of the form; for a report never who filed it.
        raw: the same by field name.
        parked_for: the authority that the case waits for, "" when it is ours.
    """

    public_id: str
    kind: str
    mixed: bool
    channel: str
    submitted_at: datetime
    on_behalf: bool
    numbers: tuple[str, ...]
    answers: tuple[tuple[str, Text, Text], ...]
    raw: Mapping[str, object]
    proposal: Classification
    parked_for: str = ""
    pseudonym: str = ""


def filing_of_case(*, actor: Actor, number: str) -> FilingView:
    """Return the filing of a case the actor may see as officer or as the one who filed it.

    The respondent of a case never sees the filing; of a split filing the report shows no answer on who filed.

    Raises:
        NotFound: no such case, or not for this actor.
    """
    link = FilingCase.objects.select_related("filing", "case").filter(case__number=number).first()
    if link is None:
        raise NotFound
    filer = actor.account_id is not None and link.filing.filed_by_id == actor.account_id and not link.filing.on_behalf
    receipt = actor.receipt_case == number
    may_view = actor.can(VIEW, office_id=link.case.office_id)
    officer = may_view and cases.visible_to(actor).filter(pk=link.case_id).exists()
    if not (filer or receipt or officer):
        raise NotFound
    seen = _view(link.filing, link)
    if not officer:
        return seen
    may_open = set(cases.visible_to(actor).filter(number__in=seen.numbers).values_list("number", flat=True))
    return replace(seen, numbers=tuple(number for number in seen.numbers if number in may_open))


def filings_of(actor: Actor) -> tuple[FilingView, ...]:
    """Return the filings of a signed-in account, newest first; reports are not among them, by design."""
    if actor.account_id is None:
        return ()
    found = Filing.objects.filter(filed_by_id=actor.account_id, on_behalf=False).order_by("-submitted_at", "-pk")
    return tuple(_view(filing, filing.cases.select_related("case").first()) for filing in found[:200])


def shown_answers(raw: Mapping[str, object]) -> tuple[tuple[str, Text, Text], ...]:
    """Return answers as (field, label, words) in the order of the form: for the page that asks to check them."""
    return tuple(
        (str(row["key"]), Text.of(row["label"]), _words(row, raw[str(row["key"])]))
        for row in rows(table("form"), "fields")
        if raw.get(str(row["key"])) not in (None, "", False, [])
    )


def _words(row: Mapping[str, object], value: object) -> Text:
    for option in rows(row, "options"):
        if option["value"] == value:
            return Text.of(option["label"])
    if row["kind"] in LISTED:
        for choice in LISTS[str(row["kind"])](ANONYMOUS):
            if choice.value == value:
                return choice.label
    if value is True:
        return Text("是", "yes")
    shown = "\n".join(str(line) for line in value) if isinstance(value, list | tuple) else str(value)
    return Text(shown, shown)


def _view(filing: Filing, link: FilingCase | None) -> FilingView:
    raw = dict(filing.answers)
    if link is not None and link.kind == "report":
        raw = {key: value for key, value in raw.items() if not key.startswith(("filer_", "agent_"))}
    return FilingView(
        public_id=str(filing.public_id),
        kind=link.kind if link else filing.kind,
        mixed=filing.mixed,
        channel=filing.channel,
        submitted_at=filing.submitted_at,
        on_behalf=filing.on_behalf,
        numbers=tuple(filing.cases.order_by("pk").values_list("case__number", flat=True)),
        answers=shown_answers(raw),
        raw=raw,
        proposal=from_json(filing.proposal),
        parked_for=link.parked_for if link else "",
        pseudonym=(link.pseudonym or "") if link else "",
    )
