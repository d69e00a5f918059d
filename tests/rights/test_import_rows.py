"""Each way in which a row of a table can be wrong: which field is named, with which reason and remedy."""

from __future__ import annotations

from datetime import date

import pytest

from zhidun.access.actors import SYSTEM
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.rights import importing
from zhidun.rights.importing import facts_of
from zhidun.rights.kinds import kind
from zhidun.rights.models import ImportRun

GOOD = {"title": "蜀绣坊", "number": "12345678"}

# cell, as written, the date it is
DAYS = [
    ("2018-03-07", date(2018, 3, 7)),
    ("2018-3-7", date(2018, 3, 7)),
    ("2018/3/7", date(2018, 3, 7)),
    ("2018.3.7", date(2018, 3, 7)),
    ("2018.03.07", date(2018, 3, 7)),
    ("2018年3月7日", date(2018, 3, 7)),
    ("2018年03月07日", date(2018, 3, 7)),
    ("2018 年 3 月 7 日", date(2018, 3, 7)),
    ("\uff12\uff10\uff11\uff18年\uff13月\uff17日", date(2018, 3, 7)),
    ("2024-02-29", date(2024, 2, 29)),
    ("", None),
]
NO_DAYS = [
    "去年",
    "2018",
    "2018-03",
    "2018-3-7-1",
    "2018-13-01",
    "2023-02-29",
    "7/3/2018x",
    "20180307",
    "2018年3月",
    "-",
]


@pytest.mark.parametrize("name", ["filed_on", "registered_on", "published_on"])
@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_days_are_read_as_people_write_them(name: str, cell: str, day: date | None) -> None:
    facts = facts_of(SYSTEM, kind("trademark"), {**GOOD, name: cell}, source="x.csv")
    assert facts.dates()[name] == day


@pytest.mark.parametrize("name", ["filed_on", "registered_on", "published_on"])
@pytest.mark.parametrize("cell", NO_DAYS)
def test_what_is_no_day_names_its_column(name: str, cell: str) -> None:
    with pytest.raises(Refusal) as caught:
        facts_of(SYSTEM, kind("trademark"), {**GOOD, name: cell}, source="x.csv")
    assert caught.value.field == name
    assert cell in caught.value.reason.zh and cell in caught.value.reason.en
    assert "2026-09-28" in caught.value.remedy.zh


@pytest.mark.parametrize(
    ("cell", "classes"),
    [
        ("", ()),
        ("24", (24,)),
        ("第24类", (24,)),
        ("24类", (24,)),
        ("24,25", (24, 25)),
        ("24, 25", (24, 25)),
        ("24\uff0c25", (24, 25)),  # full-width comma
        ("24、25", (24, 25)),
        ("24;25", (24, 25)),
        ("24\uff1b25", (24, 25)),  # full-width semicolon
        ("24/25", (24, 25)),
        ("24 25", (24, 25)),
        ("第24类、第25类", (24, 25)),
        ("24,25,", (24, 25)),
        ("09", (9,)),
        ("\uff12\uff14", (24,)),
    ],
)
def test_classes_are_read_as_people_write_them(cell: str, classes: tuple[int, ...]) -> None:
    facts = facts_of(SYSTEM, kind("trademark"), {**GOOD, "classes": cell}, source="x.csv")
    assert tuple(facts.classes) == classes


@pytest.mark.parametrize("cell", ["九", "24-25", "24a", "class 24", "24.5", "纺织品"])
def test_what_is_no_class_names_its_column(cell: str) -> None:
    with pytest.raises(Refusal) as caught:
        facts_of(SYSTEM, kind("trademark"), {**GOOD, "classes": cell}, source="x.csv")
    assert caught.value.field == "classes"


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("key_protection", "是", True),
        ("key_protection", "Yes", True),
        ("key_protection", "1", True),
        ("key_protection", "否", False),
        ("key_protection", "n", False),
        ("key_protection", "", False),
        ("number_known", "是", True),
        ("number_known", "否", False),
        ("number_known", "不详", False),
        ("number_known", "", True),  # there is a number
    ],
)
def test_yes_and_no(column: str, cell: str, *, value: bool) -> None:
    facts = facts_of(SYSTEM, kind("trademark"), {**GOOD, column: cell}, source="x.csv")
    assert getattr(facts, column) is value


@pytest.mark.parametrize("column", ["key_protection", "number_known"])
@pytest.mark.parametrize("cell", ["也许", "2", "√", "-"])
def test_neither_yes_nor_no(column: str, cell: str) -> None:
    with pytest.raises(Refusal) as caught:
        facts_of(SYSTEM, kind("trademark"), {**GOOD, column: cell}, source="x.csv")
    assert caught.value.field == column
    assert "是 或 否" in caught.value.reason.zh


def test_without_a_number_it_is_taken_as_unknown_and_the_file_is_the_source() -> None:
    facts = facts_of(SYSTEM, kind("gi_product"), {"title": "郫县豆瓣", "region": "510117" * 4}, source="名录.csv")
    assert facts.number_known is False
    assert facts.source == "名录.csv"
    assert facts.region == "510117510117"
    own = facts_of(SYSTEM, kind("gi_product"), {"title": "x", "source": "公告"}, source="名录.csv")
    assert own.source == "公告"


@pytest.mark.parametrize(
    ("kind_key", "cell", "status"),
    [
        ("trademark", "", ""),
        ("trademark", "注册有效", "registered"),
        ("trademark", "Registered", "registered"),
        ("trademark", "宽展期", "grace"),
        ("trademark", "宣告无效", "invalidated"),
        ("patent_invention", "未缴年费终止", "lapsed_unpaid"),
        ("patent_invention", "Lapsed unpaid", "lapsed_unpaid"),
        ("gi_product", "获准保护", "approved"),
        ("time_honoured_brand", "在册", "listed"),
        ("trademark", "registered", "registered"),
        ("trademark", "不知道", "不知道"),  # refused later, with the choices
    ],
)
def test_a_status_is_read_in_both_languages(kind_key: str, cell: str, status: str) -> None:
    assert facts_of(SYSTEM, kind(kind_key), {**GOOD, "status": cell}, source="").status == status


# kind of table, headings, row, column named, word of the Chinese reason, word of the English reason
FAULTS = [
    ("trademark", "名称,编号", ",12345678", "title", "请填写权利名称", "name of the right"),
    ("trademark", "名称,编号", f"{'名' * 301},12345678", "title", "超过300字", "More than 300"),
    ("trademark", "名称,英文名称,编号", f"甲,{'n' * 301},12345678", "title_en", "超过300字", "More than 300"),
    ("trademark", "名称,权利人,编号", f"甲,{'人' * 301},12345678", "holder_name", "超过300字", "More than 300"),
    ("trademark", "名称,编号,编号是否已知", "甲,12345678,否", "number", "编号不详", "marked as unknown"),
    ("trademark", "名称,编号,编号是否已知", "甲,,是", "number", "商标注册号", "Registration number"),
    ("trademark", "名称,编号", f"甲,{'9' * 65}", "number", "超过64个字符", "more than 64 characters"),
    ("trademark", "名称,编号,类别", "甲,12345678,46", "classes", "1至45", "1 to 45"),
    ("trademark", "名称,编号,类别", "甲,12345678,0", "classes", "1至45", "1 to 45"),
    ("trademark", "名称,编号,类别", "甲,12345678,-1", "classes", "1至45", "1 to 45"),
    ("trademark", "名称,编号,状态", "甲,12345678,丢失", "status", "没有状态“丢失”", "has no status"),
    ("trademark", "名称,编号,申请日", "甲,12345678,2999-01-01", "filed_on", "在今天", "after today"),
    (
        "trademark",
        "名称,编号,申请日,注册(授权)日",
        "甲,1,2020-01-02,2020-01-01",
        "registered_on",
        "早于申请日",
        "before the date of filing",
    ),
    (
        "trademark",
        "名称,编号,权利人,权利人统一社会信用代码",
        "甲,1,某公司,123",
        "holder_uscc",
        "填写了3位",
        "3 were entered",
    ),
    (
        "trademark",
        "名称,编号,权利人,权利人统一社会信用代码",
        "甲,1,某公司,91510100633142770B",
        "holder_uscc",
        "应为“A”",
        "expected “A”",
    ),
    (
        "trademark",
        "名称,编号,权利人统一社会信用代码",
        "甲,1,91510100633142770A",
        "holder_name",
        "须填写权利人名称",
        "holder's name is needed",
    ),
    ("trademark", "名称,编号,商标形式", "甲,1,气味", "mark_kind", "商标形式", "Form"),
    ("trademark", "名称,编号,续展后有效期至", "甲,1,9999-12-31", "renewed_until_on", "续展后有效期至", "Renewed until"),
    ("trademark", "名称,编号,重点保护", "甲,1,大概", "key_protection", "是 或 否", "yes or no"),
    ("patent_invention", "名称,编号", "甲,ZL201710601862.4", "number", "应为“3”", "expected “3”"),
    ("patent_invention", "名称,编号", "甲,CN107123456A", "number", "公布(公告)号", "publication number"),
    ("patent_invention", "名称,编号", "甲,ZL202130777777.X", "number", "外观设计", "design patent"),
    ("patent_utility", "名称,编号", "甲,ZL201710601862.3", "number", "发明专利", "invention patent"),
    ("patent_design", "名称,编号,洛迦诺分类号", "甲,ZL202130777777.X,9", "locarno", "洛迦诺分类号", "Locarno"),
    ("sports_event", "名称", "世运会", "event", "赛事名称", "Event"),
    ("time_honoured_brand", "名称", "丹丹", "city", "城市", "City"),
    (
        "copyright_work",
        "名称,编号,作者去世日期",
        "甲,国作登字-2018-F-1,9990-01-01",
        "author_died_on",
        "作者去世日期",
        "date of death",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind_key", "heads", "row", "field", "zh", "en"), FAULTS)
def test_each_kind_of_fault_is_told_with_row_column_reason_and_remedy(
    kind_key: str, heads: str, row: str, field: str, zh: str, en: str
) -> None:
    run = ImportRun.objects.create(
        filename="t.csv", content=f"{heads}\n{row}\n".encode(), kind=kind_key, dry_run=True, sha256="0" * 64,
        started_by="system", started_at=time.now(),
    )  # fmt: skip
    importing.run_import(actor=SYSTEM, run=run)
    assert (run.rows_done, run.rows_made, run.rows_known) == (1, 0, 0)
    (fault,) = run.faults
    assert (fault["row"], fault["field"]) == (2, field)
    assert zh in fault["reason"]["zh"] and en in fault["reason"]["en"]
    assert fault["remedy"]["zh"] and fault["remedy"]["en"]
    table = importing.faults_table(run).decode("utf-8-sig")
    assert zh in table and en in table
