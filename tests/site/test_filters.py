"""What the templates' filters say of dates and moments."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.factories.access import make_account
from zhidun.kernel.text import Text
from zhidun.kernel.time import CITY_ZONE
from zhidun.site.templatetags import labels, zd


@pytest.mark.parametrize(
    ("due", "zh", "en"),
    [
        (datetime(2026, 11, 18, 0, 0, tzinfo=CITY_ZONE), "2026年11月17日", "17 Nov 2026"),  # 24:00 of the last day
        (datetime(2026, 11, 17, 15, 30, tzinfo=CITY_ZONE), "2026年11月17日 15:30", "17 Nov 2026 15:30"),
        (date(2026, 11, 17), "2026年11月17日", "17 Nov 2026"),
        (None, "", ""),
    ],
)
def test_what_ends_with_a_day_is_due_on_that_day_not_on_the_next(due: object, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert zd.until(due) == zh
    with translation.override("en"):
        assert zd.until(due).replace(",", "") == en


@pytest.mark.parametrize(
    ("unit", "shown"), [("hour", "2026年11月17日 15:30"), ("working_day", "2026年11月17日（周二）")]
)
def test_a_clock_of_hours_shows_its_hour_and_one_of_days_its_day(unit: str, shown: str) -> None:
    clock = {
        "unit": unit,
        "due_on": date(2026, 11, 17),
        "due_at": datetime(2026, 11, 17, 15, 30, tzinfo=CITY_ZONE),
        "title": Text("移送", "Transfer"),
        "state": "running",
        "public_id": "x",
    }
    with translation.override("zh-hans"):
        assert shown in render_to_string("desk/clock.html", {"clock": clock})


def test_words_are_enumerated_in_the_language_of_the_page() -> None:
    with translation.override("zh-hans"):
        assert zd.listed(["商标", "专利"]) == "商标、专利"
    with translation.override("en"):
        assert zd.listed(["35", "9"]) == "35, 9"


@pytest.mark.django_db
def test_a_name_kept_in_chinese_is_written_as_the_page_writes_it() -> None:
    account = make_account()
    account.name_zh, account.name_en = "试名", "Shi Ming"
    account.save()
    with translation.override("en"):
        assert [labels.person(name) for name in ("试名", "系统", "不识", "")] == ["Shi Ming", "System", "不识", ""]
    with translation.override("zh-hans"):
        assert labels.person("试名") == "试名"


def test_a_sign_after_a_half_bracket_becomes_full_as_the_bracket_does() -> None:
    with translation.override("zh-hans"):
        assert zd.typeset("外形相近(同有冂);显著部分") == "外形相近（同有冂）；显著部分"
