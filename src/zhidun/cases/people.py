"""Who works on a case and who may read it: assignment with conflict check, admission of parties, links, sealing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhidun.access import selectors as access
from zhidun.access import services as access_services
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases.errors import ConflictOfInterest
from zhidun.cases.models import Assignment, Case, CaseLink, CaseParty, LinkKind, OfficerRole
from zhidun.cases.visibility import conflicted, find
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t

ASSIGN = "enforcement:case:assign"
WRITE = "cases:case:write"
UNSEAL = "cases:case:unseal"


@transaction.atomic
def assign_officer(
    *, actor: Actor, case_number: str, username: str, role: str = OfficerRole.HANDLER, override: str = ""
) -> Assignment:
    """Put an officer on a case; assigning the same officer again changes the role only.

    Raises:
        CaseNotFound, Forbidden: the actor does not see the case, or may not assign at its office.
        Invalid: the officer has no post that reaches the office.
        ConflictOfInterest: the officer declared an interest and no reason for an override is given.
    """
    case = find(actor, case_number)
    need(actor, ASSIGN, case.office_id)
    return _assign(case=case, username=username, role=role, actor=actor, override=override)


def set_officers(*, case: Case, usernames: Sequence[str], actor: Actor, override: str = "") -> list[Assignment]:
    """Make these the officers of the case: the first handles it, the others assist; other officers are released.

    Who was let in to review or approve stays.

    Raises:
        Invalid, ConflictOfInterest: as `assign_officer`.
    """
    made = [
        _assign(
            case=case,
            username=username,
            role=OfficerRole.SECOND if index else OfficerRole.HANDLER,
            actor=actor,
            override=override,
        )
        for index, username in enumerate(usernames)
    ]
    kept = [row.pk for row in made]
    others = Assignment.objects.filter(case=case, to_at=None).exclude(pk__in=kept)
    others.exclude(role=OfficerRole.APPROVER).update(to_at=time.now())
    return made


def release_officers(*, case: Case, at: datetime) -> None:
    """End all assignments: the case goes to another office."""
    Assignment.objects.filter(case=case, to_at=None).update(to_at=at)


@transaction.atomic
def end_assignment(*, actor: Actor, case_number: str, username: str, reason: str) -> Assignment:
    """Take an officer off a case.

    Raises:
        CaseNotFound, Forbidden, Invalid.
        NotFound: the officer is not on the case.
    """
    case = find(actor, case_number)
    need(actor, ASSIGN, case.office_id)
    account = access.account(username)
    row = Assignment.objects.select_for_update().filter(case=case, account_id=account.pk, to_at=None).first()
    if row is None:
        raise NotFound
    row.to_at = time.now()
    row.save(update_fields=["to_at"])
    access_services.record(
        actor=actor,
        action="case.officer_released",
        object_kind="case",
        object_key=case.number,
        facts={"officer": username, "reason": reason_given(reason)},
    )
    return row


def _assign(*, case: Case, username: str, role: str, actor: Actor, override: str) -> Assignment:
    from zhidun.access.actors import actor_for

    account = access.account(username)
    officer = actor_for(account)
    if not any(case.office_id in post.reach for post in officer.posts):
        raise Invalid(
            t(f"“{username}”在该机构没有岗位。", f"“{username}” has no post at this office."),
            t("请从本机构人员中选择。", "Choose one of the office's staff."),
            field="officers",
        )
    interested = conflicted(account.pk, case)
    if interested and not override.strip():
        raise ConflictOfInterest(field="officers")
    row, made = Assignment.objects.update_or_create(
        case=case,
        account_id=account.pk,
        to_at=None,
        defaults={"role": role},
        create_defaults={
            "role": role,
            "assigned_by": actor.key,
            "conflict_override": override.strip() if interested else "",
            "overridden_by": actor.name.zh if interested else "",
        },
    )
    if made:
        access_services.record(
            actor=actor,
            action="case.officer_assigned",
            object_kind="case",
            object_key=case.number,
            facts={"officer": username, "role": role, "override": row.conflict_override},
        )
    return row


def let_in(*, case: Case, actor: Actor) -> None:
    """Let whoever entered a sealed case go on reading it; they do not count as one of its officers.

    Nothing happens where they have no post that reaches its office, or declared an interest.
    """
    if actor.account_id is None or not any(case.office_id in post.reach for post in actor.posts):
        return
    if conflicted(actor.account_id, case):
        return
    _assign(case=case, username=actor.username, role=OfficerRole.APPROVER, actor=actor, override="")


@transaction.atomic
def admit_party(*, actor: Actor, case_number: str, case_party_id: int) -> CaseParty:
    """Let a party's account read the case from now on.

    Raises:
        CaseNotFound, Forbidden, NotFound.
    """
    case = find(actor, case_number)
    need(actor, WRITE, case.office_id)
    row = CaseParty.objects.filter(case=case, pk=case_party_id).first()
    if row is None:
        raise NotFound
    row.admitted_at = row.admitted_at or time.now()
    row.save(update_fields=["admitted_at"])
    return row


@transaction.atomic
def link_cases(*, actor: Actor, a: str, b: str, kind: str, reason: str = "") -> CaseLink:
    """Link two cases (split, duplicate, joined); linking them again returns the first link.

    Raises:
        CaseNotFound: the actor does not see both.
        Invalid: a case is not linked to itself; an unknown kind.
    """
    first, second = find(actor, a), find(actor, b)
    if first.pk == second.pk or kind not in LinkKind.values:
        raise Invalid(t("请选择另一个案件和关联种类。", "Choose another case and a kind of link."), field="kind")
    row, made = CaseLink.objects.get_or_create(
        a=first, b=second, kind=kind, undone_at=None, defaults={"reason": reason, "made_by": actor.key}
    )
    if made:
        access_services.record(
            actor=actor, action="case.linked", object_kind="case", object_key=a, facts={"to": b, "kind": kind}
        )
    return row


@transaction.atomic
def unlink_cases(*, actor: Actor, a: str, b: str, kind: str, reason: str) -> CaseLink:
    """Undo a link; it stays in the file.

    Raises:
        CaseNotFound, Forbidden, NotFound, Invalid.
    """
    first, second = find(actor, a), find(actor, b)
    need(actor, WRITE, first.office_id)
    row = CaseLink.objects.filter(a=first, b=second, kind=kind, undone_at=None).first()
    if row is None:
        raise NotFound
    row.undone_at, row.reason = time.now(), reason_given(reason)
    row.save(update_fields=["undone_at", "reason"])
    access_services.record(
        actor=actor, action="case.unlinked", object_kind="case", object_key=a, facts={"to": b, "reason": row.reason}
    )
    return row


@transaction.atomic
def set_sealed(*, actor: Actor, case_number: str, sealed: bool, reason: str) -> Case:
    """Seal a case, so that only its officers and the head see it, or open it again.

    Raises:
        CaseNotFound, Forbidden, Invalid.
    """
    case = find(actor, case_number)
    need(actor, UNSEAL, case.office_id)
    row = Case.objects.select_for_update().get(pk=case.pk)
    row.sealed = sealed
    row.save(update_fields=["sealed"])
    access_services.record(
        actor=actor,
        action="case.sealed" if sealed else "case.unsealed",
        object_kind="case",
        object_key=case_number,
        facts={"reason": reason_given(reason)},
    )
    return row
