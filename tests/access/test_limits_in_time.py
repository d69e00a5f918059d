"""Calls in time: bursts, the seconds to wait, tokens and posts at the edges of their days; the clock is pinned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.access import account_of, make_account, make_actor, make_office
from zhidun.access import rate_limits, services
from zhidun.access.actors import SYSTEM, actor_for
from zhidun.access.errors import TokenRefused, TooOften
from zhidun.access.models import Account, Office, RateState
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


# limit, in seconds; moments of calls that pass; moment of the call that does not; seconds it is told to wait
BURSTS = [
    (1, 60, [0], 0, 60),
    (1, 60, [0], 59, 1),
    (1, 60, [0, 60], 61, 59),
    (5, 60, [0, 0, 0, 0, 0], 0, 12),
    (5, 60, [0, 0, 0, 0, 0], 11, 1),
    (5, 60, [0, 0, 0, 0, 0, 12], 12, 12),
    (5, 60, [0, 0, 0, 0, 0, 12, 24, 36], 36, 12),
    (5, 60, [0, 0, 0, 0, 0, 60, 60, 60, 60, 60], 60, 12),
    (5, 60, [0, 15, 30, 45, 60, 75, 90], None, 0),  # evenly spread it never ends
    (10, 1, [0] * 10, 0, 1),  # less than a second is told as one
    (3, 3600, [0, 0, 0], 1, 1199),
    (120, 60, [0] * 120, 0, 1),
]


@pytest.mark.parametrize(("limit", "seconds", "passing", "refused", "wait"), BURSTS)
def test_a_burst_passes_then_one_at_a_time(
    limit: int, seconds: int, passing: list[int], refused: int | None, wait: int
) -> None:
    for moment in passing:
        with time.pinned(at(moment)):
            services.hit("a", limit, seconds)
    if refused is None:
        return
    with time.pinned(at(refused)), pytest.raises(TooOften) as caught:
        services.hit("a", limit, seconds)
    assert caught.value.retry_after == wait
    assert f"{wait} 秒" in caught.value.remedy.zh
    assert f"{wait} seconds" in caught.value.remedy.en
    with time.pinned(at(refused + wait)):
        services.hit("a", limit, seconds)


def test_a_refused_call_does_not_make_the_wait_longer() -> None:
    with time.pinned(at(0)):
        services.hit("a", 1, 60)
    for moment in range(1, 60, 7):
        with time.pinned(at(moment)), pytest.raises(TooOften) as caught:
            services.hit("a", 1, 60)
        assert caught.value.retry_after == 60 - moment


def test_keys_count_apart() -> None:
    with time.pinned(NOW):
        for key in ("login:1", "login:2", "Login:1", "login:1 ", ""):
            services.hit(key, 1, 60)
            with pytest.raises(TooOften):
                services.hit(key, 1, 60)
    assert RateState.objects.count() == 5


@pytest.mark.parametrize(("after", "left"), [(0, 2), (29, 2), (31, 1), (61, 0)])
def test_idle_keys_are_swept(after: int, left: int) -> None:
    with time.pinned(NOW):
        services.hit("slow", 1, 60)
        services.hit("quick", 2, 60)
    with time.pinned(at(after)):
        services.sweep()
    assert RateState.objects.count() == left


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 6), st.lists(st.integers(0, 20), min_size=1, max_size=25))
def test_in_any_window_no_more_pass_than_the_limit_and_its_refill(limit: int, gaps: list[int]) -> None:
    RateState.objects.all().delete()
    moment, passed = 0, list[int]()
    for gap in gaps:
        moment += gap
        with time.pinned(at(moment)):
            try:
                services.hit("k", limit, 60)
            except TooOften:
                continue
        passed.append(moment)
    for begin in passed:
        window = [one for one in passed if begin <= one < begin + 60]
        assert len(window) <= 2 * limit
    assert len(passed) <= limit + moment * limit / 60


@pytest.fixture
def officer() -> Account:
    return account_of(make_actor("enforcement-officer"))


def issue(account: Account, expires_at: datetime, *, rate_class: str = "standard") -> str:
    office = Office.objects.get(posts__account=account)
    return services.issue_token(
        actor=SYSTEM, office=office, account=account, name="机器", scopes=["enforcement:case:accept"],
        expires_at=expires_at, rate_class=rate_class,
    ).text  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "opens"),
    [(0, True), (1, True), (3599, True), (3600, False), (3601, False), (10**7, False)],
)
def test_a_token_opens_until_the_moment_it_expires(
    seconds: int,
    *,
    opens: bool,
    officer: Account,
) -> None:
    with time.pinned(NOW):
        text = issue(officer, at(3600))
    with time.pinned(at(seconds)):
        if opens:
            assert services.authenticate_token(text).account_id == officer.pk
            return
        with pytest.raises(TokenRefused) as caught:
            services.authenticate_token(text)
        assert caught.value.reason == TokenRefused.default_reason


@pytest.mark.parametrize(
    ("life", "taken"),
    [
        (timedelta(0), False),
        (timedelta(seconds=-1), False),
        (timedelta(days=-400), False),
        (timedelta(seconds=1), True),
        (timedelta(days=30), True),
        (timedelta(days=366), True),
        (timedelta(days=366, seconds=1), False),
        (timedelta(days=3660), False),
    ],
)
def test_a_token_lives_a_year_at_most(
    life: timedelta,
    *,
    taken: bool,
    officer: Account,
) -> None:
    with time.pinned(NOW):
        if taken:
            assert issue(officer, NOW + life).startswith("zd_")
            return
        with pytest.raises(Invalid) as caught:
            issue(officer, NOW + life)
    assert caught.value.field == "expires_at"


MANGLED = [
    lambda _: "",
    lambda _: " ",
    lambda text: text[:-1],
    lambda text: text + "x",
    lambda text: text.upper(),
    lambda text: text.replace("zd_", "", 1),
    lambda text: text.replace("zd_", "zx_", 1),
    lambda text: text.replace("_", "-", 1),
    lambda text: f"Bearer {text}",
    lambda text: text[:15],
    lambda text: text[:16],
    lambda text: f"zd__{text}",
    lambda text: f"{text}\x00",
    lambda text: f"zd_\x00_{text}",
    lambda _: "zd_%_x",
    lambda _: "zd_' OR 1=1 --_x",
    lambda _: "zd_" + "a" * 10_000 + "_x",
    lambda text: text[::-1],
    lambda text: f"zd_{text[3:15]}_{'A' * 43}",
    lambda text: text.replace(text[16], "é", 1),
]


@pytest.mark.parametrize("mangle", MANGLED, ids=range(len(MANGLED)))
def test_a_token_that_was_changed_opens_nothing(mangle: object, officer: Account) -> None:
    assert callable(mangle)
    text = issue(officer, time.now() + timedelta(days=1))
    with pytest.raises(TokenRefused) as caught:
        services.authenticate_token(mangle(text))
    assert caught.value.status == 401
    assert services.authenticate_token(text).account_id == officer.pk


@pytest.mark.parametrize(("rate_class", "calls"), [("standard", 120), ("partner", 600)])
def test_each_rate_class_has_its_calls_a_minute(rate_class: str, calls: int, officer: Account) -> None:
    text = issue(officer, time.now() + timedelta(days=1), rate_class=rate_class)
    prefix = text.split("_")[1]
    with time.pinned(time.now()):
        for _ in range(calls - 1):
            rate_limits.hit(f"token:{prefix}", calls, 60)
        services.authenticate_token(text)
        with pytest.raises(TooOften):
            services.authenticate_token(text)


# from, to, moment (UTC), counts
DAYS = [
    (date(2026, 5, 4), None, datetime(2026, 5, 3, 15, 59, 59, tzinfo=UTC), False),  # 23:59:59 of the day before
    (date(2026, 5, 4), None, datetime(2026, 5, 3, 16, 0, tzinfo=UTC), True),  # midnight in the city
    (date(2026, 5, 4), date(2026, 5, 4), datetime(2026, 5, 4, 15, 59, 59, tzinfo=UTC), True),  # its only day
    (date(2026, 5, 4), date(2026, 5, 4), datetime(2026, 5, 4, 16, 0, tzinfo=UTC), False),
    (date(2020, 1, 1), date(2026, 5, 3), NOW, False),
    (date(2020, 1, 1), date(2026, 5, 4), NOW, True),
    (date(2020, 1, 1), None, NOW, True),
    (date(2027, 1, 1), None, NOW, False),
]


@pytest.mark.parametrize(("from_on", "to_on", "moment", "counts"), DAYS)
def test_a_post_counts_on_its_days_in_the_city(
    from_on: date,
    to_on: date | None,
    moment: datetime,
    *,
    counts: bool,
) -> None:
    account, office = make_account(), make_office()
    services.appoint(actor=SYSTEM, account=account, office=office, role="notary", from_on=from_on, to_on=to_on)
    with time.pinned(moment):
        actor = actor_for(account)
        assert actor.can("evidence:item:verify", office.pk) is counts
        assert actor.is_staff is counts
        assert actor.office_ids == ({office.pk} if counts else frozenset())


def test_a_clock_set_back_lets_calls_pass_as_on_a_new_day() -> None:
    with time.pinned(at(86_400)):
        for _ in range(5):
            services.hit("set back", 5, 60)
    for _ in range(5):
        with time.pinned(at(0)):
            services.hit("set back", 5, 60)
    with time.pinned(at(0)), pytest.raises(TooOften):
        services.hit("set back", 5, 60)
