"""Reads of the room: a party's profile, what stands before on a case, lists for the desk, what concerns oneself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.cases import selectors as cases
from zhidun.cases.models import Case, CaseParty
from zhidun.kernel import time
from zhidun.kernel.errors import SignInNeeded
from zhidun.kernel.text import Text
from zhidun.offenders.complainers import Signal, false_claims, figures_of, narrowing_of, signals
from zhidun.offenders.errors import RecordNotFound
from zhidun.offenders.findings import Finding, Repeat, findings, repeats
from zhidun.offenders.links import Link, links_of
from zhidun.offenders.models import OUTCOME_WORDS, FalseClaim, Narrowing, PastImport, Trace
from zhidun.offenders.past import column_titles, faults_table, import_run, template
from zhidun.offenders.past_lists import Wanted, kinds_of_past, past_cases, past_table
from zhidun.offenders.standing import IMPORT, VIEW, interested
from zhidun.offenders.tables import Thresholds, thresholds
from zhidun.parties import selectors as parties
from zhidun.parties.models import Party

__all__ = [
    "OUTCOME_WORDS",
    "VIEW",
    "Before",
    "Profile",
    "Wanted",
    "at_intake",
    "before",
    "claims_waiting",
    "column_titles",
    "complainers",
    "faults_table",
    "import_run",
    "kinds_of_past",
    "limits",
    "lookup",
    "narrowings",
    "own_records",
    "past_cases",
    "past_table",
    "prior_penalty",
    "profile",
    "runs",
    "template",
]
MOST = 100
RIGHT_KINDS = ("trademark", "copyright_work", "trade_secret", "counterfeit_patent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything known of a party's past, each piece with where it comes from."""

    party: Party
    names: tuple[str, ...]
    uscc: str
    traces: tuple[Trace, ...]
    links: tuple[Link, ...]
    findings: tuple[Finding, ...]
    repeats: tuple[Repeat, ...]
    claims: tuple[FalseClaim, ...]
    narrowing: Narrowing | None
    figures: Signal
    open_cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the officer of a case should know of one of its parties."""

    role: str
    name: str
    party: str
    findings: int
    by_link: int
    open_links: int
    repeats: tuple[Repeat, ...]
    claims: int
    narrowing: Narrowing | None
    why: tuple[Text, ...]


def limits() -> Thresholds:
    """Return the house's thresholds, to be shown as configuration."""
    return thresholds()


def profile(actor: Actor, public_id: str, *, right_kind: str = "", on: date | None = None) -> Profile:
    """Return the profile of a party for an officer.

    Raises:
        SignInNeeded, Forbidden: no `offenders:profile:view`.
        PartyUnknown: no such party. RecordNotFound: an interest was declared.
    """
    need(actor, VIEW)
    row = parties.by_public_id(public_id)
    if interested(actor, row):
        raise RecordNotFound
    own = parties.members(row)
    seen = CaseParty.objects.filter(party__in=own, role="respondent", case__closed_at=None)
    visible = seen.filter(case__in=cases.visible_to(actor)).values_list("case__number", "case__title")
    kinds = [right_kind] if right_kind else RIGHT_KINDS
    day = on or time.today()
    return Profile(
        party=row,
        names=tuple(parties.known_names(row)),
        uscc=parties.identifier_of(row, "uscc"),
        traces=tuple(
            Trace.objects.filter(party__in=own, withdrawn_at=None).select_related("case").order_by("kind", "id")
        ),
        links=tuple(links_of(row)),
        findings=tuple(findings(row)),
        repeats=tuple(one for kind in kinds for one in repeats(row, right_kind=kind, act_on=day)),
        claims=tuple(false_claims(row)),
        narrowing=narrowing_of(row),
        figures=figures_of(row),
        open_cases=tuple(visible[:MOST]),
    )


def before(actor: Actor, number: str) -> list[Before]:
    """Return what stands before on the parties of a case, for an officer who sees it; nothing for others.

    Raises:
        CaseNotFound: the actor does not see the case.
    """
    case = cases.find(actor, number)
    if not actor.can(VIEW, case.office_id):
        return []
    found = []
    for one in case.parties.filter(party__isnull=False).select_related("party").order_by("id"):
        if one.party is None or interested(actor, one.party):
            continue
        row = parties.canonical(one.party.pk)
        past = findings(row) if one.role == "respondent" else []
        links = links_of(row) if one.role == "respondent" else []
        figures = figures_of(row) if one.role == "complainant" else None
        found.append(
            Before(
                role=one.role,
                name=one.shown_name,
                party=str(row.public_id),
                findings=sum(1 for item in past if not item.by_link),
                by_link=sum(1 for item in past if item.by_link),
                open_links=sum(1 for link in links if link.strong and link.verdict is None),
                repeats=tuple(
                    rule for rule in repeats(row, right_kind=case.kind, act_on=case.law_on) if rule.met
                ) if one.role == "respondent" else (),
                claims=len(false_claims(row)),
                narrowing=narrowing_of(row) if one.role == "complainant" else None,
                why=figures.why if figures else (),
            )
        )  # fmt: skip
    return found


def prior_penalty(case: Case) -> date | None:
    """Return when the last earlier penalty or judgment took effect that repeats a crime of the case's kind (刑)."""
    found: list[date] = []
    for one in case.parties.filter(party__isnull=False, role="respondent").select_related("party"):
        row = parties.canonical(one.party_id or 0)
        rules = repeats(row, right_kind=case.kind, act_on=case.law_on)
        found += [rule.prior_on for rule in rules if not rule.weighs_a_fine and rule.prior_on]
    return max(found, default=None)


def lookup(actor: Actor, q: str) -> list[tuple[Party, int, int]]:
    """Return parties that fit what was typed at intake, with how many findings and strong links each has.

    Raises:
        SignInNeeded, Forbidden.
    """
    need(actor, VIEW)
    found = parties.search(actor, q, limit=MOST) if q.strip() else []
    rows = [one for one in found if not interested(actor, one)]
    return [(one, len(findings(one)), sum(1 for link in links_of(one) if link.strong)) for one in rows[:20]]


def at_intake(actor: Actor, said: Sequence[str]) -> list[tuple[Party, int, int]]:
    """Return the parties that what was typed of the other side fits, where something stands before on them.

    Args:
        actor: who takes the filing in.
        said: credit code, name and telephone as typed; empty ones ask nothing.

    Raises:
        SignInNeeded, Forbidden.
    """
    found = {row.pk: (row, count, links) for q in said if len(q.strip()) > 1 for row, count, links in lookup(actor, q)}
    return [one for one in found.values() if one[1] or one[2]]


def complainers(actor: Actor) -> list[Signal]:
    """Return the complainers somebody should look at. Raises SignInNeeded, Forbidden."""
    need(actor, VIEW)
    return [one for one in signals() if not interested(actor, one.party)]


def narrowings(actor: Actor) -> list[Narrowing]:
    """Return the narrowings of the actor's offices, newest first. Raises SignInNeeded, Forbidden."""
    need(actor, VIEW)
    rows = Narrowing.objects.filter(office_id__in=sorted(_reach(actor))).select_related("party", "office")
    return [one for one in rows.order_by("-id")[:MOST] if not interested(actor, one.party)]


def claims_waiting(actor: Actor) -> list[FalseClaim]:
    """Return the false claims of the actor's offices, newest first. Raises SignInNeeded, Forbidden."""
    need(actor, VIEW)
    rows = FalseClaim.objects.filter(office_id__in=sorted(_reach(actor))).select_related("party", "office")
    return [one for one in rows.order_by("-id")[:MOST] if not interested(actor, one.party)]


def _reach(actor: Actor) -> frozenset[int]:
    return frozenset().union(*(post.reach for post in actor.posts if VIEW in post.powers))


def runs(actor: Actor) -> list[PastImport]:
    """Return the imports of the actor's offices, newest first. Raises SignInNeeded, Forbidden."""
    need(actor, IMPORT)
    reach = frozenset().union(*(post.reach for post in actor.posts if IMPORT in post.powers))
    return list(PastImport.objects.defer("content").filter(office_id__in=sorted(reach)).order_by("-id")[:20])


def own_records(actor: Actor) -> tuple[list[FalseClaim], list[Narrowing]]:
    """Return what is recorded about the parties the actor's account acts for: to reply to, or to appeal against.

    Raises:
        SignInNeeded: nobody is signed in.
    """
    if actor.account_id is None:
        raise SignInNeeded
    mine = CaseParty.objects.filter(account_id=actor.account_id, party__isnull=False).values_list("party_id", flat=True)
    ids = {pk for one in set(mine) for pk in parties.members(parties.canonical(one or 0))}
    claims = FalseClaim.objects.filter(party__in=ids, state=FalseClaim.State.STANDING).select_related("party", "office")
    shown = Narrowing.objects.filter(party__in=ids, state__in=[Narrowing.State.IN_FORCE, Narrowing.State.LIFTED])
    return list(claims.order_by("-id")), list(shown.select_related("party", "office").order_by("-id"))
