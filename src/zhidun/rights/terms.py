"""How long a right lasts and when it may be renewed, by dated rules of the packs (`packs/*/rights/terms.yaml`).

A term of years that is counted *from* a day includes that day, so its last day is the eve of the anniversary; terms
of copyright end on 31 December. Time limits of procedure (`law.periods`) differ: their first day is not counted.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, cast

import yaml

from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FAR = date.max
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Renewal:
    """When and for how long a right may be renewed: months before the end, months of grace after it, years gained."""

    months_before: int
    grace_months: int
    years: int
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule:
    """One version of the rule that says how long a kind of right lasts."""

    key: str
    kinds: tuple[str, ...]
    years: int
    start: tuple[str, ...]
    year_end: bool
    effective_from: date
    effective_to: date | None
    law: Text
    article: str
    confidence: str
    variant: tuple[str, tuple[str, ...]] | None = None
    cap: tuple[int, str] | None = None
    renewal: Renewal | None = None
    annual_fee: str = ""
    note: Text | None = None

    @property
    def citation(self) -> Text:
        """Return law and article."""
        if not self.article:
            return self.law
        return t(f"《{self.law.zh}》第{self.article}条", f"{self.law.en}, art. {self.article}")


@dataclass(frozen=True, slots=True)
class FeeRule:
    """How annual fees fall due: before the end of the running patent year, with months of grace."""

    key: str
    grace_months: int
    citation: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The dates of one right and the rule they come from; `expires_on` is the last day of protection."""

    expires_on: date | None
    renew_from_on: date | None = None
    renew_until_on: date | None = None
    rule: TermRule | None = None
    missing: tuple[str, ...] = ()

    def basis(self) -> dict[str, object]:
        """Return what the row keeps of the rule."""
        if self.rule is None:
            return {"missing": list(self.missing)} if self.missing else {}
        facts: dict[str, object] = {
            "rule": self.rule.key,
            "version_from": self.rule.effective_from.isoformat(),
            "citation": self.rule.citation.as_dict(),
            "confidence": self.rule.confidence,
        }
        if self.rule.note:
            facts["note"] = self.rule.note.as_dict()
        return facts


def _rule(raw: Mapping[str, object]) -> TermRule:
    start = raw["from"]
    by = cast("Mapping[str, object] | None", raw.get("by"))
    cap = cast("Mapping[str, object] | None", raw.get("cap"))
    renewal = cast("Mapping[str, object] | None", raw.get("renewal"))
    law = cast("Mapping[str, object]", raw["law"])
    return TermRule(
        key=str(raw["key"]),
        kinds=tuple(cast("list[str]", raw["kinds"])),
        years=cast("int", raw["years"]),
        start=tuple(start) if isinstance(start, list) else (str(start),),
        year_end=raw["ends"] == "year_end",
        effective_from=cast("date", raw["effective_from"]),
        effective_to=cast("date | None", raw["effective_to"]),
        law=Text.of(law),
        article=str(raw["article"]),
        confidence=str(raw["confidence"]),
        variant=(str(by["of"]), tuple(cast("list[str]", by["is"]))) if by else None,
        cap=(cast("int", cap["years"]), str(cap["from"])) if cap else None,
        renewal=_renewal(renewal) if renewal else None,
        annual_fee=str(raw.get("annual_fee") or ""),
        note=Text.of(raw["note"]) if raw.get("note") else None,
    )


def _renewal(raw: Mapping[str, object]) -> Renewal:
    return Renewal(
        cast("int", raw["months_before"]),
        cast("int", raw["grace_months"]),
        cast("int", raw["years"]),
        str(raw["article"]),
    )


@cache
def term_rules() -> tuple[TermRule, ...]:
    """Return all versions of all term rules; a later pack replaces the versions of a key."""
    found: dict[str, list[TermRule]] = {}
    for _, file in pack_files("rights/terms.yaml"):
        raw = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        here: dict[str, list[TermRule]] = {}
        for one in raw.get("terms") or []:
            rule = _rule(one)
            here.setdefault(rule.key, []).append(rule)
        found |= here
    return tuple(rule for versions in found.values() for rule in versions)


@cache
def fee_rules() -> dict[str, FeeRule]:
    """Return the rules of annual fees by key."""
    found: dict[str, FeeRule] = {}
    for _, file in pack_files("rights/terms.yaml"):
        for one in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("fees") or []:
            law = Text.of(one["law"])
            cited = t(f"《{law.zh}》第{one['article']}条", f"{law.en}, art. {one['article']}")
            found[one["key"]] = FeeRule(one["key"], one["grace_months"], cited)
    return found


def plus_years(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes 28 February where there is none."""
    return plus_months(day, 12 * years)


def plus_months(day: date, months: int) -> date:
    """Return the same day `months` later (earlier when negative), or the last day of a shorter month."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_term(day: date, years: int, *, year_end: bool) -> date:
    """Return the last day of a term of `years` that is counted from `day`, that day included."""
    return date(day.year + years, 12, 31) if year_end else plus_years(day, years) - ONE_DAY


def _in_force(candidates: Sequence[TermRule], on: date) -> TermRule:
    """Return the version of a day; a day before the oldest version known takes that one."""
    rule = next((one for one in candidates if one.effective_from <= on <= (one.effective_to or FAR)), None)
    return rule or min(candidates, key=lambda one: one.effective_from)


def term(*, kind: str, dates: Mapping[str, date | None], details: Mapping[str, object] | None = None) -> Term:
    """Return when a right ends and may be renewed, by the version in force on the day its term begins.

    Args:
        kind: kind of right.
        dates: filed_on, registered_on, published_on of the row.
        details: own fields; dates in them (first use, author's death, renewed until) count too.
    """
    own = details or {}
    known = {name: day for name, day in dates.items() if day} | _dates_in(own)
    rules = [one for one in term_rules() if kind in one.kinds]
    candidates = [one for one in rules if _fits(one, own)]
    if not candidates:
        wanted = {one.variant[0] for one in rules if one.variant}
        return Term(expires_on=None, missing=tuple(sorted(wanted)))
    begins = [known[name] for name in candidates[0].start if name in known]
    if not begins:
        return Term(expires_on=None, missing=candidates[0].start[:1])
    begin = min(begins)
    rule = _in_force(candidates, begin)
    end = end_of_term(begin, rule.years, year_end=rule.year_end)
    if rule.cap and rule.cap[1] in known:
        end = min(end, end_of_term(known[rule.cap[1]], rule.cap[0], year_end=False))
    return _with_renewal(rule, max(end, known.get("renewed_until_on", end)) if rule.renewal else end)


def _with_renewal(rule: TermRule, end: date) -> Term:
    if rule.renewal is None:
        return Term(expires_on=end, rule=rule)
    return Term(
        expires_on=end,
        renew_from_on=plus_months(end, -rule.renewal.months_before) + ONE_DAY,
        renew_until_on=plus_months(end, rule.renewal.grace_months),
        rule=rule,
    )


def _fits(rule: TermRule, details: Mapping[str, object]) -> bool:
    return rule.variant is None or details.get(rule.variant[0]) in rule.variant[1]


def _dates_in(details: Mapping[str, object]) -> dict[str, date]:
    return {name: date.fromisoformat(str(value)) for name, value in details.items() if name.endswith("_on") and value}


@dataclass(frozen=True, slots=True)
class FeeWindow:
    """The annual fee of one patent year: the last day to pay, the last day with surcharge, and the article."""

    due_on: date
    grace_until_on: date
    year: int
    citation: Text


def next_fee(*, kind: str, filed_on: date | None, expires_on: date | None, on: date) -> FeeWindow | None:
    """Return the annual fee whose grace period has not ended on `on`, or None for kinds without one."""
    rule = next((one for one in term_rules() if kind in one.kinds and one.annual_fee), None)
    if rule is None or filed_on is None or expires_on is None:
        return None
    fee = fee_rules()[rule.annual_fee]
    year = 1
    while True:
        due = plus_years(filed_on, year) - ONE_DAY
        if due >= expires_on:
            return None
        grace = plus_months(due, fee.grace_months)
        if grace >= on:
            return FeeWindow(due, grace, year + 1, fee.citation)
        year += 1
