"""What holds for every operation: problems, ids, limits, hostile input, the description."""

from __future__ import annotations

import json

import pytest

from tests.api.conftest import World
from tests.factories.api import V1, Caller
from zhidun.api import auth
from zhidun.api.app import api
from zhidun.api.door import read_json
from zhidun.api.problems import BadRequest, BodyUnfit
from zhidun.kernel.errors import Refusal


def test_every_operation_is_described_once_with_problems() -> None:
    document = api.get_openapi_schema()
    assert document["openapi"].startswith("3.1")
    seen: set[str] = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"] not in seen, path
            seen.add(operation["operationId"])
            for status in (401, 403, 404, 409, 422, 429):
                content = operation["responses"][status]["content"]
                assert list(content) == ["application/problem+json"], (method, path, status)
    assert len(seen) > 80
    assert json.dumps(document)


def test_no_two_shapes_share_a_name() -> None:
    """The description names shapes by class: two of one name would describe each other's operations."""
    found: dict[str, set[str]] = {}
    waiting: list[type] = []
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                waiting += [model for model in operation.models if model]
                waiting += [model for model in operation.response_models.values() if isinstance(model, type)]
    known: set[int] = set()
    while waiting:
        model = waiting.pop()
        if id(model) in known or not hasattr(model, "model_fields"):
            continue
        known.add(id(model))
        if model.__module__.startswith("zhidun"):
            found.setdefault(model.__name__, set()).add(model.__module__)
        for one in model.model_fields.values():
            waiting += [part for part in _parts(one.annotation) if isinstance(part, type)]
    assert len(found) > 60
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def _parts(annotation: object) -> list[object]:
    inner = getattr(annotation, "__args__", ())
    return [annotation, *(part for one in inner for part in _parts(one))]


def test_the_description_and_its_page_are_served(visitor: Caller) -> None:
    described = visitor.get("/api/openapi.json")
    assert described.status == 200
    assert described.json["info"]["title"] == "知盾 Zhidun API"
    page = visitor.get("/api/docs")
    assert page.status == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert b"http" not in page.body.replace(b"http-equiv", b"")


def test_an_address_nobody_has_and_a_method_nobody_takes(visitor: Caller) -> None:
    assert visitor.get("/nothing").code == "not_found"
    assert visitor.get("/api/").code == "not_found"
    refused = visitor.delete("/offices")
    assert (refused.status, refused.code, refused.headers["Allow"]) == (405, "request.method", "GET")


def test_the_callers_request_id_comes_back(visitor: Caller) -> None:
    told = visitor.client.get(f"{V1}/cases", headers={"X-Request-Id": "order-4711-abc"})
    assert told.headers["X-Request-Id"] == "order-4711-abc"
    assert told.json()["instance"] == "order-4711-abc"
    strange = visitor.client.get(f"{V1}/cases", headers={"X-Request-Id": "x\r\ny"})
    assert strange.headers["X-Request-Id"] not in {"", "x\r\ny"}


def test_the_language_of_the_title_follows_the_caller(visitor: Caller) -> None:
    english = visitor.client.get(f"{V1}/cases", headers={"Accept-Language": "en"})
    assert english.json()["title"] == english.json()["reason"]["en"]
    assert visitor.client.get(f"{V1}/cases").json()["title"] == english.json()["reason"]["zh"]


DEEP = b"[" * 100_000 + b"]" * 100_000
HOSTILE = [
    (b"", 422), (b"{", 400), (b"null", 422), (b"[]", 422), (b"\xff\xfe{}", 400), (b'{"facts": NaN}', 400), (DEEP, 400),
    (b'{"facts": ' + b"[" * 60 + b"]" * 60 + b"}", 400), (b'{"facts": "a\\u0000b"}', 422),
    (b'{"facts": "\\ud800"}', 422), (b'{"facts": 1' + b"0" * 400 + b"}", 422),
    (b'{"facts": 1' + b"0" * 9000 + b"}", 400),
    (b'{"a\\u0000": 1}', 422), (b'{"nobody_knows_this": 1}', 422), (b'{"happened_on": "9999-12-31"}', 422),
    (b'{"happened_on": "0001-01-01"}', 422),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_body_is_refused_with_its_reason(visitor: Caller, body: bytes, status: int) -> None:
    refused = visitor.post("/filings/classify", body)
    assert refused.status == status, refused.body
    assert refused.code.startswith("request.")


@pytest.mark.parametrize(
    "path",
    ["/cases/a%00b", "/cases/%ff%fe", f"/cases/{'9' * 5000}", "/papers/1/pdf", "/items/x/custody",
     "/law/calendar/99999",
     f"/law/calendar/{'9' * 500}", "/procedures/%F0%9F%92%A9", "/right-imports/template/%00", "/rights/0"],
)  # fmt: skip
def test_a_hostile_path_is_not_found(world: World, path: str) -> None:
    assert (refused := world.officer.get(path)).status == 404, refused.body
    assert refused.code


@pytest.mark.parametrize(
    "query",
    [{"q": "a\x00b"}, {"cursor": "!!"}, {"cursor": "WzFd"}, {"limit": "9" * 400}, {"limit": 0}, {"due": "later"}],
)  # fmt: skip
def test_a_hostile_query_is_refused(world: World, query: dict[str, object]) -> None:
    refused = world.officer.get("/cases", **query)
    assert 400 <= refused.status < 500, refused.body
    assert refused.code


def test_a_cursor_from_the_end_of_time_is_harmless(world: World) -> None:
    last = "WyI5OTk5LTEyLTMxVDIzOjU5OjU5LTEyOjAwIiwgMV0="
    far = "WyIyMDI2LTAxLTAxIiwgMTAwMDAwMDAwMDAwMDAwMDAwMDAwXQ=="
    assert world.officer.get("/cases", cursor=far).status == 200
    assert world.officer.get("/cases", cursor=last).json == {"cases": [], "next": None}


@pytest.mark.parametrize("body", ['"\\u0000"', '["\\udfff"]', '{"\\u0000": 1}', "9223372036854775808"])
def test_what_no_column_holds_is_named(body: str) -> None:
    with pytest.raises(BodyUnfit):
        read_json(body)
    with pytest.raises(Refusal):
        read_json("[" * 50 + "]" * 50)
    assert read_json('{"a": [1, "文", null, 1.5, true]}') == {"a": [1, "文", None, 1.5, True]}


def test_infinity_is_no_number() -> None:
    with pytest.raises(BadRequest):
        read_json('{"a": Infinity}')


def test_visitors_are_slowed_down_and_told_when_to_come_back(visitor: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "OPEN_CALLS", 3)
    statuses = [visitor.get("/right-kinds").status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = visitor.get("/right-kinds")
    assert 15 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.code == "rate_limited"


def test_sessions_are_slowed_down_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "SESSION_CALLS", 2)
    assert [world.citizen.get("/me").status for _ in range(3)] == [200, 200, 429]


def test_a_session_writes_only_with_the_pages_token(world: World) -> None:
    world.citizen.client.handler.enforce_csrf_checks = True
    assert world.citizen.get("/me").status == 200
    refused = world.citizen.post("/conflicts", {"subject_kind": "case", "subject_key": "x", "reason": "y"})
    assert (refused.status, refused.code) == (403, "page_token_missing")
    open_call = world.citizen.post("/drafts", {"kind": "report"})
    assert open_call.code == "page_token_missing"
