"""Offices, accounts, posts and actors for tests."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from zhidun.access import services
from zhidun.access.actors import SYSTEM, Actor, actor_for
from zhidun.access.models import Account, Office
from zhidun.kernel.text import t

PASSWORD = "四川-Teppich-Regen-47"
FROM = date(2020, 1, 1)
_numbers = itertools.count(1)


def make_office(
    code: str | None = None,
    *,
    kind: str = "district_bureau",
    parent: Office | None = None,
    fields: Sequence[str] = ("trademark",),
    admin_unit: str = "510107",
    paper_sign: str = "测市监知",
) -> Office:
    """An office; its code is invented when none is given."""
    number = next(_numbers)
    return services.create_office(
        actor=SYSTEM, code=code or f"office-{number}", kind=kind, name=t(f"测试单位{number}", f"Test office {number}"),
        parent=parent, gb_district=admin_unit, admin_unit=admin_unit, fields=fields, paper_sign=paper_sign,
    )  # fmt: skip


def make_account(username: str | None = None, *, kind: str = "staff", password: str | None = None) -> Account:
    """An account without posts."""
    name = username or f"person{next(_numbers)}"
    return services.create_account(
        actor=SYSTEM, username=name, name=t(f"测试{name}", f"Test {name}"), kind=kind, password=password
    )


def make_actor(role: str, office: Office | None = None, *, username: str | None = None) -> Actor:
    """Somebody who holds `role` at `office` since 2020."""
    account = make_account(username)
    services.appoint(actor=SYSTEM, account=account, office=office or make_office(), role=role, from_on=FROM)
    return actor_for(account)


def make_citizen(username: str | None = None) -> Actor:
    """A citizen who signed in."""
    return actor_for(make_account(username, kind="citizen"))


def account_of(actor: Actor) -> Account:
    """The account behind an actor."""
    return Account.objects.get(pk=actor.account_id)
