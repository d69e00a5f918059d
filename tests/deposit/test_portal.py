"""The pages: a work deposited page by page, nothing typed lost; both sides; the buyer's page; figures."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.access import account_of, make_citizen
from tests.factories.api import file
from tests.factories.deposit import licensed, make_deposit, offer, owner_of
from tests.factories.evidence import png
from zhidun.access.actors import Actor
from zhidun.deposit import commitments, services
from zhidun.deposit.models import Deal, Deposit
from zhidun.intake.models import Draft
from zhidun.kernel import time

pytestmark = pytest.mark.django_db
WORK = {
    "title": "芙蓉绣稿",
    "category": "fine_art",
    "authorship": "original",
    "created_on": "2026-03-01",
    "district": "510107",
}


def signed_in(actor: Actor | None = None) -> Client:
    client = Client()
    client.force_login(account_of(actor or make_citizen()), backend="zhidun.access.backends.PasswordBackend")
    return client


def test_a_work_is_deposited_page_by_page() -> None:
    me = make_citizen("shen-x")
    client = signed_in(me)
    assert client.get("/deposit/new/work").status_code == 200
    assert client.post("/deposit/new/work", WORK).headers["Location"] == "/deposit/new/people"
    assert me.name.zh in client.get("/deposit/new/people").content.decode()
    people = {"author-0-name": "沈绣", "owner-0-name": me.name.zh, "owner-0-share": "2/3", "owner-0-account": "shen-x"}
    added = client.post("/deposit/new/people", {**people, "go": "add-owner"})
    assert added.headers["Location"] == "/deposit/new/people"
    assert "owner-1-name" in client.get("/deposit/new/people").content.decode()
    wrong = client.post("/deposit/new/people", people)
    assert wrong.status_code == 422
    assert "66.6667" in wrong.content.decode() or "2/3" in wrong.content.decode()
    people |= {"owner-1-name": "徒弟", "owner-1-share": "1/3"}
    assert client.post("/deposit/new/people", people).headers["Location"] == "/deposit/new/file"
    chosen = {"form": "file", "visibility": "public"}
    none = client.post("/deposit/new/file", {**chosen, "files": [file(b"", "空.png", "image/png")]})
    assert none.status_code == 422
    taken = client.post("/deposit/new/file", {**chosen, "files": [file(png(), "绣稿.png", "image/png")]})
    assert taken.headers["Location"] == "/deposit/new/check"
    shown = client.get("/deposit/new/check").content.decode()
    assert "绣稿.png" in shown and "芙蓉绣稿" in shown and "美术作品" in shown
    done = client.post("/deposit/new/check")
    row = Deposit.objects.get()
    assert done.headers["Location"] == f"/deposit/{row.number}?new=1"
    page = client.get(done.headers["Location"]).content.decode()
    assert row.number in page and "徒弟" in page
    assert not Draft.objects.exists()
    assert row.number in client.get("/deposit/").content.decode()


def test_what_was_typed_is_kept_when_it_is_refused_and_markup_stays_text() -> None:
    client = signed_in()
    wrong = client.post(
        "/deposit/new/work", {**WORK, "title": "<script>alert(1)</script>" * 20, "created_on": "2999-01-01"}
    )
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "<script>alert(1)</script>" not in text and "&lt;script&gt;alert(1)" in text
    assert 'href="/deposit/new/work#f-title"' in text
    saved = client.post("/deposit/new/work/autosave", {**WORK, "title": "改到一半"})
    assert "已保存" in saved.content.decode()
    assert "改到一半" in client.get("/deposit/new/work").content.decode()
    assert "改到一半" in client.get("/deposit/").content.decode()
    client.post("/deposit/new/discard")
    assert "改到一半" not in client.get("/deposit/new/work").content.decode()
    assert client.get("/deposit/new/check").status_code == 200
    assert client.post("/deposit/new/check").status_code == 422


def test_a_visitor_is_sent_to_sign_in_and_others_see_nothing() -> None:
    row = make_deposit()
    assert Client().get("/deposit/new/work").status_code == 302
    for client in (Client(), signed_in()):
        assert client.get(f"/deposit/{row.number}").status_code == 404
        assert row.title not in client.get("/deposit/").content.decode()
    assert signed_in().get("/deposit/new/nowhere").status_code == 404


def test_a_commitment_is_revealed_on_the_page() -> None:
    content, salt = png(), bytes(range(32))
    value = commitments.commit(commitments.digest_of([content]), salt)
    row = make_deposit(form="commitment", commitment=value)
    client, path = signed_in(owner_of(row)), f"/deposit/{row.number}/reveal"
    wrong = client.post(path, {"file": file(content + b"x", "a.png", "image/png"), "salt": salt.hex()})
    assert wrong.status_code == 422
    assert salt.hex() in wrong.content.decode()
    assert client.post(path, {"salt": salt.hex()}).status_code == 422
    assert client.post(path, {"file": file(content, "a.png", "image/png"), "salt": salt.hex()}).status_code == 302
    assert "已提交相符作品" in client.get(f"/deposit/{row.number}").content.decode()


def test_a_licence_goes_to_the_other_side_and_back() -> None:
    row, maker = make_deposit(), make_citizen("maker-x")
    mine, theirs = signed_in(owner_of(row)), signed_in(maker)
    form = {"taker": "maker-x", "taker_kind": "person", "licence_kind": "sole", "powers": ["reproduction"],
            "territory": ["CN-51"], "from_on": time.today().isoformat(), "terms": "限丝巾"}  # fmt: skip
    path = f"/deposit/{row.number}/licence"
    assert mine.get(path).status_code == 200
    wrong = mine.post(path, {**form, "taker": "nobody", "to_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert "限丝巾" in wrong.content.decode()
    place = mine.post(path, form).headers["Location"]
    assert "等您答复" in theirs.get("/deposit/").content.decode()
    assert signed_in().get(place).status_code == 404
    assert theirs.post(f"{place}/answer", {"answer": "decline"}).status_code == 422
    assert theirs.post(f"{place}/answer", {"answer": "accept"}).status_code == 302
    assert "已生效" in theirs.get(place).content.decode()
    undone = mine.post(f"{place}/undo", {"reason": "解约"}).headers["Location"]
    assert theirs.post(f"{undone}/answer", {"answer": "accept"}).status_code == 302
    assert Deal.objects.filter(state="undone").count() == 1


def test_a_share_is_transferred_on_the_page() -> None:
    row, buyer = make_deposit(), make_citizen("buyer-x")
    client, path = signed_in(owner_of(row)), f"/deposit/{row.number}/transfer"
    form = {"taker": "buyer-x", "taker_kind": "person", "share": "200", "from_on": time.today().isoformat()}
    assert client.get(path).status_code == 200
    assert client.post(path, form).status_code == 422
    place = client.post(path, {**form, "share": "1/4"}).headers["Location"]
    signed_in(buyer).post(f"{place}/answer", {"answer": "accept"})
    assert "25%" in client.get(f"/deposit/{row.number}").content.decode()
    assert client.get(f"/deposit/{row.number}/take/chain").headers["Content-Type"] == "application/pdf"
    assert client.get(f"/deposit/{row.number}/take/certificate").status_code == 409


def test_codes_are_issued_and_a_buyer_checks_and_reports() -> None:
    row = make_deposit()
    client, buyer = signed_in(owner_of(row)), Client()
    path = f"/deposit/{row.number}/codes"
    assert client.post(path, {"product": "披肩", "quantity": "many"}).status_code == 422
    assert client.post(path, {"product": "披肩", "quantity": "2"}).status_code == 302
    batch = row.batches.get()
    code = next(services.codes_of(batch))
    assert code in client.get(f"/deposit/codes/{batch.public_id}/csv").content.decode()
    assert client.get(f"/deposit/codes/{batch.public_id}/sheet").content.startswith(b"%PDF")
    assert buyer.get("/deposit/code").status_code == 200
    good = buyer.post("/deposit/code", {"code": code}).content.decode()
    assert "这是真的正品码" in good and "披肩" in good and "就是这一次" in good
    assert buyer.post("/deposit/code", {"code": "ABC"}).status_code == 422
    hidden = dict(re.findall(r'name="(code|product|verdict|work)" value="([^"]*)"', good))
    sent = buyer.post("/deposit/code/report", hidden)
    assert sent.headers["Location"] == "/file/report/what"
    assert code in buyer.get("/file/report/what").content.decode()
    assert client.post(f"/deposit/codes/{batch.public_id}/revoke", {"reason": ""}).status_code == 422
    assert client.post(f"/deposit/codes/{batch.public_id}/revoke", {"reason": "丢失"}).status_code == 302
    assert "已被发码人作废" in buyer.post("/deposit/code", {"code": code}).content.decode()


def test_anybody_asks_and_is_told_what_the_owner_allowed() -> None:
    row = make_deposit(visibility="no_owner", title="只给看名称")
    text = Client().get(f"/deposit/verify?q={row.number}").content.decode()
    assert "只给看名称" in text and "蜀绣工坊" not in text
    assert Client().get("/deposit/verify?q=zzz").status_code == 422
    assert "没有这份存证" in Client().get("/deposit/verify?q=ZC-2026-00000000").content.decode()
    figures = Client().get("/deposit/figures").content.decode()
    assert "曲艺作品" in figures and "四川天府新区" in figures
    assert Client().get("/deposit/figures.csv").headers["Content-Type"].startswith("text/csv")


def test_the_owner_withdraws_with_a_reason_unless_others_rely_on_it() -> None:
    row = make_deposit()
    client, path = signed_in(owner_of(row)), f"/deposit/{row.number}/withdraw"
    deal = offer(row, make_citizen())
    assert client.post(path, {"reason": "不要了"}).status_code == 409
    services.answer(actor=owner_of(row), deal=str(deal.public_id), answer="withdraw")
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "不要了"}).status_code == 302
    assert "已撤回" in client.get(f"/deposit/{row.number}").content.decode()
    other = make_deposit()
    licensee = make_citizen()
    licensed(other, licensee)
    page = signed_in(licensee).get(f"/deposit/{other.number}").content.decode()
    assert "证明包" not in page
    assert signed_in(licensee).get(f"/deposit/{other.number}/take/package").status_code == 404
