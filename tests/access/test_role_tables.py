"""Who may do what: the decisive powers of each role, and which roles one person may hold together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.access import make_account, make_office
from zhidun.access import services
from zhidun.access.actors import SYSTEM, actor_for
from zhidun.access.errors import AlreadyDone, RolesExclude
from zhidun.access.models import ADMINISTRATORS, Account, Office
from zhidun.access.roles import role, roles
from zhidun.kernel.errors import Invalid

D = date
SYS, SEC, AUD = ADMINISTRATORS

# power, the roles that carry it and no others: separation of duties is read here
DECISIVE = [
    ("intake:filing:receive", "counter-clerk enforcement-officer organiser"),
    ("intake:case:triage", "counter-clerk enforcement-officer"),
    ("intake:identity:ask", "enforcement-officer"),  # who asks for a reporter's name …
    ("intake:identity:approve", "bureau-head second-approver"),  # … is never who opens it
    ("enforcement:case:accept", "enforcement-officer"),
    ("enforcement:case:file", "enforcement-officer"),
    ("enforcement:case:investigate", "enforcement-officer"),
    ("enforcement:case:decide", "enforcement-officer"),
    ("enforcement:case:serve", "enforcement-officer"),
    ("enforcement:case:publish", "enforcement-officer"),
    ("enforcement:case:assign", "bureau-head"),
    ("enforcement:case:approve", "bureau-head second-approver"),
    ("enforcement:case:review", "legal-reviewer"),  # who investigates does not review
    ("enforcement:case:reopen", "bureau-head"),
    ("enforcement:case:transfer", "bureau-head enforcement-officer"),
    ("mediation:case:run", "enforcement-officer mediator"),
    ("parties:party:edit", "counter-clerk enforcement-officer"),
    ("parties:party:judge", "bureau-head"),
    ("rights:right:edit", "counter-clerk enforcement-officer"),
    ("rights:right:verify", "enforcement-officer"),
    ("deposit:deposit:receive", "counter-clerk"),
    ("deposit:deposit:view", "bureau-head counter-clerk enforcement-officer"),
    ("deposit:deposit:verify", "counter-clerk enforcement-officer"),
    ("evidence:item:release", "bureau-head"),
    ("evidence:item:verify", "notary"),
    ("experts:opinion:write", "technical-investigator"),
    ("exchange:referral:supervise", "prosecutor"),
    ("exchange:referral:answer", "court-desk police"),
    ("exchange:handover:send", "liaison"),
    ("exhibitions:fair:manage", "organiser"),
    ("rewards:payment:pay", "finance"),
    ("cases:case:unseal", "bureau-head"),
    ("law:rule:confirm", "bureau-head legal-reviewer"),
    ("law:calendar:import", "system-admin"),
    ("system:setting:change", "system-admin"),
    ("system:routing:edit", "system-admin"),
    ("intake:routing:approve", "bureau-head second-approver"),
    ("access:account:manage", "system-admin"),
    ("access:office:manage", "system-admin"),
    ("access:post:grant", "security-admin"),
    ("access:post:withdraw", "security-admin"),
    ("access:token:manage", "security-admin"),
    ("access:factor:reset", "security-admin"),
    ("access:audit:view", "audit-admin"),
    ("access:audit:verify", "audit-admin"),
]


@pytest.mark.parametrize(("power", "holders"), DECISIVE)
def test_a_power_belongs_to_these_roles_alone(power: str, holders: str) -> None:
    assert {key for key, one in roles().items() if power in one.powers} == set(holders.split())


@pytest.mark.parametrize("administrator", ADMINISTRATORS)
def test_administrators_touch_no_case_party_right_or_evidence(administrator: str) -> None:
    scopes = {power.split(":")[0] for power in role(administrator).powers}
    assert scopes <= {"access", "law", "system"}


# who may be what besides: roles that exclude each of the three administrators
WORK = [
    "counter-clerk",
    "enforcement-officer",
    "bureau-head",
    "legal-reviewer",
    "second-approver",
    "mediator",
    "technical-investigator",
    "finance",
    "liaison",
    "leadership",
]
OUTSIDE = ["court-desk", "prosecutor", "police", "organiser", "notary", "arbitration-institution"]


@pytest.mark.parametrize("key", WORK)
def test_who_works_on_cases_is_no_administrator(key: str) -> None:
    assert role(key).excludes == set(ADMINISTRATORS)


@pytest.mark.parametrize("key", OUTSIDE)
def test_outside_bodies_have_no_exclusions_of_ours(key: str) -> None:
    assert role(key).excludes == frozenset()


def test_every_role_is_in_one_of_the_tables() -> None:
    assert set(roles()) == {*WORK, *OUTSIDE, *ADMINISTRATORS}


@pytest.mark.parametrize("key", sorted({*WORK, *OUTSIDE, *ADMINISTRATORS}))
def test_each_role_is_told_in_both_languages_and_by_its_grammar(key: str) -> None:
    one = role(key)
    assert one.title.zh != one.title.en and one.summary.zh != one.summary.en
    assert one.powers
    assert all(len(power.split(":")) == 3 for power in one.powers)
    assert key not in one.excludes
    assert all(key in role(other).excludes for other in one.excludes)


def test_a_role_nobody_knows_names_those_that_exist() -> None:
    with pytest.raises(Invalid) as caught:
        role("emperor")
    assert "emperor" in caught.value.reason.zh
    assert "bureau-head" in caught.value.remedy.en
    assert caught.value.field == "role"


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def account(db: None) -> Account:
    return make_account()


@pytest.mark.parametrize("administrator", ADMINISTRATORS)
@pytest.mark.parametrize("key", [*WORK, *ADMINISTRATORS])
def test_an_administrator_gets_no_second_post_that_is_excluded(
    key: str, administrator: str, account: Account, office: Office
) -> None:
    services.appoint(actor=SYSTEM, account=account, office=office, role=administrator, from_on=D(2024, 1, 1))
    with pytest.raises((RolesExclude, AlreadyDone)) as caught:
        services.appoint(actor=SYSTEM, account=account, office=office, role=key, from_on=D(2024, 1, 1))
    if key != administrator:
        assert isinstance(caught.value, RolesExclude)
        assert role(administrator).title.zh in caught.value.reason.zh
        assert role(key).title.en in caught.value.reason.en
    assert actor_for(account).powers == role(administrator).powers


# first post from, to; second post from, to; refused
SPANS = [
    (D(2024, 1, 1), D(2024, 6, 30), D(2024, 7, 1), None, False),  # one day after the other
    (D(2024, 1, 1), D(2024, 6, 30), D(2024, 6, 30), None, True),  # on the last day
    (D(2024, 1, 1), D(2024, 6, 30), D(2023, 1, 1), D(2023, 12, 31), False),  # ended the day before
    (D(2024, 1, 1), D(2024, 6, 30), D(2023, 1, 1), D(2024, 1, 1), True),  # on the first day
    (D(2024, 1, 1), D(2024, 6, 30), D(2024, 3, 1), D(2024, 3, 1), True),  # a day in the middle
    (D(2024, 1, 1), D(2024, 6, 30), D(2023, 1, 1), None, True),  # around it
    (D(2024, 1, 1), None, D(2023, 1, 1), D(2023, 12, 31), False),
    (D(2024, 1, 1), None, D(2023, 1, 1), D(2024, 1, 1), True),
    (D(2024, 1, 1), None, D(2030, 1, 1), None, True),
    (D(2024, 1, 1), D(2024, 1, 1), D(2024, 1, 2), D(2024, 1, 2), False),
]


@pytest.mark.parametrize(("first_on", "first_to", "second_on", "second_to", "refused"), SPANS)
@pytest.mark.parametrize(("first", "second"), [(SYS, AUD), (SEC, SYS), (SYS, "bureau-head"), ("finance", SEC)])
def test_only_posts_of_one_time_exclude_each_other(
    first: str,
    second: str,
    first_on: date,
    first_to: date | None,
    second_on: date,
    second_to: date | None,
    *,
    refused: bool,
    account: Account,
    office: Office,
) -> None:
    services.appoint(actor=SYSTEM, account=account, office=office, role=first, from_on=first_on, to_on=first_to)
    if refused:
        with pytest.raises(RolesExclude):
            services.appoint(
                actor=SYSTEM, account=account, office=office, role=second, from_on=second_on, to_on=second_to
            )
        return
    post = services.appoint(
        actor=SYSTEM, account=account, office=office, role=second, from_on=second_on, to_on=second_to
    )
    assert post.role == second


def test_a_withdrawn_post_excludes_nothing(account: Account, office: Office) -> None:
    post = services.appoint(actor=SYSTEM, account=account, office=office, role=SYS, from_on=D(2024, 1, 1))
    services.revoke_post(actor=SYSTEM, post=post, reason="调岗")
    services.appoint(actor=SYSTEM, account=account, office=office, role=AUD, from_on=D(2024, 1, 1))
    assert actor_for(account).powers == role(AUD).powers


@pytest.mark.parametrize("days", [1, 30, 366])
def test_a_post_that_would_end_before_it_begins_is_refused(days: int, account: Account, office: Office) -> None:
    begin = D(2024, 1, 1)
    with pytest.raises(Invalid) as caught:
        services.appoint(
            actor=SYSTEM, account=account, office=office, role="notary", from_on=begin,
            to_on=begin - timedelta(days=days),
        )  # fmt: skip
    assert caught.value.field == "to_on"
