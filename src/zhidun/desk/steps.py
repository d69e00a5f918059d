"""Open steps of a case as the case page shows them: their fields with what was typed, and what they will set off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, QueryDict

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.cases.paper_kinds import paper_kind
from zhidun.cases.types import CasePage
from zhidun.intake.filings import FilingView
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook
from zhidun.law.refusals import RuleUnknown
from zhidun.procedures.decide import Blocked, OpenStep
from zhidun.procedures.model import ClockVerb, Field, FieldType
from zhidun.procedures.parse import CORRECTED_MOVE

Options = Mapping[str, list[tuple[str, Text]]]
CONTROL = frozenset({"csrfmiddlewaretoken", "version", "reason", "_key"})
CORRECTED = CORRECTED_MOVE.key
WORK = "cases:case:write"
UNSEAL = "cases:case:unseal"
REVIEW = ("enforcement:case:review", "enforcement:case:approve")
"""Powers of those who must be let into a sealed case before they can review or approve anything in it."""
FAMILIES = ("patent_", "gi_", "copyright_")
"""Kinds of right that triage asks for as one matter."""
REASON = "reason"
HEARING_OFFICER = "hearing_officer"
"""Each step is reasoned anew: an earlier reason is never filled in."""
VERBS: Mapping[ClockVerb, Text] = {
    ClockVerb.START: t("开始计算", "starts"),
    ClockVerb.STOP: t("停止计算", "stops"),
    ClockVerb.PAUSE: t("中止计算", "suspends"),
    ClockVerb.RESUME: t("恢复计算", "resumes"),
    ClockVerb.EXTEND: t("延长", "extends"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A step with its form."""

    key: str
    title: Text
    help: Text | None
    fields: tuple[Field, ...]
    approvers: tuple[str, ...]
    reason_required: bool
    corrects: bool
    basis: tuple[Text, ...]
    clocks: tuple[Text, ...]
    papers: tuple[Text, ...]
    blocked: tuple[Blocked, ...]
    options: Options
    values: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, Refusal] = field(default_factory=dict)


def _rule_title(key: str) -> Text:
    """Return what a rule is called today; its key where the book does not know it."""
    try:
        return rulebook().rule(key, time.today()).title
    except (RuleUnknown, Refusal):
        return Text(key, key)


def _citations(keys: Iterable[str]) -> tuple[Text, ...]:
    found: list[Text] = []
    for key in keys:
        try:
            found.append(rulebook().rule(key, time.today()).citation)
        except Refusal:
            continue
    return tuple(dict.fromkeys(found))


def options_for(fields: Iterable[Field], page: CasePage) -> Options:
    """Return what there is to choose from for fields that name offices, people, parties or items."""
    found: dict[str, list[tuple[str, Text]]] = {}
    for one in fields:
        if one.type is FieldType.OFFICE:
            found[one.key] = list(cases.offices_for(one.key))
        elif one.type is FieldType.ACCOUNT:
            found[one.key] = hearing_options(page) if one.key == HEARING_OFFICER else staff_options(page)
        elif one.type is FieldType.RULE:
            found[one.key] = rule_options(page.law_on, one)
        elif one.type is FieldType.PARTY:
            found[one.key] = party_options(page)
        elif one.type is FieldType.ITEMS:
            found[one.key] = [(item.item, Text(item.filename, item.filename)) for item in page.evidence]
        elif one.key == CORRECTED:
            found[one.key] = [(str(entry.seq), _entry(entry.seq, entry.title)) for entry in reversed(page.timeline)]
    return found


def _entry(seq: int, title: Text) -> Text:
    return Text(f"第 {seq} 步 {title.zh}", f"Entry {seq}: {title.en}")


def proposed(filing: FilingView | None, page: CasePage) -> dict[str, object]:
    """Return what the filing's own triage proposed for this case, by the field names of the procedures."""
    parts = [one for one in filing.proposal.parts if one.procedure == page.card.procedure] if filing else []
    if not parts:
        return {}
    kind = page.card.kind
    matter = kind.partition("_")[0] if kind.startswith(FAMILIES) else kind
    return {"matter": matter, "competent_office": parts[0].office.code or parts[0].office.name.zh}


def rule_options(on: date, asked: Field) -> list[tuple[str, Text]]:
    """Return the rules in force on that day by citation, those the field names first.

    For a decision only the substantive ones, and the fines before the others.
    """
    for_decision, named = asked.merits, dict(zip(asked.first, range(-len(asked.first), 0), strict=True))
    rules = sorted(
        (one for one in rulebook().rules if one.in_force(on) and not (for_decision and one.procedural)),
        key=lambda one: (named.get(one.key, 0), for_decision and one.kind != "fine", one.citation.zh, one.id),
    )
    return [(one.key, Text(f"{one.citation.zh} {one.title.zh}", f"{one.citation.en}: {one.title.en}")) for one in rules]


def staff_options(page: CasePage) -> list[tuple[str, Text]]:
    """Return the people of the case's office who may work on cases; everyone of it where nobody may."""
    office = access.office(page.card.office_code)
    return [(row.username, row.name) for row in access.able_at(office, WORK) or access.staff_of(office)]


def hearing_options(page: CasePage) -> list[tuple[str, Text]]:
    """Return who may preside over a hearing: the reviewers of the office first, they investigate nothing."""
    reviewers = access.able_at(access.office(page.card.office_code), REVIEW[0])
    return list({**{row.username: row.name for row in reviewers}, **dict(staff_options(page))}.items())


def assignable(page: CasePage) -> list[tuple[str, Text]]:
    """Return who may be put on the case: who works on it, then who reviews or approves and sees no sealed case."""
    office = access.office(page.card.office_code)
    found = dict(staff_options(page))
    for one in (office, office.parent) if office.parent else (office,):
        open_to = set(access.able_at(one, UNSEAL))
        for power in REVIEW:
            found.update((row.username, row.name) for row in access.able_at(one, power) if row not in open_to)
    return list(found.items())


def party_options(page: CasePage) -> list[tuple[str, Text]]:
    """Return the parties of the case."""
    return [(str(one.id), Text(one.name, one.name)) for one in page.parties]


def shown(
    found: OpenStep,
    page: CasePage,
    *,
    values: Mapping[str, object] | None = None,
    wrong: Refusal | None = None,
    proposal: Mapping[str, object] | None = None,
) -> Shown:
    """Return a step ready for its template; known facts, and what triage proposed, are filled in."""
    step = found.step
    offered = {**(proposal or {}), **page.raw_facts}
    known = {one.key: offered[one.key] for one in step.fields if one.key in offered and one.key != REASON}
    return Shown(
        key=step.key,
        title=step.title,
        help=step.help,
        fields=step.fields,
        approvers=step.approvers,
        reason_required=step.reason_required and all(one.key != REASON for one in step.fields),
        corrects=step.corrects,
        basis=_citations(step.effects.basis),
        clocks=tuple(_told(_clock_words(one.verb, one.rule), one.when) for one in step.effects.clocks),
        papers=tuple(_told(paper_kind(one.kind).title, one.when) for one in step.effects.papers),
        blocked=found.blocked,
        options=options_for(step.fields, page),
        values=values if values is not None else known,
        errors=faults(wrong),
    )


def _told(words: Text, when: str) -> Text:
    """Say that something follows only under a condition, which is judged when the step is taken."""
    return Text(f"{words.zh}（符合条件时）", f"{words.en} (where it applies)") if when else words


def _clock_words(verb: ClockVerb, rule: str) -> Text:
    title, word = _rule_title(rule), VERBS[verb]
    return Text(f"{word.zh}：{title.zh}", f"{title.en}: {word.en}")


def faults(wrong: Refusal | None) -> dict[str, Refusal]:
    """Return the faults of a refusal by field."""
    if wrong is None:
        return {}
    return dict(wrong.errors) or ({wrong.field: wrong} if wrong.field else {})


def summary(wrong: Refusal | None, prefix: str) -> list[dict[str, object]]:
    """Return the lines of the error summary, each leading to its field."""
    return [
        {"field": key, "url": f"#{prefix}-f-{key}", "reason": one.reason, "remedy": one.remedy, "article": one.article}
        for key, one in faults(wrong).items()
    ]


def entered(data: QueryDict, fields: Iterable[Field]) -> dict[str, object]:
    """Return what was typed for a step's fields, as the procedure reads it: empty ones left out."""
    typed: dict[str, object] = {}
    for one in fields:
        if one.many or one.type is FieldType.ITEMS:
            if values := [value for value in data.getlist(one.key) if value]:
                typed[one.key] = values
        elif one.type is FieldType.BOOL:
            typed[one.key] = data.get(one.key) == "true"
        elif data.get(one.key, "").strip():
            typed[one.key] = _number(data.get(one.key, "")) if one.type is FieldType.NUMBER else data[one.key]
    return typed


def _number(text: str) -> object:
    plain = text.strip()
    return int(plain) if plain.lstrip("-").isdigit() else text


def fields_of(request: HttpRequest, found: Iterable[OpenStep], key: str) -> tuple[Field, ...]:
    """Return the fields of the step being taken; none when it is not open any more."""
    del request
    return next((one.step.fields for one in found if one.step.key == key), ())


def may_assign(actor: Actor) -> bool:
    """Whether the actor's posts carry the power to assign officers."""
    return actor.can("enforcement:case:assign")
