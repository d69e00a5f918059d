"""Rights, import, visitors' log, counter filing, rules and calendar."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.faces import Town, officer, signed_in, town
from tests.factories.intake import report_answers
from tests.factories.rights import make_right
from zhidun.rights import importing
from zhidun.site.templatetags.zd import typeset

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def here(db: None) -> Town:
    del db
    return town()


def test_a_right_is_entered_found_and_checked(here: Town) -> None:
    del here
    client = signed_in()
    typed = {"kind": "trademark", "title": "锦城绣", "number": "7654321", "holder_name": "某绣坊", "classes": "24、25"}
    made = client.post("/desk/rights/new", typed)
    assert made.status_code == 302
    address = made.headers["Location"]
    assert "锦城绣" in client.get("/desk/rights?text=jincheng").content.decode()
    assert client.post(f"{address}/verify", {"reason": "核对注册证原件"}).status_code == 302
    assert client.get(address).context["right"].verification != "none"


def test_a_wrong_number_is_refused_beside_its_field(here: Town) -> None:
    del here
    typed = {"kind": "patent_invention", "title": "一种装置", "number": "ZL201710601862.9"}
    answer = signed_in().post("/desk/rights/new", typed)
    assert answer.status_code == 422
    assert "number" in answer.context["errors"]
    assert 'value="ZL201710601862.9"' in answer.content.decode()


def test_checking_without_a_reason_is_refused_on_the_page(here: Town) -> None:
    del here
    right = make_right()
    answer = signed_in().post(f"/desk/rights/{right.public_id}/verify", {"reason": ""})
    assert answer.status_code == 422
    assert answer.context["refusal"].remedy.zh


def test_an_import_runs_dry_first_and_names_rows_with_faults(here: Town) -> None:
    del here
    client = signed_in()
    table = "名称,编号,权利人\n好牌,1234568,甲公司\n,,\n坏牌,不是号码!,乙公司\n".encode()
    file = SimpleUploadedFile("商标.csv", table, "text/csv")
    started = client.post("/desk/rights/import", {"kind": "trademark", "file": file, "go": "dry"})
    assert started.status_code == 302
    key = started.headers["Location"].rsplit("/", 1)[-1]
    importing.run_import(actor=officer(), run=importing.import_run(officer(), key))
    page = client.get(started.headers["Location"])
    assert page.context["run"].dry_run
    assert page.context["run"].rows_done == page.context["run"].rows_total
    assert client.get(f"/desk/rights/import/{key}/faults.csv").status_code == 200
    assert client.get("/desk/rights?text=好牌").context["rights"].paginator.count == 0
    assert client.post("/desk/rights/import", {"kind": "trademark"}).status_code == 422


def test_each_kind_has_a_template(here: Town) -> None:
    del here
    answer = signed_in().get("/desk/rights/template/trademark.xlsx")
    assert answer.content.startswith(b"PK")


def test_the_clerk_files_for_a_visitor(here: Town) -> None:
    del here
    client = signed_in("limin")
    typed = {key: str(value) for key, value in report_answers(anonymous="true").items()}
    proposed = client.post("/desk/file", {"kind": "report", "go": "check", "channel": "counter", **typed})
    assert proposed.context["proposal"].parts[0].office.code == "510107"
    done = client.post("/desk/file", {"kind": "report", "go": "send", "channel": "counter", "_key": "k1", **typed})
    assert done.context["receipt"].number in done.content.decode()
    missing = client.post("/desk/file", {"kind": "report", "go": "send", "channel": "counter"})
    assert missing.status_code == 422


def test_only_who_receives_filings_sees_the_counter(here: Town) -> None:
    del here
    assert signed_in("hejie").get("/desk/file").status_code == 403
    assert signed_in("limin").get("/desk/file?kind=nonsense").status_code == 404


def test_visits_are_written_down(here: Town) -> None:
    del here
    client = signed_in("limin")
    entry = {"purpose": "consultation", "topic": "商标许可备案", "answer": "已告知材料"}
    assert client.post("/desk/visits", entry).status_code == 302
    assert "商标许可备案" in client.get("/desk/visits").content.decode()
    assert client.post("/desk/visits", {"purpose": "", "topic": ""}).status_code == 422


def test_rules_wait_until_somebody_checked_them(here: Town) -> None:
    del here
    client = signed_in("hejie")
    page = client.get("/desk/rules")
    rule = page.context["rules"].object_list[0]
    assert typeset(rule.citation.zh) in page.content.decode()
    assert client.post("/desk/rules", {"rule": rule.id, "official_source": ""}).status_code == 422
    assert (
        client.post("/desk/rules", {"rule": rule.id, "official_source": "国务院公报 2026 年第 1 号"}).status_code == 302
    )
    assert client.get("/desk/rules").context["total"] == page.context["total"] - 1


def test_the_calendar_shows_holidays_and_make_up_days(here: Town) -> None:
    del here
    client = signed_in("hejie")
    page = client.get("/desk/calendar?year=2026")
    cells = [one for month in page.context["months"] for week in month["weeks"] for one in week if one]
    assert len(cells) == 365
    assert {one["kind"] for one in cells} == {"workday", "weekend", "off", "makeup"}
    assert client.get("/desk/calendar?year=2099").context["loaded"] is False
    assert client.get("/desk/calendar?year=abcd").status_code == 200
    assert client.post("/desk/calendar", {}).status_code == 422
