"""A citizen's own notices: of all their matters, unread marked, theirs alone; how they want to be told."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.faces import officer, signed_in, town
from zhidun.access import personal
from zhidun.cases import outbox
from zhidun.cases.models import Case, Notice
from zhidun.kernel.text import Text

pytestmark = pytest.mark.django_db
PAGE = "/mine/notices"


def told(username: str, number: str, subject: str) -> None:
    """Put a notice into somebody's box."""
    case = Case.objects.get(number=number)
    made = outbox.notify(
        key=f"t:{subject}", case=case, subject=Text(subject, f"{subject} (en)"), body=Text("请看", "Look"),
        account_id=officer(username).account_id, channels=("inapp",),
    )  # fmt: skip
    assert made
    outbox.deliver_due()


def test_the_notices_of_all_matters_are_on_one_page_and_nobody_elses() -> None:
    here = town()
    told("chenlv", here.complaint.number, "甲事")
    told("chenlv", here.report.number, "乙事")
    told("shenxiufang", here.report.number, "别人的事")
    mine = signed_in("chenlv")
    assert "2 条未读" in mine.get("/mine").content.decode()
    page = mine.get(PAGE).content.decode()
    assert page.index("乙事") < page.index("甲事")
    assert "别人的事" not in page
    assert f'href="/case/{here.complaint.number}"' in page
    assert page.count("is-new") == 2
    one = Notice.objects.get(subject_zh="甲事")
    assert mine.post(PAGE, {"notice": str(one.pk)}).status_code == 302
    assert mine.get(PAGE).content.decode().count("is-new") == 1
    other = Notice.objects.get(subject_zh="别人的事")
    assert mine.post(PAGE, {"notice": str(other.pk)}).status_code == 404
    mine.post(PAGE, {})
    assert "条未读" not in mine.get("/mine").content.decode()
    assert Notice.objects.get(pk=other.pk).read_at is None


def test_how_one_is_told_is_kept_and_the_rest_of_the_choice_stays() -> None:
    town()
    mine = signed_in("chenlv")
    assert mine.post(PAGE, {"act": "choices", "sms": "true"}).status_code == 302
    kept = personal.notice_choices(officer("chenlv").account_id or -1)
    assert kept == {"mail": False, "sms": True, "wecom": False, "digest": True}


def test_nobody_who_is_not_signed_in_has_a_box() -> None:
    town()
    assert "/accounts/login/" in Client().get(PAGE).headers["Location"]
