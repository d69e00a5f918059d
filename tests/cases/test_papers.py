"""Papers: gapless numbers, frozen data, confirmed rules only, a PDF that holds what it says."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from tests.factories.cases import Cast, assign_both, filed, fresh, make_case, take, verified
from zhidun.cases import jobs, selectors, services
from zhidun.cases.confirmations import text_hash, unconfirmed
from zhidun.cases.errors import CaseNotFound, GlyphMissing, PaperFaulty, RuleUnconfirmed
from zhidun.cases.files import closed_file
from zhidun.cases.models import Paper, PaperCounter, RuleConfirmation
from zhidun.cases.paper_kinds import paper_kind, paper_kinds, remedy_entry
from zhidun.cases.papers import next_serial
from zhidun.cases.rendering import paper_pdf, render
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.law.load import rulebook
from zhidun.law.model import Rule

pytestmark = pytest.mark.django_db


def words_of(content: bytes) -> str:
    """The text of a PDF without spaces, full-width punctuation folded."""
    pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return unicodedata.normalize("NFKC", pages).replace("\n", "").replace(" ", "")


def decided(cast: Cast) -> Paper:
    case = filed(cast)
    take(case, "decide-alone", cast.officer)
    return case.papers.get(kind="decision")


def unread_rule() -> Rule:
    """A rule in force today whose text nobody read."""
    return next(
        rule
        for rule in rulebook().unverified()
        if rule.in_force(time.today()) and len(rulebook().versions(rule.key)) == 1
    )


def test_numbers_are_dense_by_office_sign_and_year(cast: Cast) -> None:
    papers = [decided(cast) for _ in range(3)]
    year = time.today().year
    assert [paper.number for paper in papers] == [f"测市监知罚〔{year}〕{n}号" for n in (1, 2, 3)]
    with time.pinned(datetime.fromisoformat("2027-01-04T10:00:00+08:00")):
        assert decided(cast).number == "测市监知罚〔2027〕1号"


def test_a_number_taken_in_an_undone_transaction_is_given_again(cast: Cast) -> None:
    office = cast.office.pk
    assert next_serial(office_id=office, sign="X", year=2026) == 1
    with transaction.atomic():
        assert next_serial(office_id=office, sign="X", year=2026) == 2
        transaction.set_rollback(True)
    assert next_serial(office_id=office, sign="X", year=2026) == 2
    assert PaperCounter.objects.get(office_id=office, sign="X").last == 2


def test_an_issued_paper_is_frozen(cast: Cast) -> None:
    paper = decided(cast)
    for statement in (
        "UPDATE cases_paper SET number = 'x'",
        "UPDATE cases_paper SET data = '{}'",
        "DELETE FROM cases_paper",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Paper.objects.get(pk=paper.pk).number == paper.number


def test_the_pdf_holds_number_title_parties_reason_and_article(cast: Cast) -> None:
    case = filed(cast)
    approval = services.propose_step(
        case_number=case.number, step="decide", actor=cast.officer, facts={"fine": "12000.5"},
        expected_version=fresh(case).version, reason="销售侵权商品属实",
    )  # fmt: skip
    for who in (cast.head, cast.approver):
        services.approve(approval_id=str(approval.public_id), actor=who, expected_version=fresh(case).version)
    paper = case.papers.get(kind="decision")
    content = paper_pdf(paper)
    text = words_of(content)
    paper.refresh_from_db()
    assert content.startswith(b"%PDF")
    for wanted in (
        paper.number, "行政处罚(处理)决定书", "12000.50", "销售侵权商品属实", "行政复议", "演示", cast.office.name_zh,
        case.parties.get(role="respondent").shown_name,
    ):  # fmt: skip
        assert wanted in text
    assert "第64条" in text
    assert paper.pdf_sha256 == hashlib.sha256(content).hexdigest()
    assert paper_pdf(paper) == content
    assert render(paper.kind, paper.data) == content


def test_the_job_renders_once_and_the_sweep_finds_what_was_left(cast: Cast) -> None:
    first, second = decided(cast), decided(cast)
    jobs.render_paper(paper=str(first.public_id))
    first.refresh_from_db()
    kept = first.pdf_id
    jobs.render_paper(paper=str(first.public_id))
    jobs.render_left_over(timestamp=0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.pdf_id == kept
    assert second.pdf_id is not None


def test_without_the_demo_mark_the_seal_place_is_empty(cast: Cast) -> None:
    case = make_case(cast, demo=False)
    take(case, "decide-alone", cast.officer)
    text = words_of(paper_pdf(case.papers.get()))
    assert "演示" not in text
    assert "(印章)" in text


def test_user_text_stays_text_and_a_character_without_glyph_is_refused(cast: Cast) -> None:
    case = make_case(cast, title='#panic() $x$ *b* "引号"')
    take(case, "decide-alone", cast.officer)
    assert "#panic()$x$" in words_of(paper_pdf(case.papers.get()))
    rare = make_case(cast, title="\U00030edd字号侵权")
    take(rare, "decide-alone", cast.officer)
    with pytest.raises(GlyphMissing) as refused:
        paper_pdf(rare.papers.get())
    assert "U+30EDD" in refused.value.reason.en
    assert rare.papers.get().number


def test_every_kind_of_paper_can_be_made(cast: Cast) -> None:
    base = decided(cast).data
    made = {}
    for name, kind in paper_kinds().items():
        if name in {"receipt", "case-file"}:
            continue
        facts = [{"key": key, "label": label.as_dict(), "value": "某值"} for key, label in kind.fields]
        data = {**base, "kind": name, "title": kind.title.as_dict(), "lead": kind.lead.as_dict(), "facts": facts}
        made[name] = words_of(render(name, data))
    assert set(made) >= {"acceptance", "refusal", "transfer", "evidence-request", "service-record", "correction"}
    for name, text in made.items():
        assert paper_kind(name).title.zh.translate({0x20: None, 0xFF08: "(", 0xFF09: ")"}) in text  # as a PDF is read


def test_the_receipt_shows_number_secret_and_hashes() -> None:
    content = selectors.receipt_pdf(
        numbers=("A-2026-000001", "A-2026-000002"), office={"zh": "测试局", "en": "Bureau"},
        received_on=date(2026, 3, 2),
        title="商标", status_url="http://127.0.0.1/status", secret="7KQ2M-ABCDE", items=(("图.png", "ab" * 32),),
        demo=True,
    )  # fmt: skip
    text = words_of(content)
    for wanted in ("A-2026-000001", "A-2026-000002", "7KQ2M-ABCDE", "2026年3月2日", "图.png"):
        assert wanted in text


def test_a_paper_refuses_a_rule_nobody_read_until_an_officer_confirms_it(cast: Cast) -> None:
    case, rule = make_case(cast), unread_rule()
    with pytest.raises(RuleUnconfirmed) as refused:
        take(case, "cite", cast.officer, {"cited": rule.key})
    assert rule.id in refused.value.reason.zh
    assert fresh(case).version == 1
    assert not PaperCounter.objects.exists()
    with pytest.raises(Forbidden):
        services.confirm_rule(actor=cast.officer, rule_id=rule.id, official_source="国家法律法规数据库")
    with pytest.raises(Invalid):
        services.confirm_rule(actor=cast.reviewer, rule_id=rule.id, official_source=" ")
    row = services.confirm_rule(actor=cast.reviewer, rule_id=rule.id, official_source="国家法律法规数据库")
    assert row.text_hash == text_hash(rule)
    assert unconfirmed([rule]) == []
    with pytest.raises(Conflict):
        services.confirm_rule(actor=cast.reviewer, rule_id=rule.id, official_source="again")
    take(case, "cite", cast.officer, {"cited": rule.key})
    paper = case.papers.get()
    assert paper.rules == [rule.id]
    services.withdraw_confirmation(actor=cast.reviewer, rule_id=rule.id, reason="文本有误")
    with pytest.raises(RuleUnconfirmed):
        take(case, "cite", cast.officer, {"cited": rule.key})
    with pytest.raises(Conflict):
        services.withdraw_confirmation(actor=cast.reviewer, rule_id=rule.id, reason="x")


def test_a_confirmation_of_another_text_does_not_count(cast: Cast) -> None:
    rule = unread_rule()
    services.confirm_rule(actor=cast.reviewer, rule_id=rule.id, official_source="公报")
    RuleConfirmation.objects.update(text_hash="0" * 64)
    assert unconfirmed([rule]) == [rule]
    services.confirm_rule(actor=cast.reviewer, rule_id=rule.id, official_source="公报二")
    assert unconfirmed([rule]) == []
    assert RuleConfirmation.objects.count() == 2


def test_the_closed_file_has_a_cover_and_every_paper(cast: Cast) -> None:
    case = make_case(cast)
    verified(case, cast)
    assign_both(case, cast)
    take(case, "file", cast.officer)
    take(case, "decide-alone", cast.officer)
    take(case, "close", cast.officer)
    content = closed_file(fresh(case))
    text = words_of(content)
    for paper in case.papers.all():
        assert paper.number in text
    assert "卷内目录" in text
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.outline) == 4
    assert services.case_file(actor=cast.officer, case_number=case.number)
    with pytest.raises(CaseNotFound):
        services.case_file(actor=cast.complainant, case_number=case.number)


def test_who_may_open_a_paper_and_the_public_check(cast: Cast) -> None:
    case = filed(cast)
    take(case, "notice", cast.officer, {"notice_served_on": time.today().isoformat()})
    paper = case.papers.get(kind="hearing-notice")
    assert selectors.paper_for(cast.respondent, str(paper.public_id)).pk == paper.pk
    for who in (cast.complainant, cast.stranger):
        with pytest.raises(NotFound):
            selectors.paper_for(who, str(paper.public_id))
    card, office, mark = selectors.paper_by_number(paper.number)
    assert (card.number, office, mark) == (paper.number, cast.office.name_zh, "演示")
    assert selectors.paper_by_number(public_id=str(paper.public_id))[0].number == paper.number
    for asked in ("", "无此号"):
        with pytest.raises(NotFound):
            selectors.paper_by_number(asked)
    with pytest.raises(NotFound):
        selectors.paper_for(cast.officer, "nonsense")
    assert services.mark_served(actor=cast.officer, paper_id=str(paper.public_id), how="直接送达").served_at is not None


def test_unknown_kinds_and_remedies_are_named() -> None:
    with pytest.raises(PaperFaulty) as refused:
        paper_kind("love-letter")
    assert "love-letter" in refused.value.reason.en
    with pytest.raises(PaperFaulty):
        remedy_entry("prayer")
