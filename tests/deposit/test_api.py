"""The deposit over the API: good and bad input, both sides, public answers, papers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.access import make_citizen, make_office
from tests.factories.api import Caller, by_session, file, nobody, staff
from tests.factories.evidence import png
from zhidun.api import deposit_deals
from zhidun.deposit import commitments
from zhidun.kernel import time

pytestmark = pytest.mark.django_db
WORK: dict[str, Any] = {
    "title": "川剧脸谱集",
    "category": "fine_art",
    "created_on": "2026-02-01",
    "district": "510104",
    "authors": [{"name": "沈绣"}],
}


def owner() -> Caller:
    return by_session(make_citizen())


def body(caller: Caller, **changes: Any) -> dict[str, Any]:
    assert caller.actor is not None
    owners = [{"name": caller.actor.name.zh, "share": "100", "account": caller.actor.username}]
    return {**WORK, "owners": owners, **changes}


def deposited(caller: Caller, **changes: Any) -> dict[str, Any]:
    item = caller.form("/evidence", {"file": file(png(), "绣稿.png", "image/png")}).json["item"]
    answer = caller.post("/deposits", body(caller, items=[item], **changes))
    assert answer.status == 201, answer.body
    found: dict[str, Any] = answer.json
    return found


def test_a_work_is_deposited_read_and_found() -> None:
    me = owner()
    made = deposited(me)
    assert made["entries"][0]["seal"]["state"] == "pending"
    assert made["owners"][0]["share"] == "100%"
    assert me.get(f"/deposits/{made['number']}").json["files"][0]["filename"] == "绣稿.png"
    assert [one["number"] for one in me.get("/deposits?q=脸谱").json["deposits"]] == [made["number"]]
    assert me.get("/deposits?q=nothing-like-it").json["deposits"] == []
    assert owner().get(f"/deposits/{made['number']}").code == "deposit.not_found"
    assert me.get(f"/deposits/{made['number']}/certificate").code == "evidence.proof_pending"


def test_all_faults_are_told_by_field_and_a_key_repeats_nothing() -> None:
    me = owner()
    answer = me.post("/deposits", {"title": "长" * 10_000, "created_on": "2999-01-01"})
    assert answer.code == "deposit.unfit"
    assert {"title", "category", "created_on", "district", "author-0-name", "owner-0-name"} <= set(
        answer.json["errors"]
    )
    item = me.form("/evidence", {"file": file(png(), "a.png", "image/png")}).json["item"]
    first = me.post("/deposits", body(me, items=[item]), key="k1")
    again = me.post("/deposits", body(me, items=[item]), key="k1")
    assert first.json["number"] == again.json["number"]
    assert me.post("/deposits", body(me, items=[item])).code == "deposit.deposited_already"
    assert me.post("/deposits", body(me)).code == "deposit.work_missing"


def test_a_commitment_is_revealed_by_its_file_alone() -> None:
    me, content, salt = owner(), png(), bytes(range(32))
    value = commitments.commit(commitments.digest_of([content]), salt)
    answer = me.post("/deposits", body(me, form="commitment", commitment=value))
    path = f"/deposits/{answer.json['number']}/reveal"
    wrong = me.form(path, {"file": file(content + b"x", "a.png", "image/png"), "salt": salt.hex()})
    assert wrong.code == "deposit.reveal_differs"
    assert me.form(path, {"file": file(content, "a.png", "image/png"), "salt": "zz"}).code == "deposit.field_unfit"
    good = me.form(path, {"file": file(content, "a.png", "image/png"), "salt": salt.hex()})
    assert good.json["revealed_at"]
    assert nobody().post("/deposits/verify", {"q": value}).json["found"][0]["number"] == answer.json["number"]


def test_both_sides_confirm_and_conflicts_are_told() -> None:
    me, maker, other = owner(), owner(), owner()
    number = deposited(me)["number"]
    assert maker.actor is not None
    assert other.actor is not None
    licence = {
        "taker": maker.actor.username,
        "licence_kind": "exclusive",
        "powers": ["reproduction", "distribution"],
        "territory": ["CN"],
        "from_on": time.today().isoformat(),
    }
    deal = me.post(f"/deposits/{number}/licences", licence).json
    assert deal["waiting"] == 1
    assert [one["deal"] for one in maker.get("/deals").json] == [deal["deal"]]
    assert other.post(f"/deals/{deal['deal']}/answer", {"answer": "accept"}).code == "deposit.deal_not_found"
    assert maker.post(f"/deals/{deal['deal']}/answer", {"answer": "accept"}).json["state"] == "confirmed"
    second = me.post(f"/deposits/{number}/licences", {**licence, "taker": other.actor.username})
    assert second.code == "deposit.licence_overlaps"
    transfer = {"taker": other.actor.username, "share": "120", "from_on": time.today().isoformat()}
    assert me.post(f"/deposits/{number}/transfers", transfer).code == "deposit.shares_unfit"
    passed = me.post(f"/deposits/{number}/transfers", {**transfer, "share": "1/3"}).json
    assert other.post(f"/deals/{passed['deal']}/answer", {"answer": "accept"}).status == 200
    undo = other.post(f"/deals/{passed['deal']}/undo", {"reason": "协商解除"}).json
    assert me.post(f"/deals/{undo['deal']}/answer", {"answer": "accept"}).status == 200
    assert [one["share"] for one in me.get(f"/deposits/{number}").json["owners"]] == ["100%"]
    assert me.get(f"/deposits/{number}/chain").body.startswith(b"%PDF")
    assert me.post(f"/deposits/{number}/withdraw", {"reason": "不要了"}).code == "deposit.deals_open"


def test_codes_are_issued_checked_revoked_and_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    me, buyer = owner(), nobody()
    number = deposited(me)["number"]
    goods = {"product": "脸谱书签", "quantity": 3}
    assert me.post(f"/deposits/{number}/code-batches", {**goods, "quantity": 0}).code == "deposit.field_unfit"
    batch = me.post(f"/deposits/{number}/code-batches", goods).json["batch"]
    table = me.get(f"/code-batches/{batch}/codes").body.decode("utf-8-sig").splitlines()
    code = table[1].split(",")[1]
    assert me.get(f"/code-batches/{batch}/sheet").body.startswith(b"%PDF")
    assert owner().get(f"/code-batches/{batch}/codes").code == "deposit.batch_not_found"
    said = buyer.post("/codes/check", {"code": code}).json
    assert (said["verdict"], said["product"], said["checks"]) == ("genuine", "脸谱书签", 1)
    assert buyer.post("/codes/check", {"code": "12345"}).code == "deposit.code_mistyped"
    assert me.post(f"/code-batches/{batch}/revoke", {"reason": "标签遗失"}).json["revoked_at"]
    assert buyer.post("/codes/check", {"code": code}).json["verdict"] == "revoked"
    monkeypatch.setattr(deposit_deals, "CHECKS", 1)
    limited = [buyer.post("/codes/check", {"code": code}).status for _ in range(3)]
    assert 429 in limited


def test_the_counter_searches_notes_and_links_and_others_do_not() -> None:
    me, late = owner(), make_citizen()
    number = deposited(me, owners=[{"name": "未注册的人"}])["number"]
    clerk = staff("counter-clerk", make_office())
    assert clerk.get(f"/deposits?q={number}").json["deposits"][0]["number"] == number
    assert clerk.post(f"/deposits/{number}/note", {"note": "样稿一致"}).json["verification_note"] == "样稿一致"
    assert me.post(f"/deposits/{number}/note", {"note": "我看一致"}).status == 403
    holder = clerk.get(f"/deposits/{number}").json["owners"][0]["holder"]
    link = {"holder": holder, "username": late.username, "reason": "核对身份证"}
    assert clerk.post(f"/deposits/{number}/owners", link).json["has_account"]
    assert clerk.post(f"/deposits/{number}/owners", link).code == "deposit.field_unfit"


def test_figures_are_public_as_table_and_csv() -> None:
    deposited(owner(), category="music", district="510171")
    found = nobody().get("/deposit-figures").json
    assert found["total"] == 1
    assert len(found["categories"]) == 14
    row = next(one for one in found["rows"] if one["district"] == "510171")
    assert row["counts"]["music"] == row["total"] == 1
    assert "四川天府新区" in nobody().get("/deposit-figures.csv").body.decode("utf-8-sig")


def test_a_private_deposit_only_exists_for_a_visitor() -> None:
    made = deposited(owner(), visibility="private")
    (told,) = nobody().post("/deposits/verify", {"q": made["files"][0]["sha256"]}).json["found"]
    assert (told["title"], told["category"], told["owners"]) == (None, None, None)
    assert nobody().post("/deposits/verify", {"q": "ZC-2026-00000000"}).json["found"] == []
    assert nobody().post("/deposits/verify", {"q": "<script>"}).code == "input.invalid"
