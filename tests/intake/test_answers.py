"""What was typed becomes facts, or every fault at once with field, reason and remedy."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.intake import consumer_answers, holder_answers, report_answers
from zhidun.intake import answers as room
from zhidun.intake.faults import AnswersFaulty
from zhidun.kernel import time

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at() -> object:
    with time.pinned(NOW):
        yield


def test_a_whole_complaint_is_read() -> None:
    read = room.read_answers(holder_answers(amount="12,000.50"))
    assert read.right_kind == "trademark"
    assert read.happened_on is not None
    assert read.happened_on.isoformat() == "2026-11-10"
    assert read.amount == Decimal("12000.50")
    assert (read.filer.name, read.filer.kind) == ("沈绣坊", "person")
    assert read.respondent.kind == "organisation"  # a credit code makes an organisation
    assert room.missing(read) == {}


# field, what was typed, the code of the refusal
BAD = [
    ("respondent_uscc", "911100006000373410", "intake.uscc"),  # wrong check character
    ("respondent_uscc", "91110", "intake.uscc"),  # too short
    ("happened_on", "2026-12-01", "intake.future"),  # has not come yet
    ("happened_on", "1. November", "intake.date"),
    ("discovered_on", "2026-02-30", "intake.date"),  # no such day
    ("facts", "字" * 200_000, "intake.too_long"),
    ("goods", "字" * 201, "intake.too_long"),
    ("intent", "revenge", "intake.choice"),
    ("district", "Wuhou", "intake.choice"),
    ("amount", "viel", "input.invalid"),
    ("amount", "-5", "input.invalid"),
    ("filer_phone", "hello", "intake.phone"),
    ("filer_email", "nobody", "intake.email"),
]


@pytest.mark.parametrize(("field", "typed", "code"), BAD)
def test_each_fault_names_field_reason_and_remedy(field: str, typed: str, code: str) -> None:
    with pytest.raises(AnswersFaulty) as refused:
        room.read_answers(holder_answers(**{field: typed}))
    fault = refused.value.errors[field]
    assert (fault.code, fault.field) == (code, field)
    for words in (fault.reason, fault.remedy):
        assert words.zh
        assert words.en


def test_a_patent_number_with_a_bad_check_digit_is_refused_naming_the_right_one() -> None:
    _, faults = room.read(holder_answers(right_kind="patent_invention", right_number="ZL201710601862.5"))
    assert faults["right_number"].code == "intake.patent_number"
    good, none = room.read(holder_answers(right_kind="patent_invention", right_number="ZL201710601862.3"))
    assert none == {}
    assert good.right_number


def test_all_faults_come_at_once() -> None:
    typed = holder_answers(respondent_uscc="x", happened_on="2030-01-01", facts="字" * 200_000, amount="?")
    _, faults = room.read(typed)
    assert set(faults) == {"respondent_uscc", "happened_on", "facts", "amount"}


# what was left out → what is asked for; the law asks more of a consumer than of somebody who reports
NEEDED = [
    (holder_answers(facts="  "), {"facts"}),
    (holder_answers(filer_phone="", filer_email=""), {"filer_phone"}),
    (holder_answers(filer_phone="", filer_email="a@example.com"), set()),
    (holder_answers(right_name="", right_number=""), {"right_name"}),
    (holder_answers(respondent_name=""), {"respondent_name"}),
    (holder_answers(relation="agent"), {"agent_name"}),
    (report_answers(), set()),
    (report_answers(anonymous=False), {"filer_name", "filer_phone"}),
    (consumer_answers(request="", filer_address=""), {"request", "filer_address"}),
    (consumer_answers(respondent_address="", online=True), set()),
    ({}, {"intent", "facts", "filer_name", "filer_phone"}),
]


@pytest.mark.parametrize(("typed", "asked"), NEEDED)
def test_what_is_missing_is_asked_for(typed: dict[str, object], asked: set[str]) -> None:
    read, faults = room.read(typed)
    assert faults == {}
    assert set(room.missing(read)) == asked


def test_a_report_is_stored_without_who_filed_it() -> None:
    read = room.read_answers(report_answers(anonymous=False, filer_name="赵某", filer_phone="13900000000"))
    stored = room.plain(read, without_filer=True)
    assert "赵某" not in str(stored)
    assert "13900000000" not in str(stored)
    assert stored["facts"] == report_answers()["facts"]
    assert room.plain(read)["filer_name"] == "赵某"


def test_links_come_as_lines_or_as_a_list() -> None:
    lines, _ = room.read(holder_answers(online=True, links="https://a.example/1\nhttps://b.example/2"))
    listed, _ = room.read(holder_answers(online=True, links=["https://a.example/1", "https://b.example/2"]))
    assert lines.links == listed.links == ("https://a.example/1", "https://b.example/2")
    _, faults = room.read(holder_answers(links=[f"https://a.example/{n}" for n in range(51)]))
    assert faults["links"].code == "intake.too_long"


def test_forms_have_stable_steps_and_bilingual_words() -> None:
    steps = [key for key, _ in room.form_steps()]
    assert steps == ["what", "right", "respondent", "filer", "evidence", "check"]
    report = {question.key: question for question in room.form_questions("report")}
    holder = {question.key: question for question in room.form_questions("rights_complaint")}
    assert "anonymous" in report
    assert "anonymous" not in holder
    assert holder["right_kind"].required
    assert not report["right_kind"].required
    assert all(question.step in steps for question in holder.values())


@given(st.dictionaries(st.sampled_from([*holder_answers(), "amount", "links", "city"]), st.text(max_size=40)))
def test_reading_never_fails_whatever_is_typed(typed: dict[str, object]) -> None:
    read, faults = room.read(typed)
    assert all(name in {fault.field, "amount"} for name, fault in faults.items())
    assert isinstance(room.view(read)["facts"], str)
