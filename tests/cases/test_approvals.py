"""Four eyes: maker and approvers are different people without conflict; nothing happens before the last of them."""

from __future__ import annotations

import pytest

from tests.factories.access import account_of, make_actor
from tests.factories.cases import Cast, filed, fresh, make_case, take
from zhidun.access import services as access
from zhidun.cases import selectors, services
from zhidun.cases.errors import (
    ApprovalClosed,
    CaseNotFound,
    ConflictOfInterest,
    FourEyes,
    NotApprover,
    ReasonMissing,
    StaleCase,
)
from zhidun.cases.models import Approval, Assignment, Case, Move, Paper
from zhidun.kernel.errors import Forbidden, Invalid, NotFound
from zhidun.procedures.errors import FieldsInvalid, NotCompetent

pytestmark = pytest.mark.django_db


def ask(case: Case, cast: Cast, step: str = "decide", *, fine: str = "5000") -> Approval:
    made = services.submit_step(
        case_number=case.number, step=step, actor=cast.officer, facts={"fine": fine} if step == "decide" else {},
        expected_version=fresh(case).version, reason="事实清楚",
    )  # fmt: skip
    assert isinstance(made, Approval)
    return made


def test_both_approvers_must_agree_before_anything_happens(cast: Cast) -> None:
    case = filed(cast)
    approval = ask(case, cast)
    key, version = str(approval.public_id), fresh(case).version
    assert fresh(case).facts.get("fine") is None
    assert [card.waiting for card in selectors.my_approvals(cast.head)] == [("bureau-head", "second-approver")]
    assert selectors.my_approvals(cast.officer) == ()
    assert services.approve(approval_id=key, actor=cast.head, expected_version=version) is None
    assert not Paper.objects.filter(kind="decision").exists()
    assert selectors.my_approvals(cast.head) == ()
    move = services.approve(approval_id=key, actor=cast.approver, expected_version=version, reason="同意")
    assert isinstance(move, Move)
    assert move.actor_key == cast.officer.key
    assert len(move.approved_by) == 2
    assert fresh(case).facts["fine"] == "5000.00"
    assert Paper.objects.filter(case=case, kind="decision").count() == 1
    with pytest.raises(ApprovalClosed):
        services.approve(approval_id=key, actor=cast.head, expected_version=version)


def test_nobody_approves_their_own_work_or_twice_or_without_the_role(cast: Cast) -> None:
    case = filed(cast)
    key, version = str(ask(case, cast).public_id), fresh(case).version
    with pytest.raises(FourEyes):
        services.approve(approval_id=key, actor=cast.officer, expected_version=version)
    with pytest.raises(NotApprover):
        services.approve(approval_id=key, actor=cast.reviewer, expected_version=version)
    with pytest.raises(NotFound):
        services.approve(approval_id=key, actor=cast.stranger, expected_version=version)
    services.approve(approval_id=key, actor=cast.head, expected_version=version)
    with pytest.raises(FourEyes):
        services.approve(approval_id=key, actor=cast.head, expected_version=version)


def test_an_approver_with_an_interest_does_not_even_find_the_case(cast: Cast) -> None:
    case = filed(cast)
    approval = ask(case, cast)
    access.declare_conflict(
        actor=cast.head, account=account_of(cast.head), subject_kind="case", subject_key=case.number, reason="亲属"
    )
    with pytest.raises(NotFound):
        services.approve(approval_id=str(approval.public_id), actor=cast.head, expected_version=fresh(case).version)
    with pytest.raises(CaseNotFound):
        selectors.find(cast.head, case.number)


def test_an_approver_decides_on_the_file_as_read(cast: Cast) -> None:
    case = filed(cast)
    approval = ask(case, cast)
    version = fresh(case).version
    take(case, "suspend", cast.officer)
    with pytest.raises(StaleCase):
        services.approve(approval_id=str(approval.public_id), actor=cast.head, expected_version=version)
    assert services.approve(approval_id=str(approval.public_id), actor=cast.head, expected_version=version + 1) is None


def test_a_maker_who_lost_the_post_is_refused_at_the_end(cast: Cast) -> None:
    case = filed(cast)
    approval = ask(case, cast)
    version = fresh(case).version
    services.approve(approval_id=str(approval.public_id), actor=cast.head, expected_version=version)
    post = account_of(cast.officer).posts.get()
    post.revoked_at = fresh(case).opened_at
    post.save()
    with pytest.raises(NotCompetent):
        services.approve(approval_id=str(approval.public_id), actor=cast.approver, expected_version=version)


def test_rejecting_needs_a_reason_and_frees_the_step(cast: Cast) -> None:
    case = filed(cast)
    key = str(ask(case, cast).public_id)
    with pytest.raises(ApprovalClosed):
        ask(case, cast)
    with pytest.raises(ReasonMissing):
        services.reject(approval_id=key, actor=cast.head, reason=" ")
    assert services.reject(approval_id=key, actor=cast.head, reason="证据不足").state == "rejected"
    second = ask(case, cast)
    with pytest.raises(FourEyes):
        services.withdraw_request(approval_id=str(second.public_id), actor=cast.second)
    assert services.withdraw_request(approval_id=str(second.public_id), actor=cast.officer).state == "withdrawn"


def test_a_request_is_checked_when_it_is_made(cast: Cast) -> None:
    case = filed(cast)
    with pytest.raises(FieldsInvalid):
        ask(case, cast, fine="minus")
    with pytest.raises(Invalid):
        services.propose_step(
            case_number=case.number, step="suspend", actor=cast.officer, facts={}, expected_version=fresh(case).version
        )
    assert not Approval.objects.exists()


def test_an_extension_approved_by_the_head_moves_the_clock(cast: Cast) -> None:
    case = make_case(cast)
    before = case.clocks.get().due_on
    approval = ask(case, cast, "extend")
    services.approve(approval_id=str(approval.public_id), actor=cast.head, expected_version=1)
    assert case.clocks.get().due_on > before


def test_assignment_refuses_a_conflict_and_publishes_an_override(cast: Cast) -> None:
    case = make_case(cast)
    party = case.parties.get(role="respondent").party
    assert party is not None
    access.declare_conflict(
        actor=cast.second, account=account_of(cast.second), subject_kind="party", subject_key=str(party.public_id),
        reason="股东",
    )  # fmt: skip
    with pytest.raises(Forbidden):
        services.assign_officer(actor=cast.officer, case_number=case.number, username=cast.officer.username)
    with pytest.raises(ConflictOfInterest):
        services.assign_officer(actor=cast.head, case_number=case.number, username=cast.second.username)
    with pytest.raises(Invalid):
        services.assign_officer(actor=cast.head, case_number=case.number, username=cast.stranger.username)
    row = services.assign_officer(
        actor=cast.head, case_number=case.number, username=cast.second.username, override="本局无其他持证人员"
    )
    assert row.conflict_override == "本局无其他持证人员"
    page = selectors.case_page(cast.complainant, case.number)
    assert "本局无其他持证人员" in page.published_overrides[0]
    assert not selectors.view_of(fresh(case), cast.officer).case.conflict_open


def test_an_officer_is_released_and_may_come_back(cast: Cast) -> None:
    case = make_case(cast)
    services.assign_officer(actor=cast.head, case_number=case.number, username=cast.officer.username)
    services.assign_officer(actor=cast.head, case_number=case.number, username=cast.officer.username, role="second")
    assert Assignment.objects.get(case=case).role == "second"
    services.end_assignment(actor=cast.head, case_number=case.number, username=cast.officer.username, reason="轮岗")
    with pytest.raises(NotFound):
        services.end_assignment(actor=cast.head, case_number=case.number, username=cast.officer.username, reason="轮岗")
    again = make_actor("bureau-head", cast.office)
    services.assign_officer(actor=again, case_number=case.number, username=cast.officer.username)
    assert Assignment.objects.filter(case=case).count() == 2
