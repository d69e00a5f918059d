"""Who sees which case: the one place that decides. Unknown and forbidden look the same."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Assignment, Case, CaseOffice, CaseParty, CaseRight
from zhidun.kernel import time
from zhidun.kernel.reading import once
from zhidun.procedures.load import catalogue

VIEW = "cases:case:view"
UNSEAL = "cases:case:unseal"
FEW = 200
"""Up to how many cases are named one by one in a condition."""
REFERRAL = "exchange:referral:view"
"""Power by which another authority reads the cases sent to it, and only those."""


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases an actor may see.

    Staff: cases of their posts' offices and of those below, where the post may view cases; a sealed case only when
    assigned to it or with the power to unseal; never one they declared an interest in. Another authority: the cases it
    takes part in. Parties: their own cases once admitted. A receipt: its one case. The system: all.
    """
    if actor.kind == "system":
        return Case.objects.all()
    if not actor.is_staff:
        return Case.objects.filter(_own(actor))
    return Case.objects.filter(_as_staff(actor) | _taking_part(actor) | _own_of_staff(actor))


def in_charge(actor: Actor, case: Case) -> bool:
    """Whether the actor reads the case as an officer of the office in charge, not of another authority."""
    return actor.kind == "system" or (actor.is_staff and Case.objects.filter(_as_staff(actor), pk=case.pk).exists())


def staff_sees(actor: Actor, case: Case) -> bool:
    """Whether the actor reads the case as an officer, of the office in charge or one that takes part."""
    if actor.kind == "system":
        return True
    return actor.is_staff and Case.objects.filter(_as_staff(actor) | _taking_part(actor), pk=case.pk).exists()


def relations_of(actor: Actor, case: Case) -> frozenset[str]:
    """Return the parts the actor has in the case: complainant, respondent, reporter, third."""
    who = _party_condition(actor)
    if who is None:
        return frozenset()
    rows = CaseParty.objects.filter(who, case=case, admitted_at__lte=time.now())
    return frozenset(rows.values_list("role", flat=True))


def case_parties_of(actor: Actor, case: Case) -> QuerySet[CaseParty]:
    """Return the rows by which the actor takes part in the case, admitted or not."""
    who = _party_condition(actor)
    return CaseParty.objects.none() if who is None else CaseParty.objects.filter(who, case=case)


def find(actor: Actor, number: str) -> Case:
    """Return a case the actor may see.

    Raises:
        CaseNotFound: there is none, or not for this actor.
    """
    case = visible_to(actor).select_related("office").filter(number=number).first()
    if case is None or not _shown_in_state(actor, case):
        raise CaseNotFound
    return case


def subjects_of(case: Case) -> list[str]:
    """Return what a conflict of interest in this case may name: the case, its parties, its rights."""
    found = [f"case:{case.number}", f"case:{case.public_id}"]
    for pk, public in case.parties.filter(party__isnull=False).values_list("party_id", "party__public_id"):
        found += [f"party:{pk}", f"party:{public}"]
    for pk, public in case.rights.values_list("right_id", "right__public_id"):
        found += [f"right:{pk}", f"right:{public}"]
    return found


def conflicted(account_id: int | None, case: Case, *, subjects: Sequence[str] | None = None) -> bool:
    """Whether the account declared an interest in the case, one of its parties or rights (`subjects`, where known)."""
    if account_id is None:
        return False
    return access.conflicts_of(account_id, subjects_of(case) if subjects is None else subjects)


def _as_staff(actor: Actor) -> Q:
    reach = frozenset().union(*(post.reach for post in actor.posts if VIEW in post.powers))
    unseal = frozenset().union(*(post.reach for post in actor.posts if UNSEAL in post.powers))
    if reach <= unseal:  # nothing in reach is closed to the actor: one condition, which an index answers
        return Q(office_id__in=sorted(reach)) & _no_conflict(actor)
    mine = Exists(Assignment.objects.filter(case=OuterRef("pk"), account_id=actor.account_id or -1, to_at__isnull=True))
    open_to = Q(office_id__in=sorted(reach)) & (Q(sealed=False) | Q(office_id__in=sorted(unseal)) | Q(mine))
    return open_to & _no_conflict(actor)


def _taking_part(actor: Actor) -> Q:
    """Cases in which an authority of the actor's posts takes part; what was sent to it it reads, sealed or not."""
    sent = frozenset().union(*(post.reach for post in actor.posts if REFERRAL in post.powers))
    if not sent:
        return Q(pk__in=[])
    few = _few(_sent_to(tuple(sorted(sent))))
    if few is not None:
        return few & _no_conflict(actor)
    return Q(Exists(CaseOffice.objects.filter(case=OuterRef("pk"), office_id__in=sorted(sent)))) & _no_conflict(actor)


@once
def _sent_to(offices: tuple[int, ...]) -> tuple[int, ...]:
    rows = CaseOffice.objects.filter(office_id__in=offices).values_list("case_id", flat=True)
    return tuple(rows.order_by()[: FEW + 1])


def _few(cases: tuple[int, ...]) -> Q | None:
    """Return the condition that names cases, where they are few: an OR of two indexes, or of none, is found at once."""
    return Q(pk__in=sorted(set(cases))) if len(cases) <= FEW else None


def _no_conflict(actor: Actor) -> Q:
    condition = Q()
    if actor.account_id is None:
        return condition
    declared = access.declared_subjects(actor.account_id)
    if declared.get("case"):
        condition &= ~Q(number__in=declared["case"])
    pks, publics = _split(declared.get("party", []))
    if pks or publics:
        rows = CaseParty.objects.filter(case=OuterRef("pk"))
        condition &= Q(~Exists(rows.filter(Q(party_id__in=pks) | Q(party__public_id__in=publics))))
    pks, publics = _split(declared.get("right", []))
    if pks or publics:
        rights = CaseRight.objects.filter(case=OuterRef("pk"))
        condition &= Q(~Exists(rights.filter(Q(right_id__in=pks) | Q(right__public_id__in=publics))))
    return condition


def _split(keys: list[str]) -> tuple[list[int], list[str]]:
    """Part primary keys from public ids; a declaration may name either."""
    return [int(key) for key in keys if key.isdigit()], [key for key in keys if len(key) == len(_ZERO)]


_ZERO = "00000000-0000-0000-0000-000000000000"


def _party_condition(actor: Actor) -> Q | None:
    if actor.kind == "receipt" and actor.receipt_case:
        return Q(case__number=actor.receipt_case, by_receipt=True)
    return None if actor.account_id is None else Q(account_id=actor.account_id)


def _own_of_staff(actor: Actor) -> Q:
    """Return the condition of the few cases in which somebody of the staff is a party themselves."""
    few = None if actor.account_id is None else _few(_admitted(actor.account_id))
    return _own(actor) if few is None else few


@once
def _admitted(account_id: int) -> tuple[int, ...]:
    rows = CaseParty.objects.filter(account_id=account_id, admitted_at__lte=time.now())
    return tuple(rows.values_list("case_id", flat=True).order_by()[: FEW + 1])


def _own(actor: Actor) -> Q:
    who = _party_condition(actor)
    if who is None:
        return Q(pk__in=[])
    return Q(pk__in=CaseParty.objects.filter(who, admitted_at__lte=time.now()).values("case_id"))


def _shown_in_state(actor: Actor, case: Case) -> bool:
    """A procedure may hide a case from a relation in some states: a reported firm before it is given notice."""
    relations = relations_of(actor, case)
    if not relations or staff_sees(actor, case):
        return True
    declared = catalogue().get(case.procedure, case.procedure_version).relations
    return any(key not in declared or case.state not in declared[key].hidden_in for key in relations)
