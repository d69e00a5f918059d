"""The permission matrix, expanded: every endpoint, every role, every relation; nothing without a row."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import URLPattern, get_resolver
from pytest_django import DjangoDbBlocker

from tests.factories.access import account_of
from tests.factories.api import undone
from tests.matrix import calls, world
from tests.matrix.calls import Call
from tests.matrix.world import CASE_RELATIONS, TITLE, World
from zhidun.access import roles
from zhidun.api import auth
from zhidun.api.app import api
from zhidun.intake import receipt

MATRIX: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text(encoding="utf-8"))
MOST_ROWS = 600


@dataclass(frozen=True)
class Cell:
    """One question: may this role, in this relation, use this endpoint?"""

    group: str
    endpoint: str
    role: str
    relation: str
    answer: str


def everybody() -> list[str]:
    """Every role of the packs, the citizen and the visitor."""
    return [*roles.roles(), "citizen", "anonymous"]


def members(written: object) -> list[str]:
    """Names of a row, sets opened."""
    if isinstance(written, list):
        return [name for one in written for name in members(one)]
    name = str(written)
    if name == "all":
        return list(CASE_RELATIONS)
    return members(MATRIX["sets"][name]) if name in MATRIX["sets"] else [name]


def endpoints(group: dict[str, Any]) -> list[str]:
    """Operations of the API by id, pages by `face:name`."""
    return [*group.get("operations", []), *(f"{group['of']}:{page}" for page in group.get("pages", []))]


@cache
def answers(name: str) -> dict[tuple[str, str], str]:
    """The answer of a group for each role and relation; a doubled or a missing one is a fault of the table."""
    group = MATRIX["groups"][name]
    found: dict[tuple[str, str], str] = {}
    for people, relations, answer in group["rows"]:
        for cell in itertools.product(members(people), members(relations)):
            assert cell not in found, f"{name}: {cell} has two rows"
            found[cell] = str(answer)
    if group.get("relations", True):
        wanted = set(itertools.product((one for one in everybody() if one != "anonymous"), CASE_RELATIONS))
        wanted.add(("anonymous", "anonymous"))
    else:
        wanted = {(one, "any") for one in everybody()}
    assert set(found) == wanted, f"{name}: {sorted(set(found) ^ wanted)[:9]}"
    return found


def cells(*, whole: bool) -> Iterator[Cell]:
    """All cells; or a fixed sample: each role × relation of a group once, its endpoints taking turns.

    Officer, head and citizen meet every relation, the other roles one in each group, not always the same.
    """
    fully = {"enforcement-officer", "bureau-head", "citizen"}
    for shift, (name, group) in enumerate(MATRIX["groups"].items()):
        listed = endpoints(group)
        for number, ((role, relation), answer) in enumerate(sorted(answers(name).items())):
            for place, endpoint in enumerate(listed):
                turn = place == number % len(listed)
                plain = role in {"anonymous", "citizen", "enforcement-officer"} and relation in {
                    "own",
                    "any",
                    "anonymous",
                }
                met = role in fully or relation in {"any", "anonymous"} or (number + number // 7 + shift) % 7 == 0
                if whole or (turn and met) or plain:
                    yield Cell(name, endpoint, role, relation, answer)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, dict[str, Client]]]:
    """The world, and everybody signed in; undone at the end."""
    limits = pytest.MonkeyPatch()
    limits.setattr(auth, "OPEN_CALLS", 10**6)
    limits.setattr(auth, "SESSION_CALLS", 10**6)
    limits.setattr(receipt, "TRIES", 10**6)
    with django_db_blocker.unblock(), undone(), override_settings(SECOND_FACTOR_REQUIRED=False):
        made = world.build()
        clients = {"anonymous": Client(raise_request_exception=False)}
        for role, actor in made.actors.items():
            clients[role] = Client(raise_request_exception=False)
            clients[role].force_login(account_of(actor), backend="zhidun.access.backends.PasswordBackend")
        yield made, clients
    limits.undo()
    connection.close()


@pytest.fixture
def db(built: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with the world in it."""
    with django_db_blocker.unblock():
        yield


def ask(client: Client, call: Call) -> tuple[int, str]:
    """Send a request, undo what it did, and return status and body; a page that sends to sign-in is a 401."""
    words: dict[str, Any] = {}
    shown = client.cookies.copy()
    if call.body is not None:
        words = {"data": json.dumps(call.body), "content_type": "application/json"}
    elif call.form is not None:
        words = {"data": call.form}
    with undone():
        found = getattr(client, call.method)(call.path, **words)
        body = b"".join(found.streaming_content) if found.streaming else found.content
    client.cookies = shown  # the quick exit takes them away
    status = found.status_code
    if status == 302 and found.headers["Location"].startswith("/accounts/login/"):
        status = 401
    return status, body.decode("utf-8", "replace")


def judge(cell: Cell, call: Call, status: int, body: str) -> str:
    """Return what is wrong with an answer, or nothing."""
    allowed = 200 <= status < 400 or status in call.good
    told = "allowed" if allowed else str(status)
    if told != cell.answer:
        return f"{cell.group}: {cell.endpoint} by {cell.role} in {cell.relation}: {told}, expected {cell.answer}"
    if status in {401, 404} and f"{TITLE} {cell.relation}" in body:
        return f"{cell.endpoint} by {cell.role} in {cell.relation}: the refusal says the title of the case"
    return ""


def call_of(cell: Cell, made: World) -> Call:
    """The request of a cell."""
    place = made.places[cell.relation if cell.relation in made.places else "own"]
    if ":" in cell.endpoint:
        return calls.page(cell.endpoint, made, place)
    return calls.operation(cell.endpoint, made, place, cell.role)


def run(built: tuple[World, dict[str, Client]], *, whole: bool) -> None:
    """Ask every cell and report all that differ."""
    made, clients = built
    wrong, asked = [], 0
    for cell in cells(whole=whole):
        call = call_of(cell, made)
        status, body = ask(clients[cell.role], call)
        asked += 1
        if fault := judge(cell, call, status, body):
            wrong.append(fault)
    assert not wrong, f"{len(wrong)} of {asked}:\n" + "\n".join(wrong[:60])


def pages_of(face: str) -> set[str]:
    """Every named page of a face."""
    resolver = get_resolver(f"zhidun.{face}.urls")
    return {f"{face}:{one.name}" for one in resolver.url_patterns if isinstance(one, URLPattern)}


def test_no_endpoint_without_a_row_and_no_row_without_an_endpoint() -> None:
    operations = {one["operationId"] for path in api.get_openapi_schema()["paths"].values() for one in path.values()}
    listed = [one for group in MATRIX["groups"].values() for one in endpoints(group)]
    doubled = {one for one in listed if listed.count(one) > 1}
    assert not doubled
    assert set(listed) == operations | pages_of("portal") | pages_of("desk")


def test_the_table_is_whole_and_small() -> None:
    for name in MATRIX["groups"]:
        answers(name)
    assert sum(len(group["rows"]) for group in MATRIX["groups"].values()) <= MOST_ROWS
    assert len(everybody()) >= 20
    assert len(CASE_RELATIONS) + 1 == 8


def test_every_role_and_relation_gets_its_answer(db: None, built: tuple[World, dict[str, Client]]) -> None:
    run(built, whole=False)


@pytest.mark.soak
def test_every_endpoint_for_every_role_and_relation(db: None, built: tuple[World, dict[str, Client]]) -> None:
    run(built, whole=True)


@pytest.mark.parametrize("relation", ["district", "city", "conflicted", "reported"])
def test_forbidden_reads_exactly_like_unknown(db: None, built: tuple[World, dict[str, Client]], relation: str) -> None:
    """Every address of a case answers for somebody else's case what it answers for none."""
    made, clients = built
    number = made.places[relation].case.number
    unknown = number[:-6] + "000000"
    for path in ("", "/steps", "/messages", "/file", "/staff", "/filing"):
        for role in ("enforcement-officer", "citizen"):
            bodies = []
            for one in (number, unknown):
                found = clients[role].get(f"/api/v1/cases/{one}{path}")
                assert found.status_code == 404
                assert number not in found.content.decode()
                told = found.json()
                told.pop("instance")
                bodies.append(told)
            assert bodies[0] == bodies[1]


def test_no_list_and_no_search_says_what_the_caller_may_not_see(
    db: None, built: tuple[World, dict[str, Client]]
) -> None:
    made, clients = built
    hidden = [made.places[one].case.number for one in ("district", "city", "sealed", "conflicted", "reported")]
    for path in (
        "/api/v1/cases?limit=100",
        f"/api/v1/cases?q={TITLE}",
        f"/desk/search?q={TITLE}",
        "/desk/",
        "/desk/cases",
    ):
        body = clients["enforcement-officer"].get(path).content.decode()
        assert not [number for number in hidden if number in body], path
        assert made.places["own"].case.number in body, path
    mine = clients["citizen"].get("/mine").content.decode()
    assert made.places["own"].case.number in mine
    assert not [number for number in [*hidden, made.partner] if number in mine]
