"""One sheet, two sides: who sees what, contests, versions, papers; through services, pages and API."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from tests.factories.access import account_of, make_citizen
from tests.factories.api import by_session, file
from tests.factories.evidence import make_item
from tests.factories.mediation import Stage, make_stage, mediating
from zhidun.access.actors import Actor
from zhidun.damages import papers, selectors, services
from zhidun.damages.errors import NotYourLine, SheetNotFound
from zhidun.damages.models import DamagesSheet
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Invalid, NotFound

pytestmark = pytest.mark.django_db


def words(**more: object) -> dict[str, object]:
    today = time.today()
    return {
        "right": "trademark", "right_title": "蜀绣坊 第39012345号", "holder_name": "蜀绣坊", "other_name": "川味食品厂",
        "act_from": (today - timedelta(days=90)).isoformat(), "act_to": today.isoformat(), "story": "仿冒包装。",
        **more,
    }  # fmt: skip


def filled(actor: Actor, **more: object) -> DamagesSheet:
    """A sheet with two counters, a price, a margin and costs, and a claim for double."""
    row = services.open_sheet(actor=actor, words=words(**more))
    key, today = str(row.public_id), time.today()
    for one in (
        {"kind": "counter", "listing": "店一", "on": (today - timedelta(days=80)).isoformat(), "units": "200"},
        {"kind": "counter", "listing": "店一", "on": today.isoformat(), "units": "1200"},
        {"kind": "price", "listing": "店一", "amount": "59"},
        {"kind": "margin", "rate": "30%", "source": "industry"},
        {"kind": "cost", "amount": "8000"},
    ):
        services.add_line(actor=actor, sheet=key, words=one)
    services.choose(actor=actor, sheet=key, words={"multiple": "2", "multiple_reasons": "警告后继续"})
    services.tick_factor(
        actor=actor, sheet=key, words={"group": "intent", "key": "continued_after_effective_notice", "words": "警告函"}
    )
    services.tick_factor(actor=actor, sheet=key, words={"group": "gravity", "key": "infringement_as_business"})
    row.refresh_from_db()
    return row


def test_the_sheet_adds_up_and_the_other_side_contests_it() -> None:
    stage: Stage = make_stage()
    talk = mediating(stage)
    row = filled(stage.complainant, case=talk.case.number)
    key = str(row.public_id)
    for actor in (stage.respondent, stage.mediator, stage.stranger):
        with pytest.raises(SheetNotFound):
            selectors.sheet_page(actor, key)
    services.share(actor=stage.complainant, sheet=key)
    page = selectors.sheet_page(stage.respondent, key)
    assert page.card.part == "respondent" and not page.owner
    assert page.opinion.award == Decimal("17700.00")  # 1000 × 59 × 30 %
    assert page.opinion.total == Decimal("25700.00")
    assert page.opinion.punitive.total == Decimal("35400.00")
    services.contest(actor=stage.respondent, sheet=key, subject="line:2", why="含退货")
    services.contest(actor=stage.respondent, sheet=key, subject="intent:continued_after_effective_notice", why="没收到")
    with pytest.raises(Conflict):
        services.contest(actor=stage.respondent, sheet=key, subject="line:2", why="再说一次")
    with pytest.raises(NotYourLine):
        services.contest(actor=stage.complainant, sheet=key, subject="line:2", why="自己的")
    with pytest.raises(NotYourLine):
        services.strike_line(actor=stage.respondent, sheet=key, n=1)
    with pytest.raises(NotYourLine):
        services.choose(actor=stage.respondent, sheet=key, words={"multiple": "1"})
    after = selectors.sheet_page(stage.mediator, key)
    assert after.card.part == "staff"
    assert after.lines[1].contested == (("respondent", "含退货"),)
    profit = next(one for one in after.opinion.rows if one.key == "infringer_profit")
    assert profit.range is not None and profit.range.low < profit.range.middle
    with pytest.raises(SheetNotFound):
        selectors.sheet_page(stage.stranger, key)
    services.end_contest(actor=stage.respondent, sheet=key, subject="line:2")
    assert "line:2" not in selectors.sheet_page(stage.complainant, key).contests


def test_versions_are_kept_once_and_sealed() -> None:
    from zhidun.evidence.models import Seal

    me = make_citizen()
    row = filled(me)
    key = str(row.public_id)
    first = services.keep_version(actor=me, sheet=key)
    assert services.keep_version(actor=me, sheet=key).pk == first.pk
    services.strike_line(actor=me, sheet=key, n=5)
    second = services.keep_version(actor=me, sheet=key)
    assert second.n == 2 and second.digest != first.digest
    assert first.data["result"]["total"] == "25700.00"
    assert Seal.objects.filter(kind="damages-sheet", object_key__startswith=key).count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "nothing"}, "kind"), ({"kind": "counter", "units": "5"}, "listing"),
        ({"kind": "price", "amount": "5 USD"}, "amount"), ({"kind": "price", "amount": "€5"}, "amount"),
        ({"kind": "price", "amount": "-5"}, "amount"), ({"kind": "price"}, "amount"),
        ({"kind": "counter", "listing": "a", "on": "2026-13-01", "units": "5"}, "on"),
        ({"kind": "counter", "listing": "a", "on": "2026-01-01", "units": "-5"}, "units"),
        ({"kind": "margin", "rate": "130%", "source": "industry"}, "rate"),
        ({"kind": "margin", "rate": "30%", "source": "dream"}, "source"),
        ({"kind": "loss", "amount": "1", "words": "长" * 401}, "words"),
    ],
)  # fmt: skip
def test_a_line_that_does_not_fit_is_refused_with_its_field(given: dict[str, object], field: str) -> None:
    me = make_citizen()
    row = services.open_sheet(actor=me, words=words())
    with pytest.raises(Invalid) as refused:
        services.add_line(actor=me, sheet=str(row.public_id), words=given)
    assert refused.value.field == field


def test_a_sheet_that_does_not_fit_is_refused_and_somebody_elses_file_is_no_proof() -> None:
    me, other = make_citizen(), make_citizen()
    with pytest.raises(Invalid) as refused:
        services.open_sheet(actor=me, words=words(right="", other_name="", act_from="2026-05-01", act_to="x"))
    assert set(refused.value.errors) == {"right", "other_name", "act_to"}
    row = services.open_sheet(actor=me, words=words())
    item = str(make_item(actor=other, filename="x.png").public_id)
    with pytest.raises(NotFound):
        services.add_line(actor=me, sheet=str(row.public_id), words={"kind": "loss", "amount": "1", "item": item})


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_one_side_alone_takes_sheet_list_demand_and_claim(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    me = make_citizen()
    client = Client()
    client.force_login(account_of(me), backend="zhidun.access.backends.PasswordBackend")
    made = client.post("/damages/", words())
    assert made.status_code == 302
    row = DamagesSheet.objects.get()
    place = f"/damages/{row.public_id}"
    sent = {"kind": "gain", "amount": "1200000", "files": [file(b"books", "账册.txt")]}
    assert client.post(f"{place}/act/line", sent).status_code == 302
    assert client.post(f"{place}/act/line", {"kind": "price"}).status_code == 422
    assert client.post(f"{place}/act/no-such").status_code == 404
    shown = client.get(place).content.decode()
    assert "1200000.00" in shown and "账册.txt" in shown
    sheet = text_of(client.get(f"{place}/take/sheet").content)
    assert "1,200,000.00" in sheet and "账册.txt" in sheet
    assert "蜀绣坊" in text_of(client.get(f"{place}/take/claim").content)
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{place}/take/package").content))
    assert len(archive.namelist()) == 4 and archive.testzip() is None
    assert client.get(f"{place}/take/other").status_code == 404
    line = {"kind": "screenshot", "listing": "https://shop.example/1", "units": "10"}
    assert client.post(f"{place}/act/line", line).status_code == 302
    assert "https://shop.example/1" in text_of(client.get(f"{place}/take/notice").content)
    assert "仲裁" in text_of(client.get(f"{place}/take/arbitration").content)


def test_the_api_keeps_a_sheet_and_the_respondent_gets_no_claim_of_the_other() -> None:
    stage = make_stage()
    talk = mediating(stage)
    me, other = by_session(stage.complainant), by_session(stage.respondent)
    made = me.post("/damages-sheets", words(case=talk.case.number), key="a")
    assert made.status == 201
    key = made.json["sheet"]["key"]
    line = {"act": "line", "words": {"kind": "loss", "amount": "5000.5"}}
    assert me.post(f"/damages-sheets/{key}/acts", line).json["total"] == "5000.50"
    assert other.get(f"/damages-sheets/{key}").status == 404
    assert me.post(f"/damages-sheets/{key}/acts", {"act": "share"}).status == 200
    assert other.get(f"/damages-sheets/{key}").json["sheet"]["part"] == "respondent"
    assert other.get(f"/damages-sheets/{key}/papers/claim").status == 404
    assert other.get(f"/damages-sheets/{key}/papers/evidence").body.startswith(b"%PDF")
    contest = {"act": "contest", "words": {"subject": "line:1", "why": "不认可"}}
    assert other.post(f"/damages-sheets/{key}/acts", contest).json["contests"] == {"line:1": [["respondent", "不认可"]]}
    assert [one["key"] for one in other.get("/damages-sheets").json] == [key]
    staff = papers.make(stage.mediator, key, "sheet")
    assert "不认可" in text_of(staff)
