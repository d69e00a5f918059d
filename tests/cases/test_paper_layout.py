"""Papers as they are printed: one page where one is enough, the right language, the right parts, the right seal."""

from __future__ import annotations

import io
import unicodedata
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from tests.factories.access import account_of
from tests.factories.cases import Cast, assign_both, filed, fresh, make_case, take, verified
from tests.factories.evidence import make_item
from zhidun.cases import selectors, services
from zhidun.cases.files import closed_file
from zhidun.cases.models import Case, Paper
from zhidun.cases.paper_kinds import paper_kinds
from zhidun.cases.rendering import paper_pdf, render, stamps
from zhidun.kernel import time

pytestmark = pytest.mark.django_db
DAY = datetime.fromisoformat("2026-10-16T10:00:00+08:00")


def pages_of(content: bytes) -> list[str]:
    """The text of each page, punctuation folded, without spaces."""
    found = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return [unicodedata.normalize("NFKC", text).replace("\n", "").replace(" ", "") for text in found]


def decided(cast: Cast, case: Case, fine: str = "12000.50") -> Paper:
    """A decision with both approvals."""
    approval = services.propose_step(
        case_number=case.number, step="decide", actor=cast.officer, facts={"fine": fine},
        expected_version=fresh(case).version, reason="未经许可使用相同商标\n情节较轻",
    )  # fmt: skip
    for who in (cast.head, cast.approver):
        services.approve(approval_id=str(approval.public_id), actor=who, expected_version=fresh(case).version)
    return case.papers.get(kind="decision")


def in_english(cast: Cast, who: str) -> None:
    account = account_of(getattr(cast, who))
    account.language = "en"
    account.save(update_fields=["language"])


def titles(paper: Paper) -> list[str]:
    return [section["title"]["zh"] for section in paper.data["sections"]]


def lines(paper: Paper, title: str, lang: str = "zh") -> list[str]:
    found = [section for section in paper.data["sections"] if section["title"]["zh"] == title]
    return [line[lang] for section in found for line in section["lines"]]


def test_every_short_paper_is_one_page_and_its_english_sheet_a_second(cast: Cast) -> None:
    """The QR stands at the foot of the text; it never needs a page of its own."""
    case = filed(cast)
    take(case, "decide-alone", cast.officer)
    base = {**case.papers.get().data, "reason": "一句理由。", "sections": []}
    for name, kind in paper_kinds().items():
        if name in {"receipt", "case-file"}:
            continue
        value = {"zh": "某值", "en": "a value"}
        facts = [{"key": key, "label": label.as_dict(), "value": value} for key, label in kind.fields]
        head = {"kind": name, "title": kind.title.as_dict(), "lead": kind.lead.as_dict(), "seal": kind.sealed_paper}
        words = pages_of(render(name, {**base, **head, "facts": facts, "english": False}))
        assert len(words) == 1, name
        assert "扫码核验本文书" in words[0], name
        if kind.sealed_paper:
            both = pages_of(render(name, {**base, **head, "facts": facts, "english": True}))
            assert len(both) == 2, name
            assert unicodedata.normalize("NFKC", kind.title.en).replace(" ", "") in both[1], name
            assert "扫码核验" not in both[1], name


def test_a_decision_has_its_parts_numbered_and_filled(cast: Cast) -> None:
    with time.pinned(DAY):
        case = filed(cast)
        assign_both(case, cast)
        paper = decided(cast, case)
    assert titles(paper) == ["当事人", "理由", "依据", "处理决定", "履行方式和期限", "救济途径"]
    assert lines(paper, "处理决定") == ["罚款金额：12000.50 元"]
    assert lines(paper, "处理决定", "en") == ["Fine: 12000.50 yuan"]
    assert lines(paper, "理由") == ["未经许可使用相同商标", "情节较轻"]
    assert "15日内" in lines(paper, "履行方式和期限")[0]
    assert "第72条" in lines(paper, "履行方式和期限")[0]
    assert "15 days" in lines(paper, "履行方式和期限", "en")[0]
    assert len(lines(paper, "救济途径")) == 2
    assert "samr.pay.15d" in paper.rules
    text = "".join(pages_of(paper_pdf(paper)))
    for number, title in zip("一二三四五六", titles(paper), strict=True):
        assert f"{number}、{title}" in text
    assert "2026年10月16日" in text
    assert "2026-10-16" not in text


def test_without_a_fine_nothing_is_said_about_paying(cast: Cast) -> None:
    paper = decided(cast, filed(cast), fine="0.00")
    assert "履行方式和期限" not in titles(paper)
    assert "samr.pay.15d" not in paper.rules


def test_evidence_is_named_only_where_the_parties_may_see_it(cast: Cast) -> None:
    case = filed(cast)
    shown, hidden = make_item(actor=cast.officer), make_item(actor=cast.officer)
    services.add_evidence(
        actor=cast.officer, case_number=case.number, items=[str(shown.public_id), str(hidden.public_id)]
    )
    first = decided_again(cast, case)
    assert lines(first, "证据") == ["证据材料共2件，清单附卷。"]
    services.show_evidence(actor=cast.officer, case_number=case.number, item=str(shown.public_id), visible=True)
    second = decided_again(cast, case)
    assert shown.filename in lines(second, "证据")[0]
    assert "共2件" in lines(second, "证据")[0]
    assert hidden.filename not in lines(second, "证据")[0] or hidden.filename == shown.filename
    case.evidence.update(submitted_by=case.parties.get(role="complainant"))
    case.parties.filter(role="complainant").update(role="reporter")
    assert lines(decided_again(cast, case), "证据") == ["证据材料共2件，清单附卷。"]


def decided_again(cast: Cast, case: Case) -> Paper:
    take(case, "decide-alone", cast.officer)
    found = case.papers.filter(kind="decision").last()
    assert found is not None
    return found


def test_organisations_are_named_with_code_people_without_their_home(cast: Cast) -> None:
    case = filed(cast)
    party = case.parties.get(role="respondent").party
    assert party is not None
    party.kind, party.address = "organisation", "武侯大道1号"
    party.save()
    text = lines(decided_again(cast, case), "当事人")[0]
    assert "武侯大道1号" in text
    party.kind = "person"
    party.save()
    assert "武侯大道" not in lines(decided_again(cast, case), "当事人")[0]


@pytest.mark.parametrize(
    ("who", "fact", "setting", "wanted"),
    [
        ("", "", "wish", False),
        ("complainant", "", "wish", True),
        ("respondent", "", "wish", False),
        ("", "fact", "wish", True),
        ("", "source", "wish", True),
        ("", "", "always", True),
        ("complainant", "fact", "never", False),
    ],
)
def test_the_english_sheet_goes_to_who_reads_english_or_asked(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    fact: str,
    setting: str,
    wanted: bool,  # noqa: FBT001
) -> None:
    """`decide-alone` serves its paper on the complainant only, so the respondent's language does not count."""
    from dataclasses import replace

    from zhidun.cases import papers
    from zhidun.cases.paper_kinds import paper_kind

    monkeypatch.setattr(papers, "paper_kind", lambda kind: replace(paper_kind(kind), english=setting))
    case = make_case(cast)
    if who:
        in_english(cast, who)
    if fact == "fact":
        Case.objects.filter(pk=case.pk).update(facts={**case.facts, "language": "en"})
    elif fact == "source":
        Case.objects.filter(pk=case.pk).update(source={"language": "en"})
    assert decided_again(cast, case).data["english"] is wanted


def test_a_paper_for_the_file_has_no_english_sheet(cast: Cast) -> None:
    in_english(cast, "complainant")
    case = make_case(cast)
    verified(case, cast)
    assign_both(case, cast)
    take(case, "file", cast.officer)
    acceptance = case.papers.get(kind="acceptance")
    assert acceptance.data["english"] is True
    words = pages_of(paper_pdf(acceptance))
    assert len(words) == 2
    assert "Noticeofacceptance" in words[1]
    assert f"No.{acceptance.number}" in words[1]
    assert "Summaryforinformation;theChinesetextalonehaseffect" in words[1]


def test_the_english_sheet_says_choices_and_sums_in_english(cast: Cast) -> None:
    in_english(cast, "complainant")
    with time.pinned(DAY):
        paper = decided(cast, filed(cast))
    chinese, english = paper_pdf(paper), ""
    words = pages_of(chinese)
    english = words[-1]
    assert "12000.50yuan" in english
    assert "16October2026" in english
    assert "4.Performance" in english or "Performance" in english
    for wrong in ("12000.50元", "2026年10月"):
        assert wrong not in english
    assert "12000.50元" in "".join(words[:-1])


def test_a_real_case_has_an_empty_place_for_the_seal_and_no_demo_mark(cast: Cast) -> None:
    real = filed(cast, demo=False)
    text = "".join(pages_of(paper_pdf(decided_again(cast, real))))
    assert "(印章)" in text
    assert "演示" not in text
    shown = "".join(pages_of(paper_pdf(decided_again(cast, filed(cast)))))
    assert "演示印章" in shown
    assert "(印章)" not in shown


def test_table_papers_leave_empty_rows_out_and_name_approvers_by_role(cast: Cast) -> None:
    case = filed(cast)
    take(case, "decide-alone", cast.officer)
    base = case.papers.get().data
    empty = pages_of(render("filing-approval", {**base, "facts": [], "officers": [], "approvers": [], "articles": []}))
    for label in ("审批", "办案人员", "理由"):
        assert label not in empty[0].replace("立案审批表", "")
    full = pages_of(
        render("filing-approval", {**base, "approvers": ["罗峰（部门负责人）"], "officers": ["王强", "林川"]})
    )
    assert "审批罗峰(部门负责人)" in full[0]
    assert "办案人员王强、林川" in full[0]


def test_what_was_frozen_before_the_english_words_came_still_prints(cast: Cast) -> None:
    take(case := filed(cast), "decide-alone", cast.officer)
    data = dict(case.papers.get().data)
    for newer in ("sections", "english", "served", "receivers", "date_en"):
        data.pop(newer, None)
    data["facts"] = [{"key": "fine", "label": {"zh": "罚款", "en": "Fine"}, "value": "5 元"}]
    data["deadlines"] = [
        {"title": {"zh": "期", "en": "p"}, "due": "2026年1月2日", "basis": {"zh": "某法", "en": "law"}}
    ]
    text = pages_of(render("decision", data))[0]
    assert "罚款:5元" in text
    assert "2026年1月2日" in text


def test_the_service_record_lists_what_was_served_on_whom(cast: Cast) -> None:
    take(case := filed(cast), "decide-alone", cast.officer)
    base = case.papers.get().data
    data = {
        **base,
        "title": {"zh": "送达回证", "en": "Record of service"},
        "served": [{"title": "行政处罚决定书", "number": "测罚〔2026〕1号"}],
        "receivers": ["川味食品厂", "沈绣坊"],
        "facts": [{"key": "served_how", "label": {"zh": "送达方式", "en": "How"}, "value": {"zh": "直接", "en": "x"}}],
        "officers": ["王强", "林川"],
    }
    words = pages_of(render("service-record", data))
    assert len(words) == 1
    for wanted in (
        "送达回证", "受送达人川味食品厂、沈绣坊", "行政处罚决定书(测罚〔2026〕1号)", "送达方式直接",
        "送达人王强、林川", "受送达人签名或者盖章", "见证人签名",
    ):  # fmt: skip
        assert wanted in words[0]


def test_pages_of_the_closed_file_are_numbered_through_and_the_contents_agree(cast: Cast) -> None:
    case = make_case(cast)
    verified(case, cast)
    assign_both(case, cast)
    item = make_item(actor=cast.officer)
    services.add_evidence(actor=cast.officer, case_number=case.number, items=[str(item.public_id)])
    take(case, "file", cast.officer)
    take(case, "decide-alone", cast.officer)
    take(case, "close", cast.officer)
    words = pages_of(closed_file(fresh(case)))
    for number, text in enumerate(words, start=1):
        assert f"卷内第{number}页,共{len(words)}页" in text
    assert item.blob.sha256 in "".join(words[:2])
    for paper in case.papers.all():
        first = next(number for number, text in enumerate(words[1:], start=2) if paper.number in text)
        assert f"{time.local_date(paper.issued_at).day}日{first}" in words[0]
    outline = [str(entry["/Title"]) for entry in PdfReader(io.BytesIO(closed_file(fresh(case)))).outline]  # type: ignore[index, call-overload]
    assert len(outline) == 1 + case.papers.count()


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 3), (7, 9)])
def test_stamps_are_one_a_page(first: int, last: int) -> None:
    assert pages_of(stamps(first, last)) == [f"卷内第{n}页,共{last}页" for n in range(first, last + 1)]


def test_a_file_name_no_font_can_print_does_not_stop_the_receipt() -> None:
    content = selectors.receipt_pdf(
        numbers=("A-2026-000001",), office={"zh": "测试局"}, received_on=date(2026, 3, 2), title="商标",
        status_url="http://127.0.0.1/status", secret="", items=(("现场\U0001f600.png", "ab" * 32),),
    )  # fmt: skip
    text = "".join(pages_of(content))
    assert "现场?.png" in text
    assert "查询码Secret" not in text
    assert len(pages_of(content)) == 1
