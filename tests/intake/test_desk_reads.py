"""What officers and filers read: the filing, hints at duplicates, the visitors' log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.access import make_actor, make_citizen
from tests.factories.intake import (
    USCC_FOOD_FACTORY,
    WUHOU,
    city,
    consumer_answers,
    filed,
    holder_answers,
    report_answers,
)
from zhidun.access import places
from zhidun.access.actors import ANONYMOUS, Actor, receipt_actor
from zhidun.access.models import Office
from zhidun.intake import selectors, services
from zhidun.intake.answers import read_answers
from zhidun.intake.visits import PurposeUnknown, TopicMissing
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    with time.pinned(NOW):
        city()
        yield


def officer(code: str = "b510107", role: str = "enforcement-officer") -> Actor:
    """Return somebody at a bureau."""
    return make_actor(role, Office.objects.get(code=code))


def test_officer_filer_and_receipt_read_the_filing_and_nobody_else() -> None:
    citizen = make_citizen()
    receipt = filed(actor=citizen)
    for reader in (officer(), citizen, receipt_actor(receipt.number)):
        seen = selectors.filing_of_case(actor=reader, number=receipt.number)
        assert {key: words.zh for key, _, words in seen.answers}["right_kind"]
        assert seen.raw["facts"] == holder_answers()["facts"]
        assert seen.proposal.kind == "rights_complaint"
    for stranger in (make_citizen(), officer("b510104"), ANONYMOUS, receipt_actor("b510107-2026-000000")):
        with pytest.raises(NotFound):
            selectors.filing_of_case(actor=stranger, number=receipt.number)
    with pytest.raises(NotFound):
        selectors.filing_of_case(actor=officer(), number="unknown")


def test_choices_are_shown_in_words() -> None:
    receipt = filed(actor=make_citizen())
    seen = {key: words for key, _, words in selectors.filing_of_case(actor=officer(), number=receipt.number).answers}
    assert seen["intent"].en == "Stop an infringement of my right"
    assert seen["relation"].zh == "权利人"
    assert seen["right_kind"].zh == "注册商标"
    assert seen["district"] == places.unit(WUHOU).name


def test_the_report_half_shows_no_filer_even_to_officers() -> None:
    receipt = filed(consumer_answers(intent="both"))
    consumer, report = (selectors.filing_of_case(actor=officer(), number=number) for number in receipt.numbers)
    assert consumer.raw["filer_name"] == "王女士"
    assert "王女士" not in str(report.raw) + str(report.answers)
    assert report.pseudonym.startswith("举报人-")
    assert consumer.pseudonym == ""


def test_a_filer_lists_complaints_but_never_reports() -> None:
    citizen = make_citizen()
    complaint = filed(actor=citizen)
    filed(report_answers(anonymous=False, filer_name="赵某", filer_phone="13900000000"), actor=citizen)
    assert [filing.numbers for filing in selectors.filings_of(citizen)] == [complaint.numbers]
    assert selectors.filings_of(ANONYMOUS) == ()


# what is filed later → same facts, hinted at?
LATER = [
    (holder_answers(), True, True),
    (
        holder_answers(facts="2026年11月,在武侯区一家店发现刺绣礼盒突出使用“沈绣”二字,包装与我方相近!"),
        True,
        True,
    ),  # punctuation
    (holder_answers(facts="另外的事实。"), False, True),
    (holder_answers(respondent_name="川味食品厂有限公司"), True, True),  # another spelling of the firm
    (holder_answers(right_number="第1234567号"), True, False),  # not brought to the same form: no hint
    (holder_answers(right_number="7654321"), True, False),  # another right
    (holder_answers(respondent_name="别家食品厂", respondent_uscc=""), True, False),
    (holder_answers(respondent_name="", respondent_uscc=""), True, False),
]


@pytest.mark.parametrize(("typed", "same_facts", "hinted"), LATER)
def test_earlier_filings_are_hinted_at(typed: dict[str, object], same_facts: bool, hinted: bool) -> None:  # noqa: FBT001
    first = filed(actor=make_citizen())
    hints = selectors.duplicate_hints(read_answers(typed), actor=officer())
    assert bool(hints) is hinted
    if hinted:
        assert hints[0].case_number == first.number
        assert hints[0].same_facts is same_facts


def test_the_public_learns_that_there_is_one_but_not_which() -> None:
    citizen = make_citizen()
    filed(actor=citizen)
    (own,) = selectors.duplicate_hints(read_answers(holder_answers()), actor=citizen)
    (other,) = selectors.duplicate_hints(read_answers(holder_answers()), actor=make_citizen())
    assert (own.case_number, own.same_filer) == ("", True)
    assert (other.case_number, other.same_filer) == ("", False)
    assert USCC_FOOD_FACTORY not in str(other)


def test_visits_are_logged_and_read_at_their_own_window() -> None:
    clerk = officer(role="counter-clerk")
    number = filed(actor=make_citizen()).number
    with time.pinned(NOW + timedelta(days=1)):
        visit = services.log_visit(
            actor=clerk, office="b510107", purpose="consultation", topic="商标被仿冒怎么办", answer="已指引投诉。",
            visitor="王女士", right_kind="trademark", case_number=number, minutes=15,
        )  # fmt: skip
    assert visit.filing is not None
    services.log_visit(actor=clerk, office="b510107", purpose="publicity", topic="发放宣传册")
    assert [row.purpose for row in selectors.visits(actor=clerk, office="b510107")] == ["consultation", "publicity"]
    assert [row.pk for row in selectors.visits(actor=clerk, office="b510107", since=date(2026, 11, 21))] == [visit.pk]
    for stranger in (make_citizen(), officer("b510104", "counter-clerk")):
        with pytest.raises(NotFound):
            selectors.visits(actor=stranger, office="b510107")
        with pytest.raises(NotFound):
            services.log_visit(actor=stranger, office="b510107", purpose="consultation", topic="x")


def test_a_visit_needs_a_purpose_a_topic_and_a_case_that_exists() -> None:
    clerk = officer(role="counter-clerk")
    with pytest.raises(PurposeUnknown):
        services.log_visit(actor=clerk, office="b510107", purpose="tea", topic="x")
    with pytest.raises(TopicMissing):
        services.log_visit(actor=clerk, office="b510107", purpose="consultation", topic=" ")
    with pytest.raises(NotFound):
        services.log_visit(actor=clerk, office="b510107", purpose="lead", topic="x", case_number="none")
