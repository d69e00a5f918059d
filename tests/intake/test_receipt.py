"""The receipt: number and code open the status, messages, evidence and withdrawal; nothing else ever does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.access import make_actor, make_citizen
from tests.factories.intake import city, consumer_answers, filed, holder_answers, report_answers
from zhidun.access.actors import ANONYMOUS, receipt_actor
from zhidun.access.errors import TooOften
from zhidun.access.models import Office
from zhidun.cases import services as cases
from zhidun.cases.models import Case
from zhidun.evidence.services import store_upload
from zhidun.intake import selectors, services
from zhidun.intake.faults import NotOpenForThis, NotYourItem, ReceiptUnknown
from zhidun.intake.receipt import TRIES
from zhidun.kernel import ids, time

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    with time.pinned(NOW):
        city()
        yield


def test_the_status_says_where_it_is_what_comes_next_and_by_when() -> None:
    receipt = filed(report_answers())
    seen = selectors.status(number=receipt.number, secret=receipt.secret)
    assert (seen.number, seen.state, seen.closed) == (receipt.number, "received", False)
    assert seen.words.zh
    assert seen.next_words.en
    assert seen.due_on is not None
    assert seen.due_on.isoformat() == "2026-12-11"
    assert seen.office.zh == "武侯市场监管局"
    assert seen.can_withdraw
    assert seen.received_at == NOW


def test_the_code_is_read_however_it_is_typed() -> None:
    receipt = filed(report_answers())
    typed = " " + receipt.secret.lower().replace("-", " ")
    assert selectors.status(number=receipt.number.lower(), secret=typed).number == receipt.number


def test_unknown_and_wrong_are_the_same_answer() -> None:
    receipt = filed(report_answers())
    other = filed(report_answers(facts="另一件事。"))
    answers = []
    for number, secret in (
        (receipt.number, ids.receipt_code()),
        (receipt.number, other.secret),
        (receipt.number, ""),
        (receipt.number, "x" * 300),
        ("b510107-2026-000000", receipt.secret),
        ("", ""),
    ):
        with pytest.raises(ReceiptUnknown) as refused:
            selectors.status(number=number, secret=secret)
        answers.append(refused.value.problem("zh"))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["status"] == 404


def test_guessing_is_slowed_by_number_and_by_source() -> None:
    receipt = filed(report_answers())
    for _ in range(TRIES):
        with pytest.raises(ReceiptUnknown):
            selectors.status(number=receipt.number, secret="AAAAA")
    with pytest.raises(TooOften):
        selectors.status(number=receipt.number, secret="AAAAA")
    assert selectors.status(number=receipt.number, secret=receipt.secret).number == receipt.number, "the holder gets in"
    for n in range(TRIES):
        with pytest.raises(ReceiptUnknown):
            selectors.status(number=f"b510107-2026-{n:06d}", secret="AAAAA", client="203.0.113.9")
    with pytest.raises(TooOften):
        selectors.status(number="b510107-2026-999999", secret="AAAAA", client="203.0.113.9")
    with time.pinned(NOW + timedelta(minutes=11)):
        assert selectors.status(number=receipt.number, secret=receipt.secret, client="203.0.113.9")


def test_both_sides_write_and_the_receipt_reads() -> None:
    receipt = filed(report_answers())
    seen = services.send_message(number=receipt.number, secret=receipt.secret, body="货车号牌是川A·演示。")
    assert [(message.from_office, message.body) for message in seen.messages] == [(False, "货车号牌是川A·演示。")]
    officer = make_actor("enforcement-officer", Office.objects.get(code="b510107"))
    reporter = Case.objects.get(number=receipt.number).parties.get(role="reporter")
    cases.post_message(actor=officer, case_number=receipt.number, body="谢谢,已记录。", to_party_id=reporter.pk)
    seen = selectors.status(number=receipt.number, secret=receipt.secret)
    assert [message.from_office for message in seen.messages] == [False, True]


def stored(actor: object, name: str = "a.pdf") -> str:
    """Store a small file and return its public id."""
    item = store_upload(stream=io.BytesIO(b"%PDF-1.4 x"), filename=name, actor=actor)  # type: ignore[arg-type]
    return str(item.public_id)


def test_more_evidence_through_the_receipt() -> None:
    receipt = filed(report_answers())
    item = stored(receipt_actor(receipt.number))
    services.add_evidence(number=receipt.number, secret=receipt.secret, item_ids=[item], note="又拍到一张")
    case = Case.objects.get(number=receipt.number)
    assert case.evidence.count() == 1
    assert case.facts["supplement_text"] == "又拍到一张"
    with pytest.raises(NotYourItem):
        services.add_evidence(number=receipt.number, secret=receipt.secret, item_ids=[stored(make_citizen())])


@pytest.mark.parametrize("answers", [report_answers(), holder_answers(), consumer_answers()])
def test_withdrawal_through_the_receipt(answers: dict[str, object]) -> None:
    receipt = filed(answers, actor=ANONYMOUS)
    seen = services.withdraw(number=receipt.number, secret=receipt.secret, reason="已自行解决")
    assert (seen.state, seen.closed, seen.can_withdraw) == ("withdrawn", True, False)
    with pytest.raises(NotOpenForThis):
        services.withdraw(number=receipt.number, secret=receipt.secret, reason="再撤一次")
    with pytest.raises(NotOpenForThis):
        services.add_evidence(number=receipt.number, secret=receipt.secret, item_ids=[])


def test_one_code_opens_both_halves_of_a_mixed_filing() -> None:
    receipt = filed(consumer_answers(intent="both"))
    first, second = (selectors.status(number=number, secret=receipt.secret) for number in receipt.numbers)
    assert first.linked == (second.number,)
    assert second.linked == (first.number,)
    assert first.title != second.title


def test_case_of_receipt_gives_the_actor_of_this_case_only() -> None:
    receipt = filed(report_answers())
    actor = selectors.case_of_receipt(number=receipt.number, secret=receipt.secret)
    assert actor.receipt_case == receipt.number
    assert actor.account_id is None
    assert not actor.can("cases:case:view")
