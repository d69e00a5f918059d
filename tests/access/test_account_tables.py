"""User names, passwords, offices, conflicts and reasons: what is taken, what is refused, with which remedy."""

from __future__ import annotations

import pytest

from tests.factories.access import FROM, PASSWORD, account_of, make_account, make_actor, make_citizen, make_office
from zhidun.access import selectors, services
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor, receipt_actor
from zhidun.access.backends import lockout_name
from zhidun.access.errors import AlreadyDone, CodeTaken
from zhidun.access.models import Account, ConflictDeclaration, Office
from zhidun.access.policies import need, reason_given
from zhidun.kernel.errors import Forbidden, Invalid, SignInNeeded
from zhidun.kernel.text import t

NAME = t("王某", "Wang")

USERNAMES = [
    ("abc", "abc"),
    ("x" * 60, "x" * 60),
    ("wang.qiang", "wang.qiang"),
    ("wang_qiang", "wang_qiang"),
    ("wang-qiang", "wang-qiang"),
    ("wang+test", "wang+test"),
    ("wang@example.cn", "wang@example.cn"),
    ("123", "123"),
    ("WangQiang", "WangQiang"),
    (" wang ", "wang"),
    ("\uff57\uff41\uff4e\uff47", "wang"),  # full width
    ("wang\n", "wang"),
]
NO_USERNAMES = [
    "",
    "  ",
    "ab",
    "x" * 61,
    "王强",
    "wang qiang",
    "wang/qiang",
    "wang\\qiang",
    "wang:qiang",
    "wang'or'1",
    'wang"',
    "<b>wang",
    "wang%",
    "wang\x00",
    "wa\u200bng",
    "wa\u202eng",
    "wаng",  # a Cyrillic letter that looks like an a
    "wang\nqiang",
    "ẃang",
    "wang!",
    "../wang",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "kept"), USERNAMES)
def test_user_names_that_are_taken(typed: str, kept: str) -> None:
    account = services.create_account(actor=SYSTEM, username=typed, name=NAME, kind="staff")
    assert account.username == kept
    assert selectors.account(kept.upper()) == account
    with pytest.raises(CodeTaken) as caught:
        services.create_account(actor=SYSTEM, username=kept.swapcase(), name=NAME, kind="citizen")
    assert caught.value.field == "username"
    assert kept.lower() in caught.value.reason.zh.lower()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", NO_USERNAMES)
def test_user_names_that_are_not(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        services.create_account(actor=SYSTEM, username=typed, name=NAME, kind="staff")
    assert caught.value.field == "username"
    assert "3 至 60" in caught.value.remedy.zh and "3 to 60" in caught.value.remedy.en
    assert not Account.objects.exists()


# password, words of the reason in Chinese ("" is good enough)
PASSWORDS = [
    (PASSWORD, ""),
    ("correct horse battery staple", ""),
    ("豆瓣大蒜绣坊锦江春熙路宽窄", ""),
    ("a-long-and-odd-1", ""),
    ("", "过短"),
    ("a", "过短"),
    ("odd-1234-ab", "过短"),  # eleven
    ("123456789012", "全是数字"),
    ("98765432109876543", "全是数字"),
    ("passwordpassword", ""),
    ("password", "常见"),
    ("1234567890", "过短"),
    ("linmeiling-01", "相似"),
    ("linmeiling12", "相似"),
]


@pytest.mark.parametrize(("password", "why"), PASSWORDS)
def test_passwords(password: str, why: str) -> None:
    refusal = services.password_refusal(password, Account(username="linmeiling", name_zh="林美玲"))
    if not why:
        assert refusal is None
        return
    assert refusal is not None
    assert why in refusal.reason.zh
    assert refusal.reason.en.endswith(".")
    assert refusal.field == "password"
    assert "12" in refusal.remedy.zh and "12" in refusal.remedy.en


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("limin", "limin"),
        ("LiMin", "limin"),
        (" limin ", "limin"),
        ("\uff4c\uff49\uff4d\uff49\uff4e", "limin"),
        ("LIMIN\n", "limin"),
        ("", ""),
        ("Straße", "strasse"),
    ],
)
def test_wrong_guesses_count_for_one_name_however_it_is_typed(typed: str, counted: str) -> None:
    from django.test import RequestFactory

    request = RequestFactory().post("/", {"login": typed})
    assert lockout_name(request, {"username": typed}) == counted
    assert lockout_name(request) == counted
    assert lockout_name(RequestFactory().post("/"), None) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Office.Kind.values)
def test_each_kind_of_office_is_made_once(kind: str) -> None:
    office = make_office(f"code-{kind}", kind=kind)
    assert selectors.office(f"code-{kind}") == office
    assert list(selectors.offices(kind=kind)) == [office]
    with pytest.raises(CodeTaken) as caught:
        make_office(f"code-{kind}", kind=kind)
    assert caught.value.field == "code"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", "bureau", "CITY_BUREAU", "市局", "ministry"])
def test_another_kind_is_refused_with_the_choices(kind: str) -> None:
    with pytest.raises(Invalid) as caught:
        make_office(kind=kind)
    assert caught.value.field == "kind"
    assert all(one in caught.value.remedy.en for one in Office.Kind.values)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["party", "case", "right"])
def test_a_conflict_holds_for_its_subject_until_it_is_withdrawn(kind: str) -> None:
    actor = make_actor("enforcement-officer")
    account = account_of(actor)
    facts = {"actor": actor, "account": account, "subject_kind": kind, "subject_key": "42"}
    declared = services.declare_conflict(**facts, reason="亲属关系")
    assert services.declare_conflict(**facts, reason="再次") == declared
    for asked, holds in ((f"{kind}:42", True), (f"{kind}:4", False), ("other:42", False), (kind, False), ("", False)):
        assert selectors.conflicts_of(account.pk, [asked]) is holds
    assert selectors.conflicts_of(account.pk, ["x:1", f"{kind}:42"])
    assert not selectors.conflicts_of(account.pk, [])
    assert not selectors.conflicts_of(account.pk + 1, [f"{kind}:42"])
    assert selectors.declared_subjects(account.pk) == {kind: ["42"]}
    services.withdraw_conflict(actor=actor, declaration=declared, reason="关系已消除")
    assert not selectors.conflicts_of(account.pk, [f"{kind}:42"])
    with pytest.raises(AlreadyDone):
        services.withdraw_conflict(actor=actor, declaration=declared, reason="再次")
    assert services.declare_conflict(**facts, reason="又有") != declared
    assert ConflictDeclaration.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", "person", "Party", "office"])
def test_a_conflict_is_with_a_party_a_case_or_a_right(kind: str) -> None:
    actor = make_actor("mediator")
    with pytest.raises(Invalid) as caught:
        services.declare_conflict(
            actor=actor, account=account_of(actor), subject_kind=kind, subject_key="1", reason="x"
        )
    assert caught.value.field == "subject_kind"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "may"),
    [("bureau-head", True), ("enforcement-officer", False), ("mediator", False), ("system-admin", False)],
)
def test_only_oneself_or_the_head_speaks_of_a_conflict(role: str, *, may: bool) -> None:
    account = make_account()
    facts = {"actor": make_actor(role), "account": account, "subject_kind": "case", "subject_key": "1"}
    if may:
        assert services.declare_conflict(**facts, reason="回避").account == account
        return
    with pytest.raises(Forbidden) as caught:
        services.declare_conflict(**facts, reason="回避")
    assert "本人或其负责人" in caught.value.reason.zh


@pytest.mark.parametrize(
    ("given_reason", "kept"),
    [
        ("x", "x"),
        ("  理由 \n", "理由"),
        ("x" * 2000, "x" * 2000),
        (" " + "x" * 2000 + " ", "x" * 2000),
        ("a\x00b", "ab"),
    ],
)
def test_reasons_that_are_taken(given_reason: str, kept: str) -> None:
    assert reason_given(given_reason) == kept


@pytest.mark.parametrize("given_reason", ["", " ", "\n\t", "\u3000", "\x00", "x" * 2001])
def test_reasons_that_are_not(given_reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        reason_given(given_reason, field="why")
    assert caught.value.field == "why"
    assert "理由" in caught.value.reason.zh


@pytest.mark.parametrize("actor", [ANONYMOUS, receipt_actor("1-2026-000001"), Actor(7, "account:7", NAME, "citizen")])
def test_without_the_power_one_is_told_to_sign_in_or_to_ask(actor: Actor) -> None:
    wanted = SignInNeeded if actor.kind == "anonymous" else Forbidden
    with pytest.raises(wanted) as caught:
        need(actor, "rights:right:edit")
    assert caught.value.remedy.zh
    need(SYSTEM, "rights:right:edit")


@pytest.mark.django_db
def test_a_citizen_holds_no_post_and_no_power() -> None:
    citizen = make_citizen()
    assert citizen.signed_in and not citizen.is_staff
    assert citizen.powers == frozenset()
    with pytest.raises(Invalid) as caught:
        services.appoint(actor=SYSTEM, account=account_of(citizen), office=make_office(), role="mediator", from_on=FROM)
    assert caught.value.field == "account"
