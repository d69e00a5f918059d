"""The course of a reward: opens by itself, proposed, approved by two, told, claimed by receipt, paid once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories.access import account_of, make_actor, make_office
from tests.factories.rewards import (
    closed_report,
    confirm_rules,
    make_stage,
    proposal,
    to_claimed,
    to_notified,
    to_proposed,
)
from zhidun.access import services as access
from zhidun.access.actors import ANONYMOUS, receipt_actor
from zhidun.access.errors import TooOften
from zhidun.cases import services as cases
from zhidun.cases.errors import CaseNotFound, FourEyes, RuleUnconfirmed
from zhidun.cases.models import Approval, Case, Clock, Paper
from zhidun.cases.selectors import find as find_case
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, Refusal
from zhidun.procedures.errors import FieldsInvalid, StepBlocked, StepNotOpen
from zhidun.rewards import selectors, services
from zhidun.rewards.errors import AlreadyPaid, AlreadyRewarded, CodeWrong, NotRewardable, RewardNotFound
from zhidun.rewards.models import Payout, Reward

pytestmark = pytest.mark.django_db
PAYMENT = {"paid_on": "2026-11-24", "how": "cash", "voucher": "付字0001"}


def clocks(row: Reward) -> dict[str, str]:
    return dict(Clock.objects.filter(case=row.case).order_by("id").values_list("rule_key", "state"))


def test_a_reward_opens_by_itself_when_a_report_is_closed_with_a_penalty() -> None:
    stage = make_stage()
    assert stage.state == "checking"
    assert clocks(stage.reward) == {"rwd.notice.15wd": "running"}
    due = Clock.objects.get(case=stage.reward.case).due_on
    # 15 working days from the day after 2026-11-20 (Friday): 23–27 Nov, 30 Nov – 4 Dec, 7–11 Dec
    assert due.isoformat() == "2026-12-11"
    with pytest.raises(AlreadyRewarded):
        services.open_reward(actor=stage.cast.officer, report=stage.report)
    assert Reward.objects.count() == 1


def test_a_report_without_breach_opens_none_and_cannot_be_rewarded() -> None:
    play = closed_report(result="nothing_found")
    assert not Reward.objects.exists()
    with pytest.raises(NotRewardable):
        services.open_reward(actor=play.cast.officer, report=play.case.number)
    with pytest.raises(CaseNotFound):
        services.open_reward(actor=play.cast.stranger, report=play.case.number)


def test_the_amount_is_computed_and_cannot_be_typed() -> None:
    stage = to_proposed()
    facts = Case.objects.get(pk=stage.reward.case_id).facts
    assert Decimal(str(facts["reward_amount"])) == 3000
    assert "3%" in str(facts["reward_arithmetic"])
    with pytest.raises(Refusal):  # the general step page is no way round: the step is the room's own
        cases.take_step(
            case_number=stage.number, step="propose", actor=stage.cast.officer, expected_version=2,
            facts={"reward_level": "level_1", "reward_ground": "closure", "reward_amount": "900000"}, reason="x",
        )  # fmt: skip


def test_figures_that_do_not_add_up_need_a_note_and_stay_flagged() -> None:
    stage = make_stage()
    with pytest.raises(FieldsInvalid) as wrong:
        services.propose(
            actor=stage.cast.officer, number=stage.number, proposal=proposal(stated="65000"), reason="证据直接"
        )
    assert "figures_note" in wrong.value.errors
    services.propose(
        actor=stage.cast.officer, number=stage.number, proposal=proposal(stated="65000", note="决定书合计含滞纳金"),
        reason="证据直接",
    )  # fmt: skip
    card = selectors.reward(stage.cast.head, stage.number)
    assert card.figures_differ
    assert card.amount == "3000.00"  # of 60,000 as entered: nothing was smoothed to 65,000


@pytest.mark.parametrize("field", ["fine", "confiscated", "stated"])
@pytest.mark.parametrize("value", ["-1", "abc", "1e20"])
def test_bad_amounts_are_refused(field: str, value: str) -> None:
    stage = make_stage()
    with pytest.raises(Invalid):
        services.propose(
            actor=stage.cast.officer, number=stage.number, proposal=proposal(**{field: value}), reason="证据直接"
        )
    assert stage.state == "checking"


def test_no_paper_before_a_named_officer_confirmed_the_rules() -> None:
    stage = make_stage(confirmed=False)
    services.propose(actor=stage.cast.officer, number=stage.number, proposal=proposal(), reason="证据直接")
    waiting = stage.take("decide", stage.cast.head)
    with pytest.raises(RuleUnconfirmed):
        stage.agree(waiting)
    assert stage.state == "proposed"
    confirm_rules(stage.cast.reviewer)
    stage.agree(waiting)
    assert stage.state == "decided"
    assert Paper.objects.get(case=stage.reward.case).kind == "reward-decision"


def test_nobody_approves_what_they_decided_and_an_interest_bars() -> None:
    stage = to_proposed()
    waiting = stage.take("decide", stage.cast.head)
    with pytest.raises(Refusal):
        cases.approve(approval_id=str(waiting.public_id), actor=stage.cast.head, expected_version=2)
    access.declare_conflict(
        actor=stage.cast.approver, account=account_of(stage.cast.approver), subject_kind="case",
        subject_key=stage.number, reason="亲属",
    )  # fmt: skip
    with pytest.raises(Refusal):
        stage.agree(waiting)
    assert stage.state == "proposed"


def test_an_officer_with_an_interest_in_the_report_neither_sees_nor_proposes() -> None:
    stage = make_stage()
    officer = stage.cast.officer
    access.declare_conflict(
        actor=officer, account=account_of(officer), subject_kind="case", subject_key=stage.report, reason="亲属"
    )
    with pytest.raises(RewardNotFound):
        services.propose(actor=officer, number=stage.number, proposal=proposal(), reason="证据直接")
    assert selectors.rewards(officer) == []


def test_from_the_consultation_amount_on_finance_is_heard_first() -> None:
    stage = to_proposed(level="1", fine="10000000", confiscated="0")
    with pytest.raises(StepBlocked):
        stage.take("decide", stage.cast.head)
    with pytest.raises(Forbidden):
        services.consult_finance(actor=stage.cast.officer, number=stage.number, letter="财函1号", on="2026-11-23")
    services.consult_finance(actor=stage.finance, number=stage.number, letter="财函1号", on="2026-11-23")
    stage.agree(stage.take("decide", stage.cast.head))
    assert stage.state == "decided"


def test_the_reporter_sees_amount_and_period_only_once_told() -> None:
    stage = to_proposed()
    before = selectors.for_reporter(stage.reporter, stage.report)
    assert (before.amount, before.papers, before.may) == ("", (), frozenset())
    stage.agree(stage.take("decide", stage.cast.head))
    services.notify(actor=stage.cast.officer, number=stage.number)
    told = selectors.for_reporter(stage.reporter, stage.report)
    assert told.amount == "3000.00"
    assert told.claim_by is not None and told.review_by is not None and told.review_by < told.claim_by
    assert told.may == {"claim", "ask-review", "waive"}
    assert selectors.own_paper(stage.reporter, stage.report, told.papers[0][0]).startswith(b"%PDF")
    assert clocks(stage.reward)["rwd.notice.15wd"] == "met"


def test_only_the_one_who_reported_reaches_it() -> None:
    stage = to_notified()
    other = closed_report(stage.cast)
    for actor in (ANONYMOUS, receipt_actor(other.case.number), stage.cast.officer, stage.cast.respondent):
        with pytest.raises(RewardNotFound):
            selectors.for_reporter(actor, stage.report)
        with pytest.raises(RewardNotFound):
            services.claim(actor=actor, report=stage.report)
    assert selectors.has_own(stage.reporter, stage.report)


def test_claimed_by_receipt_and_paid_against_the_code_by_two_people() -> None:
    stage, code = to_claimed()
    with pytest.raises(CodeWrong):
        services.ask_payment(actor=stage.finance, number=stage.number, code="AAAA", **PAYMENT)
    assert not Case.objects.get(pk=stage.reward.case_id).facts.get("code_checked")
    waiting = services.ask_payment(actor=stage.finance, number=stage.number, code=code.lower(), **PAYMENT)
    assert not Payout.objects.exists()
    with pytest.raises(Refusal):
        cases.approve(approval_id=str(waiting.public_id), actor=stage.finance, expected_version=0)
    stage.agree(waiting)
    paid = Payout.objects.get(reward=stage.reward)
    assert (paid.amount, paid.voucher) == (Decimal(3000), "付字0001")
    assert paid.paid_by == stage.finance.key and stage.cast.approver.name.zh in paid.approved_by
    assert stage.state == "paid"
    with pytest.raises(AlreadyPaid):
        services.ask_payment(actor=stage.finance, number=stage.number, code=code, **PAYMENT)
    with pytest.raises(StepNotOpen):
        services.claim(actor=stage.reporter, report=stage.report)


def test_two_requests_for_one_payment_pay_once() -> None:
    stage, code = to_claimed()
    first = services.ask_payment(actor=stage.finance, number=stage.number, code=code, **PAYMENT)
    second = services.ask_payment(actor=stage.finance, number=stage.number, code=code, **PAYMENT)
    assert Approval.objects.get(pk=first.pk).state == "withdrawn"
    stage.agree(second)
    with pytest.raises(Refusal):
        stage.agree(first)
    assert Payout.objects.count() == 1


def test_a_lost_code_is_replaced_and_the_old_one_ends() -> None:
    stage, old = to_claimed()
    new = services.claim(actor=stage.reporter, report=stage.report)
    with pytest.raises(CodeWrong):
        services.ask_payment(actor=stage.finance, number=stage.number, code=old, **PAYMENT)
    services.ask_payment(actor=stage.finance, number=stage.number, code=new, **PAYMENT)


def test_codes_cannot_be_guessed_without_end() -> None:
    stage, _ = to_claimed()
    refusals: list[type[Refusal]] = []
    for _ in range(12):
        with pytest.raises(Refusal) as refusal:
            services.ask_payment(actor=stage.finance, number=stage.number, code="x", **PAYMENT)
        refusals.append(refusal.type)
    assert refusals == [CodeWrong] * 10 + [TooOften] * 2


def test_who_may_not_pay() -> None:
    stage, code = to_claimed()
    elsewhere = make_actor("finance", make_office())
    with pytest.raises(RewardNotFound):
        services.ask_payment(actor=elsewhere, number=stage.number, code=code, **PAYMENT)
    with pytest.raises(Forbidden):
        services.ask_payment(actor=stage.cast.officer, number=stage.number, code=code, **PAYMENT)


def test_a_review_suspends_the_claim_and_may_change_the_amount() -> None:
    stage = to_notified()
    services.ask_review(actor=stage.reporter, report=stage.report, words="应为一级")
    assert clocks(stage.reward)["rwd.claim.30wd"] == "paused"
    with pytest.raises(StepNotOpen):
        services.claim(actor=stage.reporter, report=stage.report)
    services.propose(actor=stage.cast.officer, number=stage.number, proposal=proposal(level="1"), reason="改为一级")
    stage.agree(stage.take("decide", stage.cast.head))
    services.notify(actor=stage.cast.officer, number=stage.number)
    assert selectors.for_reporter(stage.reporter, stage.report).amount == "5000.00"


def test_a_review_may_keep_the_amount_and_the_claim_runs_on() -> None:
    stage = to_notified()
    services.ask_review(actor=stage.reporter, report=stage.report, words="应为一级")
    stage.agree(stage.take("keep-amount", stage.cast.head))
    assert clocks(stage.reward)["rwd.claim.30wd"] == "running"
    assert stage.state == "notified"


def test_unclaimed_in_time_counts_as_waived() -> None:
    stage = to_notified()
    late = time.now() + timedelta(days=70)
    assert services.lapse_unclaimed() == 0
    with time.pinned(late):
        with pytest.raises(StepBlocked):
            services.claim(actor=stage.reporter, report=stage.report)
        cases.mark_overdue()
        assert services.lapse_unclaimed() == 1
        assert services.lapse_unclaimed() == 0
    assert stage.state == "waived"


def test_waived_by_the_reporter() -> None:
    stage = to_notified()
    services.waive(actor=stage.reporter, report=stage.report)
    assert stage.state == "waived"


def test_no_reward_with_its_ground_told_to_the_reporter() -> None:
    stage = make_stage()
    row = Reward.objects.get(pk=stage.reward.pk)
    made = cases.submit_step(
        case_number=stage.number, step="refuse", actor=stage.cast.head, facts={"refusal_ground": "interested"},
        expected_version=row.case.version, reason="举报人是被侵权方代理人",
    )  # fmt: skip
    assert isinstance(made, Approval)
    stage.agree(made)
    assert stage.state == "not-eligible"
    assert selectors.for_reporter(stage.reporter, stage.report).reason == "举报人是被侵权方代理人"


def test_finance_sees_money_and_not_what_was_reported() -> None:
    stage, _ = to_claimed()
    card = selectors.reward(stage.finance, stage.number)
    assert card.report == ""
    assert card.may == {"pay"}
    with pytest.raises(CaseNotFound):
        find_case(stage.finance, stage.report)


def test_figures_of_rewards() -> None:
    stage, code = to_claimed()
    assert selectors.figures(stage.cast.head)["claimed"] == 1
    stage.agree(services.ask_payment(actor=stage.finance, number=stage.number, code=code, **PAYMENT))
    assert selectors.figures(stage.cast.head)["paid_total"] == "3000.00"


def test_four_eyes_is_a_refusal_of_its_own() -> None:
    stage, code = to_claimed()
    waiting = services.ask_payment(actor=stage.finance, number=stage.number, code=code, **PAYMENT)
    version = Reward.objects.get(pk=stage.reward.pk).case.version
    from dataclasses import replace

    same = replace(stage.cast.approver, account_id=stage.finance.account_id, key=stage.finance.key)
    with pytest.raises(FourEyes):
        cases.approve(approval_id=str(waiting.public_id), actor=same, expected_version=version)
