"""Cases by machine: list, page, steps with four eyes, approvals, the file."""

from __future__ import annotations

import pytest

from tests.api.conftest import World
from tests.factories.access import make_account, make_citizen
from tests.factories.api import Caller, by_token, staff
from tests.factories.intake import filed, holder_answers
from zhidun.access.actors import actor_for
from zhidun.cases.models import Approval, Case, Move

TRIAGE = {"matter": "trademark", "competent_office": "b510107"}


def step(caller: Caller, world: World, name: str, facts: dict[str, object] | None = None, **more: object) -> object:
    """Take a step on the complaint as it stands; the answer must be good."""
    body = {"step": name, "facts": facts or {}, "expected_version": version(world), **more}
    done = caller.post(f"{world.case}/steps", body)
    assert done.status == 200, done.body.decode()
    return done.json


def version(world: World) -> int:
    """Version of the complaint's case."""
    return Case.objects.get(number=world.complaint.number).version


def in_lead(world: World) -> None:
    """Bring the complaint to its verification."""
    step(world.officer, world, "triage", TRIAGE)
    step(world.officer, world, "accept")


def test_the_list_holds_what_the_caller_may_see(world: World) -> None:
    seen = {one["number"] for one in world.officer.get("/cases").json["cases"]}
    assert seen == {world.complaint.number, world.report.number}
    assert [one["number"] for one in world.citizen.get("/cases").json["cases"]] == [world.complaint.number]
    assert world.stranger.get("/cases").json == {"cases": [], "next": None}
    assert world.officer.get("/cases", kind="trademark", q="沈绣").status == 200
    assert world.officer.get("/cases", procedure="report").json["cases"][0]["number"] == world.report.number


def test_pages_of_the_list_are_stable_while_cases_are_added(world: World) -> None:
    for number in range(5):
        filed(holder_answers(facts=f"第{number}件。"), key=f"stable-{number}")
    whole = [one["number"] for one in world.officer.get("/cases", limit=100).json["cases"]]
    first = world.officer.get("/cases", limit=3).json
    filed(holder_answers(facts="翻页途中又来一件。"), key="between")
    found, cursor = [one["number"] for one in first["cases"]], first["next"]
    while cursor:
        page = world.officer.get("/cases", limit=3, cursor=cursor).json
        found += [one["number"] for one in page["cases"]]
        cursor = page["next"]
    assert [number for number in found if number in whole] == whole
    assert len(found) == len(set(found)) == 8


def test_the_page_of_a_case_is_cut_to_its_reader(world: World) -> None:
    office, party = world.officer.get(world.case).json, world.citizen.get(world.case).json
    assert (office["staff"], party["staff"]) == (True, False)
    assert office["clocks"][0]["rule"] == "samr.case.verify.15wd"
    assert office["clocks"][0]["days"]
    assert party["words"]["en"]
    assert party["notes"] == party["approvals"] == party["tasks"] == party["officers"] == []
    assert [one["you"] for one in party["parties"]] == [True, False]


@pytest.mark.parametrize("path", ["", "/steps", "/messages", "/file", "/staff", "/filing"])
def test_unknown_and_forbidden_look_the_same(world: World, path: str) -> None:
    foreign = world.stranger.get(f"{world.case}{path}")
    unknown = world.stranger.get(f"/cases/b510107-2026-000000{path}")
    assert foreign.status == unknown.status == 404
    one, other = foreign.json, unknown.json
    one.pop("instance"), other.pop("instance")
    assert one == other
    assert world.complaint.number not in foreign.body.decode()


def test_steps_say_what_they_ask_and_what_blocks(world: World) -> None:
    steps = {one["step"]: one for one in world.officer.get(f"{world.case}/steps").json}
    assert {one["field"] for one in steps["triage"]["fields"]} >= {"matter", "competent_office"}
    assert all(why["remedy"]["en"] for one in steps.values() for why in one["blocked"])
    assert "triage" not in {one["step"] for one in world.citizen.get(f"{world.case}/steps").json}


def test_a_step_is_taken_on_the_version_that_was_read(world: World) -> None:
    body = {"step": "triage", "facts": TRIAGE, "expected_version": 1}
    done = world.officer.post(f"{world.case}/steps", body).json
    assert (done["taken"], done["state"], done["version"]) == (True, "triage", 2)
    stale = world.officer.post(f"{world.case}/steps", {**body, "step": "accept", "facts": {}})
    assert (stale.status, stale.code) == (409, "case.stale")
    assert Move.objects.filter(case__number=world.complaint.number).count() == 2


def test_a_repeated_step_is_one_move(world: World) -> None:
    body = {"step": "triage", "facts": TRIAGE, "expected_version": 1}
    first = world.officer.post(f"{world.case}/steps", body, key="k1")
    again = world.officer.post(f"{world.case}/steps", body, key="k1")
    assert first.json == again.json
    assert world.officer.post(f"{world.case}/steps", {**body, "reason": "x"}, key="k1").code == "idempotency.key_reused"
    assert world.second.post(f"{world.case}/steps", body, key="k1").code == "case.stale"
    assert Move.objects.filter(case__number=world.complaint.number).count() == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"step": "fly", "expected_version": 1}, 404), ({"step": "accept", "expected_version": 1}, 409),
        ({"step": "triage", "expected_version": 1}, 422), ({"step": "triage", "expected_version": -1}, 422),
        ({"step": "triage", "expected_version": 1, "facts": {"matter": "trademark", "colour": "red"}}, 422),
        ({"step": "triage", "expected_version": 1, "facts": TRIAGE, "at": "2199-01-01T00:00:00"}, 422),
        ({"step": "triage", "expected_version": 1, "facts": TRIAGE, "at": 1e300}, 422),
    ],
)  # fmt: skip
def test_a_step_that_does_not_fit_is_refused(world: World, body: dict[str, object], status: int) -> None:
    refused = world.officer.post(f"{world.case}/steps", body)
    assert refused.code
    assert refused.status in {status, 404, 409, 422}, refused.body
    assert version(world) == 1


def test_a_party_does_not_take_the_offices_step(world: World) -> None:
    refused = world.citizen.post(f"{world.case}/steps", {"step": "triage", "facts": TRIAGE, "expected_version": 1})
    assert refused.status == 403
    assert version(world) == 1


def test_four_eyes_over_the_api(world: World) -> None:
    in_lead(world)
    asked = step(world.officer, world, "extend-verification", reason="案情复杂")
    assert isinstance(asked, dict)
    assert asked["taken"] is False
    listed = world.head.get("/approvals").json
    assert [(one["approval"], one["you_may"]) for one in listed] == [(asked["approval"], True)]
    assert world.officer.get("/approvals").json == []
    path = f"{world.case}/approvals/{asked['approval']}"
    word = {"expected_version": version(world)}
    assert world.officer.post(f"{path}/approve", word).code == "case.four_eyes"
    assert world.second.post(f"{path}/approve", word).code == "case.not_approver"
    assert world.citizen.post(f"{path}/approve", word).code == "not_found"
    assert world.stranger.post(f"{path}/approve", word).code == "not_found"
    done = world.head.post(f"{path}/approve", word, key="yes")
    assert done.json["taken"] is True
    assert world.head.post(f"{path}/approve", word, key="yes").json == done.json
    assert world.head.post(f"{path}/approve", {"expected_version": version(world)}).code == "case.approval_closed"


def test_a_prepared_step_goes_back_or_is_taken_back(world: World) -> None:
    in_lead(world)
    first = step(world.officer, world, "extend-verification", reason="一")
    assert isinstance(first, dict)
    path = f"{world.case}/approvals/{first['approval']}"
    assert world.head.post(f"{path}/reject", {"reason": ""}).code == "request.unfit"
    assert world.head.post(f"{path}/reject", {"reason": "理由不足"}).json["taken"] is False
    second = step(world.officer, world, "extend-verification", reason="二")
    assert isinstance(second, dict)
    path = f"{world.case}/approvals/{second['approval']}"
    assert world.second.post(f"{path}/withdraw").code == "case.four_eyes"
    assert world.officer.post(f"{path}/withdraw").status == 200
    assert set(Approval.objects.values_list("state", flat=True)) == {"rejected", "withdrawn"}


def test_the_whole_file_is_for_officers(world: World) -> None:
    made = world.officer.get(f"{world.case}/file")
    assert made.status == 200, made.body[:300]
    assert made.body.startswith(b"%PDF")
    assert made.headers["Content-Type"] == "application/pdf"
    assert world.citizen.get(f"{world.case}/file").code == "not_found"


def test_a_token_cannot_do_more_than_its_scopes(world: World) -> None:
    reader = staff("enforcement-officer", world.office, scopes=["cases:case:view"])
    assert reader.get(world.case).status == 200
    refused = reader.post(f"{world.case}/steps", {"step": "triage", "facts": TRIAGE, "expected_version": 1})
    assert refused.status == 403
    blind = staff("enforcement-officer", world.office, scopes=["rights:right:edit"])
    assert blind.get(world.case).code == "not_found"


def test_somebody_without_a_post_sees_nothing(world: World) -> None:
    assert by_token  # a token needs powers, so somebody without a post has none to show
    for actor in (actor_for(make_account()), make_citizen()):
        assert not actor.powers
