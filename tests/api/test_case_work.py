"""Beside the steps: officers, parties, links, the seal, messages, notes, evidence, papers."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.api.conftest import World
from tests.api.test_cases import in_lead, step, version
from tests.factories.api import Caller, file
from zhidun.access.actors import SYSTEM
from zhidun.cases import services
from zhidun.cases.models import Case, CaseParty, Paper


def test_officers_are_chosen_from_the_office(world: World) -> None:
    staff = {one["username"] for one in world.head.get(f"{world.case}/staff").json}
    assert world.officer.actor is not None
    name = world.officer.actor.username
    assert name in staff
    assert world.citizen.get(f"{world.case}/staff").code == "not_found"
    taken = world.head.post(f"{world.case}/officers", {"username": name}, key="a")
    assert (taken.status, taken.json["role"]) == (201, "handler")
    assert world.head.get(world.case).json["officers"][0]["username"] == name
    assert world.officer.post(f"{world.case}/officers", {"username": name}).status == 403
    assert world.head.post(f"{world.case}/officers/release", {"username": name, "reason": "休假"}).status == 200
    assert world.head.post(f"{world.case}/officers/release", {"username": name, "reason": "休假"}).status == 404
    assert world.head.post(f"{world.case}/officers", {"username": "nobody"}).status == 404


def test_an_interest_keeps_an_officer_off_the_case(world: World) -> None:
    assert world.officer.actor is not None
    body = {"subject_kind": "case", "subject_key": world.complaint.number, "reason": "亲属"}
    assert world.officer.post("/conflicts", body).status == 201
    assert world.officer.get(world.case).code == "not_found"
    name = world.officer.actor.username
    assert world.head.post(f"{world.case}/officers", {"username": name}).code == "case.conflict_of_interest"
    assert world.head.post(f"{world.case}/officers", {"username": name, "override": "无他人可派"}).status == 201
    assert world.officer.post("/conflicts/withdraw", {**body, "reason": "不再相关"}).status == 200
    assert world.officer.post("/conflicts/withdraw", {**body, "reason": "不再相关"}).status == 404
    assert world.officer.get(world.case).status == 200


def test_a_party_is_admitted(world: World) -> None:
    respondent = CaseParty.objects.get(case__number=world.complaint.number, role="respondent")
    assert respondent.admitted_at is None
    assert world.officer.post(f"{world.case}/parties/admit", {"party_id": respondent.pk}).json == {"done": True}
    respondent.refresh_from_db()
    assert respondent.admitted_at
    assert world.officer.post(f"{world.case}/parties/admit", {"party_id": 2**62}).status == 404
    assert world.citizen.post(f"{world.case}/parties/admit", {"party_id": respondent.pk}).status == 403


def test_cases_are_linked_and_unlinked(world: World) -> None:
    body = {"to": world.report.number, "kind": "joined", "reason": "同一仓库"}
    assert world.officer.post(f"{world.case}/links", body).status == 201
    assert world.officer.get(world.case).json["links"] == [{"number": world.report.number, "kind": "joined"}]
    assert world.citizen.get(world.case).json["links"] == []
    assert world.citizen.post(f"{world.case}/links", body).status == 404
    assert world.officer.post(f"{world.case}/links", {**body, "to": "b510107-2026-000000"}).status == 404
    assert world.officer.post(f"{world.case}/links/undo", body).status == 200
    assert world.officer.post(f"{world.case}/links/undo", body).status == 404


def test_a_sealed_case_is_gone_for_colleagues(world: World) -> None:
    sealed = world.head.post(f"{world.case}/seal", {"sealed": True, "reason": "涉密"})
    assert sealed.json == {"number": world.complaint.number, "sealed": True}
    assert world.officer.get(world.case).code == "not_found"
    assert world.head.get(world.case).status == 200
    assert world.officer.post(f"{world.case}/seal", {"sealed": False, "reason": "x"}).status == 404
    assert world.head.post(f"{world.case}/seal", {"sealed": False, "reason": "解除"}).json["sealed"] is False


def test_messages_go_between_office_and_party(world: World) -> None:
    sent = world.citizen.post(f"{world.case}/messages", {"body": "请问进展?"}, key="m1")
    again = world.citizen.post(f"{world.case}/messages", {"body": "请问进展?"}, key="m1")
    assert sent.json == again.json
    party = world.officer.get(f"{world.case}/messages").json[0]["party_id"]
    assert world.officer.post(f"{world.case}/messages/read").json == {"read": 1}
    assert world.officer.post(f"{world.case}/messages/read").json == {"read": 0}
    assert world.officer.post(f"{world.case}/messages", {"body": "正在核查。"}).status == 422
    assert world.officer.post(f"{world.case}/messages", {"body": "正在核查。", "to_party_id": party}).status == 201
    assert [one["from_side"] for one in world.citizen.get(f"{world.case}/messages").json] == ["party", "office"]
    assert world.citizen.post(f"{world.case}/messages", {"body": "  "}).status == 422
    assert world.reviewer.post(f"{world.case}/messages", {"body": "x", "to_party_id": party}).status == 403


def test_notes_stay_inside(world: World) -> None:
    assert world.officer.post(f"{world.case}/notes", {"body": "注意账册"}, key="n").status == 201
    assert [one["body"] for one in world.head.get(world.case).json["notes"]] == ["注意账册"]
    assert world.citizen.post(f"{world.case}/notes", {"body": "x"}).status == 403


def test_the_filing_is_read_by_its_filer_and_its_officers(world: World) -> None:
    told = world.citizen.get(f"{world.case}/filing").json
    assert told["numbers"] == [world.complaint.number]
    assert "沈绣坊" in str(told["answers"])
    assert world.officer.get(f"{world.case}/filing").json["filing"] == told["filing"]
    report = world.officer.get(f"/cases/{world.report.number}/filing").json
    assert not [one for one in report["answers"] if one["field"].startswith("filer_")]


def hand_in(caller: Caller, content: bytes) -> str:
    """Hand a file in."""
    taken = caller.form("/evidence", {"file": file(content), "note": "现场"})
    assert taken.status == 201, taken.body
    return str(taken.json["item"])


def test_evidence_goes_into_the_file_and_out_as_it_was(world: World) -> None:
    item = hand_in(world.citizen, b"shop front\n")
    assert world.citizen.get(f"/evidence/{item}").json["state"] == "clean"
    assert world.officer.get(f"/evidence/{item}").code == "not_found"
    assert world.officer.get(f"/items/{item}/original").code == "not_found"
    assert world.citizen.post(f"{world.case}/evidence", {"items": [item]}).json == {"added": 1}
    assert world.citizen.post(f"{world.case}/evidence", {"items": [item]}).json == {"added": 0}
    original = world.officer.get(f"/items/{item}/original")
    assert original.body == b"shop front\n"
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in original.headers["Content-Security-Policy"]
    assert [one["action"] for one in world.officer.get(f"/items/{item}/custody").json][-1] == "downloaded"
    assert world.stranger.get(f"/items/{item}/custody").code == "not_found"
    assert world.citizen.post(f"{world.case}/evidence", {"items": [str(uuid4())]}).status == 404


def test_what_the_parties_see_is_the_officers_choice(world: World) -> None:
    item = hand_in(world.officer, b"inspection record\n")
    assert world.officer.post(f"{world.case}/evidence", {"items": [item]}).json == {"added": 1}
    assert item not in str(world.citizen.get(world.case).json["evidence"])
    assert world.citizen.post(f"{world.case}/evidence", {"items": [item]}).json == {"added": 0}
    assert world.citizen.get(f"/items/{item}/original").code == "not_found"
    path = f"{world.case}/evidence/{item}/visibility"
    assert world.officer.post(path, {"visible": True}).json == {"item": item, "visible": True}
    assert item in str(world.citizen.get(world.case).json["evidence"])
    assert world.citizen.post(path, {"visible": False}).status == 403
    assert world.officer.post(f"{world.case}/evidence/{uuid4()}/visibility", {"visible": True}).status == 404


def test_handing_in_once_however_often_it_is_sent(world: World) -> None:
    first = world.citizen.form("/evidence", {"file": file(b"x\n")}, key="f1")
    again = world.citizen.form("/evidence", {"file": file(b"x\n")}, key="f1")
    assert first.json == again.json
    assert world.citizen.form("/evidence", {"file": file(b"y\n")}, key="f1").code == "idempotency.key_reused"
    for number in range(3):
        hand_in(world.citizen, f"page {number}\n".encode())
    page = world.citizen.get("/evidence", limit=3).json
    rest = world.citizen.get("/evidence", limit=3, cursor=page["next"]).json
    assert len(page["items"]) == 3
    assert [one["item"] for one in rest["items"]] == [first.json["item"]]
    assert rest["next"] is None


@pytest.mark.parametrize("form", [{}, {"file": file(b"")}, {"file": file(), "note": "字" * 2001}])
def test_a_file_that_is_no_evidence(world: World, form: dict[str, object]) -> None:
    refused = world.citizen.form("/evidence", form)
    assert refused.status in {400, 413, 422}, refused.body
    assert refused.code


def paper_of(world: World) -> Paper:
    """A paper of the complaint: the confirmation of its rules is the system's here."""
    in_lead(world)
    step(world.officer, world, "request-evidence", {"evidence_wanted": "购买凭证", "evidence_due_on": "2099-01-10"})
    paper = Paper.objects.filter(case__number=world.complaint.number).order_by("id").first()
    assert paper is not None
    return paper


def test_a_paper_is_read_served_and_proved(world: World, visitor: Caller) -> None:
    paper = paper_of(world)
    made = world.officer.get(f"/papers/{paper.public_id}/pdf")
    assert made.body.startswith(b"%PDF")
    assert world.stranger.get(f"/papers/{paper.public_id}/pdf").code == "not_found"
    assert world.officer.get(f"/papers/{uuid4()}/pdf").code == "not_found"
    served = world.officer.post(f"/papers/{paper.public_id}/serve", {"how": "直接送达"})
    assert served.json["served_at"]
    assert world.officer.post(f"/papers/{paper.public_id}/serve", {"how": "邮寄"}).json == served.json
    assert world.citizen.post(f"/papers/{paper.public_id}/serve", {"how": "x"}).status in {403, 404}
    told = visitor.get("/papers/verify", number=paper.number).json
    assert (told["number"], told["office"]) == (paper.number, world.office.name_zh)
    assert visitor.get("/papers/verify", paper=str(paper.public_id)).json == told
    assert world.complaint.number not in str(told)


@pytest.mark.parametrize("query", [{}, {"number": "没有〔2026〕1号"}, {"paper": str(uuid4())}])
def test_a_paper_nobody_issued(visitor: Caller, query: dict[str, str]) -> None:
    assert visitor.get("/papers/verify", **query).code == "not_found"


def test_links_and_versions_are_untouched_by_reading(world: World) -> None:
    before = version(world)
    for path in ("", "/steps", "/messages", "/filing"):
        assert world.officer.get(f"{world.case}{path}").status == 200
    assert version(world) == before
    assert Case.objects.count() == 2
    assert services.mark_messages_read(actor=SYSTEM, case_number=world.complaint.number) == 0
