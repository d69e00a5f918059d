"""Words of official papers: dates, punctuation, approvers, values of facts in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.access import make_actor, make_office
from tests.factories.evidence import make_item
from zhidun.cases.engine_words import outcome_title, step_title
from zhidun.cases.errors import GlyphMissing
from zhidun.cases.fact_words import printed_facts, shown_facts, words
from zhidun.cases.files import grouped
from zhidun.cases.fonts import check_glyphs, printable
from zhidun.cases.paper_kinds import paper_kind, paper_kinds
from zhidun.cases.paper_rules import terms_of
from zhidun.cases.paper_words import approver, both_dates, full_width, role_title
from zhidun.kernel.packs import last_file
from zhidun.kernel.text import Text
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Choice, Field, FieldType


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        (date(2026, 10, 16), "2026年10月16日", "16 October 2026"),
        (date(2026, 1, 1), "2026年1月1日", "1 January 2026"),
        (date(2024, 2, 29), "2024年2月29日", "29 February 2024"),
        (date(2027, 12, 31), "2027年12月31日", "31 December 2027"),
        (date(2026, 5, 9), "2026年5月9日", "9 May 2026"),
    ],
)
def test_dates_are_written_out(on: date, zh: str, en: str) -> None:
    assert both_dates(on) == Text(zh, en)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("《商标法》(2019修正)第60条", "《商标法》（2019修正）第60条"),
        ("《商标法》第60(3)条", "《商标法》第60(3)条"),
        ("不予受理(不予立案)告知书", "不予受理（不予立案）告知书"),
        ("您(单位)好,请看", "您（单位）好，请看"),
        ("期限:60日;依据:《行政复议法》(2023修订)", "期限：60日；依据：《行政复议法》（2023修订）"),
        ("外(内(里)内)外", "外（内（里）内）外"),
        ("10:30", "10:30"),
        ("a,b;c", "a,b;c"),
        ("http://a.b/?c", "http://a.b/?c"),
        ("结束!", "结束！"),
        ("是否?", "是否？"),
        ("", ""),
        ("(abc)", "(abc)"),
    ],
)
def test_our_own_words_are_printed_with_chinese_punctuation(written: str, printed: str) -> None:
    assert full_width(written) == printed
    assert full_width(printed) == printed


@pytest.mark.parametrize(
    ("kept", "zh", "en"),
    [
        ("罗峰(bureau-head)", "罗峰（部门负责人）", "罗峰 (Head of the bureau)"),
        ("许进(second-approver)", "许进（复核审批人）", "许进 (Second approver)"),
        ("甲(乙)(legal-reviewer)", "甲(乙)（法制审核人员）", "甲(乙) (Legal reviewer)"),
        ("某人(no-such-role)", "某人（no-such-role）", "某人 (no-such-role)"),
        ("某人", "某人", "某人"),
    ],
)
def test_approvers_are_printed_with_the_title_of_their_role(kept: str, zh: str, en: str) -> None:
    assert approver(kept) == Text(zh, en)


def test_an_unknown_role_keeps_its_key() -> None:
    assert role_title("finance") == Text("财务人员", "Finance officer")
    assert role_title("nobody") == Text("nobody", "nobody")


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en"),
    [
        (FieldType.BOOL, True, "是", "yes"),
        (FieldType.BOOL, False, "否", "no"),
        (FieldType.MONEY, "20000.00", "20000.00 元", "20000.00 yuan"),
        (FieldType.NUMBER, 3, "3", "3"),
        (FieldType.TEXT, "原样", "原样", "原样"),
        (FieldType.LONGTEXT, "a\nb", "a\nb", "a\nb"),
        (FieldType.DATE, "2026-10-16", "2026年10月16日", "16 October 2026"),
        (FieldType.MOMENT, "2026-10-16T01:30:00+00:00", "2026-10-16 09:30", "2026-10-16 09:30"),
        (FieldType.CHOICE, "yes", "愿意", "Willing"),
        (FieldType.CHOICE, "gone", "gone", "gone"),
        (FieldType.RULE, "no.such.rule", "no.such.rule", "no.such.rule"),
        (FieldType.PARTY, "12", "12", "12"),
    ],
)
def test_values_are_printed_in_both_languages(kind: FieldType, value: object, zh: str, en: str) -> None:
    field = Field(key="x", type=kind, title=Text("某", "x"), choices=(Choice("yes", Text("愿意", "Willing")),))
    assert words(field, value, "zh", written_out=True) == zh
    assert words(field, value, "en", written_out=True) == en


def test_dates_are_written_out_and_lists_are_joined() -> None:
    field = Field(key="x", type=FieldType.DATE, title=Text("某", "x"))
    assert words(field, "2026-10-16") == "2026年10月16日"
    assert words(field, ["2026-10-16", "2026-10-17"], "en") == "16 Oct 2026, 17 Oct 2026"
    assert words(field, ["2026-10-16", "2026-10-17"], written_out=True) == "2026年10月16日、2026年10月17日"


@pytest.mark.django_db
def test_accounts_offices_rules_and_files_are_named() -> None:
    office = make_office()
    officer = make_actor("enforcement-officer", office)
    item = make_item(actor=officer)
    cases = [
        (FieldType.ACCOUNT, officer.username, officer.name),
        (FieldType.ACCOUNT, "nobody-here", Text("nobody-here", "nobody-here")),
        (FieldType.OFFICE, office.code, office.name),
        (FieldType.OFFICE, "elsewhere", Text("elsewhere", "elsewhere")),
        (FieldType.ITEMS, [str(item.public_id)], Text(item.filename, item.filename)),
        (FieldType.ITEMS, ["nonsense"], Text("nonsense", "nonsense")),
    ]
    for kind, value, wanted in cases:
        field = Field(key="x", type=kind, title=Text("某", "x"))
        assert (words(field, value, "zh"), words(field, value, "en")) == (wanted.zh, wanted.en), value
    rule = Field(key="x", type=FieldType.RULE, title=Text("某", "x"))
    assert words(rule, "samr.pay.15d", "zh") == "缴纳罚没款"
    assert words(rule, "samr.pay.15d", "en") == "Payment"


def test_facts_are_shown_in_the_order_of_the_procedure_and_only_public_ones_to_parties() -> None:
    procedure = catalogue().get("bench-case", 1)
    facts = {"turnover": "5.00", "facts": "经过", "verified": True, "fine": "7.00", "unknown": 1, "found": ""}
    assert [key for key, _, _ in shown_facts(procedure, facts)] == ["facts", "turnover", "fine", "verified"]
    assert [key for key, _, _ in shown_facts(procedure, facts, public_only=True)] == ["facts", "fine"]
    assert shown_facts(procedure, facts, lang="en")[-1][2] == "yes"
    assert printed_facts(procedure, facts)["turnover"] == Text("5.00 元", "5.00 yuan")
    assert set(printed_facts(procedure, facts)) == {"verified", "facts", "turnover", "fine"}


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"fine": "0.01"}, True),
        ({"fine": "20000.00"}, True),
        ({"fine": 5}, True),
        ({"fine": "some words"}, True),
        ({"fine": "0.00"}, False),
        ({"fine": 0}, False),
        ({"fine": ""}, False),
        ({"fine": None}, False),
        ({"fine": False}, False),
        ({}, False),
    ],
)
def test_the_term_of_payment_stands_only_where_there_is_a_fine(facts: dict[str, object], asked: bool) -> None:  # noqa: FBT001
    assert [term.rule for term in terms_of(paper_kind("decision"), facts)] == (["samr.pay.15d"] if asked else [])


def test_every_kind_of_paper_speaks_both_languages() -> None:
    for name, kind in paper_kinds().items():
        assert kind.kind == name
        assert kind.title.zh
        assert kind.title.en
        assert kind.lead.zh
        assert kind.lead.en
        assert kind.english in {"wish", "always", "never"}
        assert last_file(f"papers/{kind.template}").is_file()
        assert not kind.numbered or kind.sign, name
        for _, label in kind.fields:
            assert label.zh
            assert label.en


def test_signs_of_numbered_papers_differ() -> None:
    signs = [kind.sign for kind in paper_kinds().values() if kind.numbered]
    assert len(signs) == len(set(signs))


def test_a_decision_has_the_parts_the_law_asks_for() -> None:
    kind = paper_kind("decision")
    assert [section.title.zh for section in kind.sections] == [
        "当事人", "事实", "证据", "理由", "依据", "处理决定", "履行方式和期限", "救济途径",
    ]  # fmt: skip
    labels = dict(kind.fields)
    named = {source for section in kind.sections for source in section.sources if not source.startswith("@")}
    assert named == set(labels)


def test_a_character_without_glyph_is_refused_in_text_and_replaced_in_file_names() -> None:
    check_glyphs(["普通汉字 ABC 123\n", "‘引号’“双”"])
    with pytest.raises(GlyphMissing) as refused:
        check_glyphs(["好", "\U0001f600坏\U00030edd"])
    assert "U+1F600" in refused.value.reason.en
    assert "U+30EDD" in refused.value.reason.en
    assert refused.value.remedy.zh
    assert printable("照片\U0001f600.png") == "照片?.png"
    assert printable("现场照片.png") == "现场照片.png"
    assert printable("第一行\n第二行") == "第一行\n第二行"


def test_a_hash_is_printed_in_groups() -> None:
    assert grouped("ab" * 32) == " ".join(["abababab"] * 8)
    assert grouped("abc") == "abc"


def test_steps_and_outcomes_of_the_engine_have_titles() -> None:
    procedure = catalogue().get("bench-case", 1)
    assert step_title(procedure, "open").zh == "收到并登记"
    assert step_title(procedure, "merge").en == "Merged into another case"
    assert step_title(procedure, "file").zh == "立案"
    assert step_title(procedure, "gone") == Text("gone", "gone")
    assert outcome_title(procedure, "done").zh == "已办结"
    assert outcome_title(procedure, "duplicate").zh.startswith("重复案件")
    assert outcome_title(procedure, "") == Text("", "")
