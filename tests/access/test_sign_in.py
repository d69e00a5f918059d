"""Signing in through the real pages: password, second factor, lock-out, registration, the end of sessions."""

from __future__ import annotations

import base64
import time as clock
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from tests.factories.access import FROM, PASSWORD, make_account, make_actor, make_office
from zhidun.access import oidc, services
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.access.adapters import OpenIdAdapter
from zhidun.access.errors import StepUpNeeded
from zhidun.access.middleware import ActorMiddleware, actor_of, second_factor_missing
from zhidun.access.models import Account
from zhidun.access.step_up import require_step_up, second_factor_at
from zhidun.kernel import time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_rate_limits")]
SECRET = base64.b32encode(b"zhidun-test-secret").decode()


@pytest.fixture
def own_rate_limits() -> None:
    from django.core.cache import cache

    cache.clear()


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def sign_in(client: Client, username: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/accounts/login/", {"login": username, "password": password})


def officer(username: str = "officer", *, with_totp: bool = True) -> Account:
    account = make_account(username, password=PASSWORD)
    services.appoint(actor=SYSTEM, account=account, office=make_office(), role="enforcement-officer", from_on=FROM)
    if with_totp:
        TOTP.activate(account, SECRET)
    return account


def request_of(client: Client, path: str = "/desk/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.session = client.session
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    request.user = get_user(request)
    return request


def test_staff_sign_in_with_password_and_one_time_code(client: Client) -> None:
    account = officer()
    answer = sign_in(client, "officer")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session

    assert client.post("/accounts/2fa/authenticate/", {"code": code()}).status_code == 302
    request = request_of(client)
    assert actor_of(request).account_id == account.pk
    assert actor_of(request).can("enforcement:case:accept")
    require_step_up(request)


def test_a_wrong_code_does_not_open(client: Client) -> None:
    officer()
    sign_in(client, "officer")
    answer = client.post("/accounts/2fa/authenticate/", {"code": "000000" if code() != "000000" else "000001"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_staff_without_a_second_factor_reach_nothing_but_its_set_up(client: Client) -> None:
    officer(with_totp=False)
    sign_in(client, "officer")
    request = request_of(client)
    assert second_factor_missing(request)
    assert actor_of(request) == ANONYMOUS
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/2fa/?next=%2F"
    inner = ActorMiddleware(lambda _: HttpResponse("in"))
    assert inner(request_of(client, "/desk/x?a=1")).headers["Location"] == "/accounts/2fa/?next=%2Fdesk%2Fx%3Fa%3D1"
    for path in ("/accounts/2fa/", "/static/x.css", "/api/v1/cases"):
        asked = request_of(client, path)
        assert inner(asked).content == b"in"
        assert asked.actor == ANONYMOUS


@override_settings(SECOND_FACTOR_REQUIRED=False)
def test_the_demo_may_switch_the_second_factor_off(client: Client) -> None:
    account = officer(with_totp=False)
    sign_in(client, "officer")
    request = request_of(client)
    assert actor_of(request).account_id == account.pk
    require_step_up(request)
    assert second_factor_at(request) is None


def test_a_weighty_act_needs_a_second_factor_shown_lately(client: Client) -> None:
    officer()
    sign_in(client, "officer")
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    request = request_of(client)
    with time.pinned(datetime.now(UTC) + timedelta(minutes=9)):
        require_step_up(request)
    with time.pinned(datetime.now(UTC) + timedelta(minutes=11)), pytest.raises(StepUpNeeded) as caught:
        require_step_up(request)
    assert caught.value.remedy.zh
    with pytest.raises(StepUpNeeded):
        require_step_up(request_of(Client()))


def answer_text(client: Client, username: str, password: str) -> str:
    answer = sign_in(client, username, password)
    assert answer.status_code == 200
    form = answer.context["form"]
    return str(form.errors)


def test_a_bad_sign_in_says_nothing_about_the_account(client: Client) -> None:
    officer(with_totp=False)
    gone = make_account("gone", password=PASSWORD)
    services.end_account(actor=SYSTEM, account=gone, reason="离职")
    answers = {
        answer_text(client, "nobody", "Falsch-Falsch-12"),
        answer_text(client, "officer", "Falsch-Falsch-12"),
        answer_text(client, "gone", "Falsch-Falsch-12"),
        answer_text(client, "gone", PASSWORD),
    }
    assert len(answers) == 1


@override_settings(AXES_ENABLED=True, ACCOUNT_RATE_LIMITS=False)
def test_guessing_is_locked_out_and_the_right_password_does_not_help_then(client: Client) -> None:
    make_account("citizen1", kind="citizen", password=PASSWORD)
    names = ["citizen1", "CITIZEN1", "Citizen1"]  # capitals give no new guesses
    statuses = [sign_in(client, names[n % 3], f"falsch-{n}").status_code for n in range(9)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    locked = sign_in(client, "citizen1")
    assert locked.status_code == 429
    assert "15 分钟" in locked.content.decode()
    assert "_auth_user_id" not in client.session


def test_sessions_end_with_the_account_and_with_a_sign_out_everywhere(client: Client) -> None:
    account = make_account("citizen2", kind="citizen", password=PASSWORD)
    sign_in(client, "citizen2")
    assert actor_of(request_of(client)).account_id == account.pk
    services.end_sessions(actor=SYSTEM, account=account)
    assert actor_of(request_of(client)) == ANONYMOUS

    sign_in(client, "citizen2")
    assert actor_of(request_of(client)).account_id == account.pk
    services.end_account(actor=SYSTEM, account=account, reason="注销")
    assert actor_of(request_of(client)) == ANONYMOUS


def test_who_registers_becomes_a_citizen_whatever_the_form_says(client: Client) -> None:
    answer = client.post(
        "/accounts/signup/",
        {"username": "newcitizen", "password1": PASSWORD, "password2": PASSWORD, "kind": "staff", "email": ""},
    )
    assert answer.status_code == 302
    account = Account.objects.get(username="newcitizen")
    assert account.kind == "citizen"
    assert not actor_of(request_of(client)).is_staff


@override_settings(CITIZEN_SIGNUP=False)
def test_registration_can_be_closed(client: Client) -> None:
    client.post("/accounts/signup/", {"username": "late", "password1": PASSWORD, "password2": PASSWORD})
    assert not Account.objects.filter(username="late").exists()


def test_an_anonymous_visitor_costs_no_query(client: Client, django_assert_num_queries: object) -> None:
    request = RequestFactory().get("/")
    request.session = client.session
    request.user = get_user(request)
    with django_assert_num_queries(0):  # type: ignore[operator]
        ActorMiddleware(lambda _: HttpResponse("in"))(request)
        assert request.actor == ANONYMOUS  # type: ignore[attr-defined]


def test_the_clock_of_a_session_is_the_time_of_its_last_second_factor(client: Client) -> None:
    officer()
    sign_in(client, "officer")
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    shown_at = second_factor_at(request_of(client))
    assert shown_at is not None
    assert abs(shown_at.timestamp() - clock.time()) < 60


def test_the_identity_provider_is_configured_whole_or_not_at_all(tmp_path: Path) -> None:
    assert oidc.apps({}) == ()
    assert oidc.providers({}) == {}
    with pytest.raises(ValueError, match="ZHIDUN_OIDC_SECRET_FILE"):
        oidc.providers({"ZHIDUN_OIDC_SERVER_URL": "https://id.example", "ZHIDUN_OIDC_CLIENT_ID": "zhidun"})
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n", encoding="utf-8")
    environment = {
        "ZHIDUN_OIDC_SERVER_URL": "https://id.example",
        "ZHIDUN_OIDC_CLIENT_ID": "zhidun",
        "ZHIDUN_OIDC_SECRET_FILE": str(secret),
    }
    assert oidc.apps(environment) == oidc.APPS
    app = oidc.providers(environment)["openid_connect"]["APPS"][0]  # type: ignore[index]
    assert (app["provider_id"], app["secret"]) == ("city", "s3cret")
    assert not OpenIdAdapter.is_open_for_signup(None, None, None)  # type: ignore[arg-type]


def test_an_actor_with_a_post_is_made_for_the_page() -> None:
    assert make_actor("counter-clerk").is_staff
