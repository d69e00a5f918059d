"""Asking for captures: who may, what is refused at once, lists with progress, pause and resume, what a crash leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories.access import make_actor, make_citizen, make_office
from tests.factories.capture import Shop, done, verified_holder
from tests.factories.intake import city, filed, holder_answers
from zhidun.access import selectors as access
from zhidun.access.actors import ANONYMOUS, Actor
from zhidun.access.models import Office
from zhidun.access.rate_limits import TooOften
from zhidun.capture import jobs, lists, policies, running, selectors, services
from zhidun.capture.browse import browser
from zhidun.capture.errors import (
    BadAddress,
    CaptureNotFound,
    ListFaulty,
    ListNotOpen,
    NamespaceMissing,
    NotAllowed,
    NotPublic,
)
from zhidun.capture.models import Capture, CaptureState, ListState
from zhidun.cases.selectors import case_page
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Seal, Source
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _our_limits(site: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's site counts as public; the rest of the limits is as usual."""
    monkeypatch.setattr(policies, "usual", site.policy)


def waiting_jobs(name: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").count()


def officer() -> Actor:
    return make_actor("enforcement-officer")


def test_an_officer_and_a_verified_right_holder_may_and_nobody_else(site: Shop) -> None:
    for actor in (officer(), make_actor("counter-clerk"), verified_holder()):
        row = services.ask(actor=actor, url=site.url("/"), how="http")
        assert row.state == CaptureState.QUEUED
    assert waiting_jobs("capture.one") == 3
    for stranger in (ANONYMOUS, make_citizen(), make_actor("mediator"), make_actor("system-admin")):
        assert not policies.may_capture(stranger)
        with pytest.raises(NotAllowed) as told:
            services.ask(actor=stranger, url=site.url("/"), how="http")
        assert told.value.remedy.zh


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://127.0.0.1/", NotPublic),
        ("http://169.254.169.254/", NotPublic),
        ("file:///x", BadAddress),
        ("", BadAddress),
    ],
)
def test_an_address_that_may_not_be_asked_for_leaves_no_row(url: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        services.ask(actor=officer(), url=url, how="http")
    assert not Capture.objects.exists()


def test_a_browser_is_not_promised_where_none_can_be_shut_in(site: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def no() -> browser.Jail:
        raise NamespaceMissing

    monkeypatch.setattr(browser, "jail", no)
    with pytest.raises(NamespaceMissing):
        services.ask(actor=officer(), url=site.url("/"), how="browser")
    assert services.ask(actor=officer(), url=site.url("/"), how="http").pk
    with pytest.raises(Invalid):
        services.ask(actor=officer(), url=site.url("/"), how="telepathy")


def test_a_holder_has_a_daily_share(site: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "HOLDER_DAILY", 2)
    actor = verified_holder()
    for _ in range(2):
        services.ask(actor=actor, url=site.url("/"), how="http")
    with pytest.raises(TooOften):
        services.ask(actor=actor, url=site.url("/"), how="http")


def test_what_is_made_becomes_sealed_evidence_in_the_file_of_the_case(site: Shop) -> None:
    city()
    worker = make_actor("enforcement-officer", cases_office())
    number = filed(holder_answers()).number
    row = services.ask(actor=worker, url=site.url("/"), how="http", case_number=number)
    row = done(row, site)
    assert row.state == CaptureState.DONE and row.status == 200 and row.title == "蜀绣 旗舰店"
    files = selectors.files_of(row)
    assert [one.role for one in files] == ["html", "wacz", "report", "paper"]
    assert {one.item.source for one in files} == {Source.CAPTURE}
    assert {one.item.state for one in files} == {"clean"}
    assert Seal.objects.filter(object_key__in=[str(one.item.public_id) for one in files]).count() == 4
    laid = {one.item for one in case_page(worker, number).evidence}
    assert laid >= {str(one.item.public_id) for one in files}
    report = selectors.report_of(row)
    assert report is not None and report["operator"]["zh"] == worker.name.zh
    assert selectors.of_case(number) == [row] and selectors.of_case("") == []


def cases_office() -> Office:
    return access.office("b510107")


def test_a_refusal_on_the_way_is_kept_with_reason_and_remedy(site: Shop) -> None:
    row = done(services.ask(actor=officer(), url=site.url(host="inner.example.com"), how="http"), site)
    assert (row.state, row.code) == (CaptureState.REFUSED, "capture.not_public")
    assert row.reason_zh and row.reason_en and row.remedy_zh and row.remedy_en
    assert selectors.files_of(row) == [] and selectors.report_of(row) is None


def test_only_who_asked_and_staff_of_the_case_see_a_capture(site: Shop) -> None:
    city()
    worker, colleague = (make_actor("enforcement-officer", cases_office()) for _ in range(2))
    number = filed(holder_answers()).number
    row = services.ask(actor=worker, url=site.url("/"), how="http", case_number=number)
    for actor in (worker, colleague):
        assert selectors.capture(actor, row.public_id) == row
    for stranger in (officer(), make_citizen(), ANONYMOUS, make_actor("mediator")):
        with pytest.raises(CaptureNotFound):
            selectors.capture(stranger, row.public_id)
    with pytest.raises(CaptureNotFound):
        selectors.capture(worker, "no-key")
    with pytest.raises(CaptureNotFound):
        services.cancel(actor=colleague, key=str(row.public_id))
    with pytest.raises(NotFound):
        services.ask(actor=worker, url=site.url("/"), how="http", case_number="no-case")


def test_a_waiting_capture_is_cancelled_and_a_begun_one_is_not(site: Shop) -> None:
    worker = officer()
    row = services.ask(actor=worker, url=site.url("/"), how="http")
    assert services.cancel(actor=worker, key=str(row.public_id)).state == CaptureState.CANCELLED
    assert running.claim(str(row.public_id)) is None
    begun = services.ask(actor=worker, url=site.url("/"), how="http")
    running.claim(str(begun.public_id))
    with pytest.raises(ListNotOpen):
        services.cancel(actor=worker, key=str(begun.public_id))


LIST = "网址,备注\n{good},一\nhttp://127.0.0.1/,内网\n# 注释\n\n{good}?2,二\nftp://x.example.com/,\n{good}?3,三\n"


def test_a_list_keeps_bad_rows_with_their_reason_and_goes_on_row_by_row(site: Shop) -> None:
    worker = officer()
    raw = LIST.format(good=site.url("/")).encode("gb18030")
    whole = services.ask_list(actor=worker, filename="清单.csv", raw=raw, how="http")
    rows = list(selectors.rows_of(whole))
    assert [(one.row, one.state) for one in rows] == [
        (2, "queued"), (3, "refused"), (6, "queued"), (7, "refused"), (8, "queued"),
    ]  # fmt: skip
    assert rows[1].code == "capture.not_public" and rows[3].code == "capture.scheme"
    assert waiting_jobs("capture.next") == 1
    key = str(whole.public_id)
    jobs.following(captures=key)
    assert selectors.progress(whole).done == 1
    services.pause(actor=worker, key=key)
    jobs.following(captures=key)
    assert selectors.progress(whole).done == 1
    services.resume(actor=worker, key=key)
    assert waiting_jobs("capture.next") == 1
    for _ in range(3):
        jobs.following(captures=key)
    found = selectors.progress(whole)
    assert (found.total, found.done, found.refused, found.waiting, found.share) == (5, 3, 2, 0, 100)
    whole.refresh_from_db()
    assert whole.state == ListState.DONE and whole.ended_at
    with pytest.raises(ListNotOpen):
        services.pause(actor=worker, key=key)


def test_a_list_is_cancelled_and_what_is_captured_stays(site: Shop) -> None:
    worker = officer()
    raw = "\n".join(site.url(f"/?{n}") for n in range(3)).encode()
    whole = services.ask_list(actor=worker, filename="a.txt", raw=raw, how="http")
    key = str(whole.public_id)
    jobs.following(captures=key)
    services.cancel_list(actor=worker, key=key)
    found = selectors.progress(whole)
    assert (found.done, found.cancelled, found.waiting) == (1, 2, 0)
    assert running.claim_next(key) is None
    with pytest.raises(CaptureNotFound):
        services.pause(actor=officer(), key=key)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n# x\n",
        b"\x00\x01\x02\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"a" * 2_000_001,
        b"http://a.example.com/\n" * 501,
    ],
)
def test_a_list_that_is_none_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(ListFaulty) as told:
        services.ask_list(actor=officer(), filename="x.csv", raw=raw, how="http")
    assert told.value.field == "file"
    assert not Capture.objects.exists()


def test_a_list_is_read_from_plain_lines_and_from_a_table(site: Shop) -> None:
    policy = site.policy()
    plain = lists.rows_of(b"a.example.com\r\nb.example.com\r\n", policy)
    assert [(one.number, one.url) for one in plain] == [(1, "a.example.com"), (2, "b.example.com")]
    table = lists.rows_of("序号,链接\n1,a.example.com\n2\n".encode(), policy)
    assert [(one.number, one.url) for one in table] == [(2, "a.example.com")]


def test_what_a_dead_worker_left_is_taken_up_again_three_times_at_most(site: Shop) -> None:
    row = services.ask(actor=officer(), url=site.url("/"), how="http")
    key = str(row.public_id)
    for _ in range(3):
        claimed = running.claim(key)
        assert claimed is not None
        assert running.claim(key) is None
        Capture.objects.filter(pk=row.pk).update(
            started_at=time.now() - timedelta(hours=1), asked_at=time.now() - timedelta(hours=2)
        )
        singles, _ = running.pick_up()
    row.refresh_from_db()
    assert row.state == CaptureState.REFUSED and row.attempts == 3
    assert singles == []
    again = services.ask(actor=officer(), url=site.url("/"), how="http")
    Capture.objects.filter(pk=again.pk).update(asked_at=time.now() - timedelta(hours=1))
    before = waiting_jobs("capture.one")
    jobs.pick_up(timestamp=0)
    assert waiting_jobs("capture.one") == before + 1


def test_the_files_of_a_capture_stay_together(site: Shop) -> None:
    row = done(services.ask(actor=officer(), url=site.url("/"), how="http"), site)
    first = selectors.files_of(row)[0]
    assert [one.part for one in evidence.made_together(first.item)] == ["wacz", "report", "paper"]


def test_the_job_does_what_was_asked(site: Shop) -> None:
    row = services.ask(actor=make_actor("counter-clerk", make_office()), url=site.url("/gbk"), how="http")
    jobs.one(capture=str(row.public_id))
    row.refresh_from_db()
    assert (row.state, row.title) == (CaptureState.DONE, "假冒豆瓣")
    jobs.one(capture=str(row.public_id))
    assert len(selectors.files_of(row)) == 4
