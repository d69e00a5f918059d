"""Reading what was typed into facts: every fault at once, each with field, reason and remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from zhidun.intake.faults import (
    AnswersFaulty,
    ChoiceUnknown,
    CreditCodeWrong,
    DateInFuture,
    DateUnreadable,
    FieldMissing,
    MailUnreadable,
    NoCommitment,
    PatentNumberWrong,
    PhoneUnreadable,
    TextTooLong,
)
from zhidun.intake.tables import holds, mapping, rows, table, words
from zhidun.intake.types import Answers, Option, Person, Question
from zhidun.kernel import identifiers, time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.money import yuan
from zhidun.kernel.text import Text, t
from zhidun.parties.names import of_a_trade

Faults = dict[str, Refusal]

PEOPLE = ("filer", "agent", "respondent")
PERSON_FIELDS = ("kind", "name", "uscc", "phone", "email", "address", "district")
PATENTS = ("patent_invention", "patent_utility", "patent_design")
TRUE_WORDS = frozenset({"true", "on", "1", "yes", "是"})
_PHONE = re.compile(r"^\+?[\d\-() ]{7,20}$")
_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
_CODE = re.compile(r"^\d{6}$")
_COMMITMENT = re.compile(r"^[0-9a-f]{64}$")


def _limit(name: str) -> int:
    return int(str(mapping(table("form"), "limits")[name]))


def _title(row: Mapping[str, object]) -> Text:
    return Text.of(row["label"])


def _text(key: str, value: object, row: Mapping[str, object], faults: Faults) -> str:
    text = "" if value is None else str(value).replace("\x00", "").strip()
    most = _limit("longtext" if row.get("kind") == "longtext" else "text")
    if len(text) > most:
        faults[key] = TextTooLong.of(key, _title(row), count=len(text), most=most)
    return text


def _date(key: str, value: object, row: Mapping[str, object], faults: Faults) -> date | None:
    text = str(value or "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults[key] = DateUnreadable.of(key, _title(row))
        return None
    if day > time.today():
        faults[key] = DateInFuture.of(key, _title(row), day=day)
    return day


def _choice(key: str, value: object, row: Mapping[str, object], faults: Faults) -> str:
    text = str(value or "").strip()
    known = [str(option["value"]) for option in rows(row, "options")]
    if text and text not in known:
        faults[key] = ChoiceUnknown.of(key, _title(row), known=known)
    return text


def _money(key: str, value: object, _row: Mapping[str, object], faults: Faults) -> Decimal | None:
    if value is None or not str(value).strip():
        return None
    try:
        amount = yuan(str(value), field=key)
    except Invalid as fault:
        faults[key] = fault
        return None
    if amount < 0:
        faults[key] = Invalid(t("金额不能是负数。", "An amount cannot be negative."), field=key)
    return amount


def _uscc(key: str, value: object, _row: Mapping[str, object], faults: Faults) -> str:
    text = str(value or "").strip()
    if not text:
        return ""
    found = identifiers.check("uscc", text)
    if not found.ok:
        faults[key] = CreditCodeWrong(found.reason, found.remedy, field=key)
    return found.normal


def _shaped(pattern: re.Pattern[str], fault: type[PhoneUnreadable | MailUnreadable]) -> Reader:
    def read(key: str, value: object, row: Mapping[str, object], faults: Faults) -> str:
        text = _text(key, value, row, faults)
        if text and key not in faults and not pattern.match(text):
            faults[key] = fault(field=key)
        return text

    return read


def _place(key: str, value: object, row: Mapping[str, object], faults: Faults) -> str:
    text = str(value or "").strip()
    if text and not _CODE.match(text):
        faults[key] = ChoiceUnknown.of(key, _title(row), known=[])
    return text


def _commitment(key: str, value: object, _row: Mapping[str, object], faults: Faults) -> str:
    """Read a commitment; anything else may be the secret itself and goes no further."""
    text = str(value or "").strip().lower()
    if text and not _COMMITMENT.match(text):
        faults[key] = NoCommitment(field=key)
        return ""
    return text


def _truth(_key: str, value: object, _row: Mapping[str, object], _faults: Faults) -> bool:
    return value is True or str(value).strip().lower() in TRUE_WORDS


def _links(key: str, value: object, row: Mapping[str, object], faults: Faults) -> tuple[str, ...]:
    lines = value if isinstance(value, (list, tuple)) else str(value or "").split()
    links = tuple(str(line).strip() for line in lines if str(line).strip())
    if len(links) > _limit("links") or any(len(link) > _limit("longtext") for link in links):
        faults[key] = TextTooLong.of(key, _title(row), count=len(links), most=_limit("links"))
    return links


Reader = Callable[[str, object, Mapping[str, object], Faults], object]
READERS: Mapping[str, Reader] = {
    "text": _text,
    "longtext": _text,
    "hidden": _text,
    "right": _text,
    "right_kind": _text,
    "date": _date,
    "choice": _choice,
    "money": _money,
    "uscc": _uscc,
    "phone": _shaped(_PHONE, PhoneUnreadable),
    "email": _shaped(_MAIL, MailUnreadable),
    "commitment": _commitment,
    "district": _place,
    "city": _place,
    "bool": _truth,
    "links": _links,
}


def _person(values: Mapping[str, object], who: str) -> Person:
    given = {name: str(values.get(f"{who}_{name}") or "") for name in PERSON_FIELDS}
    firm = bool(given["uscc"]) or (who == "respondent" and of_a_trade(given["name"]))
    named = given.pop("kind") or ("organisation" if firm else "person")
    kind: Literal["person", "organisation"] = "organisation" if named == "organisation" else "person"
    return Person(
        kind=kind,
        name=given["name"],
        uscc=given["uscc"],
        phone=given["phone"],
        email=given["email"],
        address=given["address"],
        district=given["district"],
    )


def _check_right(values: dict[str, object], faults: Faults) -> None:
    kind, number = str(values["right_kind"]), str(values["right_number"])
    if kind not in PATENTS or not number:
        return
    found = identifiers.check(kind, number)
    if found.ok:
        values["right_number"] = found.normal
    else:
        faults["right_number"] = PatentNumberWrong(found.reason, found.remedy, field="right_number")


def read(raw: Mapping[str, object]) -> tuple[Answers, Faults]:
    """Read what was typed; return the facts that could be read and every fault, by field."""
    faults: Faults = {}
    values: dict[str, object] = {}
    for row in rows(table("form"), "fields"):
        key = str(row["key"])
        values[key] = READERS[str(row["kind"])](key, raw.get(key), row, faults)
    _check_right(values, faults)
    people = {who: _person(values, who) for who in PEOPLE}
    plain = {key: value for key, value in values.items() if not key.startswith(tuple(f"{who}_" for who in PEOPLE))}
    plain["relation"] = plain.get("relation") or "other"
    plain["right_kind"] = plain.get("right_kind") or "unknown"
    plain["goods_kind"] = plain.get("goods_kind") or "other"
    plain["language"] = plain.get("language") or "zh"
    return Answers(**plain, **people), faults  # type: ignore[arg-type]  # the form table names exactly these fields


def missing(answers: Answers) -> Faults:
    """Return a fault for each answer that the form requires of somebody who stated these facts."""
    seen = view(answers)
    faults: Faults = {}
    for row in rows(table("form"), "fields"):
        key = str(row["key"])
        if holds(str(row.get("required_when") or ""), seen) and not seen[key]:
            faults[key] = FieldMissing.of(key, _title(row), hint=row.get("hint"))
    return faults


def read_answers(raw: Mapping[str, object]) -> Answers:
    """Read a form or a JSON body (flat field names as in `packs/cn/intake/form.yaml`).

    Raises:
        AnswersFaulty: with every fault by field; nothing is lost, the caller still has `raw`.
    """
    answers, faults = read(raw)
    if faults:
        raise AnswersFaulty(errors=faults)
    return answers


def view(answers: Answers) -> dict[str, object]:
    """Return the flat, plain view of answers that conditions of the packs see as `a`."""
    seen: dict[str, object] = {}
    for key in Answers.__dataclass_fields__:
        value = getattr(answers, key)
        if isinstance(value, Person):
            seen.update({f"{key}_{name}": getattr(value, name) for name in PERSON_FIELDS})
        elif isinstance(value, date):
            seen[key] = value.isoformat()
        elif isinstance(value, Decimal):
            seen[key] = str(value)
        elif isinstance(value, tuple):
            seen[key] = list(value)
        else:
            seen[key] = "" if value is None else value
    return seen


def plain(answers: Answers, *, without_filer: bool = False) -> dict[str, object]:
    """Return answers for storing, empty ones left out; `without_filer` leaves out who filed (reports)."""
    hidden = ("filer_", "agent_") if without_filer else ()
    return {
        key: value
        for key, value in view(answers).items()
        if value not in ("", [], False) and not (hidden and key.startswith(hidden))
    }


def form_questions(kind: str) -> tuple[Question, ...]:
    """Return the questions of a form (rights_complaint, report, consumer_complaint, consultation), in their steps."""
    form = table("form")
    hidden = words(mapping(mapping(form, "forms"), kind), "hide")
    return tuple(
        Question(
            key=str(row["key"]),
            label=_title(row),
            hint=Text.of(row["hint"]) if row.get("hint") else None,
            kind=str(row["kind"]),
            options=tuple(
                Option(
                    value=str(option["value"]),
                    label=Text.of(option["label"]),
                    hint=Text.of(option["hint"]) if option.get("hint") else None,
                )
                for option in rows(row, "options")
            ),
            required=_always(row, kind),
            step=str(row["step"]),
            show_when=str(row.get("show_when") or ""),
        )
        for row in rows(form, "fields")
        if row["key"] not in hidden
    )


def _always(row: Mapping[str, object], kind: str) -> bool:
    intent = str(mapping(mapping(table("form"), "forms"), kind).get("intent") or "")
    seen = view(Answers(intent=intent))
    return holds(str(row.get("required_when") or ""), seen)


def form_steps() -> tuple[tuple[str, Text], ...]:
    """Return (key, title) of the pages of every form; their number never changes while one is filled in."""
    return tuple((str(step["key"]), Text.of(step["title"])) for step in rows(table("form"), "steps"))
