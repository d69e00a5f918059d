"""What was found against a party before, here and elsewhere, and what it means for the rules on repetition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from zhidun.cases.models import Case, CaseParty
from zhidun.kernel import time
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook
from zhidun.law.model import Rule, Unit
from zhidun.law.refusals import RuleNotInForce
from zhidun.offenders.links import all_of, linked
from zhidun.offenders.models import PastCase
from zhidun.offenders.tables import Counts, repeat_counts, repeat_rules
from zhidun.parties import selectors as parties
from zhidun.parties.models import Party

FOUND = frozenset({"penalty", "order"})
"""Kinds of decision in an enforcement case by which an infringement is found."""
LEAP = 29
CRIME = "crime."
"""How the ids of rules of the criminal law begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One earlier finding.

    Attributes:
        case: number of a case of this platform; empty for an old one.
        party: the name it was found against.
        by_link: found against a party judged to be linked, not against this one.
        ended: how it ended: penalty, order, criminal, civil or ruling.
        effective_on: when it took effect: the start of the statutory windows.
        flags: what does not add up in the source.
    """

    case: str
    number: str
    authority: str
    party: str
    by_link: bool
    right_kind: str
    ended: str
    outcome: Text
    decided_on: date
    effective_on: date
    fine: Decimal | None
    source: str
    flags: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """What a rule on repetition says for an act on a day.

    Attributes:
        met: a finding lies within the rule's window before the act.
        prior_on: when that finding took effect; the word `prior_penalty_date` of the calculators.
        until: last day of the window.
        unclear: numbers of findings in the window whose kind of right nobody wrote down: to be looked into.
    """

    rule: str
    title: Text
    citation: Text
    years: int
    met: bool
    prior_on: date | None
    prior_number: str
    until: date | None
    unclear: tuple[str, ...] = ()

    @property
    def weighs_a_fine(self) -> bool:
        """Whether the rule speaks of an administrative fine, so that the calculator of fines takes `prior_on`."""
        return not self.rule.startswith(CRIME)


def findings(party: Party, *, with_linked: bool = True) -> list[Finding]:
    """Return every earlier finding against a party, newest first; those of linked parties are marked."""
    row = parties.canonical(party.pk)
    found = _of(parties.members(row), by_link=False)
    if with_linked:
        found += _of(all_of(linked(row)), by_link=True)
    return sorted(found, key=lambda one: one.decided_on, reverse=True)


def _of(ids: Sequence[int], *, by_link: bool) -> list[Finding]:
    return [*_here(ids, by_link=by_link), *_past(ids, by_link=by_link)]


def _here(ids: Sequence[int], *, by_link: bool) -> list[Finding]:
    rows = CaseParty.objects.filter(party__in=ids, role="respondent").select_related("case__office")
    found = []
    for row in rows:
        decided = row.case.moves.filter(step="decide").order_by("-seq").first()
        kind = str(row.case.facts.get("decision_kind") or "")
        if decided is None or kind not in FOUND or row.case.facts.get("decision_revoked"):
            continue
        on = time.local_date(decided.at)
        found.append(
            Finding(
                case=row.case.number,
                number=row.case.number,
                authority=row.case.office.name_zh,
                party=row.shown_name,
                by_link=by_link,
                right_kind=row.case.kind,
                ended=kind,
                outcome=t("行政处罚", "administrative penalty") if kind == "penalty" else t("责令改正", "order"),
                decided_on=on,
                effective_on=_day(row.case, "served_on") or on,
                fine=_money(row.case),
                source="",
                flags=(),
            )
        )
    return found


def _day(case: Case, key: str) -> date | None:
    try:
        return date.fromisoformat(str(case.facts.get(key)))
    except ValueError:
        return None


def _money(case: Case) -> Decimal | None:
    try:
        return Decimal(str(case.facts.get("fine")))
    except InvalidOperation:
        return None


OUTCOMES = {
    "penalty": t("行政处罚", "administrative penalty"),
    "criminal": t("刑事裁判", "criminal judgment"),
    "civil": t("民事裁判", "civil judgment"),
    "ruling": t("行政裁决", "administrative adjudication"),
}


def _past(ids: Sequence[int], *, by_link: bool) -> list[Finding]:
    rows = PastCase.objects.filter(party__in=ids, revoked_on=None).exclude(outcome=PastCase.Outcome.NONE)
    return [
        Finding(
            case="",
            number=row.number,
            authority=row.authority,
            party=row.party.name,
            by_link=by_link,
            right_kind=row.right_kind,
            ended=row.outcome,
            outcome=OUTCOMES[row.outcome],
            decided_on=row.decided_on,
            effective_on=row.effective_on or row.decided_on,
            fine=row.fine,
            source=row.source,
            flags=tuple(Text.of(one) for one in row.flags),
        )
        for row in rows.select_related("party")
    ]


def repeats(party: Party, *, right_kind: str, act_on: date) -> list[Repeat]:
    """Return what each rule on repetition says for an act; findings of the same party only (同一当事人).

    Only what the rule speaks of counts: a penalty for a counterfeit patent is no repetition of a trademark
    infringement, a civil judgment none for a crime. Findings of linked parties are shown and never counted here.
    """
    own = findings(party, with_linked=False)
    found = []
    for key in repeat_rules().get(right_kind, []):
        try:
            rule = rulebook().rule(key, act_on)
        except RuleNotInForce:
            continue
        if years := _years(rule):
            found.append(_repeat(rule, years, own, act_on, repeat_counts(key)))
    return found


def _years(rule: Rule) -> int:
    """Return the years of a rule's window: its period, or the word `repeat_within_years` among its thresholds."""
    for period in rule.periods:
        if period.unit is Unit.YEAR:
            return period.value
    rows = rule.params.get("any")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and "repeat_within_years" in row:
            return int(row["repeat_within_years"])
    return 0


def _repeat(rule: Rule, years: int, own: Sequence[Finding], act_on: date, counts: Counts) -> Repeat:
    within = [one for one in own if one.effective_on < act_on <= window_end(one.effective_on, years)]
    within = [one for one in within if one.ended in counts.outcomes]
    before = [one for one in within if one.right_kind in counts.kinds]
    last = max(before, key=lambda one: one.effective_on, default=None)
    return Repeat(
        rule=rule.id,
        title=rule.title,
        citation=rule.citation,
        years=years,
        met=last is not None,
        prior_on=last.effective_on if last else None,
        prior_number=last.number if last else "",
        until=window_end(last.effective_on, years) if last else None,
        unclear=tuple(one.number for one in within if not one.right_kind),
    )


def window_end(start: date, years: int) -> date:
    """Return the last day of a period of years: the same day of the year, the last of the month where it is missing."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=LEAP - 1)
