"""Lists: filters, saved and shared views, columns, exact export that is logged, bulk work, board, quick search."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.faces import Town, officer, signed_in, town
from zhidun.access.models import AuditEntry
from zhidun.cases import board as counting
from zhidun.cases import desk_lists, selectors, services
from zhidun.cases.types import CaseFilters
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound, Refusal


@pytest.fixture
def built(db: object, settings: Settings) -> Town:
    del db
    settings.SECOND_FACTOR_REQUIRED = False
    return town()


def words(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_filters_narrow_to_what_they_say(built: Town) -> None:
    actor = officer()
    services.assign_officer(actor=officer("luofeng"), case_number=built.complaint.number, username="wangqiang")
    desk_lists.set_label(actor=actor, case_number=built.report.number, word="急")

    def numbers(**filters: object) -> set[str]:
        page = selectors.work_list(actor, CaseFilters(**filters))  # type: ignore[arg-type]  # one filter at a time
        return {card.number for card in page.cards}

    tomorrow = time.today() + timedelta(days=1)
    assert numbers(officer="wangqiang") == {built.complaint.number}
    assert numbers(label="急") == {built.report.number}
    assert built.complaint.number not in numbers(unassigned=True)
    assert built.report.number in numbers(unassigned=True)
    assert numbers(received_from=tomorrow) == set()
    assert numbers(received_to=time.today()) >= {built.complaint.number, built.report.number}
    assert numbers(new_since=time.now()) == set()


def test_a_view_is_kept_shared_and_forgotten_by_its_owner(built: Town) -> None:
    del built
    mine, other = signed_in(), signed_in("luofeng")
    mine.post("/desk/cases/views", {"name": "急办", "due": "soon", "shared": "true", "place": "home"})
    assert "急办" in words(mine, "/desk/")
    assert "急办" in words(other, "/desk/")
    assert "急办" not in words(signed_in("xujin"), "/desk/")
    key = desk_lists.views_of(officer())[0].key
    assert other.post("/desk/cases/views/drop", {"view": key}).status_code == 404
    assert mine.post("/desk/cases/views/drop", {"view": key}).status_code == 302
    assert "急办" not in words(other, "/desk/")
    with pytest.raises(NotFound):
        desk_lists.drop_view(actor=officer(), key=key)


def test_columns_are_chosen_and_kept(built: Town) -> None:
    del built
    client = signed_in()
    client.post("/desk/cases/columns", {"column": ["origin", "labels", "nonsense"]})
    page = words(client, "/desk/")
    assert '<th scope="col">来源</th>' in page
    assert '<th scope="col">当事人</th>' not in page


def test_an_export_holds_exactly_the_filtered_rows_and_columns_and_is_logged(built: Town) -> None:
    client = signed_in()
    client.post("/desk/cases/columns", {"column": ["title", "state"]})
    wanted = {card.number for card in selectors.work_list(officer(), CaseFilters(procedure="report")).cards}
    got = client.get("/desk/cases/export?procedure=report&format=xlsx&place=home")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(got.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["案号", "事项", "状态"]
    assert {row[0] for row in rows[1:]} == wanted == {built.report.number}
    entry = AuditEntry.objects.filter(action="cases.exported").latest("id")
    assert (entry.facts["rows"], entry.facts["filters"]["procedure"]) == (1, "report")
    text = b"".join(client.get("/desk/cases/export?procedure=report&format=csv").streaming_content)  # type: ignore[attr-defined]
    assert text.decode("utf-8-sig").count("\r\n") == 2


def test_a_cell_never_becomes_a_formula(built: Town) -> None:
    del built
    from zhidun.desk.views.lists import _guarded

    assert [_guarded(text) for text in ("=1+1", "+1", "-1", "@x", "沈绣")] == ["'=1+1", "'+1", "'-1", "'@x", "沈绣"]


def test_bulk_assigns_labels_and_prints_and_each_case_is_judged_by_itself(built: Town) -> None:
    head = signed_in("luofeng")
    numbers = [built.complaint.number, built.report.number, "CD-NO-2026-1"]
    told = head.post("/desk/cases/bulk", {"act": "assign", "number": numbers, "account": "linchuan"}, follow=True)
    assert "已办理 2 件" in told.content.decode()
    assert "CD-NO-2026-1" in told.content.decode()
    head.post("/desk/cases/bulk", {"act": "label", "number": numbers[:2], "word": "双十一"})
    assert "双十一" in words(head, "/desk/?label=双十一")
    printed = head.post("/desk/cases/bulk", {"act": "print", "number": numbers[:1]}).content.decode()
    assert built.complaint.number in printed
    assert built.report.number not in printed
    assert head.post("/desk/cases/bulk", {"act": "label"}).status_code == 422
    clerk = desk_lists.assign_many(actor=officer("wangqiang"), numbers=numbers[:1], username="linchuan")
    assert [type(why).__name__ for _, why in clerk] == ["Forbidden"]
    with pytest.raises(Refusal):
        desk_lists.label_many(actor=officer(), numbers=["x"] * 201, word="y")


def test_the_board_counts_and_opens(built: Town) -> None:
    services.assign_officer(actor=officer("luofeng"), case_number=built.complaint.number, username="wangqiang")
    found = counting.board(officer("luofeng"))
    rows, nobody = found.rows, found.nobody.n
    assert [(row.username, row.open) for row in rows] == [("wangqiang", 1)]
    assert nobody == len(selectors.work_list(officer("luofeng"), CaseFilters(unassigned=True)).cards)
    assert "?officer=wangqiang" in words(signed_in("luofeng"), "/desk/board")


def test_quick_search_finds_by_pinyin_initials_and_hides_from_citizens(built: Town) -> None:
    page = words(signed_in(), "/desk/search/quick?q=sxf")
    assert built.complaint.number in page
    assert words(signed_in(), "/desk/search/quick?q=s").strip() != ""
    assert signed_in("chenlv").get("/desk/search/quick?q=sxf").status_code == 403
