"""One's own settings: absence and substitute, calendar feed, preferences, welcome; leadership's figures and map."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django.fixtures import Settings

from tests.factories.faces import Town, officer, signed_in, town
from zhidun.access import maps, personal
from zhidun.cases import figures, selectors, services
from zhidun.cases.types import CaseFilters
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, NotFound

SQUARE = [[[103.0, 30.0], [104.0, 30.0], [104.0, 31.0], [103.0, 30.0]]]


def _feature(said: dict[str, object], kind: str, parts: object) -> dict[str, object]:
    return {"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": parts}}


GEO = {
    "type": "FeatureCollection",
    "features": [
        _feature({"adcode": 510107, "name": "x"}, "Polygon", SQUARE),
        _feature({"name": "锦江区"}, "MultiPolygon", [SQUARE]),
    ],
}  # fmt: skip


@pytest.fixture
def built(db: object, settings: Settings) -> Town:
    del db
    settings.SECOND_FACTOR_REQUIRED = False
    return town()


def test_a_substitute_sees_the_work_with_their_own_powers(built: Town) -> None:
    services.assign_officer(actor=officer("luofeng"), case_number=built.complaint.number, username="wangqiang")
    today = time.today()
    with pytest.raises(Invalid):
        personal.plan_absence(actor=officer(), substitute="wangqiang", from_on=today, to_on=today)
    with pytest.raises(Invalid):
        personal.plan_absence(actor=officer(), substitute="zhenghao", from_on=today, to_on=today)
    row = personal.plan_absence(actor=officer(), substitute="linchuan", from_on=today, to_on=today + timedelta(days=3))
    stands = officer("linchuan")
    found = selectors.work_list(stands, CaseFilters(standing_in=True)).cards
    assert [card.number for card in found] == [built.complaint.number]
    assert stands.powers == officer("linchuan").powers
    with pytest.raises(NotFound):
        personal.end_absence(actor=stands, absence_id=row.pk)
    personal.end_absence(actor=officer(), absence_id=row.pk)
    assert selectors.work_list(stands, CaseFilters(standing_in=True)).cards == ()


def test_the_settings_page_keeps_what_is_chosen(built: Town) -> None:
    del built
    client = signed_in()
    assert "从这里开始" in client.get("/desk/").content.decode()
    client.post("/desk/help/seen")
    assert "从这里开始" not in client.get("/desk/").content.decode()
    client.post("/desk/me", {"act": "notices", "digest": "true"})
    assert personal.notice_choices(officer().account_id or 0) == {
        "mail": False, "sms": False, "wecom": False, "digest": True,
    }  # fmt: skip
    wrong = client.post("/desk/me", {"act": "absence", "substitute": "linchuan", "from_on": "x", "note": "休假"})
    assert wrong.status_code == 422
    assert "休假" in wrong.content.decode()


def test_the_feed_holds_dates_and_numbers_but_no_names(built: Town) -> None:
    services.assign_officer(actor=officer("luofeng"), case_number=built.complaint.number, username="wangqiang")
    key = personal.new_feed(actor=officer())
    made = Client().get(f"/desk/feed/{key}.ics")
    events = Calendar.from_ical(made.content).walk("VEVENT")
    assert [built.complaint.number in str(event["SUMMARY"]) for event in events] == [True] * len(events)
    assert events
    text = made.content.decode()
    assert not any(name in text for name in ("沈绣", "川味", "王女士"))
    second = personal.new_feed(actor=officer())
    assert Client().get(f"/desk/feed/{key}.ics").status_code == 404
    assert Client().get(f"/desk/feed/{second}.ics").status_code == 200


def test_figures_agree_with_the_cases_and_open_to_them(built: Town) -> None:
    head = officer("luofeng")
    found = figures.count(figures.scope(head))
    assert found.open == selectors.counts(head)["open"]
    assert sum(row.open for row in found.units) == found.open
    assert sum(n for _, _, n in found.kinds) == found.open
    assert found.months[-1][1] == found.received == found.open
    assert len([row for row in found.units if row.code]) == 23
    rows = figures.rows(head, what="open", unit="510107")
    assert built.complaint.number in {row.number for row in rows}
    page = signed_in("luofeng").get("/desk/overview").content.decode()
    assert page.count('class="zd-heat-') == 23
    assert f'/desk/cases/{built.complaint.number}"' in signed_in("luofeng").get("/desk/overview/rows").content.decode()


def test_the_leadership_office_counts_the_city_and_opens_no_case(built: Town) -> None:
    page = signed_in("yangdu").get("/desk/overview/rows?what=open").content.decode()
    assert built.complaint.number in page
    assert f'/desk/cases/{built.complaint.number}"' not in page
    assert "川味食品厂" not in page
    with pytest.raises(Forbidden):
        figures.overview(officer("wangqiang"))


def test_an_approved_map_needs_its_review_number(built: Town) -> None:
    del built
    admin, content = officer("sysadmin"), json.dumps(GEO).encode()
    with pytest.raises(Invalid):
        maps.approve_map(actor=admin, content=content, filename="x.geojson", review_number="没有")
    with pytest.raises(Invalid):
        maps.approve_map(actor=admin, content=b"{}", filename="x.geojson", review_number="GS(2024)0650号")
    with pytest.raises(Forbidden):
        maps.approve_map(actor=officer(), content=content, filename="x.geojson", review_number="GS(2024)0650号")
    maps.approve_map(actor=admin, content=content, filename="x.geojson", review_number="GS(2024)0650号")
    drawn = maps.approved_map()
    assert drawn is not None
    assert {one.code for one in drawn.shapes} == {"510107", "510104"}
    page = signed_in("luofeng").get("/desk/overview").content.decode()
    assert "GS(2024)0650号" in page
    maps.withdraw_map(actor=admin)
    assert maps.approved_map() is None


def test_public_statistics_hide_small_counts(built: Town) -> None:
    del built
    page = Client().get("/statistics").content.decode()
    assert "&lt;5" in page
    assert "月份" in Client().get("/statistics.csv").content.decode("utf-8-sig")
    assert "郫县豆瓣" in Client().get("/words").content.decode()
    assert "青花椒" in Client().get("/cases").content.decode()


def test_a_citizen_at_the_desk_is_told_where_their_filings_are(built: Town) -> None:
    del built
    answer = signed_in("chenlv").get("/desk/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "这里是工作人员办案的地方" in page
    assert "岗位没有此项权限" not in page
    assert 'href="/mine"' in page
    assert 'href="/desk/"' not in page
    officer_page = signed_in("wangqiang").get("/desk/admin").content.decode()
    assert 'href="/desk/"' in officer_page
    assert 'href="/mine"' not in officer_page
