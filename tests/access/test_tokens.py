from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.factories.access import account_of, make_actor, make_office
from zhidun.access import rate_limits, selectors, services
from zhidun.access.actors import Actor
from zhidun.access.errors import AlreadyDone, PostEnded, TokenRefused, TooOften
from zhidun.access.models import ApiToken, Office, RateState
from zhidun.access.services import IssuedToken
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def issue(officer: Actor, *scopes: str, days: int = 30, rate_class: str = "standard") -> IssuedToken:
    return services.issue_token(
        actor=make_actor("security-admin"), office=Office.objects.get(pk=officer.posts[0].office_id),
        account=account_of(officer), name="接口", scopes=scopes or ("enforcement:case:accept",),
        expires_at=time.now() + timedelta(days=days), rate_class=rate_class,
    )  # fmt: skip


def test_a_token_acts_as_its_account_with_no_more_than_its_scopes() -> None:
    officer = make_actor("enforcement-officer")
    issued = issue(officer, "enforcement:case:accept")
    actor = services.authenticate_token(f"  {issued.text}\n")
    assert actor.account_id == officer.account_id
    assert actor.key == f"token:{issued.token.prefix}"
    assert actor.powers == {"enforcement:case:accept"}
    assert actor.can("enforcement:case:accept", officer.posts[0].office_id)
    assert not actor.can("enforcement:case:refuse")


def test_the_secret_is_nowhere_in_the_row() -> None:
    issued = issue(make_actor("enforcement-officer"))
    secret = issued.text.split("_", 2)[2]
    row = ApiToken.objects.filter(pk=issued.token.pk).values().get()
    assert secret not in str(row)
    assert len(secret) >= 43


@pytest.mark.parametrize("change", ["", "x", "zd_", "zd__", "zd_aaaaaaaaaaaa_bbbb", "\x00", "zd_é_ü", "Bearer x"])
def test_a_wrong_token_says_nothing_more(change: str) -> None:
    issue(make_actor("enforcement-officer"))
    with pytest.raises(TokenRefused) as caught:
        services.authenticate_token(change)
    assert caught.value.status == 401
    assert caught.value.reason == TokenRefused.default_reason


def test_a_changed_secret_an_expired_a_revoked_and_an_ended_one_look_the_same() -> None:
    officers = [make_actor("enforcement-officer") for _ in range(4)]
    changed, expired, revoked, ended = (issue(officer) for officer in officers)
    services.revoke_token(actor=officers[2], token=revoked.token)
    with pytest.raises(AlreadyDone):
        services.revoke_token(actor=officers[2], token=revoked.token)
    services.end_account(actor=make_actor("system-admin"), account=account_of(officers[3]), reason="离职")
    for text in (changed.text[:-1] + "_", revoked.text, ended.text):
        with pytest.raises(TokenRefused):
            services.authenticate_token(text)
    with time.pinned(time.now() + timedelta(days=31)), pytest.raises(TokenRefused):
        services.authenticate_token(expired.text)


def test_a_token_loses_what_its_account_loses() -> None:
    officer = make_actor("enforcement-officer")
    issued = issue(officer)
    account_of(officer).posts.update(revoked_at=time.now())
    assert services.authenticate_token(issued.text).powers == frozenset()


def test_what_a_token_may_not_be() -> None:
    officer, security = make_actor("enforcement-officer"), make_actor("security-admin")
    account, office = account_of(officer), Office.objects.get(pk=officer.posts[0].office_id)

    def ask(**changes: object) -> None:
        facts = {"actor": security, "office": office, "account": account, "name": "n",
                 "scopes": ["enforcement:case:accept"], "expires_at": time.now() + timedelta(days=1)}  # fmt: skip
        services.issue_token(**(facts | changes))  # type: ignore[arg-type]

    with pytest.raises(Invalid, match="does not hold these powers"):
        ask(scopes=["access:post:grant"])
    with pytest.raises(Invalid, match="none chosen"):
        ask(scopes=[])
    with pytest.raises(Invalid, match="does not hold"):
        ask(office=make_office())
    with pytest.raises(Invalid, match="within the next year"):
        ask(expires_at=time.now() - timedelta(seconds=1))
    with pytest.raises(Invalid, match="within the next year"):
        ask(expires_at=time.now() + timedelta(days=400))
    with pytest.raises(Invalid, match="rate class"):
        ask(rate_class="endless")
    with pytest.raises(Forbidden):
        ask(actor=make_actor("system-admin"))
    Office.objects.filter(pk=office.pk).update(active=False)
    office.refresh_from_db()
    with pytest.raises(PostEnded):
        ask()


def test_everybody_sees_and_revokes_their_own_tokens_only() -> None:
    first, second = make_actor("enforcement-officer"), make_actor("enforcement-officer")
    issued = issue(first)
    issue(second)
    assert list(selectors.tokens(actor=first)) == [issued.token]
    assert selectors.tokens(actor=make_actor("security-admin")).count() == 2
    with pytest.raises(Forbidden):
        services.revoke_token(actor=second, token=issued.token)


def test_a_token_is_held_to_its_rate_class() -> None:
    issued = issue(make_actor("enforcement-officer"))
    with time.pinned(NOW + timedelta(days=365)), pytest.raises(TokenRefused):
        services.authenticate_token(issued.text)
    with time.pinned(time.now()):
        for _ in range(120):
            services.authenticate_token(issued.text)
        with pytest.raises(TooOften):
            services.authenticate_token(issued.text)
    assert ApiToken.objects.get(pk=issued.token.pk).last_used_on is not None


def test_a_burst_passes_and_the_next_call_says_when_to_come_back() -> None:
    with time.pinned(NOW):
        for _ in range(5):
            services.hit("login:1", 5, 60)
        with pytest.raises(TooOften) as caught:
            services.hit("login:1", 5, 60)
        assert caught.value.retry_after == 12
        assert caught.value.status == 429
        assert "12" in caught.value.remedy.zh
        services.hit("login:2", 5, 60)
    with time.pinned(NOW + timedelta(seconds=11)), pytest.raises(TooOften):
        services.hit("login:1", 5, 60)
    with time.pinned(NOW + timedelta(seconds=12)):
        services.hit("login:1", 5, 60)
        with pytest.raises(TooOften):
            services.hit("login:1", 5, 60)
    with time.pinned(NOW + timedelta(seconds=200)):
        for _ in range(5):
            services.hit("login:1", 5, 60)


def test_addresses_are_not_kept_in_the_clear_and_idle_keys_are_dropped() -> None:
    with time.pinned(NOW):
        services.hit("login:203.0.113.7", 5, 60)
    assert "203" not in RateState.objects.get().key
    assert RateState.objects.get().key == rate_limits.hashed("login:203.0.113.7")
    with time.pinned(NOW + timedelta(hours=1)):
        assert services.sweep() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_count_together() -> None:
    moment = NOW

    def call(_: int) -> bool:
        try:
            with time.pinned(moment):
                services.hit("burst", 10, 60)
        except TooOften:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        passed = sum(pool.map(call, range(30)))
    assert passed == 10
