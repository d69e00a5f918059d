"""Issuing papers: the rules they name, the number, and the data frozen for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.cases.confirmations import need_confirmed
from zhidun.cases.fact_words import shown_facts
from zhidun.cases.models import Case, CaseParty, Clock, Move, Paper, PaperCounter
from zhidun.cases.paper_kinds import PaperKind, paper_kind, remedy_entry, zh_date
from zhidun.kernel import events, time
from zhidun.kernel.ids import uuid7
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook
from zhidun.law.model import Rule
from zhidun.law.refusals import RuleNotInForce
from zhidun.procedures.model import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOrder:
    """What a paper is to be made of.

    Attributes:
        kind: kind of paper.
        relations: parts in the case it is served on; empty: for the file only.
        basis: keys of the rules the act rests on.
        remedies: keys of remedies.yaml.
        corrects: the paper it corrects.
    """

    kind: str
    relations: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    corrects: Paper | None = None


def issue(
    *, case: Case, move: Move | None, order: PaperOrder, procedure: Procedure, actor: Actor, at: datetime
) -> Paper:
    """Issue a paper in the running transaction: confirmed rules only, a gapless number, frozen data.

    Raises:
        RuleUnconfirmed: it would name a rule nobody has checked; nothing is written.
        PaperFaulty: no pack has the kind or a remedy.
    """
    kind = paper_kind(order.kind)
    named = named_rules(case, kind, order, at)
    need_confirmed(named)
    year = time.local_date(at).year
    sign = (case.office.paper_sign or case.office.code) + kind.sign
    serial = next_serial(office_id=case.office_id, sign=sign, year=year) if kind.numbered else None
    number = f"{sign}〔{year}〕{serial}号" if serial else ""
    public_id = uuid7()
    paper = Paper.objects.create(
        case=case,
        public_id=public_id,
        kind=kind.kind,
        office=case.office,
        sign=sign if serial else "",
        year=year,
        serial=serial,
        number=number,
        title_zh=kind.title.zh,
        title_en=kind.title.en,
        data=_data(case, move, kind, order, procedure, number=number, at=at, public_id=str(public_id), rules=named),
        move=move,
        issued_at=at,
        issued_by=actor.key,
        issued_name=actor.name.zh,
        relations=list(order.relations),
        rules=[rule.id for rule in named],
        corrects=order.corrects,
    )
    events.publish(events.PaperIssued(at=at, paper=str(paper.public_id), case_number=case.number))
    from zhidun.cases import jobs

    jobs.render_paper.defer(paper=str(paper.public_id))
    return paper


@transaction.atomic
def next_serial(*, office_id: int, sign: str, year: int) -> int:
    """Take the next number under the counter's row lock; when the caller's transaction is undone, so is the number."""
    PaperCounter.objects.get_or_create(office_id=office_id, sign=sign, year=year)
    counter = PaperCounter.objects.select_for_update().get(office_id=office_id, sign=sign, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def act_rule(case: Case, name: str, at: datetime) -> Rule:
    """Return the version of a rule an act rests on.

    Rules of procedure (those with periods) follow the day of the act, rules of substance the day of the legal event;
    where that day has no version, the other day decides.
    """
    acted, event = time.local_date(at), case.law_on
    versions = rulebook().versions(name)
    first, second = (acted, event) if versions[-1].periods else (event, acted)
    try:
        return rulebook().rule(name, first)
    except RuleNotInForce:
        return rulebook().rule(name, second)


def named_rules(case: Case, kind: PaperKind, order: PaperOrder, at: datetime) -> list[Rule]:
    """Return every rule the paper will name, each once."""
    names = [*order.basis, *kind.rules]
    if kind.remedies:
        names += [str(remedy_entry(key)["rule"]) for key in order.remedies if remedy_entry(key).get("rule")]
    found = {rule.id: rule for rule in (act_rule(case, name, at) for name in names)}
    return list(found.values())


def remedy_words(case: Case, keys: Sequence[str], at: datetime) -> list[Text]:
    """Return the remedies in full sentences, with period and article of the version in force."""
    lines = []
    for key in keys:
        entry = remedy_entry(key)
        before = Text.of(entry["before"])
        text = Text.of(entry["text"])
        words = Text(text.zh.replace("{before}", before.zh), text.en.replace("{before}", before.en))
        if entry.get("rule"):
            rule = act_rule(case, str(entry["rule"]), at)
            period = rule.periods[0] if rule.periods else None
            length = Text("", "")
            if period is not None:
                length = Text(
                    f"期限:{period.value}{period.unit.words.zh};", f"Period: {period.value} {period.unit.words.en}(s); "
                )
            words = Text(
                f"{words.zh}({length.zh}依据:{rule.citation.zh})", f"{words.en} ({length.en}basis: {rule.citation.en})"
            )
        lines.append(words)
    return lines


def verify_url(public_id: str) -> str:
    """Return the address at which anybody can check the paper."""
    return f"{settings.ORIGIN.rstrip('/')}/verify?paper={public_id}"


def _data(
    case: Case,
    move: Move | None,
    kind: PaperKind,
    order: PaperOrder,
    procedure: Procedure,
    *,
    number: str,
    at: datetime,
    public_id: str,
    rules: Sequence[Rule],
) -> dict[str, object]:
    on = time.local_date(at)
    facts: Mapping[str, object] = {**case.facts, **(cast("dict[str, object]", move.facts) if move else {})}
    places = {"office": case.office.name_zh, "case": case.number, "title": case.title}
    places_en = {"office": case.office.name.en, "case": case.number, "title": case.title}
    return {
        "kind": kind.kind,
        "public_id": public_id,
        "number": number,
        "title": kind.title.as_dict(),
        "procedure": procedure.title.as_dict(),
        "lead": {"zh": _filled(kind.lead.zh, places), "en": _filled(kind.lead.en, places_en)},
        "closing": {"zh": _filled(kind.closing.zh, places), "en": _filled(kind.closing.en, places_en)},
        "office": {
            "zh": case.office.name_zh,
            "en": case.office.name.en,
            "address": case.office.address,
            "phone": case.office.phone,
        },
        "case": {"number": case.number, "title": case.title, "received_on": zh_date(time.local_date(case.received_at))},
        "addressees": _names(case, order.relations),
        "parties": _parties(case),
        "facts": _printed(kind, procedure, facts),
        "reason": move.reason if move else "",
        "articles": [rule.citation.as_dict() for rule in rules if rule.key in _keys(order.basis, kind.rules)],
        "remedies": [line.as_dict() for line in remedy_words(case, order.remedies, at)] if kind.remedies else [],
        "deadlines": _deadlines(case, move),
        "officers": _officers(case),
        "approvers": list(move.approved_by) if move else [],
        "corrects": order.corrects.number if order.corrects else "",
        "date": zh_date(on),
        "date_iso": on.isoformat(),
        "seal": kind.sealed_paper,
        "demo": case.demo,
        "verify_url": verify_url(public_id),
        "contents": [],
    }


def _keys(*names: Sequence[str]) -> set[str]:
    return {rule.key for group in names for name in group for rule in rulebook().versions(name)}


def _filled(text: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        text = text.replace("{" + name + "}", value)
    return text


def _names(case: Case, relations: Sequence[str]) -> list[str]:
    rows = CaseParty.objects.filter(case=case, role__in=relations).order_by("id")
    return list(rows.values_list("shown_name", flat=True))


def _parties(case: Case) -> list[dict[str, str]]:
    """Return the parties by name; reporters are never printed, whoever the paper is for."""
    rows = CaseParty.objects.filter(case=case).exclude(role="reporter").order_by("id")
    return [{"role": row.role, "name": row.shown_name} for row in rows]


def _printed(kind: PaperKind, procedure: Procedure, facts: Mapping[str, object]) -> list[dict[str, object]]:
    words = {key: value for key, _, value in shown_facts(procedure, facts)}
    return [{"key": key, "label": label.as_dict(), "value": words[key]} for key, label in kind.fields if words.get(key)]


def _deadlines(case: Case, move: Move | None) -> list[dict[str, object]]:
    """Return the periods the step started: what the reader has to keep, or may expect."""
    found: list[dict[str, object]] = []
    for clock in Clock.objects.filter(case=case, started_by=move).order_by("id") if move else ():
        rule = rulebook().by_id(clock.rule_id)
        if rule.verified:
            found.append(
                {"title": rule.title.as_dict(), "due": zh_date(clock.due_on), "basis": rule.citation.as_dict()}
            )
    return found


def _officers(case: Case) -> list[str]:
    rows = case.assignments.filter(to_at__isnull=True).select_related("account").order_by("id")
    return [row.account.name_zh or row.account.username for row in rows]
