"""The registry, its imports and lawful users, the law and the calendar by machine."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.api.conftest import World
from tests.factories.api import Caller, file, staff
from tests.factories.parties import make_uscc
from tests.factories.rights import gi_facts, make_right, trademark_facts
from zhidun.access.actors import SYSTEM
from zhidun.rights import services
from zhidun.rights.models import ImportRun, Right

MARK = {"kind": "trademark", "title": "蜀锦", "number": "30000001", "classes": [24], "registered_on": "2018-03-07"}
CSV = "名称,编号,类别\n蜀绣一号,31000001,24\n,31000002,24\n"


def test_a_right_is_entered_once(world: World) -> None:
    made = world.clerk.post("/rights", MARK, key="r1")
    assert made.status == 201, made.body
    assert world.clerk.post("/rights", MARK, key="r1").json == made.json
    assert world.clerk.post("/rights", MARK).status == 409
    told = world.officer.get(f"/rights/{made.json['right']}").json
    assert (told["number"], told["verification"], told["history"][0]["to_status"]) == (
        "30000001",
        "none",
        told["status"],
    )
    assert told["expires_on"]


@pytest.mark.parametrize(
    "change",
    [{"kind": "poem"}, {"title": ""}, {"classes": [10**30]}, {"kind": "patent_invention", "number": "201710601862.5"},
     {"key_protection": True, "more": 1}, {"registered_on": "9999-01-01"}, {"kind": "trade_secret"}],
)  # fmt: skip
def test_a_right_that_does_not_fit(world: World, change: dict[str, object]) -> None:
    refused = world.clerk.post("/rights", {**MARK, **change})
    assert refused.status == 422, refused.body
    assert refused.code


def test_verification_and_status_are_the_officers(world: World) -> None:
    right = make_right(facts=trademark_facts(number="30000009"))
    path = f"/rights/{right.public_id}"
    assert world.citizen.post(f"{path}/verify", {"reason": "看过"}).status == 403
    assert world.officer.post(f"{path}/verify", {}).status == 422
    assert world.officer.post(f"{path}/verify", {"reason": "查看注册证原件"}).json["verification"] == "verified"
    change = {"status": "cancelled", "effective_on": "2026-01-05", "reason": "注销公告"}
    changed = world.officer.post(f"{path}/status", change)
    assert changed.status in {200, 422}, changed.body
    assert world.citizen.post(f"{path}/status", change).status == 403
    assert world.officer.post(f"/rights/{uuid4()}/verify", {"reason": "x"}).status == 404


def test_a_secret_is_a_commitment_that_only_its_owner_sees(world: World, visitor: Caller) -> None:
    made = world.citizen.post("/rights/secrets", {"title": "代号甲", "commitment": "ab" * 32})
    assert made.status == 201, made.body
    path = f"/rights/{made.json['right']}"
    assert world.citizen.get(path).status == 200
    assert visitor.get(path).json["code"] == visitor.get(f"/rights/{uuid4()}").json["code"]
    assert world.citizen.post("/rights/secrets", {"title": "x", "commitment": "recipe"}).code == "request.unfit"


def test_the_registry_in_pages(world: World, visitor: Caller) -> None:
    for number in range(5):
        make_right(facts=trademark_facts(number=str(32_000_000 + number), title=f"芙蓉{number}"))
    whole = [one["right"] for one in visitor.get("/rights", q="芙蓉").json["rights"]]
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = visitor.get("/rights", q="furong", limit=2, **({"cursor": cursor} if cursor else {})).json
        found += [one["right"] for one in page["rights"]]
        cursor = page["next"]
        if cursor is None:
            break
        make_right(facts=trademark_facts(title="芙蓉新"))
    assert found == whole
    assert visitor.get("/rights", renewals_due=True).status == 200
    assert visitor.get("/rights", kind="nothing").json["rights"] == []


def test_lawful_users_of_an_indication(world: World, visitor: Caller) -> None:
    right = make_right(facts=gi_facts())
    path, code = f"/rights/{right.public_id}/users", make_uscc()
    user = {"uscc": code, "name": "郫都豆瓣厂", "basis": "announced", "from_on": "2020-01-01"}
    assert world.citizen.post(path, user).status == 403
    assert world.officer.post(path, {**user, "uscc": "1"}).status == 422
    assert world.officer.post(path, user, key="u").status == 201
    assert world.officer.post(path, user).status == 409
    assert [one["name"] for one in visitor.get(path).json] == ["郫都豆瓣厂"]
    assert visitor.get(f"{path}/{code}").json[0]["authorised"] is True
    assert visitor.get(f"{path}/{make_uscc()}").json[0]["authorised"] is False
    assert visitor.get(f"{path}/zzz").status == 422
    end = {"uscc": code, "to_on": "2024-01-01", "reason": "到期"}
    assert world.officer.post(f"{path}/end", end).json["to_on"] == "2024-01-01"
    assert world.officer.post(f"{path}/end", end).status == 404
    assert visitor.get(f"{path}/{code}").json[0]["authorised"] is False


def test_a_table_is_tried_before_it_is_taken(world: World, visitor: Caller) -> None:
    template = visitor.get("/right-imports/template/trademark")
    assert template.headers["Content-Type"].startswith("text/csv")
    form = {"file": file(CSV.encode(), "t.csv", "text/csv"), "kind": "trademark"}
    assert world.citizen.form("/right-imports", form).status == 403
    before = Right.objects.count()
    form = {"file": file(CSV.encode(), "t.csv", "text/csv"), "kind": "trademark", "dry_run": "true"}
    started = world.clerk.form("/right-imports", form, key="i")
    assert started.status == 201, started.body
    run = ImportRun.objects.get(public_id=started.json["run"])
    services.run_import(actor=SYSTEM, run=run)
    told = world.clerk.get(f"/right-imports/{run.public_id}").json
    assert (told["state"], told["rows_total"], told["rows_made"], told["faults"]) == ("done", 2, 1, 1)
    assert "title" in world.clerk.get(f"/right-imports/{run.public_id}/faults").body.decode("utf-8-sig")
    assert Right.objects.count() == before
    assert world.citizen.get(f"/right-imports/{run.public_id}").status == 404
    assert world.clerk.get(f"/right-imports/{uuid4()}").status == 404


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a,b\n1,2\n", b"PK\x03\x04broken"])
def test_a_table_that_is_none(world: World, content: bytes) -> None:
    refused = world.clerk.form("/right-imports", {"file": file(content, "t.csv"), "kind": "trademark"})
    assert refused.status in {400, 415, 422}, refused.body
    assert refused.code
    assert world.clerk.form("/right-imports", {"file": file(), "kind": "poem"}).status == 422


def test_rules_by_date(visitor: Caller) -> None:
    lines = visitor.get("/law/rules").json
    assert len(lines) > 300
    told = visitor.get("/law/rules/samr.case.verify.15wd", on="2026-11-20").json
    assert told["accepted"] is True
    assert told["citation"]["en"]
    assert visitor.get("/law/rules/none").status == 404
    early = visitor.get("/law/rules/samr.case.verify.15wd", on="1950-01-01")
    assert (early.status, bool(early.code)) == (409, True)


def test_when_a_period_ends(visitor: Caller) -> None:
    told = visitor.post("/law/due", {"rule": "samr.case.verify.15wd", "start": "2026-11-20"}).json
    assert told["accepted"] is True
    assert told["due"] or told["due_on"]
    paused = {"from_on": "2026-11-23", "to_on": "2026-11-24"}
    assert (
        visitor.post("/law/due", {"rule": "samr.case.verify.15wd", "start": "2026-11-20", "pauses": [paused]}).status
        == 200
    )
    refused = visitor.post("/law/due", {"rule": "none", "start": "2026-11-20"}).json
    assert (refused["accepted"], bool(refused["remedy"])) == (False, True)
    for start in ("x", "9999-12-31", "0001-01-01", "2026-13-01"):
        assert visitor.post("/law/due", {"rule": "samr.case.verify.15wd", "start": start}).status < 500


def test_a_rule_is_confirmed_by_a_named_officer(world: World) -> None:
    page = world.reviewer.get("/law/unread", limit=1).json
    second = world.reviewer.get("/law/unread", limit=1, cursor=page["next"]).json
    rule = page["rules"][0]["rule_version"]
    assert second["rules"][0]["rule_version"] > rule
    body = {"rule_version": rule, "official_source": "公报2026年第1号"}
    assert world.officer.post("/law/confirmations", body).status == 403
    assert world.reviewer.post("/law/confirmations", {**body, "rule_version": "none"}).status == 404
    assert world.reviewer.post("/law/confirmations", body, key="q").json["rule_version"] == rule
    assert world.reviewer.post("/law/confirmations", body).status == 409
    assert world.reviewer.get("/law/unread").json["total"] == page["total"] - 1
    undo = {"rule_version": rule, "reason": "看错版本"}
    assert world.reviewer.post("/law/confirmations/withdraw", undo).status == 200
    assert world.reviewer.post("/law/confirmations/withdraw", undo).status == 409


def test_a_reading_is_chosen_with_its_reason(world: World) -> None:
    lines = {one["key"]: one["rule_version"] for one in world.reviewer.get("/law/rules").json}
    options = list(lines.values())[:2]
    body = {"question": "samr.case.verify.15wd", "options": options, "chosen": options[0], "reason": "从旧"}
    assert world.reviewer.post(f"{world.case}/readings", body).status == 201
    assert world.officer.post(f"{world.case}/readings", body).status == 403
    assert world.reviewer.post(f"{world.case}/readings", {**body, "chosen": "none"}).status == 422
    assert world.stranger.post(f"{world.case}/readings", body).status == 404


YEAR = """year: 2027
source: {zh: 测试通知, en: test notice}
holidays:
  - {name: {zh: 元旦, en: New Year}, first: 2027-01-01, last: 2027-01-03, statutory: [2027-01-01], makeup: []}
"""


def test_the_calendar_of_a_year(world: World, visitor: Caller) -> None:
    told = visitor.get("/law/calendar/2026").json
    assert {"on": "2026-01-04", "kind": "makeup_workday"} in told["days"]
    assert visitor.get("/law/calendar/2150").json == {"year": 2150, "loaded": False, "days": []}
    administrator = staff("system-admin", world.office)
    form = {"file": file(YEAR.encode(), "2027.yaml")}
    assert world.head.form("/law/calendar", form).status == 403
    loaded = administrator.form("/law/calendar", {"file": file(YEAR.encode(), "2027.yaml")}, key="y")
    assert loaded.status in {201, 422}, loaded.body
    if loaded.status == 201:
        assert visitor.get("/law/calendar/2027").json["loaded"] is True
    for content in (b"", b"\xff\xfe\x00", b"year: x", b"- 1\n"):
        refused = administrator.form("/law/calendar", {"file": file(content or b" ", "y.yaml")})
        assert refused.status == 422, refused.body
