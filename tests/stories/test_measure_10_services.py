"""Measure 十, the one-stop window, played on the services: walk-in, online, anonymous; and the law of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.intake import consumer_answers, holder_answers, report_answers
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor, actor_for
from zhidun.access.loading import load_cast, load_city
from zhidun.access.selectors import account
from zhidun.cases import services as cases
from zhidun.cases.models import Case, Clock
from zhidun.cases.selectors import case_page
from zhidun.intake import selectors, services
from zhidun.intake.models import Visit
from zhidun.intake.types import Receipt
from zhidun.kernel import time
from zhidun.law.load import rulebook

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)
PASSWORD = "Rongcheng-Story-2026"


@pytest.fixture(autouse=True)
def _cast() -> Iterator[None]:
    with time.pinned(MORNING):
        load_city()
        load_cast(PASSWORD)
        yield


def cast(username: str) -> Actor:
    """Return a member of the cast as they are today."""
    return actor_for(account(username))


def case(number: str) -> Case:
    """Return a case's row."""
    return Case.objects.get(number=number)


def step(number: str, name: str, by: str, **facts: object) -> None:
    """Take a step of a case as somebody of the cast."""
    cases.take_step(case_number=number, step=name, actor=cast(by), facts=facts, expected_version=case(number).version)


def test_walk_in_li_min_files_for_a_right_holder_at_the_wuhou_workstation() -> None:
    limin = cast("limin")
    visit = services.log_visit(
        actor=limin, office="510107-W1", purpose="consultation", topic="绣品被仿冒", visitor="沈绣坊负责人", minutes=20
    )
    receipt = services.submit(
        actor=limin, answers=holder_answers(), channel="counter", at_office="510107-W1", idempotency_key="slip-1"
    )
    services.log_visit(
        actor=limin, office="510107-W1", purpose="complaint", topic="代为投诉", case_number=receipt.number
    )
    assert Visit.objects.count() == 2
    assert visit.filing is None

    row = case(receipt.number)
    assert (row.office.code, row.origin, row.state) == ("510107", "counter", "received")
    step(receipt.number, "triage", "wangqiang", matter="trademark")
    step(receipt.number, "accept", "wangqiang")
    seen = selectors.status(number=receipt.number, secret=receipt.secret)
    assert seen.state == "lead"
    assert "核查" in seen.words.zh
    assert seen.due_on is not None
    assert [entry.words.en for entry in seen.steps]
    paper = case(receipt.number).papers.get(kind="acceptance")
    assert paper.number.startswith("成武侯市监")


def test_online_shen_xiufang_goes_from_the_wizard_to_the_receipt() -> None:
    shen = cast("shenxiufang")
    end = selectors.wizard({"happened": "copied", "right_kind": "trademark", "want": "stop", "place": "shop"})
    assert "administrative" in {route.key for route in end.routes}

    draft = services.save_draft(actor=shen, kind="rights_complaint", answers={"facts": "刚开始写"})
    services.save_draft(
        actor=shen, kind="rights_complaint", answers=holder_answers(happened_on="2026-12-24"), token=draft.token
    )
    with pytest.raises(Exception, match=r"intake\.answers") as refused:
        services.submit(actor=shen, draft_token=draft.token)
    assert refused.value.errors["happened_on"].remedy.en  # type: ignore[attr-defined]
    assert selectors.open_draft(draft.token).answers["happened_on"] == "2026-12-24"

    receipt = services.submit(
        actor=shen, draft_token=draft.token, answers={"happened_on": "2026-11-16"}, idempotency_key="form-7"
    )
    again = services.submit(actor=shen, answers=holder_answers(happened_on="2026-11-16"), idempotency_key="form-7b")
    assert receipt.classification.parts[0].office.code == "510107"
    hints = selectors.duplicate_hints(selectors.read_answers(holder_answers()), actor=cast("wangqiang"))
    assert {hint.case_number for hint in hints} == {receipt.number, again.number}
    assert all(hint.same_facts for hint in hints)

    page = case_page(shen, receipt.number)
    assert page.relations == ("complainant",)
    assert page.clocks[0].due_on.isoformat() == "2026-12-09"  # 15 working days after 18 November
    assert selectors.filings_of(shen)[0].numbers


def test_anonymous_an_informer_reports_and_talks_through_the_receipt() -> None:
    receipt = services.submit(actor=ANONYMOUS, answers=report_answers())
    opened = case(receipt.number)
    assert opened.office.code == "510107"
    assert opened.source["proposed_office"]["ours"] is True
    step(receipt.number, "accept", "wangqiang")
    seen = services.send_message(number=receipt.number, secret=receipt.secret, body="货车周三凌晨来。")
    assert seen.messages
    cases.post_message(
        actor=cast("wangqiang"), case_number=receipt.number, body="已安排核查。",
        to_party_id=opened.parties.get(role="reporter").pk,
    )  # fmt: skip
    answer = selectors.status(number=receipt.number, secret=receipt.secret).messages[-1]
    assert (answer.from_office, answer.body) == (True, "已安排核查。")
    with pytest.raises(Exception, match="not_found"):
        case_page(cast("shenxiufang"), receipt.number)


def test_a_mixed_filing_is_two_cases_with_two_views() -> None:
    receipt = services.submit(
        actor=cast("limin"), answers=consumer_answers(intent="both"), channel="counter", at_office="510107-W1"
    )
    consumer, report = (case(number) for number in receipt.numbers)
    assert {consumer.procedure, report.procedure} == {"consumer-complaint", "report"}
    page = case_page(cast("wangqiang"), report.number)
    assert all("王女士" not in party.name for party in page.parties)
    assert {link.number for link in page.links} == {consumer.number}


def test_a_parked_matter_is_routed_to_its_authority_with_the_reason() -> None:
    receipt = services.submit(
        actor=cast("chenlv"),
        answers=holder_answers(
            relation="agent", agent_name="陈律", right_kind="ic_layout", right_number="BS.12500520.2"
        ),
    )
    part = receipt.classification.parts[0]
    step(receipt.number, "triage", "wangqiang", matter="ic_layout") if part.office.code == "510107" else None
    assert (part.parked, part.office.name.zh, part.office.code) == (True, "国家知识产权局", "510100")
    assert "国家知识产权局" in part.reasons[-1].zh


def consumer_on(moment: datetime) -> Receipt:
    """File a consumer complaint at a moment."""
    with time.pinned(moment):
        return services.submit(actor=ANONYMOUS, answers=consumer_answers(happened_on="2026-03-30"))


def clock_of(number: str) -> Clock:
    """Return the only running clock of a case."""
    return Clock.objects.get(case__number=number)


def test_the_law_switches_on_15_april_2026_and_a_case_received_before_keeps_its_clock() -> None:
    before = consumer_on(datetime(2026, 4, 14, 2, 0, tzinfo=UTC))
    after = consumer_on(datetime(2026, 4, 15, 2, 0, tzinfo=UTC))
    assert clock_of(before.number).rule_id == "cr.accept.7wd.2019"
    assert clock_of(after.number).rule_id == "cr.accept.7wd.2026"
    assert clock_of(before.number).due_on.isoformat() == "2026-04-23"

    with time.pinned(datetime(2026, 4, 20, 2, 0, tzinfo=UTC)):
        step(before.number, "accept", "wangqiang")
    old = Clock.objects.get(case__number=before.number, rule_key="cr.accept.7wd")
    assert old.rule_id == "cr.accept.7wd.2019"  # stopped under the rule it began with
    new = Clock.objects.filter(case__number=before.number).exclude(pk=old.pk).get()
    assert new.rule_id == "cr.mediate.60d.2026"  # a new clock takes the version in force at its own start
    assert new.unit == "calendar_day"


def test_a_named_reporter_is_told_by_the_law_of_the_day() -> None:
    named = report_answers(anonymous=False, filer_name="赵某", filer_phone="13900000000")
    rules = {}
    for day in ("2026-04-14", "2026-04-15"):
        with time.pinned(datetime.fromisoformat(f"{day}T02:00+00:00")):
            receipt = services.submit(actor=ANONYMOUS, answers=named)
        rules[day] = case(receipt.number).source["notice_rule"]
    assert rules == {"2026-04-14": "cr.report_filing_notice.5wd.2019", "2026-04-15": "cr.report.notice.2026"}


def test_the_trademark_law_switches_on_1_january_2027_and_dates_beyond_the_calendar_are_provisional() -> None:
    with time.pinned(datetime(2026, 12, 30, 2, 0, tzinfo=UTC)):
        old = services.submit(actor=SYSTEM, answers=holder_answers(happened_on="2026-12-29"))
    with time.pinned(datetime(2027, 1, 4, 2, 0, tzinfo=UTC)):
        new = services.submit(actor=SYSTEM, answers=holder_answers(happened_on="2027-01-02"))
    for receipt, rule, article in ((old, "fine.trademark.2019", "60"), (new, "fine.trademark.2026", "74")):
        row = case(receipt.number)
        found = rulebook().rule("fine.trademark", row.law_on)
        assert (found.id, found.article) == (rule, article)
        assert clock_of(receipt.number).provisional  # it reaches 2027, whose notice is not loaded
    assert time.local_date(case(old.number).received_at) + timedelta(days=5) == time.local_date(
        case(new.number).received_at
    )
