"""Filing by machine: classify, submit once whatever happens, files in the same form, on behalf of somebody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.conftest import World
from tests.factories.api import Caller, file
from tests.factories.intake import consumer_answers, holder_answers, report_answers
from zhidun.api.models import RepeatableCall
from zhidun.cases.models import Case
from zhidun.evidence.models import Blob, Item
from zhidun.intake.models import Filing

PEOPLE = ("filer", "agent", "respondent")


def answers(flat: dict[str, object] | None = None) -> dict[str, Any]:
    """Answers of a form in the shape of the API: people as objects."""
    found: dict[str, Any] = {}
    for key, value in (flat or holder_answers()).items():
        who, _, part = key.partition("_")
        if who in PEOPLE:
            found.setdefault(who, {})[part] = value
        else:
            found[key] = value
    return found


def test_the_questions_of_a_form(visitor: Caller) -> None:
    asked = visitor.get("/filings/forms/report").json
    keys = {one["key"]: one for one in asked}
    assert {"facts", "district", "right_kind", "anonymous"} <= set(keys)
    assert any(option["value"] == "510107" for option in keys["district"]["options"])
    assert visitor.get("/filings/forms/poem").code == "not_found"


def test_classifying_stores_nothing(world: World, visitor: Caller) -> None:
    before = Filing.objects.count()
    found = visitor.post("/filings/classify", answers()).json
    assert found["kind"] == "rights_complaint"
    assert found["parts"][0]["office"]["code"] == "b510107"
    assert found["parts"][0]["rules"]
    assert visitor.post("/filings/classify", answers(consumer_answers(intent="both"))).json["mixed"] is True
    assert Filing.objects.count() == before


def test_all_faults_are_told_at_once(world: World, visitor: Caller) -> None:
    refused = visitor.post(
        "/filings", {"answers": answers(holder_answers(facts="", respondent_uscc="911100006000373410"))}
    )
    assert refused.status == 422
    assert set(refused.json["errors"]) == {"facts", "respondent_uscc"}
    assert all(one["reason"]["en"] and one["remedy"]["zh"] for one in refused.json["errors"].values())


def test_unknown_fields_are_refused_by_name(world: World, visitor: Caller) -> None:
    refused = visitor.post("/filings", {"answers": {**answers(), "colour": "red"}, "urgent": True})
    assert refused.code == "request.unfit"
    assert set(refused.json["errors"]) == {"answers.colour", "urgent"}


def test_the_same_filing_twice_is_one_case(world: World, visitor: Caller) -> None:
    body = {"answers": answers(holder_answers(facts="同一件事只算一次。"))}
    first = visitor.post("/filings", body, key="form-1")
    again = visitor.post("/filings", body, key="form-1")
    assert (first.status, again.status) == (201, 201)
    assert again.json["repeated"] is True
    assert (first.json["numbers"], first.json["secret"]) == (again.json["numbers"], again.json["secret"])
    other = visitor.post("/filings", {"answers": answers(holder_answers(facts="另一件事。"))}, key="form-1")
    assert other.status == 409
    assert other.json["reason"]["en"]
    assert Case.objects.filter(number__in=first.json["numbers"]).count() == 1


def test_a_key_nobody_can_print_is_refused(world: World, visitor: Caller) -> None:
    for key in ("", "x" * 121, "a\tb"):
        assert visitor.post("/filings", {"answers": answers()}, key=key).status == 422


def test_files_and_answers_in_one_form(world: World, visitor: Caller) -> None:
    form = {"answers": json.dumps(answers()), "files": [file(b"one\n"), file(b"two\n", "b.txt")]}
    taken = visitor.form("/filings/with-files", form)
    assert taken.status == 201, taken.body
    case = Case.objects.get(number=taken.json["number"])
    assert sorted(case.evidence.values_list("item__filename", flat=True)) == ["a.txt", "b.txt"]


def send(caller: Caller, *, key: str = "form-9", facts: str = "文件一次交来。", content: bytes = b"proof\n") -> Any:
    """Send a filing with one file under a key."""
    form = {"answers": json.dumps(answers(holder_answers(facts=facts))), "files": [file(content)]}
    return caller.form("/filings/with-files", form, key=key)


def test_a_repeated_form_stores_no_file_twice(world: World, visitor: Caller) -> None:
    first = send(visitor)
    counts = (Filing.objects.count(), Item.objects.count(), Blob.objects.count())
    again = send(visitor)
    assert again.json["repeated"] is True
    assert (again.json["number"], again.json["secret"]) == (first.json["number"], first.json["secret"])
    assert (Filing.objects.count(), Item.objects.count(), Blob.objects.count()) == counts
    assert first.json["secret"] not in "".join(RepeatableCall.objects.values_list("body", flat=True))


@pytest.mark.parametrize("change", [{"facts": "别的事实。"}, {"content": b"another proof\n"}])
def test_the_key_of_a_form_stands_for_its_words_and_its_files(
    world: World, visitor: Caller, change: dict[str, Any]
) -> None:
    send(visitor)
    counts = (Filing.objects.count(), Item.objects.count())
    refused = send(visitor, **change)
    assert (refused.status, refused.code) == (409, "idempotency.key_reused")
    assert (Filing.objects.count(), Item.objects.count()) == counts


def test_a_form_that_is_refused_leaves_no_item_and_its_key_is_free(world: World, visitor: Caller) -> None:
    before = Item.objects.count()
    assert send(visitor, facts="").status == 422
    assert Item.objects.count() == before
    assert send(visitor).status == 201


@pytest.mark.parametrize("text", ["{", "[]", '{"facts": 1}', '{"x": 2}', '{"facts": "\\u0000"}', "[" * 5000])
def test_answers_that_are_no_answers(world: World, visitor: Caller, text: str) -> None:
    refused = visitor.form("/filings/with-files", {"answers": text, "files": [file()]})
    assert refused.status in {400, 422}, refused.body
    assert refused.code


def test_a_form_without_a_file_and_an_empty_file(world: World, visitor: Caller) -> None:
    assert visitor.form("/filings/with-files", {"answers": json.dumps(answers())}).code == "request.unfit"
    empty = visitor.form("/filings/with-files", {"answers": json.dumps(answers()), "files": [file(b"")]})
    assert empty.status in {400, 422}, empty.body


def test_a_clerk_files_on_behalf_of_somebody(world: World) -> None:
    body = {
        "answers": answers(),
        "channel": "letter",
        "at_office": "b510107",
        "received_at": "2026-11-20T09:00:00+08:00",
    }
    taken = world.clerk.post("/filings", body, key="letter-1")
    assert taken.status == 201, taken.body
    filing = Filing.objects.get(public_id=taken.json["filing"])
    assert (filing.on_behalf, filing.channel) == (True, "letter")
    assert filing.submitted_at.isoformat() == "2026-11-20T01:00:00+00:00"
    for caller in (world.citizen, world.stranger):
        assert caller.post("/filings", body).status == 403
    assert world.clerk.post("/filings", {**body, "received_at": "2100-01-01T00:00:00Z"}).status == 422


def test_duplicates_are_told_and_numbers_only_to_staff(world: World, visitor: Caller) -> None:
    hints = world.clerk.post("/filings/duplicates", answers()).json
    assert {world.complaint.number, world.report.number} & {one["case"] for one in hints}
    told = visitor.post("/filings/duplicates", answers()).json
    assert told
    assert {one["case"] for one in told} == {""}


def test_the_wizard_asks_then_answers(visitor: Caller) -> None:
    step = visitor.post("/wizard", {}).json
    given: dict[str, str] = {}
    while step["question"]:
        given[step["question"]["key"]] = step["question"]["options"][0]["value"]
        step = visitor.post("/wizard", given).json
        assert len(given) < 20
    assert step["routes"]
    assert all(route["cost"]["en"] for route in visitor.get("/routes").json)
    assert visitor.post("/wizard", {"a": {"b": 1}}).code == "request.unfit"


def test_an_anonymous_report_by_a_signed_in_citizen_is_not_theirs(world: World) -> None:
    taken = world.citizen.post("/filings", {"answers": answers(report_answers())})
    assert taken.status == 201
    assert world.citizen.get(f"/cases/{taken.json['number']}").code == "not_found"
