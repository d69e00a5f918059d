"""Messages both ways with receipts and files; notes stay inside; notices go out at least once and land once."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import pytest

from tests.factories.cases import Cast, assign_both, filed, make_case, take, verified
from tests.factories.evidence import make_item
from zhidun.access.actors import receipt_actor
from zhidun.cases import jobs, selectors, services
from zhidun.cases.delivery.base import Channel
from zhidun.cases.delivery.registry import channel, register
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import CaseEvidence, Message, Notice, Outbox
from zhidun.cases.outbox import MOST_ATTEMPTS, deliver_due
from zhidun.cases.paper_words import en_date
from zhidun.evidence.errors import ItemNotFound
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, NotFound, TooLarge
from zhidun.kernel.text import t

pytestmark = pytest.mark.django_db


def test_a_party_writes_and_the_office_answers_with_read_receipts(cast: Cast) -> None:
    case = make_case(cast)
    item = make_item(actor=cast.complainant)
    sent = services.post_message(
        actor=cast.complainant, case_number=case.number, body=" 补充照片 ", items=[str(item.public_id)]
    )
    assert (sent.body, sent.from_side, sent.read_at) == ("补充照片", "party", None)
    assert CaseEvidence.objects.get(case=case).submitted_by_id == sent.party_id
    assert services.mark_messages_read(actor=cast.officer, case_number=case.number) == 1
    assert services.mark_messages_read(actor=cast.officer, case_number=case.number) == 0
    services.post_message(actor=cast.officer, case_number=case.number, body="已收到", to_party_id=sent.party_id)
    page = selectors.case_page(cast.complainant, case.number)
    assert [(one.from_side, one.read_at is not None) for one in page.messages] == [("party", True), ("office", False)]
    assert page.messages[0].items == ((str(item.public_id), item.filename),)
    assert page.messages[1].sender == cast.office.name_zh
    assert services.mark_messages_read(actor=cast.complainant, case_number=case.number) == 1
    assert selectors.item_for(cast.complainant, str(item.public_id)).pk == item.pk


def test_other_parties_and_strangers_read_nothing(cast: Cast) -> None:
    case = filed(cast)
    services.post_message(actor=cast.complainant, case_number=case.number, body="我方价格底线")
    take(case, "notice", cast.officer, {"notice_served_on": time.today().isoformat()})
    assert selectors.case_page(cast.respondent, case.number).messages == ()
    with pytest.raises(CaseNotFound):
        services.post_message(actor=cast.stranger, case_number=case.number, body="x")
    with pytest.raises(Forbidden):
        services.add_note(actor=cast.complainant, case_number=case.number, body="x")


def test_an_anonymous_reporter_writes_by_receipt(cast: Cast) -> None:
    case = make_case(cast)
    case.parties.filter(role="complainant").update(by_receipt=True, account=None)
    actor = receipt_actor(case.number)
    services.post_message(actor=actor, case_number=case.number, body="还有一处仓库")
    party = case.parties.get(by_receipt=True)
    services.post_message(actor=cast.officer, case_number=case.number, body="谢谢", to_party_id=party.pk)
    deliver_due()
    assert [one.body for one in selectors.case_page(actor, case.number).messages] == ["还有一处仓库", "谢谢"]
    assert len(selectors.notices(actor)) == 1


def test_limits_keys_and_files_of_others(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(Invalid):
        services.post_message(actor=cast.complainant, case_number=case.number, body="  ")
    with pytest.raises(TooLarge):
        services.post_message(actor=cast.complainant, case_number=case.number, body="字" * 200_000)
    with pytest.raises(Invalid) as nobody:
        services.post_message(actor=cast.officer, case_number=case.number, body="致谁")
    assert nobody.value.field == "to_party_id"
    foreign = make_item(actor=cast.officer)
    with pytest.raises(ItemNotFound):
        services.post_message(actor=cast.complainant, case_number=case.number, body="x", items=[str(foreign.public_id)])
    for _ in range(2):
        services.post_message(actor=cast.complainant, case_number=case.number, body="一次", idempotency_key="m1")
    assert Message.objects.count() == 1
    with pytest.raises(TooLarge):
        services.post_message(actor=cast.complainant, case_number=case.number, body="x", items=["a"] * 21)


def test_a_step_tells_the_complainant_in_both_languages(cast: Cast) -> None:
    case = make_case(cast)
    verified(case, cast)
    assign_both(case, cast)
    take(case, "file", cast.officer)
    jobs.deliver_outbox()
    notice = Notice.objects.get(account_id=cast.complainant.account_id)
    due = case.clocks.get(rule_key="samr.case.decide.90d").due_on
    assert f"{due.year}年{due.month}月{due.day}日" in notice.body_zh
    assert en_date(due) in notice.body_en
    assert case.number in notice.body_zh
    assert selectors.notices(cast.complainant, unread_only=True) == [notice]
    services.mark_notice_read(actor=cast.complainant, notice_id=notice.pk)
    assert selectors.notices(cast.complainant, unread_only=True) == []
    with pytest.raises(NotFound):
        services.mark_notice_read(actor=cast.officer, notice_id=notice.pk)


class Flaky(Channel):
    """Fails until told otherwise, and counts by key what arrived."""

    name: ClassVar[str] = "mail"
    broken = True
    arrived: ClassVar[list[str]] = []

    def reaches(self, *, account_id: int | None, party_id: int | None) -> bool:
        return account_id is not None

    def deliver(self, row: Outbox) -> None:
        if self.broken:
            raise OSError("no route")
        self.arrived.append(row.key)


def test_a_delivery_that_fails_is_tried_again_later_and_given_up_at_last(cast: Cast) -> None:
    case, former, flaky = make_case(cast), channel("mail"), Flaky()
    register(flaky)
    try:
        for _ in range(2):
            services.notify(
                key="k", case=case, subject=t("题", "Subject"), body=t("文", "Body"), account_id=cast.head.account_id
            )
        assert Outbox.objects.filter(case=case).count() == 2
        deliver_due()
        row = Outbox.objects.get(channel="mail")
        assert (row.state, row.attempts) == ("queued", 1)
        assert "no route" in row.last_error
        assert row.next_try_at > time.now()
        jobs.deliver_waiting(timestamp=0)
        assert Outbox.objects.get(pk=row.pk).attempts == 1
        flaky.broken = False
        with time.pinned(time.now() + timedelta(hours=1)):
            assert deliver_due() == 1
        assert Flaky.arrived == ["k:mail"]
        Outbox.objects.filter(pk=row.pk).update(state="queued", attempts=MOST_ATTEMPTS - 1)
        flaky.broken = True
        with time.pinned(time.now() + timedelta(hours=2)):
            deliver_due()
        assert Outbox.objects.get(pk=row.pk).state == "failed"
    finally:
        register(former)
