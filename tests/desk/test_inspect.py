"""The inspection form: sent once whatever the network does; a case that went on is shown before anything goes in."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.evidence import png
from tests.factories.faces import Town, officer, signed_in, town
from zhidun.cases import selectors, services
from zhidun.intake import field_records
from zhidun.kernel import time


@pytest.fixture
def built(db: object, settings: Settings) -> Town:
    del db
    settings.SECOND_FACTOR_REQUIRED = False
    return town()


def record(**changes: object) -> dict[str, object]:
    facts = {"found": "现场见到同款礼盒 20 件。", "place": "武侯区某仓库", "people": "店主"}
    return {"key": str(uuid4()), "made_at": time.now().isoformat(), "facts": facts, **changes}


def send(client: Client, said: dict[str, object]) -> tuple[int, dict[str, object]]:
    files = [SimpleUploadedFile("p.png", png(), "image/png")]
    answer = client.post("/desk/inspect/send", {"record": json.dumps(said), "files": files})
    return answer.status_code, answer.json()


def test_a_new_lead_is_registered_once_however_often_it_is_sent(built: Town) -> None:
    del built
    client = signed_in()
    said = record(facts={"found": "查见仿冒礼盒", "district": "510107", "right_kind": "trademark", "right_name": "沈绣",
                         "respondent_name": "川味食品厂"})  # fmt: skip
    status, first = send(client, said)
    assert status == 200
    again = send(client, said)[1]
    assert (again["number"], again["repeated"]) == (first["number"], True)
    card = selectors.case_card(selectors.find(officer(), str(first["number"])), officer())
    assert card.origin == "inspection"


def test_a_record_goes_into_its_case_with_its_photographs(built: Town) -> None:
    number = built.complaint.number
    start = signed_in().get(f"/desk/inspect/ready?case={number}").json()
    assert start["case"]["number"] == number
    before = len(selectors.case_page(officer(), number).evidence)
    status, _ = send(signed_in(), record(case=number, version=start["case"]["version"]))
    page = selectors.case_page(officer(), number)
    assert status == 200
    assert "武侯区某仓库" in page.notes[-1].body
    assert len(page.evidence) == before + 1


def test_a_case_that_went_on_is_told_with_what_is_new_and_nothing_goes_in(built: Town) -> None:
    number = built.complaint.number
    start = field_records.start(officer(), number)
    services.take_step(
        case_number=number, step="triage", actor=officer(), facts={"matter": "trademark"},
        expected_version=int(str(start["version"])),
    )  # fmt: skip
    said = record(case=number, version=start["version"])
    status, told = send(signed_in(), said)
    assert status == 409
    assert [line["who"] for line in told["news"]] == ["王强"]  # type: ignore[attr-defined]  # JSON
    assert selectors.case_page(officer(), number).notes == ()
    assert send(signed_in(), said | {"confirmed": True})[0] == 200


def test_what_cannot_be_read_and_who_may_not_inspect_are_refused(built: Town) -> None:
    number = built.complaint.number
    assert send(signed_in(), record(facts={"found": " "}))[0] == 422
    assert send(signed_in(), {"key": "x"})[0] == 422
    assert send(signed_in("luofeng"), record())[0] == 403
    assert signed_in().get("/desk/inspect/ready?case=no").status_code == 404
    page = signed_in().get("/desk/inspect").content.decode()
    assert number not in page
    worker = Client().get("/inspect-sw.js")
    assert worker.headers["Service-Worker-Allowed"] == "/desk/inspect"


def test_an_organiser_has_a_desk_of_its_own_and_records_booths_only(built: Town) -> None:
    fair = {"found": "展位陈列同款礼盒", "district": "510107", "respondent_name": "川味食品厂"}
    client = signed_in("mahuizhan")
    empty = client.get("/desk/").content.decode()
    assert "还没有登记过" in empty
    for address in ("/radar/check", "/desk/file?kind=rights_complaint", "/desk/inspect"):
        assert f'href="{address}"' in empty
    form = client.get("/desk/inspect").content.decode()
    assert 'data-first="fair"' in form
    assert 'value="case"' not in form
    booth = {**fair, "fair": "天府家居博览会", "booth": "3B-112"}
    assert send(client, record(facts=fair))[0] == 422
    assert send(client, record(facts=booth, case=built.complaint.number))[0] == 403
    status, made = send(client, record(facts=booth))
    assert status == 200
    page = client.get("/desk/").content.decode()
    assert str(made["number"]) in page
    assert built.complaint.number not in page
    assert client.get(f"/desk/cases/{made['number']}").status_code == 404
