"""Drafts by token: kept as typed, opened, written over, thrown away."""

from __future__ import annotations

import pytest

from tests.api.conftest import World
from tests.factories.api import Caller


def test_a_draft_is_kept_as_typed_and_written_over(visitor: Caller) -> None:
    first = visitor.post("/drafts", {"kind": "report", "answers": {"facts": "只写了一", "x": [1, {"y": None}]}}).json
    assert visitor.post("/drafts/open", {"token": first["token"]}).json["answers"] == first["answers"]
    second = visitor.post("/drafts", {"kind": "report", "answers": {"facts": "写完了"}, "token": first["token"]}).json
    assert second["token"] == first["token"]
    assert visitor.post("/drafts/open", {"token": first["token"]}).json["answers"] == {"facts": "写完了"}


def test_a_draft_thrown_away_is_gone(visitor: Caller) -> None:
    token = visitor.post("/drafts", {"kind": "report"}).json["token"]
    assert visitor.post("/drafts/delete", {"token": token}).status == 204
    assert visitor.post("/drafts/delete", {"token": token}).status == 204
    assert visitor.post("/drafts/open", {"token": token}).code == "intake.draft_gone"
    assert visitor.post("/drafts", {"kind": "report", "token": token}).code == "intake.draft_gone"


def test_drafts_are_listed_for_their_account_only(world: World, visitor: Caller) -> None:
    world.citizen.post("/drafts", {"kind": "rights_complaint", "answers": {"facts": "我的"}})
    world.citizen.post("/drafts", {"kind": "report", "answers": {"anonymous": True}})
    assert [one["answers"] for one in world.citizen.get("/drafts").json] == [{"facts": "我的"}]
    assert world.officer.get("/drafts").json == []
    assert visitor.get("/drafts").code == "sign_in_needed"


@pytest.mark.parametrize("body", [{"kind": "poem"}, {"kind": "report", "token": ""}, {"kind": "report", "more": 1}, {}])
def test_what_is_no_draft(visitor: Caller, body: dict[str, object]) -> None:
    assert visitor.post("/drafts", body).code == "request.unfit"


def test_a_draft_may_not_be_endless(visitor: Caller) -> None:
    refused = visitor.post("/drafts", ('{"kind": "report", "answers": {"facts": "' + "字" * 700_000 + '"}}').encode())
    assert (refused.status, refused.code) == (413, "intake.draft_too_large")
