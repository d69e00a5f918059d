"""Sheets as they come: empty rows and examples, headings, separators; faults keep the number of the row seen."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.factories.access import make_actor
from zhidun.rights import importing, jobs, tables
from zhidun.rights.errors import TableUnreadable
from zhidun.rights.kinds import kind
from zhidun.rights.models import Right

GOOD = {"title": "蜀绣坊", "number": "12345678"}


def xlsx(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS: list[list[object]] = [
    ["名称", "编号", "申请日"],
    ["示例:请删除本行", "12345678", ""],
    ["甲", "1", "坏"],
    ["", "", ""],
    ["乙", "2", "坏"],
    ["丙", "3", "2020-01-01"],
    [None, None, None],
    ["丁", "4", "坏"],
]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_keep_the_number_the_spreadsheet_shows(form: str) -> None:
    content = xlsx(ROWS) if form == "xlsx" else tables.write_csv(ROWS)
    rows = tables.numbered_rows(content, kind("trademark"))
    assert [(number, row["title"]) for number, row in rows] == [(3, "甲"), (5, "乙"), (6, "丙"), (8, "丁")]


@pytest.mark.django_db
def test_the_faults_are_told_by_that_number() -> None:
    run = importing.start_import(
        actor=make_actor("counter-clerk"), kind_key="trademark", filename="t.xlsx", content=xlsx(ROWS), dry_run=True
    )
    jobs.import_table(str(run.public_id))
    run.refresh_from_db()
    assert [(fault["row"], fault["title"]) for fault in run.faults] == [(3, "甲"), (5, "乙"), (8, "丁")]
    assert (run.rows_total, run.rows_made) == (4, 1)


@pytest.mark.django_db
def test_one_name_in_two_places_is_two_entries() -> None:
    content = "名称,地区,城市\n老地方,511700,达州\n老地方,510100,成都\n老地方,511700,达州\n".encode()
    run = importing.start_import(
        actor=make_actor("counter-clerk"), kind_key="time_honoured_brand", filename="t", content=content, dry_run=False
    )
    jobs.import_table(str(run.public_id))
    run.refresh_from_db()
    assert (run.rows_made, run.rows_known, run.faults) == (2, 1, [])
    assert Right.objects.filter(title="老地方").count() == 2


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "heads", [("名称", "编号"), ("title", "number"), ("Title", "NUMBER"), ("名称 (title)", "编号 (number)")]
)
def test_headings_separators_and_line_ends(separator: str, end: str, heads: tuple[str, str]) -> None:
    content = end.join([separator.join(heads), separator.join(["蜀绣坊", "12345678"]), ""]).encode()
    assert tables.read_table(content, kind("trademark")) == [GOOD]


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ("编号", "名称"),  # no title
        ("名称,口令", "口令"),
        ("名称,编号,颜色", "颜色"),  # a column of no kind
        ("名称,发明人/设计人", "发明人/设计人"),  # a column of another kind
        ("名称编号", "名称编号"),  # the separator was lost
        ("名称|编号", "名称|编号"),
    ],
)
def test_headings_that_do_not_fit_are_quoted(heads: str, said: str) -> None:
    with pytest.raises(TableUnreadable) as caught:
        tables.read_table(f"{heads}\n甲,1\n".encode(), kind("trademark"))
    assert said in caught.value.reason.zh
    assert "CSV" in caught.value.remedy.en
