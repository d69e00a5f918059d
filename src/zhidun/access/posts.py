"""Granting and ending posts (two people), declaring and withdrawing conflicts of interest."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from zhidun.access import roles
from zhidun.access.actors import Actor
from zhidun.access.audit import record
from zhidun.access.errors import AlreadyDone, OwnApproval, PostEnded, RolesExclude
from zhidun.access.models import Account, ConflictDeclaration, Office, Post
from zhidun.access.policies import need, reason_given
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.kernel.text import t


def _overlap(post: Post, from_on: date, to_on: date | None) -> bool:
    return (to_on is None or post.from_on <= to_on) and (post.to_on is None or post.to_on >= from_on)


def _refuse_exclusion(account: Account, role: roles.Role, from_on: date, to_on: date | None) -> None:
    for post in account.posts.filter(revoked_at__isnull=True, role__in=role.excludes):
        if _overlap(post, from_on, to_on):
            held = roles.role(post.role).title
            raise RolesExclude(
                t(
                    f"该账号已任“{held.zh}”,不得同时担任“{role.title.zh}”。",
                    f"The account holds “{held.en}”, which excludes “{role.title.en}”.",
                ),
                field="role",
            )


def _may_propose(actor: Actor, account: Account) -> None:
    if not actor.can("access:account:manage"):
        need(actor, "access:post:grant")
    if actor.account_id == account.pk:
        raise OwnApproval


@transaction.atomic
def appoint(
    *, actor: Actor, account: Account, office: Office, role: str, from_on: date, to_on: date | None = None
) -> Post:
    """Propose a post; it counts once another person approves it (`approve_post`). The system's own count at once.

    Args:
        actor: a system or security administrator, not the appointee.
        account: who gets it.
        office: where.
        role: key of a role in the packs.
        from_on: first day.
        to_on: last day; none means open.

    Raises:
        Forbidden, OwnApproval: the actor may not, or is the appointee.
        RoleUnknown: no pack has the role.
        RolesExclude: a post held in that time excludes this one.
        PostEnded: the account or the office is not active.
        Invalid: it would end before it starts, or citizens are to hold posts.
        AlreadyDone: the account holds exactly this post.
    """
    _may_propose(actor, account)
    wanted = roles.role(role)
    holder = Account.objects.select_for_update().get(pk=account.pk)
    if not holder.active or not office.active:
        raise PostEnded
    if holder.kind != Account.Kind.STAFF:
        raise Invalid(
            t("公众账号不能担任岗位。", "A citizen's account cannot hold a post."),
            t("请为其另建工作人员账号。", "Make a staff account for this person."),
            field="account",
        )
    if to_on is not None and to_on < from_on:
        raise Invalid(t("截止日期早于起始日期。", "The last day is before the first."), field="to_on")
    _refuse_exclusion(holder, wanted, from_on, to_on)
    post = Post(account=holder, office=office, role=role, from_on=from_on, to_on=to_on, appointed_by=actor.key)
    if actor.kind == "system":
        post.approved_by, post.approved_at = actor.key, time.now()
    _insert(post)
    record(
        actor=actor,
        action="post.appointed",
        object_kind="post",
        object_key=str(post.pk),
        facts={"account": holder.username, "office": office.code, "role": role, "from": from_on, "to": to_on},
    )
    return post


def _insert(post: Post) -> None:
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError as fault:
        if "post_separate_administrators" in str(fault):
            raise RolesExclude(field="role") from fault
        raise AlreadyDone(t("该账号已担任此岗位。", "The account holds this post."), field="role") from fault


@transaction.atomic
def approve_post(*, actor: Actor, post: Post) -> Post:
    """Approve a proposed post: the second pair of eyes. Doors ask for a recent second factor first (`step_up`).

    Raises:
        Forbidden: the actor has no `access:post:grant`.
        OwnApproval: the actor proposed it or would get it.
        AlreadyDone: it is approved or withdrawn.
    """
    need(actor, "access:post:grant")
    locked = Post.objects.select_for_update().get(pk=post.pk)
    proposer_key = f"account:{actor.account_id}"
    if locked.appointed_by in {actor.key, proposer_key} or actor.account_id == locked.account_id:
        raise OwnApproval
    if locked.approved_at is not None or locked.revoked_at is not None:
        raise AlreadyDone
    locked.approved_by, locked.approved_at = actor.key, time.now()
    locked.save(update_fields=["approved_by", "approved_at"])
    record(
        actor=actor,
        action="post.approved",
        object_kind="post",
        object_key=str(locked.pk),
        facts={"appointed_by": locked.appointed_by},
    )
    return locked


@transaction.atomic
def revoke_post(*, actor: Actor, post: Post, reason: str) -> Post:
    """End a post at once.

    Raises:
        Forbidden: the actor has no `access:post:withdraw`.
        AlreadyDone: it has ended.
    """
    need(actor, "access:post:withdraw")
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if locked.revoked_at is not None:
        raise AlreadyDone
    locked.revoked_at, locked.revoke_reason = time.now(), reason_given(reason)[:200]
    locked.save(update_fields=["revoked_at", "revoke_reason"])
    record(
        actor=actor,
        action="post.revoked",
        object_kind="post",
        object_key=str(locked.pk),
        facts={"reason": locked.revoke_reason},
    )
    return locked


def _may_speak_for(actor: Actor, account_id: int) -> None:
    if actor.account_id != account_id and not actor.can("enforcement:case:assign"):
        raise Forbidden(
            t(
                "只能由本人或其负责人申报、撤回回避。",
                "Only the person or their head may declare or withdraw a conflict.",
            )
        )


@transaction.atomic
def declare_conflict(
    *, actor: Actor, account: Account, subject_kind: str, subject_key: str, reason: str
) -> ConflictDeclaration:
    """Declare a conflict of interest of an account; declaring it twice returns the first declaration.

    Args:
        actor: the person, or a head who assigns cases.
        account: whose conflict it is.
        subject_kind: `party`, `case` or `right`.
        subject_key: public id of the party or right, number of the case.
        reason: what the interest is.

    Raises:
        Forbidden: the actor is neither.
        Invalid: the kind or the reason does not fit.
    """
    _may_speak_for(actor, account.pk)
    if subject_kind not in ConflictDeclaration.Subject.values:
        raise Invalid(
            t("回避对象只能是当事人、案件或权利。", "A conflict is with a party, a case or a right."),
            field="subject_kind",
        )
    declaration, made = ConflictDeclaration.objects.get_or_create(
        account=account,
        subject_kind=subject_kind,
        subject_key=str(subject_key),
        withdrawn_at=None,
        defaults={"reason": reason_given(reason), "declared_at": time.now()},
    )
    if made:
        record(
            actor=actor,
            action="conflict.declared",
            object_kind=subject_kind,
            object_key=str(subject_key),
            facts={"account": account.username},
        )
    return declaration


@transaction.atomic
def withdraw_conflict(*, actor: Actor, declaration: ConflictDeclaration, reason: str) -> ConflictDeclaration:
    """Withdraw a declaration that no longer holds; it stays in the file.

    Raises:
        Forbidden: the actor is neither the person nor their head.
        AlreadyDone: it was withdrawn.
    """
    _may_speak_for(actor, declaration.account_id)
    locked = ConflictDeclaration.objects.select_for_update().get(pk=declaration.pk)
    if locked.withdrawn_at is not None:
        raise AlreadyDone
    locked.withdrawn_at, locked.withdraw_reason = time.now(), reason_given(reason)
    locked.save(update_fields=["withdrawn_at", "withdraw_reason"])
    record(
        actor=actor,
        action="conflict.withdrawn",
        object_kind=locked.subject_kind,
        object_key=locked.subject_key,
        facts={"account_id": locked.account_id},
    )
    return locked
