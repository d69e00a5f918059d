"""The administrators' pages: each does what its administrator may, and says why not where it may not."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from tests.factories.faces import Town, officer, signed_in, town
from zhidun.access import selectors as access
from zhidun.cases import selectors, services


@pytest.fixture
def built(db: object, settings: Settings) -> Town:
    del db
    settings.SECOND_FACTOR_REQUIRED = False
    return town()


def test_an_office_is_added_by_the_system_administrator_alone(built: Town) -> None:
    del built
    said = {"code": "510107-W9", "name_zh": "新工作站", "kind": "workstation", "parent": "510107", "unit": "510107"}
    assert signed_in("secadmin").post("/desk/admin/offices", said).status_code == 422
    assert signed_in("sysadmin").post("/desk/admin/offices", said).status_code == 302
    assert access.office("510107-W9").name.zh == "新工作站"
    again = signed_in("sysadmin").post("/desk/admin/offices", said)
    assert again.status_code == 422
    assert "已被使用" in again.content.decode()


def test_one_proposes_a_post_and_another_approves_it(built: Town) -> None:
    del built
    system, security = signed_in("sysadmin"), signed_in("secadmin")
    system.post("/desk/admin/people", {"act": "account", "username": "xinren", "name_zh": "新人"})
    said = {"act": "appoint", "username": "xinren", "office": "510107", "role": "enforcement-officer"}
    assert system.post("/desk/admin/people", said).status_code == 302
    assert not officer("xinren").is_staff
    waiting = access.posts(actor=officer("secadmin"), waiting=True).get()
    assert security.post("/desk/admin/people", {"act": "approve", "post": waiting.pk}).status_code == 302
    assert officer("xinren").can("cases:case:view")
    ended = security.post("/desk/admin/people", {"act": "revoke", "post": waiting.pk, "reason": "调离"})
    assert ended.status_code == 302
    assert not officer("xinren").is_staff


def test_the_declared_rules_are_shown_and_the_trail_is_for_its_reader(built: Town) -> None:
    del built
    page = signed_in("sysadmin").get("/desk/admin/rulework").content.decode()
    assert "infringement-complaint" in page
    assert "三员分立" in signed_in("auditadmin").get("/desk/admin").content.decode()
    assert "enforcement:case:decide" in signed_in("sysadmin").get("/desk/admin/powers").content.decode()
    assert "office.created" in signed_in("auditadmin").get("/desk/admin/audit?object_kind=office").content.decode()
    assert signed_in("sysadmin").get("/desk/admin/audit").status_code == 403


def test_a_map_is_taken_into_use_with_its_number(built: Town) -> None:
    del built
    square = [[[103.0, 30.0], [104.0, 30.0], [104.0, 31.0], [103.0, 30.0]]]
    one = {"type": "Feature", "properties": {"name": "武侯区"}, "geometry": {"type": "Polygon", "coordinates": square}}
    content = json.dumps({"type": "FeatureCollection", "features": [one]}).encode()

    def said(number: str) -> dict[str, object]:
        return {"review_number": number, "files": SimpleUploadedFile("m.geojson", content, "application/geo+json")}

    client = signed_in("sysadmin")
    assert client.post("/desk/admin/map", said("")).status_code == 422
    assert client.post("/desk/admin/map", said("川S(2024)00012号")).status_code == 302
    assert "川S(2024)00012号" in client.get("/desk/admin/map").content.decode()
    client.post("/desk/admin/map", {"act": "withdraw"})
    assert "川S(2024)00012号" not in client.get("/desk/admin/map").content.decode()


def test_a_paper_is_seen_before_it_is_issued_and_nothing_is_kept(built: Town) -> None:
    number = built.complaint.number
    services.take_step(
        case_number=number, step="triage", actor=officer(), facts={"matter": "trademark"},
        expected_version=selectors.find(officer(), number).version,
    )  # fmt: skip
    before = selectors.find(officer(), number).version
    made = signed_in().post(f"/desk/cases/{number}/preview/accept", {"reason": "符合条件"})
    assert made.headers["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    page = selectors.case_page(officer(), number)
    assert (page.papers, selectors.find(officer(), number).version) == ((), before)
    no = signed_in("luofeng").post(f"/desk/cases/{number}/preview/accept", {})
    assert no.status_code == 403


def test_side_by_side_labels_links_and_differences(built: Town) -> None:
    number, client = built.complaint.number, signed_in()
    assert "giftbox.png" in client.get(f"/desk/cases/{number}/compare").content.decode()
    client.post(f"/desk/cases/{number}/label", {"word": "急"})
    assert "去掉标签 急" in client.get(f"/desk/cases/{number}").content.decode()
    client.post(f"/desk/cases/{number}/label", {"off": "急"})
    assert "去掉标签 急" not in client.get(f"/desk/cases/{number}").content.decode()
    client.post(f"/desk/cases/{number}/link", {"other": built.report.number, "reason": "同一仓库"})
    assert built.report.number in client.get(f"/desk/cases/{number}").content.decode()
    assert client.post(f"/desk/cases/{number}/link", {"other": "no"}).status_code == 404
    from zhidun.desk.views.beside import _differences

    marks = _differences(["甲", "罚款 1 元"], ["甲", "罚款 2 元"])
    assert marks == [("same", "甲"), ("gone", "罚款 1 元"), ("new", "罚款 2 元")]
