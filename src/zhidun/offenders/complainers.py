"""Serial complainers: signals for a human, and the claim channel narrowed by two people for a term, with an appeal.

Nothing here refuses a filing. The lead in it is always handled; only how the claim for oneself is treated may change.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from zhidun.access.actors import Actor
from zhidun.access.policies import reason_given
from zhidun.access.services import record
from zhidun.cases.models import Case, CaseParty
from zhidun.kernel import time
from zhidun.kernel.errors import SignInNeeded
from zhidun.kernel.text import Text, t
from zhidun.offenders.errors import NotNow, RecordNotFound, SecondPersonNeeded, TermUnfit
from zhidun.offenders.models import FalseClaim, Narrowing
from zhidun.offenders.standing import DECIDE, PROPOSE, entitled
from zhidun.offenders.tables import thresholds
from zhidun.parties import selectors as parties
from zhidun.parties.models import Party

FRUITFUL = frozenset({"penalised", "settled", "mediated", "agreed", "referred", "closed"})
MOST = 200
DAYS_A_MONTH = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A complainer whose figures pass a threshold of the house: somebody is to look, nothing more.

    Attributes:
        why: each threshold passed, with the figure.
    """

    party: Party
    filings: int
    respondents: int
    closed: int
    fruitless: int
    why: tuple[Text, ...]


def figures_of(party: Party) -> Signal:
    """Return the figures of one complainer over the window, whether or not a threshold is passed."""
    row, limits = parties.canonical(party.pk), thresholds()
    since = time.now() - timedelta(days=limits.window_days)
    mine = CaseParty.objects.filter(party__in=parties.members(row), role="complainant", case__received_at__gte=since)
    cases = {one.case_id: one.case for one in mine.select_related("case")}
    others = CaseParty.objects.filter(case__in=cases, role="respondent", party__isnull=False)
    respondents = len(set(others.values_list("party_id", flat=True)))
    closed = [one for one in cases.values() if one.closed_at is not None]
    fruitless = sum(1 for one in closed if not _fruitful(one))
    return Signal(
        party=row, filings=len(cases), respondents=respondents, closed=len(closed), fruitless=fruitless,
        why=tuple(_why(len(cases), respondents, len(closed), fruitless)),
    )  # fmt: skip


def _fruitful(case: Case) -> bool:
    return bool(case.facts.get("infringement_established")) or case.outcome in FRUITFUL


def _why(filings: int, respondents: int, closed: int, fruitless: int) -> list[Text]:
    limits = thresholds()
    days, found = limits.window_days, []
    if filings >= limits.many_filings:
        found.append(
            t(f"{days}天内投诉{filings}件(关注线{limits.many_filings}件)",
              f"{filings} filings in {days} days (looked at from {limits.many_filings})")
        )  # fmt: skip
    if respondents >= limits.many_respondents:
        found.append(
            t(f"针对{respondents}个不同对象(关注线{limits.many_respondents}个)",
              f"against {respondents} different parties (looked at from {limits.many_respondents})")
        )  # fmt: skip
    share = fruitless * 100 // closed if closed else 0
    if closed >= limits.least_closed and share >= limits.unfounded_share:
        found.append(
            t(f"已办结{closed}件中{fruitless}件没有结果({share}%)",
              f"{fruitless} of {closed} closed ones came to nothing ({share} %)")
        )  # fmt: skip
    return found


def signals() -> list[Signal]:
    """Return the complainers of the window who pass a threshold, most filings first."""
    limits = thresholds()
    since = time.now() - timedelta(days=limits.window_days)
    rows = CaseParty.objects.filter(role="complainant", party__isnull=False, case__received_at__gte=since)
    counted = Counter(rows.values_list("party_id", flat=True))
    least = min(limits.many_filings, limits.least_closed, limits.many_respondents)
    seen: dict[int, Signal] = {}
    for pk, count in counted.most_common(MOST * 5):
        if count < least:
            break
        row = parties.canonical(pk)
        if row.pk not in seen:
            seen[row.pk] = figures_of(row)
    return sorted((one for one in seen.values() if one.why), key=lambda one: -one.filings)[:MOST]


def narrowing_of(party: Party, on: date | None = None) -> Narrowing | None:
    """Return the narrowing in force on a party, if there is one."""
    ids = parties.members(parties.canonical(party.pk))
    rows = Narrowing.objects.filter(party__in=ids, state=Narrowing.State.IN_FORCE, until_on__gte=on or time.today())
    return rows.select_related("office").first()


@transaction.atomic
def ask_narrowing(*, actor: Actor, party: Party, office_id: int, until_on: date, reason: str) -> Narrowing:
    """Ask to narrow the claim channel of a party for a term; it counts once a second person agreed.

    Raises:
        Forbidden, Interested, Invalid. TermUnfit: past, or longer than the house allows.
        NotNow: one is asked for or in force.
    """
    row = parties.canonical(party.pk)
    entitled(actor, PROPOSE, row, office_id=office_id)
    longest = thresholds().longest_months
    if not time.today() < until_on <= time.today() + timedelta(days=longest * DAYS_A_MONTH):
        raise TermUnfit(
            t(f"期限须在今天之后、{longest}个月以内。", f"The term ends after today, within {longest} months."),
            t("请改期限;期满仍有必要的,重新提出。", "Change it; ask again at its end if it is still needed."),
            field="until_on",
        )
    why = reason_given(reason)
    try:
        with transaction.atomic():
            made = Narrowing.objects.create(
                party=row, office_id=office_id, reason=why, until_on=until_on, asked_by=actor.key,
                signals=[one.as_dict() for one in figures_of(row).why],
            )  # fmt: skip
    except IntegrityError:
        raise NotNow from None
    _note(actor, made, "asked")
    return made


def _note(actor: Actor, row: Narrowing, what: str) -> None:
    record(
        actor=actor, action=f"complainer.narrowing_{what}", object_kind="party", object_key=str(row.party.public_id),
        facts={"narrowing": row.public_id, "until_on": row.until_on, "reason": row.reason},
    )  # fmt: skip


def _held(public_id: str, *states: str) -> Narrowing:
    rows = Narrowing.objects.select_for_update(of=("self",)).select_related("party", "office")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise RecordNotFound
    if row.state not in states:
        raise NotNow
    return row


@transaction.atomic
def decide_narrowing(*, actor: Actor, narrowing: str, agree: bool, reason: str) -> Narrowing:
    """Agree or refuse, as the second person; expired requests that nobody decided are refused by hand too.

    Raises:
        RecordNotFound, NotNow, Forbidden, Interested, SecondPersonNeeded, Invalid.
    """
    row = _held(narrowing, Narrowing.State.ASKED)
    entitled(actor, DECIDE, row.party, office_id=row.office_id)
    if actor.key == row.asked_by:
        raise SecondPersonNeeded
    row.state = Narrowing.State.IN_FORCE if agree else Narrowing.State.REFUSED
    row.decided_by, row.decided_at, row.decision = actor.key, time.now(), reason_given(reason)
    row.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    _note(actor, row, "agreed" if agree else "refused")
    return row


def owns(actor: Actor, party: Party) -> bool:
    """Whether the actor's account acts for a party in some case."""
    if actor.account_id is None:
        return False
    ids = parties.members(parties.canonical(party.pk))
    return CaseParty.objects.filter(party__in=ids, account_id=actor.account_id).exists()


@transaction.atomic
def appeal(*, actor: Actor, narrowing: str, words: str) -> Narrowing:
    """Appeal against a narrowing, as the party it concerns; once.

    Raises:
        SignInNeeded, RecordNotFound, NotNow, Invalid.
    """
    if actor.account_id is None:
        raise SignInNeeded
    row = _held(narrowing, *Narrowing.State.values)
    if not owns(actor, row.party):
        raise RecordNotFound
    if row.state != Narrowing.State.IN_FORCE or row.appealed_at is not None:
        raise NotNow
    row.appeal, row.appealed_by, row.appealed_at = reason_given(words, field="words"), actor.key, time.now()
    row.save(update_fields=["appeal", "appealed_by", "appealed_at"])
    _note(actor, row, "appealed")
    return row


@transaction.atomic
def answer_appeal(*, actor: Actor, narrowing: str, lift: bool, reason: str) -> Narrowing:
    """Decide on the appeal, as somebody who neither asked for it nor agreed to it; or lift it without an appeal.

    Raises:
        RecordNotFound, NotNow, Forbidden, Interested, SecondPersonNeeded, Invalid.
    """
    row = _held(narrowing, Narrowing.State.IN_FORCE)
    entitled(actor, DECIDE, row.party, office_id=row.office_id)
    if row.answered_at is not None or (row.appealed_at is None and not lift):
        raise NotNow
    if row.appealed_at is not None and actor.key in {row.asked_by, row.decided_by}:
        raise SecondPersonNeeded
    row.answered_by, row.answered_at, row.answer = actor.key, time.now(), reason_given(reason)
    if lift:
        row.state = Narrowing.State.LIFTED
    row.save(update_fields=["answered_by", "answered_at", "answer", "state"])
    _note(actor, row, "lifted" if lift else "kept")
    return row


def false_claims(party: Party) -> list[FalseClaim]:
    """Return the false claims standing against a party, newest first."""
    ids = parties.members(parties.canonical(party.pk))
    return list(FalseClaim.objects.filter(party__in=ids, state=FalseClaim.State.STANDING).order_by("-decided_at"))
