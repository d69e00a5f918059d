"""Who may use a geographical indication on a day: kinds, bases, spans of days, statuses, and codes from a package."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.access import make_actor, make_citizen
from tests.factories.rights import gi_facts, make_right
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.rights import selectors, services
from zhidun.rights.errors import FieldUnfit, NotAnOfficer, NumberDoesNotFit, RightKnown
from zhidun.rights.gi_users import BASES
from zhidun.rights.kinds import kinds
from zhidun.rights.models import GiUser, Right
from zhidun.rights.types import RightFacts

pytestmark = pytest.mark.django_db
D = date
BEGIN = date(2020, 1, 1)
CODE, OTHER = "91510100633142770A", "91510000709151981F"


@pytest.fixture
def right() -> Right:
    return make_right(facts=gi_facts(title="郫县豆瓣"))


def add(right: Right, uscc: str = CODE, *, basis: str = "announced", from_on: date = BEGIN) -> GiUser:
    return services.add_gi_user(actor=SYSTEM, right=right, uscc=uscc, name="某厂", basis=basis, from_on=from_on)


# first day, last day, the day asked about, may use
SPANS = [
    (D(2020, 1, 1), None, D(2019, 12, 31), False),
    (D(2020, 1, 1), None, D(2020, 1, 1), True),
    (D(2020, 1, 1), None, D(2099, 12, 31), True),
    (D(2020, 1, 1), D(2025, 12, 31), D(2019, 12, 31), False),
    (D(2020, 1, 1), D(2025, 12, 31), D(2020, 1, 1), True),
    (D(2020, 1, 1), D(2025, 12, 31), D(2023, 6, 1), True),
    (D(2020, 1, 1), D(2025, 12, 31), D(2025, 12, 31), True),  # the last day
    (D(2020, 1, 1), D(2025, 12, 31), D(2026, 1, 1), False),
    (D(2020, 2, 29), D(2020, 2, 29), D(2020, 2, 29), True),  # one day
    (D(2020, 2, 29), D(2020, 2, 29), D(2020, 3, 1), False),
]


@pytest.mark.parametrize(("from_on", "to_on", "on", "may"), SPANS)
def test_a_use_is_lawful_on_its_days(
    from_on: date,
    to_on: date | None,
    on: date,
    *,
    may: bool,
    right: Right,
) -> None:
    user = add(right, from_on=from_on)
    if to_on is not None:
        services.end_gi_user(actor=SYSTEM, user=user, to_on=to_on, reason="许可期满")
    (answer,) = selectors.gi_user(uscc=CODE, right=right, on=on)
    assert (answer.authorised, answer.name, answer.right_title) == (may, "某厂", "郫县豆瓣")
    assert [one.uscc for one in selectors.gi_users(right, on=on)] == ([CODE] if may else [])
    if may:
        assert answer.reason == BASES["announced"]
    else:
        assert str(from_on) in answer.reason.zh and str(to_on or "now") in answer.reason.en


# code as it stands on the package, reason in Chinese, reason in English
FORGED = [
    ("91510100633142770B", "应为“A”", "expected “A”"),
    ("91510100633142771A", "应为“D”", "expected “D”"),
    ("9151010063314277A", "填写了17位", "17 were entered"),
    ("9151O100633142770A", "不会出现“O”", "never occurs"),
    ("915101006331427 7OA", "不会出现“O”", "never occurs"),
    ("91A10100633142770A", "行政区划码", "must be digits"),
    ("", "填写了0位", "0 were entered"),
    ("AGI2012-02-869", "填写了12位", "12 were entered"),
]


@pytest.mark.parametrize(("code", "zh", "en"), FORGED)
def test_a_forged_code_on_a_package_is_told_at_once(code: str, zh: str, en: str, right: Right) -> None:
    add(right)
    for ask in (
        lambda: selectors.gi_user(uscc=code, right=right),
        lambda: selectors.gi_user(uscc=code),
        lambda: add(right, code),
    ):
        with pytest.raises(NumberDoesNotFit) as caught:
            ask()
        assert caught.value.field == "uscc"
        assert zh in caught.value.reason.zh
        assert en in caught.value.reason.en
        assert caught.value.remedy.zh


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), f" {CODE} ", "9151 0100 6331 42770A", "".join(chr(ord(c) + 0xFEE0) for c in CODE)]
)
def test_a_right_code_is_read_however_it_is_typed(typed: str, right: Right) -> None:
    add(right, typed)
    (answer,) = selectors.gi_user(uscc=typed, right=right)
    assert (answer.authorised, answer.uscc) == (True, CODE)


def test_a_right_code_of_somebody_else_is_not_on_the_list(right: Right) -> None:
    add(right)
    for asked in (right, None):
        (answer,) = selectors.gi_user(uscc=OTHER, right=asked)
        assert not answer.authorised
        assert answer.uscc == OTHER and answer.name == ""
        assert "名单中没有" in answer.reason.zh and "not on the list" in answer.reason.en


# status of the indication, protected
STATUSES = [
    ("approved", True),
    ("accepted", False),
    ("published_for_objection", False),
    ("revoked", False),
]


@pytest.mark.parametrize(("status", "protected"), STATUSES)
def test_without_protection_nobody_is_a_lawful_user(status: str, *, protected: bool, right: Right) -> None:
    add(right)
    services.change_status(actor=SYSTEM, right=right, status=status, effective_on=D(2026, 1, 1), reason="公告")
    (answer,) = selectors.gi_user(uscc=CODE, right=right)
    assert answer.authorised is protected
    assert ("不受保护" in answer.reason.zh) != protected


@pytest.mark.parametrize("key", sorted(kinds()))
def test_only_indications_have_a_list_of_users(key: str) -> None:
    users = {"gi_product", "gi_mark", "gi_agricultural"}
    assert kinds()[key].lawful_users == (key in users)
    if key == "trade_secret":
        return
    details = {"sports_event": {"event": "e"}, "time_honoured_brand": {"city": "成都"}}.get(key, {})
    facts = RightFacts(kind=key, title="甲", number_known=False, details=details)
    right = services.register_right(actor=SYSTEM, facts=facts)
    if key in users:
        assert add(right).right == right
        return
    with pytest.raises(FieldUnfit) as caught:
        add(right)
    assert caught.value.field == "right"
    assert "地理标志" in caught.value.reason.zh


@pytest.mark.parametrize("basis", sorted(BASES))
def test_each_basis_is_told_in_the_answer(basis: str, right: Right) -> None:
    add(right, basis=basis)
    (answer,) = selectors.gi_user(uscc=CODE, right=right)
    assert (answer.basis, answer.reason) == (basis, BASES[basis])
    assert answer.reason.zh != answer.reason.en


@pytest.mark.parametrize("basis", ["", "friend", "Announced", "公告核准的生产者"])
def test_another_basis_is_refused_with_the_choices(basis: str, right: Right) -> None:
    with pytest.raises(FieldUnfit) as caught:
        add(right, basis=basis)
    assert caught.value.field == "basis"
    assert all(key in caught.value.remedy.en and key in caught.value.remedy.zh for key in BASES)


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_a_user_has_a_name(name: str, right: Right) -> None:
    with pytest.raises(FieldUnfit) as caught:
        services.add_gi_user(actor=SYSTEM, right=right, uscc=CODE, name=name, basis="announced", from_on=D(2020, 1, 1))
    assert caught.value.field == "name"


def test_a_user_is_on_the_list_once_at_a_time_and_may_come_back(right: Right) -> None:
    first = add(right)
    with pytest.raises(RightKnown) as caught:
        add(right, CODE.lower())
    assert "已在名单中" in caught.value.reason.zh
    services.end_gi_user(actor=SYSTEM, user=first, to_on=D(2022, 12, 31), reason="到期")
    add(right, basis="licensee", from_on=D(2024, 1, 1))
    asked = {
        on: selectors.gi_user(uscc=CODE, right=right, on=on) for on in (D(2022, 1, 1), D(2023, 6, 1), D(2024, 6, 1))
    }
    assert [any(one.authorised for one in answers) for answers in asked.values()] == [True, False, True]
    assert add(right, OTHER).pk != first.pk


@pytest.mark.parametrize(
    ("to_on", "reason", "taken"),
    [
        (D(2020, 1, 1), "r", True),  # the first day is the last too
        (D(2019, 12, 31), "r", False),
        (D(2025, 1, 1), "", False),
        (D(2025, 1, 1), " ", False),
        (D(2025, 1, 1), "r" * 400, True),
    ],
)
def test_a_use_ends_with_a_reason_and_not_before_it_began(
    to_on: date,
    reason: str,
    *,
    taken: bool,
    right: Right,
) -> None:
    user = add(right)
    if taken:
        ended = services.end_gi_user(actor=SYSTEM, user=user, to_on=to_on, reason=reason)
        assert (ended.to_on, ended.end_reason) == (to_on, reason[:300])
        return
    with pytest.raises(FieldUnfit) as caught:
        services.end_gi_user(actor=SYSTEM, user=user, to_on=to_on, reason=reason)
    assert caught.value.field == "to_on"
    user.refresh_from_db()
    assert user.to_on is None


@pytest.mark.parametrize("role", ["mediator", "legal-reviewer", "bureau-head", "system-admin", "organiser"])
def test_only_who_keeps_the_registry_keeps_the_list(role: str, right: Right) -> None:
    user = add(right)
    for actor in (make_actor(role), make_citizen(), ANONYMOUS):
        with pytest.raises(NotAnOfficer):
            services.add_gi_user(
                actor=actor, right=right, uscc=OTHER, name="x", basis="announced", from_on=D(2020, 1, 1)
            )
        with pytest.raises(NotAnOfficer):
            services.end_gi_user(actor=actor, user=user, to_on=D(2026, 1, 1), reason="x")
    assert GiUser.objects.filter(right=right).count() == 1


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("郫县豆瓣", True),
        ("豆瓣", True),
        ("瓣", True),
        ("pixian", True),
        ("pixiandouban", True),
        ("pxdb", True),
        ("PXDB", True),
        ("ＰＸＤＢ", True),
        ("db", False),  # two letters are found at the beginning of a word only
        ("px", True),
        ("dou ban", True),
        ("ban dou", True),  # words in any order
        ("豆瓣 douban", True),
        ("郫都", False),
        ("大蒜", False),
        ("xyz", False),
        ("!!!", False),
        ("\x00", False),
        ("%", False),
        ("'; DROP TABLE rights_right; --", False),
    ],
)
def test_an_indication_is_found_by_its_sound(query: str, *, hit: bool, right: Right) -> None:
    assert (right in selectors.search(SYSTEM, query)) is hit


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("新都柚", "xindu"),
        ("新都柚", "xdy"),
        ("郫都豆瓣", "pidu"),
        ("都江堰猕猴桃", "dujiangyan"),
        ("成都市花", "chengdu"),
        ("乐山香肠", "leshan"),
    ],
)
def test_places_are_found_as_they_are_spoken_here(title: str, query: str) -> None:
    right = make_right(facts=gi_facts(title=title))
    assert right in selectors.search(SYSTEM, query)
