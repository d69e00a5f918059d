from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from tests.factories.access import FROM, account_of, make_account, make_actor, make_citizen, make_office
from zhidun.access import selectors, services
from zhidun.access.actors import ANONYMOUS, SYSTEM, actor_for
from zhidun.access.errors import AlreadyDone, OwnApproval, PostEnded, RolesExclude, RoleUnknown
from zhidun.access.models import Post
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, SignInNeeded

pytestmark = pytest.mark.django_db
ADMINISTRATORS = ["system-admin", "security-admin", "audit-admin"]


def test_a_human_grant_counts_only_after_a_second_person_approved_it() -> None:
    maker, approver = make_actor("system-admin"), make_actor("security-admin")
    officer, office = make_account(), make_office()
    post = services.appoint(actor=maker, account=officer, office=office, role="enforcement-officer", from_on=FROM)

    assert not actor_for(officer).can("enforcement:case:accept")
    assert list(selectors.posts(actor=approver, waiting=True)) == [post]

    services.approve_post(actor=approver, post=post)
    assert actor_for(officer).can("enforcement:case:accept", office.pk)
    assert not selectors.posts(actor=approver, waiting=True).exists()


def test_the_maker_the_appointee_and_the_approver_are_three_people() -> None:
    security, other = make_actor("security-admin"), make_actor("security-admin")
    account, office = make_account(), make_office()
    post = services.appoint(actor=security, account=account, office=office, role="mediator", from_on=FROM)
    with pytest.raises(OwnApproval):
        services.approve_post(actor=security, post=post)
    with pytest.raises(OwnApproval):
        services.appoint(actor=security, account=account_of(security), office=office, role="mediator", from_on=FROM)
    own = services.appoint(actor=security, account=account_of(other), office=office, role="court-desk", from_on=FROM)
    with pytest.raises(OwnApproval):
        services.approve_post(actor=other, post=own)


def test_the_database_refuses_an_approval_by_the_maker() -> None:
    post = Post(account=make_account(), office=make_office(), role="mediator", from_on=FROM)
    post.appointed_by = post.approved_by = "account:1"
    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()


@pytest.mark.parametrize("second", ADMINISTRATORS)
@pytest.mark.parametrize("first", ADMINISTRATORS)
def test_nobody_is_two_administrators(first: str, second: str) -> None:
    account = make_account()
    services.appoint(actor=SYSTEM, account=account, office=make_office(), role=first, from_on=FROM)
    with pytest.raises(RolesExclude) as caught:
        services.appoint(actor=SYSTEM, account=account, office=make_office(), role=second, from_on=FROM)
    assert caught.value.remedy.zh
    assert caught.value.remedy.en


@pytest.mark.parametrize(("first", "second"), [("system-admin", "audit-admin"), ("security-admin", "system-admin")])
def test_the_database_refuses_two_administrators_in_one_person(first: str, second: str) -> None:
    account, office = make_account(), make_office()
    services.appoint(actor=SYSTEM, account=account, office=office, role=first, from_on=date(2024, 1, 1))
    stolen = Post(account=account, office=office, role=second, from_on=date(2025, 1, 1), appointed_by="account:9")
    with pytest.raises(IntegrityError, match="post_separate_administrators"), transaction.atomic():
        stolen.save()


def test_a_former_administrator_may_take_another_of_the_three() -> None:
    account, office = make_account(), make_office()
    services.appoint(
        actor=SYSTEM, account=account, office=office, role="system-admin", from_on=FROM, to_on=date(2023, 12, 31)
    )
    services.appoint(actor=SYSTEM, account=account, office=office, role="audit-admin", from_on=date(2024, 1, 1))
    with time.pinned(datetime(2023, 12, 31, 8, tzinfo=UTC)):
        assert actor_for(account).holds("system-admin")
        assert not actor_for(account).holds("audit-admin")
    with time.pinned(datetime(2024, 1, 1, 8, tzinfo=UTC)):
        assert not actor_for(account).holds("system-admin")
        assert actor_for(account).holds("audit-admin")


def test_an_administrator_does_no_case_work() -> None:
    administrator = account_of(make_actor("system-admin"))
    with pytest.raises(RolesExclude, match="System administrator"):
        services.appoint(
            actor=SYSTEM, account=administrator, office=make_office(), role="enforcement-officer", from_on=FROM
        )


def test_what_does_not_fit_is_refused_with_its_reason() -> None:
    office, account = make_office(), make_account()
    with pytest.raises(RoleUnknown, match="no role called"):
        services.appoint(actor=SYSTEM, account=account, office=office, role="emperor", from_on=FROM)
    with pytest.raises(Invalid, match="before the first"):
        services.appoint(
            actor=SYSTEM, account=account, office=office, role="mediator", from_on=FROM, to_on=date(2019, 1, 1)
        )
    with pytest.raises(Invalid, match="citizen"):
        services.appoint(actor=SYSTEM, account=account_of(make_citizen()), office=office, role="mediator", from_on=FROM)
    services.appoint(actor=SYSTEM, account=account, office=office, role="mediator", from_on=FROM)
    with pytest.raises(AlreadyDone):
        services.appoint(actor=SYSTEM, account=account, office=office, role="mediator", from_on=FROM)
    services.end_account(actor=SYSTEM, account=account, reason="离职")
    with pytest.raises(PostEnded):
        services.appoint(actor=SYSTEM, account=account, office=office, role="finance", from_on=FROM)


def test_only_administrators_grant_and_withdraw() -> None:
    officer, office = make_actor("enforcement-officer"), make_office()
    with pytest.raises(Forbidden):
        services.appoint(actor=officer, account=make_account(), office=office, role="mediator", from_on=FROM)
    with pytest.raises(SignInNeeded):
        services.appoint(actor=ANONYMOUS, account=make_account(), office=office, role="mediator", from_on=FROM)
    post = services.appoint(actor=SYSTEM, account=make_account(), office=office, role="mediator", from_on=FROM)
    with pytest.raises(Forbidden):
        services.revoke_post(actor=make_actor("system-admin"), post=post, reason="x")
    with pytest.raises(AlreadyDone):
        services.approve_post(actor=make_actor("security-admin"), post=post)


def test_a_revoked_post_carries_nothing_any_more() -> None:
    actor = make_actor("enforcement-officer")
    post = Post.objects.get(account_id=actor.account_id)
    security = make_actor("security-admin")
    with pytest.raises(Invalid, match="reason"):
        services.revoke_post(actor=security, post=post, reason="  ")
    services.revoke_post(actor=security, post=post, reason="岗位调整")
    assert actor_for(account_of(actor)).powers == frozenset()
    with pytest.raises(AlreadyDone):
        services.revoke_post(actor=security, post=post, reason="again")


def test_posts_are_kept() -> None:
    post = Post.objects.get(account_id=make_actor("mediator").account_id)
    with pytest.raises(TypeError, match="kept"):
        Post.objects.filter(pk=post.pk).delete()
    with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
        post.delete()
