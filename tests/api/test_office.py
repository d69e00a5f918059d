"""Beside cases: who am I, tokens, audit trail, tasks, notices, visitors, parties, offices, procedures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api.conftest import World
from tests.factories.access import account_of, make_account, make_actor
from tests.factories.api import Caller, by_token, staff
from zhidun.access import services
from zhidun.access.actors import SYSTEM
from zhidun.access.models import ApiToken
from zhidun.kernel import time


def test_who_am_i(world: World, visitor: Caller) -> None:
    told = world.officer.get("/me").json
    assert (told["kind"], told["posts"][0]["office"], told["posts"][0]["role"]) == (
        "staff",
        "b510107",
        "enforcement-officer",
    )
    assert "enforcement:case:verify" in told["posts"][0]["powers"]
    assert world.citizen.get("/me").json["posts"] == []
    assert visitor.get("/me").code == "sign_in_needed"


@pytest.mark.parametrize("text", ["zd_x", "zd_aaaaaaaaaaaa_bbbb", "", "x" * 10_000, "zd_\x00_y", "zd_文_y"])
def test_a_token_that_is_none_opens_nothing(world: World, text: str) -> None:
    broken = Caller(client=world.stranger.client, token=text or " ")
    for path in ("/me", "/offices"):
        refused = broken.get(path)
        if text or path == "/me":
            assert refused.status == 401, refused.body
            assert refused.code in {"access.token_refused", "sign_in_needed"}


def test_a_token_ends_by_time_by_revocation_and_with_its_account(world: World) -> None:
    actor = make_actor("enforcement-officer", world.office)
    callers = [by_token(actor, world.office) for _ in range(3)]
    assert [one.get("/me").status for one in callers] == [200, 200, 200]
    prefixes = [one.token.split("_")[1] for one in callers]
    ApiToken.objects.filter(prefix=prefixes[0]).update(expires_at=time.now() - timedelta(seconds=1))
    assert callers[0].get("/me").code == "access.token_refused"
    assert callers[1].delete(f"/tokens/{prefixes[1]}").status == 204
    assert callers[1].get("/me").code == "access.token_refused"
    services.end_account(actor=SYSTEM, account=account_of(actor), reason="离职")
    assert callers[2].get("/me").code == "access.token_refused"


def token_body(actor_name: str, **changes: object) -> dict[str, object]:
    """A token to issue."""
    until = (time.now() + timedelta(days=9)).isoformat()
    return {
        "office": "b510107", "username": actor_name, "name": "对接", "scopes": ["cases:case:view"], "expires_at": until,
        **changes,
    }  # fmt: skip


def test_tokens_are_issued_by_the_security_administrator(world: World) -> None:
    administrator = staff("security-admin", world.office)
    assert world.officer.actor is not None
    name = world.officer.actor.username
    made = administrator.post("/tokens", token_body(name))
    assert made.status == 201, made.body
    assert Caller(token=made.json["token"]).get("/cases").status == 200
    assert "token" not in administrator.get("/tokens").json[0]
    assert world.officer.post("/tokens", token_body(name)).status == 403
    assert world.officer.post("/tokens", token_body("nobody")).json["code"] == "forbidden"
    assert {one["username"] for one in world.officer.get("/tokens").json} == {name}
    for wrong in ({"scopes": ["access:token:manage"]}, {"expires_at": "2026-01-01T00:00:00"}, {"rate_class": "gold"}):
        assert administrator.post("/tokens", token_body(name, **wrong)).status == 422
    assert administrator.post("/tokens", token_body(name, expires_at="9999-12-31T23:59:59Z")).status == 422
    assert administrator.delete(f"/tokens/{made.json['prefix']}").status == 204
    assert administrator.delete("/tokens/none").code == "not_found"
    assert world.stranger.delete(f"/tokens/{made.json['prefix']}").code == "not_found"


def test_a_token_calls_as_often_as_its_class_allows(world: World) -> None:
    slow = by_token(make_actor("counter-clerk", world.office), world.office, rate="standard")
    with time.pinned(time.now()):
        statuses = [slow.get("/right-kinds").status for _ in range(121)]
    assert statuses[:120] == [200] * 120
    assert statuses[-1] == 429


def test_the_audit_trail_is_the_audit_administrators(world: World) -> None:
    auditor = staff("audit-admin", world.office)
    page = auditor.get("/audit", limit=2).json
    assert len(page["entries"]) == 2
    second = auditor.get("/audit", limit=2, cursor=page["next"]).json
    assert second["entries"][0]["id"] < page["entries"][-1]["id"]
    assert {one["action"] for one in auditor.get("/audit", object_kind="token").json["entries"]} == {"token.issued"}
    for caller in (world.officer, world.head, world.citizen):
        assert caller.get("/audit").status == 403
    assert auditor.get("/audit", cursor="WyJ4Il0").status == 422


def test_a_conflict_is_ones_own(world: World) -> None:
    body = {"subject_kind": "planet", "subject_key": "mars", "reason": "x"}
    assert world.officer.post("/conflicts", body).code == "request.unfit"
    declared = world.officer.post("/conflicts", {**body, "subject_kind": "party"}, key="c")
    assert world.officer.post("/conflicts", {**body, "subject_kind": "party"}, key="c").json == declared.json


def test_figures_tasks_and_notices(world: World) -> None:
    assert world.officer.get("/figures").json["open"] == 2
    assert isinstance(world.officer.get("/tasks").json, list)
    for path in ("/figures", "/tasks", "/approvals", "/law/unread"):
        assert world.citizen.get(path).status == 403
    world.head.post(f"{world.case}/officers", {"username": getattr(world.officer.actor, "username", "")})
    world.citizen.post(f"{world.case}/messages", {"body": "您好"})
    assert isinstance(world.officer.get("/notices").json, list)
    assert world.officer.get("/notices", limit=0).status == 422
    assert world.officer.post("/notices/read", {"id": 2**62}).code == "not_found"
    assert world.officer.post("/notices/read", {"id": 2**70}).status == 422


def test_the_visitors_log(world: World) -> None:
    body = {"office": "b510107", "purpose": "consultation", "topic": "商标续展", "minutes": 10}
    first = world.clerk.post("/visits", body, key="v")
    assert first.status == 201, first.body
    assert world.clerk.post("/visits", body, key="v").json == first.json
    assert [one["topic"] for one in world.clerk.get("/visits", office="b510107").json] == ["商标续展"]
    assert world.stranger.get("/visits", office="b510107").status == 404
    assert world.stranger.post("/visits", body).status == 404
    assert world.clerk.post("/visits", {**body, "purpose": "tea"}).status == 422
    assert world.clerk.get("/visits").code == "request.unfit"


def test_parties_are_searched_by_staff(world: World, visitor: Caller) -> None:
    assert {one["name"] for one in world.officer.get("/parties", q="川味").json} == {"川味食品厂"}
    assert world.citizen.get("/parties", q="川味").status == 403
    assert visitor.get("/parties", q="川味").status == 401
    assert world.officer.get("/parties", q="").status == 422


def test_offices_kinds_and_procedures_are_public(world: World, visitor: Caller) -> None:
    assert [one["code"] for one in visitor.get("/offices", admin_unit="510107").json] == ["b510107"]
    assert {"trademark", "trade_secret"} <= {one["kind"] for one in visitor.get("/right-kinds").json}
    names = [one["name"] for one in visitor.get("/procedures").json]
    assert "infringement-complaint" in names
    one = visitor.get("/procedures/report").json
    assert one["states"][0]["words"]["en"]
    assert visitor.get("/procedures/none").code == "not_found"


def test_an_account_of_staff_without_a_post_is_not_staff(world: World) -> None:
    from tests.factories.api import by_session
    from zhidun.access.actors import actor_for

    caller = by_session(actor_for(make_account()))
    assert caller.get("/cases").status == 401  # staff show a second factor before a session counts
