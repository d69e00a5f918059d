"""Tables in: templates, encodings, dry runs, faults to download; tables out: no spreadsheet executes them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.access import make_actor, make_citizen
from tests.factories.rights import make_right, trademark_facts
from zhidun.access.actors import ANONYMOUS, SYSTEM, Actor
from zhidun.cases.models import Outbox
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Invalid, TooLarge
from zhidun.rights import importing, jobs, tables
from zhidun.rights.errors import NotAnOfficer, RightNotFound, TableUnreadable
from zhidun.rights.kinds import kind
from zhidun.rights.models import ImportRun, ImportState, Right

TABLE = (
    "名称,编号,类别,权利人,权利人统一社会信用代码,注册(授权)日,商标形式\n"
    "蜀绣坊,30000001,24、25,成都沈氏绣坊有限公司,91110000600037341L,2018年3月7日,文字\n"
    "坏代码,30000002,24,某公司,91110000600037341K,2018/3/7,文字\n"
    "坏日期,30000003,24,某公司,,去年,文字\n"
    "坏类别,30000004,九十九,某公司,,,文字\n"
    "缺权利人,30000005,24,,91110000600037341L,,\n"
    "重复,30000001,24,,,,\n"
)


def _run(actor: Actor, content: bytes, *, dry_run: bool = False, kind_key: str = "trademark") -> ImportRun:
    run = importing.start_import(actor=actor, kind_key=kind_key, filename="商标.csv", content=content, dry_run=dry_run)
    jobs.import_table(str(run.public_id))
    run.refresh_from_db()
    return run


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_imported_in_any_encoding_people_have(encoding: str) -> None:
    officer = make_actor("counter-clerk")
    run = _run(officer, TABLE.encode(encoding))
    assert run.state == ImportState.DONE
    assert (run.rows_total, run.rows_done, run.rows_made, run.rows_known, len(run.faults)) == (6, 6, 1, 1, 4)
    right = Right.objects.get(number="30000001")
    assert right.classes == [24, 25]
    assert right.holder is not None
    assert right.holder.uscc == "91110000600037341L"
    assert right.expires_on == date(2028, 3, 6)
    assert right.source == "商标.csv"
    assert {fault["field"] for fault in run.faults} == {"holder_uscc", "registered_on", "classes", "holder_name"}
    table = importing.faults_table(run).decode("utf-8-sig")
    assert "应为“L”" in table
    assert importing.import_run(officer, run.public_id).rows_done == 6


@pytest.mark.django_db
def test_a_dry_run_checks_every_row_and_writes_none() -> None:
    run = _run(make_actor("counter-clerk"), TABLE.encode(), dry_run=True)
    assert (run.rows_made, run.rows_known, len(run.faults)) == (1, 1, 4)
    assert not Right.objects.filter(number__startswith="3000000").exists()


@pytest.mark.django_db
def test_a_second_run_of_the_job_doubles_nothing() -> None:
    officer = make_actor("counter-clerk")
    run = _run(officer, TABLE.encode())
    jobs.import_table(str(run.public_id))
    with pytest.raises(Conflict):
        importing.run_import(actor=SYSTEM, run=run)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.RUNNING)  # as after a kill
    jobs.import_table(str(run.public_id))
    run.refresh_from_db()
    assert (run.rows_made, run.rows_known) == (0, 2)
    assert Right.objects.filter(number="30000001").count() == 1


@pytest.mark.django_db
def test_progress_is_written_on_the_way_and_failure_is_told() -> None:
    officer = make_actor("counter-clerk")
    rows = "".join(f"标{n},3100{n:04d},9\n" for n in range(120))
    assert _run(officer, ("title,number,classes\n" + rows).encode()).rows_made == 120
    run = importing.start_import(
        actor=officer, kind_key="trademark", filename="a.csv", content=b"title\nx\n", dry_run=False
    )
    ImportRun.objects.filter(pk=run.pk).update(content=b"\x00\x01")
    jobs.import_table(str(run.public_id))
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert run.failure_zh


@pytest.mark.django_db
def test_a_run_is_cancelled_before_it_starts_or_on_the_way_and_says_how_long_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer = make_actor("counter-clerk")
    rows = ("title,number,classes\n" + "".join(f"标{n},3200{n:04d},9\n" for n in range(120))).encode()

    def start() -> ImportRun:
        return importing.start_import(
            actor=officer, kind_key="trademark", filename="a.csv", content=rows, dry_run=False
        )

    waiting = start()
    assert importing.seconds_left(waiting) is None
    assert importing.cancel_import(actor=officer, public_id=waiting.public_id).state == ImportState.STOPPED
    jobs.import_table(str(waiting.public_id))
    assert Right.objects.count() == 0
    with pytest.raises(Conflict):
        importing.cancel_import(actor=officer, public_id=waiting.public_id)
    running, left, taken = start(), [], importing._one

    def one(*words: object) -> None:
        taken(*words)  # type: ignore[arg-type]
        run = words[1]
        assert isinstance(run, ImportRun)
        if run.rows_done == 10:
            importing.cancel_import(actor=officer, public_id=run.public_id)
            with time.pinned(run.running_at + timedelta(seconds=22)):  # type: ignore[operator]
                left.append(importing.seconds_left(run))

    monkeypatch.setattr(importing, "_one", one)
    jobs.import_table(str(running.public_id))
    running.refresh_from_db()
    assert (running.state, running.rows_done, Right.objects.count()) == (ImportState.STOPPED, 50, 50)
    assert left == [242]


@pytest.mark.django_db
def test_whoever_started_an_import_is_told_how_it_ended() -> None:
    officer = make_actor("counter-clerk")
    _run(officer, b"title,number,classes\nx,30000001,9\n")
    told = Outbox.objects.filter(account_id=officer.account_id, channel="inapp").get()
    assert told.subject_en == "Import done: 商标.csv"
    assert told.body_zh == "可登记或已登记 1 行，有问题 0 行。"


@pytest.mark.django_db
def test_only_officers_import_and_only_their_own_runs_are_shown() -> None:
    with pytest.raises(NotAnOfficer):
        importing.start_import(
            actor=make_citizen(), kind_key="trademark", filename="a.csv", content=b"title\nx\n", dry_run=True
        )
    run = _run(make_actor("counter-clerk"), b"title\n", dry_run=True)
    for wrong in (run.public_id, "none"):
        with pytest.raises(RightNotFound):
            importing.import_run(ANONYMOUS, wrong)
    with pytest.raises(Invalid):
        _run(make_actor("counter-clerk"), b"title\nx\n", kind_key="trade_secret")


@pytest.mark.parametrize("key", ["trademark", "patent_design", "time_honoured_brand"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_is_read_back_as_empty(key: str, form: str) -> None:
    content = tables.template(key, form=form)
    assert tables.read_table(content, kind(key)) == []


def test_cells_of_a_spreadsheet_become_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["名称", "编号", "注册(授权)日", None])
    sheet.append(["蜀绣坊", 30000001.0, datetime(2018, 3, 7), None])  # noqa: DTZ001  spreadsheets know no zones
    sheet.append([None, None, None, None])
    out = io.BytesIO()
    book.save(out)
    (row,) = tables.read_table(out.getvalue(), kind("trademark"))
    assert row == {"title": "蜀绣坊", "number": "30000001", "registered_on": "2018-03-07"}


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (tables.MAX_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", TableUnreadable),
        (b"PK\x03\x04garbage", TableUnreadable),
        (b"\xff\xfe\x00", TableUnreadable),
        (b"title\x00,x\n", TableUnreadable),
        ("名称,密码\n甲,乙\n".encode(), TableUnreadable),
        ("编号\n1\n".encode(), TableUnreadable),
        (b"x" * (tables.MAX_BYTES + 1), TooLarge),
        (b"title\n" + b"x\n" * (tables.MAX_ROWS + 1), TooLarge),
        (b'title\n"' + b"x" * 200_000 + b'"\n', TableUnreadable),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(content: bytes, error: type[Invalid]) -> None:
    with pytest.raises(error) as refused:
        tables.read_table(content, kind("trademark"))
    assert refused.value.remedy.zh


def test_a_spreadsheet_that_unpacks_too_far_is_refused() -> None:
    with pytest.raises(TableUnreadable, match="abnormal size"):
        tables.read_table(_bomb(), kind("trademark"))


@pytest.mark.django_db
def test_an_export_holds_no_formula() -> None:
    make_right(facts=trademark_facts(title="=HYPERLINK(0)", holder_name="@SUM(1)"))
    rows = list(csv.reader(io.StringIO(importing.export_rights(SYSTEM, kind_key="trademark").decode("utf-8-sig"))))
    assert any("'=HYPERLINK(0)" in row for row in rows)
    assert all(not cell.startswith(tables.FORMULA) for row in rows for cell in row)
    assert any("24" in row for row in rows)


@given(st.text(max_size=30))
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    safe = tables.safe_cell(text)
    assert not safe.startswith(tables.FORMULA)
    assert safe.removeprefix("'") == text.removeprefix("'")
