"""`take_step`: who, when, with what; and that nothing is written when it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.cases import Cast, assign_both, fresh, make_case, take, verified
from tests.factories.evidence import make_item
from zhidun.access.actors import receipt_actor
from zhidun.access.models import AuditEntry
from zhidun.cases import selectors, services
from zhidun.cases.errors import ApprovalNeeded, CaseNotFound, KeyReused, StaleCase
from zhidun.cases.models import Case, CaseEvidence, Move, Paper, Task
from zhidun.evidence.errors import ItemNotFound
from zhidun.kernel import events, time
from zhidun.kernel.errors import Invalid
from zhidun.procedures.errors import FieldsInvalid, NotCompetent, StepBlocked, StepNotOpen, StepUnknown

pytestmark = pytest.mark.django_db


def test_opening_writes_the_first_move_and_starts_the_clock(cast: Cast) -> None:
    case = make_case(cast)
    move = case.moves.get()
    assert (move.seq, move.step, move.to_state, case.version) == (1, "open", "lead", 1)
    clock = case.clocks.get()
    assert clock.rule_key == "samr.case.verify.15wd"
    assert case.next_due_at == clock.due_at
    assert case.procedure_version == 1
    assert case.number.startswith(f"{cast.office.code}-{time.today().year}-")


def test_opening_twice_with_one_key_gives_one_case(cast: Cast) -> None:
    first = make_case(cast, opening_key="k1")
    assert make_case(cast, opening_key="k1").pk == first.pk
    assert Case.objects.filter(opening_key="k1").count() == 1


def test_opening_refuses_a_future_receipt_an_unknown_kind_and_an_empty_title(cast: Cast) -> None:
    with pytest.raises(Invalid) as future:
        make_case(cast, at=time.now() + timedelta(days=1))
    assert future.value.field == "received_at"
    with pytest.raises(Invalid) as title:
        make_case(cast, title=" ")
    assert title.value.field == "title"
    with pytest.raises(FieldsInvalid) as facts:
        make_case(cast, facts={"amount": "viel"})
    assert set(facts.value.errors) == {"amount"}
    assert not Case.objects.exists()


def test_a_step_appends_a_dense_move_and_merges_facts(cast: Cast) -> None:
    case = make_case(cast)
    move = verified(case, cast)
    now = fresh(case)
    assert (move.seq, now.version) == (2, 2)
    assert now.facts["found"] == "现场属实"
    assert now.facts["verified"] is True
    assert now.facts["facts"] == "门店销售仿冒商品"
    assert "verified" not in move.facts
    assert AuditEntry.objects.filter(action="case.moved", object_key=case.number).count() == 1


def test_every_fault_of_a_form_is_named_at_once(cast: Cast) -> None:
    case = make_case(cast)
    tomorrow = (time.today() + timedelta(days=1)).isoformat()
    with pytest.raises(FieldsInvalid) as refused:
        take(case, "verify", cast.officer, {"turnover": "-1", "seen_on": tomorrow})
    assert set(refused.value.errors) == {"found", "turnover", "seen_on"}
    for fault in refused.value.errors.values():
        assert fault.reason.zh
        assert fault.reason.en
        assert fault.remedy.zh
        assert fault.remedy.en
    assert fresh(case).version == 1


def test_a_stale_version_writes_nothing(cast: Cast) -> None:
    case = make_case(cast)
    verified(case, cast)
    with pytest.raises(StaleCase):
        services.take_step(
            case_number=case.number, step="file-by-hand", actor=cast.officer, facts={}, expected_version=1
        )
    assert fresh(case).version == 2
    assert case.moves.count() == 2


def test_the_same_key_returns_the_same_move_and_another_request_is_refused(cast: Cast) -> None:
    case = make_case(cast)
    facts = {"found": "一", "seen_on": time.today().isoformat()}
    first = take(case, "verify", cast.officer, facts, key="abc")
    again = services.take_step(
        case_number=case.number,
        step="verify",
        actor=cast.officer,
        facts=facts,
        expected_version=1,
        idempotency_key="abc",
    )
    assert again.pk == first.pk
    with pytest.raises(KeyReused):
        take(case, "verify", cast.officer, {**facts, "found": "二"}, key="abc")
    assert case.moves.count() == 2


def test_powers_relations_and_offices_decide(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(NotCompetent):
        take(case, "verify", cast.head, {"found": "x", "seen_on": time.today().isoformat()})
    with pytest.raises(NotCompetent):
        take(case, "file-by-hand", cast.complainant)
    with pytest.raises(CaseNotFound):
        take(case, "file-by-hand", cast.stranger)
    with pytest.raises(CaseNotFound):
        take(case, "file-by-hand", cast.respondent)
    with pytest.raises(NotCompetent):
        take(case, "withdraw", cast.officer)
    assert take(case, "withdraw", cast.complainant).to_state == "closed"
    assert fresh(case).outcome == "dropped"


def test_unknown_and_closed_steps(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(StepUnknown):
        take(case, "fly", cast.officer)
    with pytest.raises(StepNotOpen):
        take(case, "close", cast.officer)


def test_a_guard_blocks_with_reason_and_remedy_until_it_holds(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(StepBlocked) as refused:
        take(case, "file", cast.officer)
    assert "核查" in refused.value.remedy.zh
    verified(case, cast)
    assign_both(case, cast)
    shown = {one.step.key: one.allowed for one in selectors.open_steps_for(cast.officer, case.number)}
    assert shown["file"] is True
    assert take(case, "file", cast.officer).to_state == "filed"


def test_the_moment_of_a_step_lies_between_receipt_and_now(cast: Cast) -> None:
    case = make_case(cast, at=time.now() - timedelta(days=3))
    for at in (time.now() + timedelta(hours=1), time.now() - timedelta(days=4)):
        with pytest.raises(Invalid) as refused:
            take(case, "file-by-hand", cast.officer, at=at)
        assert refused.value.field == "at"
    move = take(case, "file-by-hand", cast.officer, at=time.now() - timedelta(days=1))
    assert move.at < move.recorded_at


def test_closing_stops_every_clock_drops_tasks_and_tells(cast: Cast) -> None:
    heard: list[events.Event] = []
    events.subscribe(events.CaseClosed, heard.append)
    case = make_case(cast)
    assign_both(case, cast)
    assert Task.objects.get(case=case).assignee_id == cast.officer.account_id
    take(case, "file-by-hand", cast.officer)
    take(case, "close", cast.officer)
    now = fresh(case)
    assert now.outcome == "done"
    assert now.closed_at is not None
    assert now.next_due_at is None
    assert set(case.clocks.values_list("state", flat=True)) == {"met", "stopped"}
    assert Task.objects.get(case=case).state == "dropped"
    assert [event.case_number for event in heard if isinstance(event, events.CaseClosed)] == [case.number]


def test_reopening_and_correction(cast: Cast) -> None:
    case = make_case(cast)
    filed = take(case, "file-by-hand", cast.officer)
    take(case, "close", cast.officer)
    take(case, "reopen", cast.head)
    now = fresh(case)
    assert (now.state, now.closed_at, now.outcome) == ("filed", None, "")
    assert case.clocks.filter(state="running").count() == 1
    with pytest.raises(FieldsInvalid) as missing:
        take(case, "correct", cast.officer, corrects=str(filed.public_id))
    assert set(missing.value.errors) == {"reason"}
    with pytest.raises(Invalid):
        take(case, "correct", cast.officer, reason="日期有误")
    for wrong in ("nonsense", "01900000-0000-7000-8000-000000000000"):
        with pytest.raises(Invalid):
            take(case, "correct", cast.officer, reason="日期有误", corrects=wrong)
    with pytest.raises(Invalid):
        take(case, "correct", cast.officer, {"corrects_move": 99}, reason="日期有误")
    by_seq = take(case, "correct", cast.officer, {"corrects_move": filed.seq}, reason="日期有误")
    move = take(case, "correct", cast.officer, reason="日期有误", corrects=str(filed.public_id))
    assert (move.corrects_id, by_seq.corrects_id) == (filed.pk, filed.pk)
    page = selectors.case_page(cast.officer, case.number)
    assert [entry.corrected for entry in page.timeline if entry.seq == filed.seq] == [True]


@pytest.mark.parametrize("statement", ["UPDATE cases_move SET reason = 'x'", "DELETE FROM cases_move"])
def test_the_database_refuses_to_change_the_timeline(cast: Cast, statement: str) -> None:
    make_case(cast)
    with pytest.raises(DatabaseError, match="only appended"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Move.objects.count() == 1


def test_items_are_filed_only_by_who_handed_them_in(cast: Cast) -> None:
    case = make_case(cast)
    own, foreign = make_item(actor=cast.officer), make_item(actor=cast.stranger)
    facts = {"found": "见附件", "seen_on": time.today().isoformat()}
    with pytest.raises(ItemNotFound):
        take(case, "verify", cast.officer, {**facts, "attachments": [str(foreign.public_id)]})
    take(case, "verify", cast.officer, {**facts, "attachments": [str(own.public_id)]})
    assert [row.item_id for row in CaseEvidence.objects.filter(case=case)] == [own.pk]


def test_a_step_with_approvers_is_not_taken_directly(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(ApprovalNeeded):
        take(case, "extend", cast.officer)
    assert case.moves.count() == 1


def test_handing_over_moves_the_case_to_the_other_office(cast: Cast) -> None:
    case = make_case(cast)
    take(case, "hand-over", cast.officer, {"to_office": cast.stranger.posts[0].office_code})
    assert selectors.find(cast.stranger, case.number).office_id == cast.stranger.posts[0].office_id
    with pytest.raises(CaseNotFound):
        selectors.find(cast.officer, case.number)


def test_a_refusal_late_in_a_step_undoes_all_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case(cast)
    from zhidun.cases import applying

    def broken(**_: object) -> None:
        raise Invalid

    monkeypatch.setattr(applying, "issue", broken)
    with pytest.raises(Invalid):
        take(case, "decide-alone", cast.officer)
    assert fresh(case).version == 1
    assert not Paper.objects.exists()


def test_a_receipt_opens_its_own_case_and_no_other(cast: Cast) -> None:
    case, other = make_case(cast), make_case(cast)
    case.parties.filter(role="complainant").update(by_receipt=True)
    actor = receipt_actor(case.number)
    assert selectors.find(actor, case.number).pk == case.pk
    with pytest.raises(CaseNotFound):
        selectors.find(actor, other.number)
    assert take(case, "withdraw", actor).actor_key == actor.key
