"""Drafts keep what was typed, unchecked and unreadable to anybody without the token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.access import make_citizen
from tests.factories.intake import holder_answers, report_answers
from zhidun.access.actors import ANONYMOUS
from zhidun.intake import drafts
from zhidun.intake.models import Draft
from zhidun.kernel import time

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def test_what_was_typed_comes_back_even_when_it_is_wrong() -> None:
    typed = holder_answers(happened_on="2099-01-01", respondent_uscc="nonsense", facts="字" * 200_000)
    with time.pinned(NOW):
        saved = drafts.save_draft(actor=ANONYMOUS, kind="rights_complaint", answers=typed, item_ids=["i1"])
        again = drafts.open_draft(saved.token)
    assert again.answers == typed
    assert again.item_ids == ("i1",)
    assert again.saved_at == NOW


def test_autosave_writes_the_same_draft_over() -> None:
    first = drafts.save_draft(actor=ANONYMOUS, kind="report", answers={"facts": "a"})
    drafts.save_draft(actor=ANONYMOUS, kind="report", answers={"facts": "ab"}, token=first.token)
    assert Draft.objects.count() == 1
    assert drafts.open_draft(first.token).answers == {"facts": "ab"}


def test_the_row_says_nothing_of_what_was_typed() -> None:
    drafts.save_draft(actor=ANONYMOUS, kind="report", answers={"filer_name": "Canary Kanarienvogel"})
    row = Draft.objects.get()
    assert b"Kanarienvogel" not in bytes(row.sealed) + bytes(row.token_sealed)
    assert row.owner_id is None


def test_an_account_finds_its_drafts_but_no_anonymous_report() -> None:
    citizen = make_citizen()
    with time.pinned(NOW):
        drafts.save_draft(actor=citizen, kind="report", answers=report_answers())
        older = drafts.save_draft(actor=citizen, kind="rights_complaint", answers=holder_answers())
    with time.pinned(NOW + timedelta(hours=1)):
        newer = drafts.save_draft(actor=citizen, kind="consumer_complaint", answers={})
    assert [draft.token for draft in drafts.drafts_of(citizen)] in ([newer.token, older.token], [])
    with time.pinned(NOW + timedelta(hours=2)):
        assert [draft.token for draft in drafts.drafts_of(citizen)] == [newer.token, older.token]
    assert drafts.drafts_of(ANONYMOUS) == ()
    assert drafts.drafts_of(make_citizen()) == ()


def test_a_draft_that_becomes_anonymous_loses_its_owner() -> None:
    citizen = make_citizen()
    saved = drafts.save_draft(actor=citizen, kind="report", answers={"facts": "a"})
    drafts.save_draft(actor=citizen, kind="report", answers={"anonymous": True}, token=saved.token)
    assert Draft.objects.get().owner_id is None


@pytest.mark.parametrize("token", ["", "unknown", "a" * 500])
def test_an_unknown_token_is_refused(token: str) -> None:
    with pytest.raises(drafts.DraftGone):
        drafts.open_draft(token)
    with pytest.raises(drafts.DraftGone):
        drafts.save_draft(actor=ANONYMOUS, kind="report", answers={}, token=token)


def test_a_draft_ends_and_is_removed() -> None:
    with time.pinned(NOW):
        saved = drafts.save_draft(actor=ANONYMOUS, kind="report", answers={})
    with time.pinned(NOW + timedelta(days=drafts.KEPT_DAYS)):
        with pytest.raises(drafts.DraftGone):
            drafts.open_draft(saved.token)
        assert drafts.delete_expired_drafts() == 1
    assert Draft.objects.count() == 0


def test_throwing_away_twice_is_no_error() -> None:
    saved = drafts.save_draft(actor=ANONYMOUS, kind="report", answers={})
    drafts.delete_draft(token=saved.token)
    drafts.delete_draft(token=saved.token)
    with pytest.raises(drafts.DraftGone):
        drafts.open_draft(saved.token)


def test_more_than_a_draft_may_hold_is_refused() -> None:
    with pytest.raises(drafts.DraftTooLarge) as refused:
        drafts.save_draft(actor=ANONYMOUS, kind="report", answers={"facts": "字" * 700_000})
    assert refused.value.status == 413
