"""Notices on their way out: nothing of a case in a mail, wishes are kept, substitutes are told, digests count."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from tests.factories.faces import Town, officer, town
from zhidun.access import personal
from zhidun.access.models import Account
from zhidun.cases import outbox, reminders, selectors, services
from zhidun.cases.delivery import registry
from zhidun.cases.delivery.contrib.sms import NullProvider, Sms
from zhidun.cases.delivery.contrib.wecom import WeCom
from zhidun.cases.models import Case, Notice, Outbox
from zhidun.kernel import time
from zhidun.kernel.text import t


@pytest.fixture
def built(db: object, settings: Settings) -> Town:
    del db
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = town()
    Account.objects.filter(username="wangqiang").update(email="wang@example.org", phone="13800000000")
    services.assign_officer(actor=officer("luofeng"), case_number=made.complaint.number, username="wangqiang")
    return made


def told(built: Town, key: str = "k") -> list[Outbox]:
    case = Case.objects.get(number=built.complaint.number)
    words = t(f"案件 {case.number} 沈绣", f"Case {case.number} Shenxiu")
    return outbox.notify(key=key, case=case, subject=words, body=words, account_id=officer().account_id)


def test_a_mail_says_that_there_is_news_and_nothing_else(built: Town) -> None:
    told(built)
    outbox.deliver_due()
    sent = [f"{one.subject}\n{one.body}" for one in mail.outbox]
    assert len(sent) == 1
    assert "/desk/notices" in sent[0]
    assert not any(word in sent[0] for word in (built.complaint.number, "沈绣", "Shenxiu"))
    assert Notice.objects.filter(account_id=officer().account_id, subject_zh__contains=built.complaint.number).exists()


def test_wishes_are_kept_and_text_messages_hold_no_fact(built: Town) -> None:
    wishes = {"mail": False, "sms": True, "wecom": True, "digest": False}
    personal.set_preference(actor=officer(), key="notices", value=wishes)
    provider = NullProvider()
    with patch.dict(registry._channels, {"sms": Sms(provider), "wecom": WeCom(provider)}):
        assert {row.channel for row in told(built)} == {"inapp", "sms", "wecom"}
        outbox.deliver_due()
    assert mail.outbox == []
    assert set(provider.asked.values()) == {"【知盾】您有一条新消息,请登录平台查看。"}
    assert len(provider.asked) == 2


def test_a_substitute_is_told_only_of_cases_they_may_see(built: Town) -> None:
    today = time.today()
    personal.plan_absence(actor=officer(), substitute="linchuan", from_on=today, to_on=today)
    told(built)
    outbox.deliver_due()
    linchuan = officer("linchuan").account_id
    assert Notice.objects.filter(account_id=linchuan).count() == 1
    services.set_sealed(actor=officer("luofeng"), case_number=built.complaint.number, sealed=True, reason="涉密")
    told(built, "second")
    outbox.deliver_due()
    assert Notice.objects.filter(account_id=linchuan).count() == 1


def test_officers_are_reminded_once_before_a_period_ends(built: Town) -> None:
    left = selectors.case_card(selectors.find(officer(), built.complaint.number), officer()).left
    assert left.due_at is not None
    with patch.object(time, "now", return_value=left.due_at - timedelta(hours=20)):
        assert reminders.remind() == 1
        assert reminders.remind() == 0
    row = Outbox.objects.filter(key__startswith="soon:", channel="inapp").get()
    assert built.complaint.number in row.subject_zh


def test_the_digest_counts_and_names_nothing(built: Town) -> None:
    told(built)
    outbox.deliver_due()
    mail.outbox.clear()
    with patch.object(time, "today", return_value=time.today()):
        sent = reminders.digest()
    weekend = time.today().weekday() >= 5
    assert sent == (0 if weekend else 1)
    outbox.deliver_due()
    for one in mail.outbox:
        assert "1" in one.body
        assert built.complaint.number not in one.body
    assert reminders.digest() == 0
