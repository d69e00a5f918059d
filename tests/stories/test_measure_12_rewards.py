"""Measure 十二: an anonymous report is found true; 王强 proposes, 罗峰 decides, 许进 reviews, 钱莉 pays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.factories.api import Answer
from tests.factories.faces import officer
from tests.factories.intake import filed, report_answers
from tests.factories.rewards import confirm_rules
from tests.stories.through_api import caller
from zhidun.access.loading import load_cast, load_city
from zhidun.cases import services as cases
from zhidun.cases.models import Approval, Case
from zhidun.intake.types import Receipt
from zhidun.kernel import time
from zhidun.rewards.models import Payout, Reward

REASON = "举报的事实清楚,证据直接,与查实情况完全相符。"


def step(number: str, key: str, by: str, facts: dict[str, object], *, approve: str = "") -> None:
    """Take a step of the report as the cast, with its approval where it needs one."""
    made = cases.submit_step(
        case_number=number, step=key, actor=officer(by), facts=facts, reason=REASON,
        expected_version=Case.objects.get(number=number).version,
    )  # fmt: skip
    if isinstance(made, Approval):
        version = Case.objects.get(number=number).version
        cases.approve(approval_id=str(made.public_id), actor=officer(approve), expected_version=version)


def closed_report() -> Receipt:
    """An anonymous report, worked by the cast to its closing with a penalty."""
    receipt = filed(report_answers())
    number = receipt.number
    step(number, "accept", "wangqiang", {})
    step(number, "assign", "luofeng", {"officers": ["wangqiang", "linchuan"]})
    step(number, "record-verification", "wangqiang", {"verification_findings": "属实", "preliminary_evidence": True})
    step(number, "file", "wangqiang", {"filing_summary": "有初步证据"}, approve="luofeng")
    step(number, "finish", "wangqiang", {"result": "penalised", "result_case": "（演示）另案"}, approve="luofeng")
    return receipt


def ready(settings: Settings) -> Receipt:
    settings.SECOND_FACTOR_REQUIRED = False
    with time.pinned(datetime(2026, 1, 5, 2, tzinfo=UTC)):
        load_city()
        load_cast("Rongcheng-Story-2026")
    receipt = closed_report()
    confirm_rules(officer("hejie"))
    return receipt


def approve_all(by: str) -> None:
    """Approve what waits, through the API."""
    api = caller(by)
    for one in api.get("/approvals").json:
        path = f"/cases/{one['case']}/approvals/{one['approval']}/approve"
        done = api.post(path, {"expected_version": one["version"]})
        assert done.status == 200, done.body


@pytest.mark.django_db
def test_through_the_api_from_the_closed_report_to_money_handed_out(settings: Settings) -> None:
    receipt = ready(settings)
    keys = {"number": receipt.number, "secret": receipt.secret}
    officer_api, nobody = caller("wangqiang"), caller("")
    (row,) = officer_api.get("/rewards").json["rewards"]
    number = row["number"]
    assert row["state"] == "checking" and row["report"] == receipt.number and row["due"]["rwd.notice.15wd"]
    body = {"level": "1", "ground": "suspected_crime", "fine": "60000", "confiscated": "60000.40", "stated": "130000"}
    tried = officer_api.post(f"/rewards/{number}/proposal", {**body, "dry_run": True}).json
    assert tried["amount"] == "6000.02"  # 120,000.40 × 5 %
    refused: Answer = officer_api.post(f"/rewards/{number}/proposal", {**body, "reason": REASON})
    assert refused.status == 422  # the total stated differs and nobody says why
    done = officer_api.post(f"/rewards/{number}/proposal", {**body, "reason": REASON, "figures_note": "决定书笔误"})
    assert done.json["written"], done.body
    head = caller("luofeng")
    version = head.get(f"/cases/{number}").json["card"]["version"]
    asked = head.post(
        f"/cases/{number}/steps",
        {"step": "decide", "facts": {}, "reason": REASON, "expected_version": version},
    )
    assert asked.status in {200, 201, 202}, asked.body
    approve_all("xujin")
    assert officer_api.post(f"/rewards/{number}/notice").json["state"] == "notified"
    own = nobody.post("/receipts/reward", keys).json
    assert own["amount"] == "6000.02" and own["claim_by"] and "claim" in own["may"]
    assert nobody.post("/receipts/reward", {**keys, "secret": "AAAAA"}).status == 404
    code = nobody.post("/receipts/reward/claim", keys).json["code"]
    pay = {"code": code, "paid_on": time.today().isoformat(), "how": "cash", "voucher": "付字2026-17"}
    assert caller("wangqiang").post(f"/rewards/{number}/payment", pay).status == 403
    assert caller("qianli").post(f"/rewards/{number}/payment", {**pay, "code": "x"}).status == 422
    assert caller("qianli").post(f"/rewards/{number}/payment", pay).status == 200
    assert not Payout.objects.exists()
    approve_all("xujin")
    assert str(Payout.objects.get().amount) == "6000.02"
    assert caller("qianli").post(f"/rewards/{number}/payment", pay).code == "rewards.already_paid"
    assert nobody.post("/receipts/reward", keys).json["state"] == "paid"
    seen = caller("qianli").get(f"/rewards/{number}").json
    assert seen["report"] == ""  # finance never learns what was reported


def approve_in(page: Page, url: str) -> None:
    """Approve everything that waits on the page of approvals."""
    page.goto(f"{url}/desk/approvals")
    votes = page.locator("button[name=vote][value=approve]")
    for left in range(votes.count(), 0, -1):
        votes.first.click()
        expect(votes).to_have_count(left - 1)
        expect(page.locator(".zd-note-danger")).to_have_count(0)


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_in_the_browser_by_receipt_code_on_a_phone(live_server: LiveServer, settings: Settings, visit: Visit) -> None:
    receipt, url = ready(settings), str(live_server.url)
    number = Reward.objects.get().case.number
    desk = visit(username="wangqiang")
    desk.goto(f"{url}/desk/rewards/{number}")
    desk.select_option("#f-level", "2")
    desk.select_option("#f-ground", "suspected_crime")
    desk.fill("#f-fine", "60000")
    desk.fill("#f-stated", "60000")
    desk.fill("#f-reason", REASON)
    desk.locator("button[name=go][value=try]").click()
    expect(desk.locator("main")).to_contain_text("3,000")
    desk.locator("button[name=go][value=real]").click()
    expect(desk.locator(".zd-title")).to_contain_text("待审批")
    head = visit(username="luofeng")
    head.goto(f"{url}/desk/cases/{number}")
    form = head.locator("#step-decide")
    form.locator("summary").first.click()
    form.locator("[name=reason]").fill(REASON)
    form.locator("form button.btn-primary").last.click()
    approve_in(visit(username="xujin"), url)
    desk.goto(f"{url}/desk/rewards/{number}")
    desk.locator("#notify button").click()
    phone = visit(width=390)
    phone.goto(f"{url}/case/")
    phone.fill("#f-number", receipt.number)
    phone.fill("#f-secret", receipt.secret)
    phone.locator("main form button").first.click()
    phone.locator("#reward a").click()
    expect(phone.locator("main")).to_contain_text("3,000")
    phone.locator("button[name=act][value=claim]").click()
    code = phone.locator(".zd-secret").inner_text().strip()
    money = visit(username="qianli")
    money.goto(f"{url}/desk/rewards/{number}")
    expect(money.locator("main")).not_to_contain_text(receipt.number)
    money.fill("#f-code", code)
    money.fill("#f-paid_on", time.today().isoformat())
    money.select_option("#f-paid_how", "cash")
    money.fill("#f-voucher", "付字2026-18")
    money.locator("#pay form button").click()
    expect(money.locator("#amount")).to_contain_text("等待审批")
    approve_in(visit(username="xujin"), url)
    phone.goto(f"{url}/case/{receipt.number}/reward?lang=en")
    expect(phone.locator("main")).to_contain_text("The reward was paid.")
    assert Payout.objects.count() == 1
