"""A small city with filings and the people who work on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.factories.access import make_citizen
from tests.factories.api import Caller, by_session, nobody, staff, undone
from tests.factories.intake import city, filed, report_answers
from zhidun.access import selectors
from zhidun.access.models import Office
from zhidun.intake.types import Receipt


@dataclass(frozen=True)
class World:
    """A complaint and a report at the bureau of Wuhou, its people, and somebody from another bureau."""

    office: Office
    officer: Caller
    second: Caller
    head: Caller
    reviewer: Caller
    clerk: Caller
    stranger: Caller
    citizen: Caller
    complaint: Receipt
    report: Receipt

    @property
    def case(self) -> str:
        """Path of the complaint's case."""
        return f"/cases/{self.complaint.number}"


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, made once a module in a transaction that is undone at its end."""
    with django_db_blocker.unblock(), undone():
        yield make_world()
    connection.close()


@pytest.fixture
def db(built: World, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with the world in it; what a test writes is undone (this replaces the plugin's fixture)."""
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture
def world(built: World, db: None) -> World:
    """The world as it was made."""
    return built


@pytest.fixture
def visitor(world: World) -> Caller:
    """Somebody who shows nothing."""
    return nobody()


def make_world() -> World:
    """Build the city, its filings and its people."""
    city()
    office = selectors.office("b510107")
    citizen = make_citizen()
    return World(
        office=office,
        officer=staff("enforcement-officer", office),
        second=staff("enforcement-officer", office),
        head=staff("bureau-head", office),
        reviewer=staff("legal-reviewer", office),
        clerk=staff("counter-clerk", office),
        stranger=staff("enforcement-officer", selectors.office("b510104")),
        citizen=by_session(citizen),
        complaint=filed(actor=citizen),
        report=filed(report_answers()),
    )
