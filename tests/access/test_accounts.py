from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.factories.access import PASSWORD, account_of, make_account, make_actor, make_citizen, make_office
from zhidun.access import selectors, services
from zhidun.access.actors import ANONYMOUS, SYSTEM, actor_for
from zhidun.access.errors import AccountUnknown, AlreadyDone, CodeTaken, OfficeUnknown, OwnApproval
from zhidun.access.models import Account, AuditEntry, Office
from zhidun.kernel.errors import Forbidden, Invalid, SignInNeeded
from zhidun.kernel.text import t

pytestmark = pytest.mark.django_db
NAME = t("王某", "Wang")


def test_capitals_do_not_make_another_user_name() -> None:
    make_account("WangQiang")
    with pytest.raises(CodeTaken) as caught:
        make_account("wangqiang")
    assert caught.value.field == "username"
    assert selectors.account("WANGQIANG").username == "WangQiang"
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(username="wangQIANG")


@pytest.mark.parametrize("username", ["", "ab", "王强", "a b c", "x" * 61, "<script>", "a\x00bc"])
def test_a_user_name_that_does_not_fit_is_refused(username: str) -> None:
    with pytest.raises(Invalid) as caught:
        services.create_account(actor=SYSTEM, username=username, name=NAME, kind="staff")
    assert caught.value.field == "username"
    assert "60" in caught.value.remedy.en


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "too short"), ("password", "too short. The password is too common"), ("newperson-123", "too much like")],
)
def test_a_weak_password_is_refused_in_both_languages(password: str, why: str) -> None:
    refusal = services.password_refusal(password, Account(username="newperson", name_zh="新人"))
    assert refusal is not None
    assert why in refusal.reason.en
    assert "密码" in refusal.reason.zh
    assert "12" in refusal.remedy.zh
    assert services.password_refusal(PASSWORD) is None


def test_only_the_system_administrator_makes_accounts() -> None:
    account = services.create_account(
        actor=make_actor("system-admin"), username="novice", name=NAME, kind="staff", password=PASSWORD
    )
    assert account.check_password(PASSWORD)
    assert AuditEntry.objects.get(action="account.created", object_key=str(account.pk)).facts["kind"] == "staff"
    for actor in (make_actor("security-admin"), make_actor("bureau-head"), make_citizen()):
        with pytest.raises(Forbidden):
            services.create_account(actor=actor, username="other", name=NAME, kind="staff")
    with pytest.raises(SignInNeeded):
        services.create_account(actor=ANONYMOUS, username="other", name=NAME, kind="staff")
    with pytest.raises(Invalid, match="either staff or citizen"):
        services.create_account(actor=SYSTEM, username="other", name=NAME, kind="robot")


def test_ending_an_account_ends_posts_and_sessions() -> None:
    actor = make_actor("enforcement-officer")
    account, administrator = account_of(actor), make_actor("system-admin")
    before = account.get_session_auth_hash()
    services.end_account(actor=administrator, account=account, reason="退休")
    account.refresh_from_db()
    assert not account.is_active
    assert account.get_session_auth_hash() != before
    assert actor_for(account) == ANONYMOUS
    assert not account.posts.filter(revoked_at__isnull=True).exists()
    with pytest.raises(AlreadyDone):
        services.end_account(actor=administrator, account=account, reason="again")


def test_a_new_password_or_a_sign_out_ends_all_sessions() -> None:
    account = make_account(password=PASSWORD)
    hashes = {account.get_session_auth_hash()}
    services.set_password(actor=actor_for(account), account=account, password="Ganz-Anderes-Wort-9")
    hashes.add(account.get_session_auth_hash())
    services.end_sessions(actor=actor_for(account), account=account)
    hashes.add(account.get_session_auth_hash())
    assert len(hashes) == 3
    with pytest.raises(Forbidden):
        services.set_password(actor=make_citizen(), account=account, password="Ganz-Anderes-Wort-9")
    with pytest.raises(Invalid):
        services.set_password(actor=actor_for(account), account=account, password="kurz")
    with pytest.raises(Forbidden):
        services.end_sessions(actor=make_citizen(), account=account)


def test_a_lost_second_factor_is_reset_by_somebody_else() -> None:
    from allauth.mfa.models import Authenticator

    security = make_actor("security-admin")
    account = make_account()
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    assert services.reset_second_factor(actor=security, account=account, reason="手机遗失") == 1
    assert not Authenticator.objects.filter(user=account).exists()
    with pytest.raises(OwnApproval):
        services.reset_second_factor(actor=security, account=account_of(security), reason="x")


def test_offices_are_made_once_with_a_known_kind() -> None:
    office = make_office("510100-X")
    with pytest.raises(CodeTaken):
        make_office("510100-X")
    with pytest.raises(Invalid, match="no kind of office"):
        make_office(kind="castle")
    with pytest.raises(Forbidden):
        services.create_office(actor=make_actor("security-admin"), code="y", kind="court", name=NAME)
    assert selectors.office("510100-X") == office
    with pytest.raises(OfficeUnknown):
        selectors.office("nowhere")
    with pytest.raises(AccountUnknown):
        selectors.account("nobody")
    with pytest.raises(AccountUnknown):
        selectors.account_by_id(0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.filter(pk=office.pk).update(parent=office)


def test_pages_of_accounts_and_posts_are_for_administrators() -> None:
    administrator, auditor = make_actor("system-admin"), make_actor("audit-admin")
    make_account("findme")
    assert [account.username for account in selectors.accounts(actor=administrator, q="INDM")] == ["findme"]
    assert selectors.posts(actor=auditor).count() == 2
    for ask in (selectors.accounts, selectors.posts):
        with pytest.raises(Forbidden):
            ask(actor=make_actor("enforcement-officer"))
