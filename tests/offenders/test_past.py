"""Old cases from tables: template, dry run, row errors, progress, flags instead of corrections."""

from __future__ import annotations

import csv
import io

import pytest

from tests.factories.access import account_of
from tests.factories.cases import Cast, make_cast
from tests.factories.parties import make_uscc
from zhidun.access import services as access
from zhidun.kernel.errors import Forbidden
from zhidun.offenders import past, selectors, services
from zhidun.offenders.errors import RecordNotFound
from zhidun.offenders.findings import findings
from zhidun.offenders.models import PastCase, PastImport, Trace
from zhidun.rights.errors import TableUnreadable
from zhidun.rights.tables import write_csv, write_xlsx

pytestmark = pytest.mark.django_db
HEADS = [zh for _, zh, _ in past.COLUMNS]


def row(**more: str) -> list[str]:
    given = {
        "number": "武市监罚〔2023〕1号", "authority": "武侯区市场监督管理局", "party": "成都川味食品有限公司",
        "outcome": "行政处罚",
        "decided_on": "2023-05-06", "right_kind": "trademark", **more,
    }  # fmt: skip
    return [given.get(name, "") for name, _, _ in past.COLUMNS]


def run(cast: Cast, *rows: list[str], dry: bool = False, xlsx: bool = False) -> PastImport:
    table = [HEADS, *rows]
    content = write_xlsx(table, title="旧案") if xlsx else write_csv(table)
    made = services.start_import(
        actor=cast.officer, office_id=cast.office.pk, filename="旧案.csv", content=content, dry_run=dry
    )
    return services.run_import(actor=cast.officer, run=made)


@pytest.mark.parametrize("xlsx", [False, True])
def test_a_dry_run_checks_and_writes_nothing_then_the_real_one_does(*, xlsx: bool) -> None:
    cast = make_cast()
    rows = [row(fine="20000", legal_rep="张三丰", payee="6222021234567890"), row(number="2号")]
    dry = run(cast, *rows, dry=True, xlsx=xlsx)
    assert (dry.rows_total, dry.rows_done, dry.rows_made, dry.faults) == (2, 2, 2, [])
    assert not PastCase.objects.exists() and not Trace.objects.exists()
    real = run(cast, *rows, xlsx=xlsx)
    assert (real.state, real.rows_made) == ("done", 2)
    assert set(Trace.objects.values_list("kind", flat=True)) == {"legal_rep", "payee"}
    again = run(cast, *rows, xlsx=xlsx)
    assert (again.rows_made, again.rows_known) == (0, 2)
    party = PastCase.objects.order_by("id")[0].party
    assert len(findings(party)) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", ""), ("authority", ""), ("party", ""), ("outcome", ""), ("decided_on", ""),
        ("outcome", "罚了"), ("decided_on", "2023-02-30"), ("acted_on", "去年"), ("effective_on", "x"),
        ("fine", "-1"), ("fine", "两万"), ("confiscated", "1e99"), ("right_kind", "外星权利"), ("uscc", "123"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_told_with_its_field_and_the_others_go_on(field: str, value: str) -> None:
    cast = make_cast()
    done = run(cast, row(**{field: value}), row(number="好的"))
    if field == "number":
        assert done.rows_made == 1
    assert done.rows_made == 1
    (fault,) = done.faults
    assert fault["field"] == field
    assert fault["row"] == 2
    assert fault["reason"]["zh"] and fault["reason"]["en"]
    lines = list(csv.reader(io.StringIO(selectors.faults_table(done).decode("utf-8-sig"))))
    assert len(lines) == 2


def test_what_does_not_add_up_is_flagged_and_stays_as_it_is() -> None:
    cast = make_cast()
    done = run(
        cast,
        row(fine="20000", confiscated="5000", total="30000"),
        row(number="2号", acted_on="2023-06-01", effective_on="2023-05-01"),
        row(number="3号", fine="20000", confiscated="5000", total="25000"),
    )
    assert done.rows_flagged == 2
    first = PastCase.objects.get(number="武市监罚〔2023〕1号")
    assert (str(first.fine), str(first.stated_total)) == ("20000.00", "30000.00")
    assert "30000.00" in first.flags[0]["zh"]
    assert len(PastCase.objects.get(number="2号").flags) == 2
    assert PastCase.objects.get(number="3号").flags == []


def test_rows_known_or_not_adding_up_are_named_with_their_row_in_the_dry_run_too() -> None:
    cast = make_cast()
    run(cast, row())
    done = run(
        cast, row(), row(number="2号", fine="20000", confiscated="5000", total="30000"), row(number="2号"), dry=True
    )
    assert [(one["row"], one["known"], len(one["flags"])) for one in done.notices] == [
        (2, True, 0),
        (3, False, 1),
        (4, True, 1),
    ]
    assert done.notices[2]["flags"][0]["zh"] == "与先录入的不同:罚款、没收、合计"
    run(cast, row(number="3号", right_kind="不正当竞争"))
    assert PastCase.objects.get(number="3号").right_kind == "unfair_competition"
    other = run(
        cast, row(fine="500", right_kind="商标"), row(number="3号", right_kind="不正当竞争", outcome="刑事裁判")
    )
    assert "注册商标" in other.faults[0]["remedy"]["zh"]
    assert [one["flags"][0]["en"] for one in other.notices] == ["says otherwise than what was entered first: Outcome"]
    assert PastCase.objects.get(number="3号").outcome == "penalty"
    lines = list(csv.reader(io.StringIO(selectors.faults_table(done).decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == ["2", "3", "4"]
    assert all(line[4] and line[6] for line in lines[1:])  # in both languages


@pytest.mark.parametrize(("field", "most"), [("number", 120), ("authority", 200), ("title", 300)])
def test_nothing_is_cut_a_text_that_is_too_long_is_told(field: str, most: int) -> None:
    cast = make_cast()
    done = run(cast, row(**{field: "长" * (most + 1)}), row(**{field: "长" * most}))
    assert (done.rows_made, [one["field"] for one in done.faults]) == (1, [field])
    assert getattr(PastCase.objects.get(), field) == "长" * most


def test_a_cell_outside_the_headings_and_a_heading_twice_are_told() -> None:
    cast = make_cast()
    done = run(cast, [*row(), "备注在这里"], row(number="2号"))
    assert [(one["row"], one["field"], one["value"]) for one in done.faults] == [(2, "beyond", "备注在这里")]
    with pytest.raises(TableUnreadable):
        past.rows_of(write_csv([[*HEADS, HEADS[2]], [*row(), "另一家"]]))


def test_every_row_that_does_not_fit_is_told_however_many() -> None:
    done = run(make_cast(), *(row(number=f"{n}号", outcome="罚了") for n in range(1100)))
    assert (len(done.faults), done.faults[-1]["row"]) == (1100, 1101)


def test_old_cases_are_found_by_number_party_pinyin_matter_and_filters() -> None:
    cast, code = make_cast(), make_uscc()
    run(
        cast,
        row(uscc=code, title="销售假冒酒", fine="20000", confiscated="5000", total="30000"),
        row(number="2号", party="锦江区老灶火锅店", outcome="民事裁判", right_kind="software"),
        row(number="3号", party="锦江区老灶火锅店", outcome="未认定侵权"),
    )

    def found(**words: object) -> list[str]:
        return [one.number for one in selectors.past_cases(cast.officer, selectors.Wanted(**words))]  # type: ignore[arg-type]

    first = "武市监罚〔2023〕1号"
    assert found(q="武市监罚〔2023〕1") == [first]
    assert found(q="川味食品") == [first] == found(q=code) == found(q="假冒酒") == found(flagged=True)
    assert set(found(q="火锅店")) == {"2号", "3号"} == set(found(q="lzhg"))
    assert found(outcome="civil") == ["2号"] == found(right_kind="software")
    assert len(found()) == 3
    lines = list(csv.reader(io.StringIO(selectors.past_table(cast.officer, selectors.Wanted()).decode("utf-8-sig"))))
    assert len(lines) == 4
    assert next(line for line in lines if line[0] == first)[9:12] == ["20000.00", "5000.00", "30000.00"]
    party = PastCase.objects.get(number=first).party
    access.declare_conflict(
        actor=cast.officer, account=account_of(cast.officer), subject_kind="party", subject_key=str(party.public_id),
        reason="亲属",
    )  # fmt: skip
    assert first not in found()
    with pytest.raises(Forbidden):
        selectors.past_cases(cast.complainant, selectors.Wanted())


def test_the_credit_code_decides_which_party_it_is() -> None:
    cast, code = make_cast(), make_uscc()
    run(cast, row(uscc=code), row(number="2号", party="成都川味食品厂", uscc=code))
    assert PastCase.objects.values("party").distinct().count() == 1


def test_headings_are_checked_and_the_example_is_left_out() -> None:
    cast = make_cast()
    with pytest.raises(TableUnreadable) as caught:
        services.start_import(
            actor=cast.officer, office_id=cast.office.pk, filename="x.csv", content="名称\n甲\n".encode(), dry_run=True
        )
    assert "unknown columns: 名称; missing columns: " in caught.value.reason.en
    assert "名称;缺少的列:" in caught.value.reason.zh
    for form in ("csv", "xlsx"):
        assert past.rows_of(past.template(form)) == []


def test_who_imports_and_who_sees_the_run() -> None:
    cast = make_cast()
    with pytest.raises(Forbidden):
        services.start_import(
            actor=cast.reviewer, office_id=cast.office.pk, filename="x", content=past.template("csv"), dry_run=True
        )
    made = run(cast, row())
    assert selectors.import_run(cast.head, str(made.public_id)).pk == made.pk
    with pytest.raises(RecordNotFound):
        selectors.import_run(cast.stranger, str(made.public_id))


def test_a_run_begun_again_after_a_crash_makes_nothing_twice() -> None:
    cast = make_cast()
    made = run(cast, row(), row(number="2号"))
    PastImport.objects.filter(pk=made.pk).update(state="running")
    again = services.run_import(actor=cast.officer, run=PastImport.objects.get(pk=made.pk))
    assert (again.rows_made, again.rows_known, PastCase.objects.count()) == (0, 2, 2)
