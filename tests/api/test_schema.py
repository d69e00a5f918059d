"""The description holds: whatever fits it (or nearly) is answered as described, never with a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import World
from tests.factories.api import Caller, nobody, undone
from zhidun.access import tokens
from zhidun.api import auth
from zhidun.api.app import api
from zhidun.cases.models import Case
from zhidun.intake import receipt
from zhidun.site.wsgi import application

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SAMPLES = {"officer": 5, "citizen": 3, "anonymous": 3}
"""Requests that fit, and as many that do not, for each operation in each run."""
LONG = 10_000
"""Requests each role sends in the long run."""
OPERATIONS = sorted(one["operationId"] for path in api.get_openapi_schema()["paths"].values() for one in path.values())
PARTS = [OPERATIONS[number::6] for number in range(6)]


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits have tests of their own; here they would hide the answers."""
    many = 10**6
    monkeypatch.setattr(auth, "OPEN_CALLS", many)
    monkeypatch.setattr(auth, "SESSION_CALLS", many)
    monkeypatch.setattr(receipt, "TRIES", many)
    monkeypatch.setattr(tokens, "PER_MINUTE", dict.fromkeys(tokens.PER_MINUTE, many))


@pytest.fixture
def described(world: World) -> Iterator[Any]:
    """The description as it is served, with the application behind it, in the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", app=application, headers={"Host": "localhost"})
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def headers_of(caller: Caller) -> dict[str, str]:
    """What a caller shows; a session shows its page's token too."""
    found = {"Host": "localhost", "Accept-Language": "en"}
    if caller.token:
        found["Authorization"] = f"Bearer {caller.token}"
    session = caller.client.cookies.get("sessionid")
    if session is not None:
        mark = "a" * 32
        found |= {"Cookie": f"sessionid={session.value}; csrftoken={mark}", "X-CSRFToken": mark}
        found["Origin"] = "http://localhost"
    return found


def real_keys(world: World) -> dict[str, str]:
    """Path parameters that lead somewhere: every second request uses them."""
    case = Case.objects.get(number=world.complaint.number)
    right = case.rights.get().right
    return {
        "number": case.number, "right": str(right.public_id), "name": "report", "kind": "trademark",
        "rule": "samr.case.verify.15wd", "year": "2026",
    }  # fmt: skip


def play(described: Any, caller: Caller, names: list[str], samples: int, keys: dict[str, str]) -> int:
    """Send generated requests to operations and return how many; the first that does not conform is told."""
    headers, sent = headers_of(caller), 0
    for result in described.get_all_operations():
        operation = result.ok()
        if operation.definition.raw["operationId"] not in names:
            continue
        for mode in schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE:

            @settings(
                max_examples=samples, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def one(case: Any) -> None:
                nonlocal sent
                sent += 1
                if sent % 2:
                    case.path_parameters = {
                        name: keys.get(name, value) for name, value in (case.path_parameters or {}).items()
                    }
                with undone():
                    case.call_and_validate(headers=headers, checks=CHECKS)

            try:
                one()
            except Unsatisfiable:  # an operation without input has nothing unfitting
                continue
    return sent


def roles(world: World) -> dict[str, Caller]:
    """Who asks."""
    return {"anonymous": nobody(), "officer": world.officer, "citizen": world.citizen}


@pytest.mark.parametrize("part", range(len(PARTS)))
@pytest.mark.parametrize("role", list(SAMPLES))
def test_answers_are_as_described(world: World, described: Any, role: str, part: int) -> None:
    assert play(described, roles(world)[role], PARTS[part], SAMPLES[role], real_keys(world)) > len(PARTS[part])


@pytest.mark.soak
@pytest.mark.parametrize("role", list(SAMPLES))
def test_ten_thousand_answers_are_as_described(world: World, described: Any, role: str) -> None:
    samples = LONG // (2 * len(OPERATIONS)) + 8
    assert play(described, roles(world)[role], OPERATIONS, samples, real_keys(world)) >= LONG
