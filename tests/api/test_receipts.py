"""What number and secret open: status, messages, evidence, withdrawal, papers; and nothing to those who guess."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.api.conftest import World
from tests.factories.api import Caller, file
from zhidun.cases.models import Case, Message


def key(world: World) -> dict[str, str]:
    """Number and secret of the report."""
    return {"number": world.report.number, "secret": world.report.secret}


def test_the_holder_reads_the_status(world: World, visitor: Caller) -> None:
    told = visitor.post("/receipts/status", key(world)).json
    assert told["number"] == world.report.number
    assert told["words"]["en"]
    assert told["next_words"]["zh"]
    assert told["due_on"]


def test_a_wrong_secret_and_an_unknown_number_look_the_same(world: World, visitor: Caller) -> None:
    wrong = visitor.post("/receipts/status", {**key(world), "secret": "AAAA-BBBB-CCCC"})
    unknown = visitor.post("/receipts/status", {"number": "b510107-2026-000000", "secret": world.report.secret})
    assert wrong.status == unknown.status == 404
    first, second = wrong.json, unknown.json
    first.pop("instance"), second.pop("instance")
    assert first == second


def test_guessing_is_slowed_down(world: World, visitor: Caller) -> None:
    body = {**key(world), "secret": "no"}
    statuses = [visitor.post("/receipts/status", body).status for _ in range(22)]
    assert statuses[:20] == [404] * 20
    assert statuses[-1] == 429


def test_the_holder_writes_and_adds_evidence(world: World, visitor: Caller) -> None:
    taken = visitor.form("/receipts/files", {**key(world), "file": file(b"more\n")})
    assert taken.status == 201, taken.body
    item = taken.json["item"]
    told = visitor.post("/receipts/messages", {**key(world), "body": "车牌是白色的。"})
    assert told.status == 200, told.body
    assert Message.objects.get().body == "车牌是白色的。"
    added = visitor.post("/receipts/evidence", {**key(world), "items": [item], "note": "照片"})
    assert added.status == 200, added.body
    case = Case.objects.get(number=world.report.number)
    assert str(case.evidence.get().item.public_id) == item


def test_somebody_elses_file_is_not_added(world: World, visitor: Caller) -> None:
    item = world.officer.form("/evidence", {"file": file(b"office\n")}).json["item"]
    refused = visitor.post("/receipts/messages", {**key(world), "body": "看", "items": [item]})
    assert 400 <= refused.status < 500
    assert refused.code
    unknown = visitor.post("/receipts/messages", {**key(world), "body": "看", "items": [str(uuid4())]})
    assert unknown.status == 404


def test_the_holder_withdraws_once(world: World, visitor: Caller) -> None:
    done = visitor.post("/receipts/withdraw", {**key(world), "reason": "弄错了"})
    assert done.status == 200, done.body
    assert done.json["closed"] is True
    again = visitor.post("/receipts/withdraw", {**key(world), "reason": "弄错了"})
    assert 400 <= again.status < 500
    assert again.code


@pytest.mark.parametrize("path", ["status", "messages", "evidence", "withdraw", "paper"])
def test_without_the_secret_nothing_opens(world: World, visitor: Caller, path: str) -> None:
    body = {"number": world.complaint.number, "secret": "x"}
    more = {
        "messages": {"body": "a"}, "evidence": {"items": [str(uuid4())]}, "withdraw": {"reason": "a"},
        "paper": {"paper": str(uuid4())},
    }  # fmt: skip
    refused = visitor.post(f"/receipts/{path}", {**body, **more.get(path, {})})
    assert refused.status == 404, refused.body


def test_a_file_needs_the_secret(world: World, visitor: Caller) -> None:
    refused = visitor.form("/receipts/files", {"number": world.report.number, "secret": "x", "file": file()})
    assert refused.status == 404


def test_a_paper_that_is_not_the_holders(world: World, visitor: Caller) -> None:
    assert visitor.post("/receipts/paper", {**key(world), "paper": str(uuid4())}).code == "not_found"
