"""What a filing is by law, and where it goes: the system proposes, a person decides at triage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from zhidun.access.actors import Actor
from zhidun.intake.competence import competent_office, facts_view
from zhidun.intake.duplicates import duplicate_hints
from zhidun.intake.tables import holds, mapping, rows, table, words
from zhidun.intake.types import Answers, Classification, FilingKind, Part
from zhidun.kernel import time
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook


def classify(answers: Answers, *, actor: Actor | None = None, on: date | None = None) -> Classification:
    """Propose kind, procedure, office and first clocks for the facts stated.

    Args:
        answers: the facts.
        actor: who asks; duplicates are looked up only when given.
        on: the day of filing whose law decides the treatment of the filing; today when not given.
    """
    day = on or time.today()
    line = _line(answers)
    kinds = [cast("FilingKind", kind) for kind in words(line, "parts")]
    emergency = holds(str(table("classification")["emergency"]), facts_view(answers, kinds[0]))
    reason = _cited(Text.of(line["reason"]), str(line.get("basis") or ""), day)
    parts = tuple(_part(answers, kind, reason, day, emergency=emergency) for kind in kinds)
    return Classification(
        kind=kinds[0],
        parts=parts,
        reasons=(reason,),
        emergency=emergency,
        duplicates=duplicate_hints(answers, actor=actor) if actor is not None else (),
        warnings=tuple(_warnings(parts)),
        defences=tuple(Text.of(row["words"]) for row in _defences(answers, kinds[0])),
    )


def defence_keys(answers: Answers) -> tuple[str, ...]:
    """Return the keys of the defences an officer should think of for these facts."""
    kinds = words(_line(answers), "parts")
    return tuple(str(row["key"]) for row in _defences(answers, cast("FilingKind", kinds[0])))


def _line(answers: Answers) -> Mapping[str, object]:
    seen = facts_view(answers, "report")
    return next(row for row in rows(table("classification"), "kinds") if holds(str(row["when"]), seen))


def _part(answers: Answers, kind: FilingKind, reason: Text, day: date, *, emergency: bool) -> Part:
    becomes = mapping(mapping(table("classification"), "becomes"), kind)
    office = competent_office(answers, kind)
    return Part(
        kind=kind,
        title=Text.of(becomes["title"]),
        procedure=str(becomes["procedure"]),
        field=answers.right_kind,
        office=office,
        reasons=(reason, *office.reasons),
        law_on=answers.happened_on or day,
        rules=tuple(words(becomes, "rules")),
        parked=not office.ours,
        priority=emergency,
        visible_to_respondent=bool(becomes["visible_to_respondent"]),
        sealed=holds(str(becomes.get("sealed_when") or ""), facts_view(answers, kind)),
        notice_rule=_notice(answers, day) if kind == "report" else "",
    )


def _notice(answers: Answers, day: date) -> str:
    """Return the rule on telling the reporter that is in force on `day`; the duty hangs on the legal basis."""
    seen = facts_view(answers, "report")
    for row in rows(table("classification"), "notices"):
        rule = in_force(str(row["rule"]), day)
        if rule and holds(str(row["when"]), seen):
            return rule
    return ""


def in_force(name: str, day: date) -> str:
    """Return the id of a rule's version in force on `day`, or "" when there is none."""
    return next((rule.id for rule in rulebook().versions(name) if rule.in_force(day)), "")


def _cited(reason: Text, basis: str, day: date) -> Text:
    """Add the article, when the rule named as basis is in force on that day."""
    found = in_force(basis, day) if basis else ""
    if not found:
        return reason
    citation = rulebook().by_id(found).citation
    return t(f"{reason.zh}({citation.zh})", f"{reason.en} ({citation.en})")


def _warnings(parts: tuple[Part, ...]) -> Iterator[Text]:
    for part in parts:
        if part.parked:
            name = part.office.name
            yield t(
                f"本事项由{name.zh}办理,材料登记后转交,期限以该机关为准。",
                f"This is for {name.en}; your papers are registered and handed on, the periods are theirs.",
            )
        if part.sealed:
            yield t(
                "涉及商业秘密,本件自收到起保密:只有负责人、被指派的办案人员和经指定的审核人员能看到。秘密内容不进入系统。",
                "A trade secret is concerned, so the case is sealed from its receipt: only the head, the officers "
                "assigned and the reviewers named see it. The secret itself never enters.",
            )


def _defences(answers: Answers, kind: FilingKind) -> list[dict[str, object]]:
    seen = facts_view(answers, kind)
    return [row for row in rows(table("classification"), "defences") if holds(str(row["when"]), seen)]
