"""A duplicate is closed by a link to the case that goes on; both files stay, and the merger can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.access import make_citizen
from tests.factories.cases import Cast, assign_both, fresh, make_case, take, verified
from zhidun.access.models import AuditEntry
from zhidun.cases import selectors, services
from zhidun.cases.errors import CaseMerged, CaseNotFound, NotDuplicate, StaleCase
from zhidun.cases.models import Case, Move, Outbox, Task
from zhidun.cases.types import CaseFilters
from zhidun.kernel import events, time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid

pytestmark = pytest.mark.django_db


def merged(cast: Cast) -> tuple[Case, Case, Move]:
    kept, duplicate = make_case(cast), make_case(cast)
    assign_both(duplicate, cast)
    move = services.merge_duplicate(
        actor=cast.head, duplicate=duplicate.number, kept=kept.number, reason="同一事实", expected_version=2
    )
    return kept, fresh(duplicate), move


def test_the_duplicate_is_closed_with_link_outcome_and_move(cast: Cast) -> None:
    heard: list[events.Event] = []
    events.subscribe(events.CaseClosed, heard.append)
    kept, duplicate, move = merged(cast)
    assert (duplicate.outcome, duplicate.version, duplicate.state) == ("duplicate", 3, "lead")
    assert duplicate.closed_at is not None
    assert duplicate.next_due_at is None
    assert (move.step, move.seq, move.facts) == ("merge", 3, {"merged_into": kept.number})
    assert set(duplicate.clocks.values_list("state", flat=True)) == {"stopped"}
    assert Task.objects.get(case=duplicate).state == "dropped"
    assert fresh(kept).version == 1
    assert fresh(kept).closed_at is None
    assert AuditEntry.objects.filter(action="case.merge", object_key=duplicate.number).exists()
    assert [one.case_number for one in heard if isinstance(one, events.CaseClosed)] == [duplicate.number]


def test_both_files_can_be_read_and_the_filer_is_told(cast: Cast) -> None:
    kept, duplicate, _ = merged(cast)
    page = selectors.case_page(cast.officer, duplicate.number)
    assert [(one.number, one.kind) for one in page.links] == [(kept.number, "duplicate")]
    assert page.timeline[-1].title.zh == "并入另案"
    assert page.timeline[-1].reason == "同一事实"
    assert selectors.case_page(cast.complainant, duplicate.number).timeline[-1].who == ""
    assert Outbox.objects.filter(case=duplicate, key__startswith="merge:", body_zh__contains=kept.number).exists()
    listed = selectors.work_list(cast.officer, CaseFilters(closed=True)).cards
    assert [card.number for card in listed] == [duplicate.number]


def test_a_merged_case_moves_no_more(cast: Cast) -> None:
    kept, duplicate, _ = merged(cast)
    assert selectors.open_steps_for(cast.officer, duplicate.number) == ()
    with pytest.raises(CaseMerged) as refused:
        verified(duplicate, cast)
    assert "并入" in refused.value.reason.zh
    with pytest.raises(Conflict):
        services.merge_duplicate(
            actor=cast.head, duplicate=duplicate.number, kept=kept.number, reason="again", expected_version=3
        )
    third = make_case(cast)
    with pytest.raises(CaseMerged):
        services.merge_duplicate(
            actor=cast.head, duplicate=third.number, kept=duplicate.number, reason="chain", expected_version=1
        )


def test_taking_it_back_lets_the_clocks_run_as_if_nothing_had_been(cast: Cast) -> None:
    kept, duplicate, _ = merged(cast)
    due = duplicate.clocks.get().due_at
    with pytest.raises(Forbidden):
        services.take_merger_back(actor=cast.officer, duplicate=duplicate.number, reason="并案有误", expected_version=3)
    with time.pinned(time.now() + timedelta(days=1)):
        move = services.take_merger_back(
            actor=cast.head, duplicate=duplicate.number, reason="并案有误", expected_version=3
        )
    now = fresh(duplicate)
    assert (now.outcome, now.closed_at, now.version, move.step) == ("", None, 4, "unmerge")
    clock = now.clocks.get()
    assert (clock.state, clock.due_at, clock.stopped_at) == ("running", due, None)
    assert now.next_due_at == due
    assert selectors.case_page(cast.officer, kept.number).links == ()
    assert verified(now, cast).seq == 5
    with pytest.raises(Conflict):
        services.take_merger_back(actor=cast.head, duplicate=duplicate.number, reason="x", expected_version=5)


def test_what_is_refused(cast: Cast) -> None:
    kept, duplicate = make_case(cast), make_case(cast)
    base = {"duplicate": duplicate.number, "kept": kept.number, "reason": "重复", "expected_version": 1}

    def merge(**changed: object) -> object:
        return services.merge_duplicate(**{"actor": cast.head, **base, **changed})  # type: ignore[arg-type]

    with pytest.raises(CaseNotFound):
        merge(actor=cast.stranger)
    for who in (cast.complainant, cast.officer):
        with pytest.raises(Forbidden):
            merge(actor=who)
    with pytest.raises(StaleCase):
        merge(expected_version=9)
    with pytest.raises(Invalid):
        merge(reason=" ")
    with pytest.raises(Invalid):
        merge(kept=duplicate.number)
    with pytest.raises(CaseNotFound):
        merge(kept="nothing-2026-000000")
    other = make_citizen()
    duplicate.parties.filter(role="complainant").update(account=other.account_id)
    with pytest.raises(NotDuplicate):
        merge()
    assert fresh(duplicate).closed_at is None
    assert take(duplicate, "file-by-hand", cast.officer).to_state == "filed"
