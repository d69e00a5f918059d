"""The lines of a paper: facts, and the numbered parts that a decision has to have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Q

from zhidun.cases.fact_words import printed_facts
from zhidun.cases.fonts import printable
from zhidun.cases.models import CaseParty, Clock
from zhidun.cases.paper_rules import PaperInput, act_rule, period_words, remedy_words, terms_of
from zhidun.cases.paper_words import both_dates, full_width, printed_text
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook
from zhidun.law.model import Rule

MOST_NAMES = 12
"""Evidence is listed by name up to here; the rest is counted."""


def sections(given: PaperInput) -> list[dict[str, object]]:
    """Return the numbered parts that have something to say; a part without any line is left out."""
    words = printed_facts(given.procedure, given.facts)
    labels = dict(given.kind.fields)
    found: list[dict[str, object]] = []
    for section in given.kind.sections:
        lines: list[Text] = []
        for source in section.sources:
            if source.startswith("@"):
                lines += SOURCES[source](given)
            elif source in words:
                label = labels.get(source, Text(source, source))
                lines.append(Text(f"{label.zh}：{words[source].zh}", f"{label.en}: {words[source].en}"))
        if lines:
            found.append({"title": section.title.as_dict(), "lines": [line.as_dict() for line in lines]})
    return found


def _party_lines(given: PaperInput) -> list[Text]:
    """Return the parties on whom the paper bears, organisations with code and address; nobody's home is printed."""
    lines = []
    for row in CaseParty.objects.filter(case=given.case, role="respondent").select_related("party").order_by("id"):
        words = Text(row.shown_name, row.shown_name)
        if row.party and row.party.kind == "organisation":
            if row.party.uscc:
                words = Text(
                    f"{words.zh}，统一社会信用代码 {row.party.uscc}", f"{words.en}, credit code {row.party.uscc}"
                )
            if row.party.address:
                words = Text(f"{words.zh}，住所 {row.party.address}", f"{words.en}, address {row.party.address}")
        lines.append(words)
    return lines


def _evidence_lines(given: PaperInput) -> list[Text]:
    """Return the evidence: what the parties may see by name, the rest by number; a reporter's files have no name."""
    rows = list(given.case.evidence.select_related("item", "submitted_by").order_by("id"))
    shown = [
        printable(row.item.filename)
        for row in rows
        if row.visible_to_parties and not (row.submitted_by and row.submitted_by.role == "reporter")
    ][:MOST_NAMES]
    if not rows:
        return []
    if not shown:
        return [
            Text(
                f"证据材料共{len(rows)}件，清单附卷。",
                f"{len(rows)} {'item' if len(rows) == 1 else 'items'} of evidence, listed in the file.",
            )
        ]
    return [
        Text(
            f"{'、'.join(shown)}等证据材料共{len(rows)}件，清单附卷。",
            f"{', '.join(shown)}; {len(rows)} items in all, listed in the file.",
        )
    ]


def _reason_lines(given: PaperInput) -> list[Text]:
    reason = given.move.reason if given.move else ""
    return [Text(line, line) for line in reason.splitlines() if line.strip()]


def articles(given: PaperInput) -> list[Text]:
    """Return what the act rests on, each article once."""
    ids = {act_rule(given.case, name, given.at).id for name in (*given.order.basis, *given.kind.rules)}
    return list(dict.fromkeys(printed_text(rule.citation) for rule in given.rules if rule.id in ids))


def _article_lines(given: PaperInput) -> list[Text]:
    lines = articles(given)
    if not lines:
        return []
    return [Text("、".join(one.zh for one in lines) + "。", "; ".join(one.en for one in lines) + ".")]


def _term_lines(given: PaperInput) -> list[Text]:
    lines = []
    for term in terms_of(given.kind, given.facts):
        rule = act_rule(given.case, term.rule, given.at)
        period = period_words(rule)
        lines.append(
            Text(
                full_width(f"{term.text.zh.replace('{period}', period.zh)}(依据:{rule.citation.zh})"),
                f"{term.text.en.replace('{period}', period.en)} (basis: {rule.citation.en})",
            )
        )
    return lines


def _deadline_lines(given: PaperInput) -> list[Text]:
    """Return the parties' own periods the step started; the office's are no part of a decision."""
    return [
        Text(
            full_width(f"{rule.title.zh}:至{due.zh}(依据:{rule.citation.zh})"),
            f"{rule.title.en}: until {due.en} (basis: {rule.citation.en})",
        )
        for rule, due in deadlines(given, binds="party")
    ]


def remedies(given: PaperInput) -> list[Text]:
    """Return the remedies the step prints, in full sentences."""
    lines = remedy_words(given.case, given.order.remedies, given.at) if given.kind.remedies else []
    return [printed_text(line) for line in lines]


SOURCES: Mapping[str, Callable[[PaperInput], list[Text]]] = {
    "@parties": _party_lines,
    "@evidence": _evidence_lines,
    "@reason": _reason_lines,
    "@articles": _article_lines,
    "@terms": _term_lines,
    "@deadlines": _deadline_lines,
    "@remedies": remedies,
}
"""What a section of a paper may print beside facts."""


def printed(given: PaperInput) -> list[dict[str, object]]:
    """Return the facts the kind of paper prints, in its order; those without a value are left out."""
    words = printed_facts(given.procedure, given.facts)
    return [
        {"key": key, "label": printed_text(label).as_dict(), "value": words[key].as_dict()}
        for key, label in given.kind.fields
        if key in words
    ]


def deadlines(given: PaperInput, *, binds: str = "") -> list[tuple[Rule, Text]]:
    """Return the periods the step started or made longer: what the reader has to keep, or may expect."""
    if given.move is None:
        return []
    of_move = Q(started_by=given.move) | Q(extensions__made_by=given.move)
    clocks = Clock.objects.filter(of_move, case=given.case).order_by("id").distinct()
    rows = clocks.filter(binds=binds) if binds else clocks
    found = [(rulebook().by_id(clock.rule_id), both_dates(clock.due_on)) for clock in rows]
    return [(rule, due) for rule, due in found if rule.verified]
