"""Type cases: what is proposed, what a person confirms, what the model fills in; nothing is decided in bulk."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.cases import Cast
from tests.factories.plays import Play, moment, officers, opened, to_lead
from zhidun.cases import selectors as cases_read
from zhidun.cases.models import Move
from zhidun.enforcement import selectors, services
from zhidun.enforcement.alike import alike
from zhidun.enforcement.errors import NoBulkDecision, NotAlike, TypeGroupNotFound
from zhidun.enforcement.models import TypeGroupCase
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Refusal

pytestmark = pytest.mark.django_db
GOODS = {"goods": "刺绣礼盒", "right_number": "1234567"}


def lead(cast: Cast | None = None, **facts: object) -> Play:
    """A complaint under verification about these goods."""
    play = to_lead("2026-11-02", cast=cast)
    case = play.row
    case.facts = {**case.facts, **GOODS, **facts}
    case.save(update_fields=["facts"])
    return play


def three(**last: object) -> tuple[Play, Play, Play]:
    """Three complaints of one cast; the last differs as said."""
    first = lead(amount="10000")
    return first, lead(first.cast, amount="20000"), lead(first.cast, **last)


def test_cases_of_one_right_act_and_goods_are_proposed_together() -> None:
    first, second, third = three(amount="30000")
    (found,) = selectors.proposals(first.cast.officer)
    assert [row.number for row in found.cases] == [one.row.number for one in (first, second, third)]
    assert any("10000" in why.zh and "30000" in why.zh for why in found.reasons)
    assert selectors.proposals(first.cast.respondent) == ()


@pytest.mark.parametrize(
    "other",
    [
        {"amount": "30001"},  # more than three times the smallest, 10,000
        {"goods": "白酒"},
        {"right_number": "7654321"},
        {"goods": ""},
        {"matter": "gi"},
    ],
)
def test_what_differs_is_not_proposed_with_them(other: dict[str, object]) -> None:
    first, second, third = three(**{"amount": "15000", **other})
    (found,) = selectors.proposals(first.cast.officer)
    assert [row.pk for row in found.cases] == [first.row.pk, second.row.pk]
    assert not alike(first.row, third.row)


def test_a_value_nobody_knows_does_not_part_them() -> None:
    first, _, third = three()
    assert alike(first.row, third.row)
    (found,) = selectors.proposals(first.cast.officer)
    assert any("1 件金额尚未查明" in why.zh for why in found.reasons)


def numbers(*plays: Play) -> list[str]:
    return [one.row.number for one in plays]


def test_a_person_confirms_and_a_case_stands_in_one_group_only() -> None:
    first, second, third = three(amount="15000")
    officer = first.cast.officer
    with pytest.raises(Refusal):
        services.confirm(actor=officer, numbers=numbers(first, second), reason=" ")
    group = services.confirm(actor=officer, numbers=numbers(first, second), reason="同一权利人、同一商品")
    assert selectors.proposals(officer) == ()  # one is left, which is no group
    with pytest.raises(NotAlike):
        services.confirm(actor=officer, numbers=numbers(second, third), reason="同类")
    with pytest.raises(NotAlike):
        services.confirm(actor=officer, numbers=numbers(third), reason="同类")
    with pytest.raises(NotAlike):
        services.confirm(actor=officer, numbers=[*numbers(third), *numbers(lead(first.cast, goods="白酒"))], reason="x")
    services.leave(actor=officer, group=str(group.public_id), number=second.row.number, reason="金额另行查明")
    assert TypeGroupCase.objects.get(case=second.row).left_reason == "金额另行查明"
    assert services.confirm(actor=officer, numbers=numbers(second, third), reason="同类").members.count() == 2
    with pytest.raises(TypeGroupNotFound):
        services.leave(actor=officer, group=str(group.public_id), number=second.row.number, reason="再次")
    with pytest.raises(TypeGroupNotFound):
        selectors.group_of(first.cast.respondent, str(group.public_id))


def together(**asked: Any) -> tuple[services.Done, ...]:
    """Take a step for several cases on the day of their story."""
    with time.pinned(moment("2026-11-02")):
        return services.take_together(**asked)


def test_who_does_not_investigate_does_not_confirm() -> None:
    first, second, _ = three(amount="15000")
    with pytest.raises(Forbidden):
        services.confirm(actor=first.cast.reviewer, numbers=numbers(first, second), reason="同类")


def test_the_model_fills_in_the_others_and_one_entry_makes_a_move_in_each() -> None:
    first, second, third = three(amount="15000")
    cast = first.cast
    group = services.confirm(actor=cast.officer, numbers=numbers(first, second, third), reason="同类")
    for play in (first, second, third):
        play.go("assign", cast.head, facts=officers(play))
    first.go("record-verification", facts={"verification_findings": "现场售卖同款礼盒", "preliminary_evidence": True})
    found, filled = selectors.type_case_of(cast.officer, second.row.number)
    assert found == group
    assert filled["verification_findings"] == "现场售卖同款礼盒"
    assert "preliminary_evidence" not in filled  # what is found in a case is found in that case
    assert selectors.type_case_of(cast.officer, first.row.number)[1] == {}
    key, wanted = str(group.public_id), {"evidence_wanted": "请补充注册证", "evidence_due_on": "2026-11-20"}
    assert "request-evidence" in {one.key for one in selectors.batch_steps(cast.officer, group)}
    done = together(
        actor=cast.officer, group=key, step="request-evidence", numbers=numbers(second, third), facts=wanted, key="k"
    )
    assert [(one.number, one.refusal) for one in done] == [(number, None) for number in numbers(second, third)]
    together(
        actor=cast.officer, group=key, step="request-evidence", numbers=numbers(second, third), facts=wanted, key="k"
    )
    for play in (second, third):
        assert Move.objects.filter(case=play.case, step="request-evidence").count() == 1
        assert play.row.papers.filter(kind="evidence-request").count() == 1
    assert not Move.objects.filter(case=first.case, step="request-evidence").exists()


def test_one_refusal_leaves_the_others_taken() -> None:
    first, second, third = three(amount="15000")
    cast = first.cast
    group = services.confirm(actor=cast.officer, numbers=numbers(first, second, third), reason="同类")
    third.go("transfer", reason="由海关管辖", facts={"receiving_office": "成都海关"})
    done = together(
        actor=cast.officer, group=str(group.public_id), step="request-evidence", numbers=numbers(second, third),
        facts={"evidence_wanted": "注册证", "evidence_due_on": "2026-11-20"},
    )  # fmt: skip
    assert [one.refusal is None for one in done] == [True, False]


@pytest.mark.parametrize(
    "step", ["decide", "publish", "close", "file", "give-notice", "pass-review", "refer-to-police"]
)
def test_nothing_that_decides_is_taken_in_bulk(step: str) -> None:
    first, second, _ = three(amount="15000")
    group = services.confirm(actor=first.cast.officer, numbers=numbers(first, second), reason="同类")
    with pytest.raises(NoBulkDecision):
        services.take_together(
            actor=first.cast.officer, group=str(group.public_id), step=step, numbers=numbers(first, second), facts={}
        )
    assert step not in {one.key for one in selectors.batch_steps(first.cast.officer, group)}


def test_a_pack_that_lists_a_deciding_step_is_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, _ = three(amount="15000")
    group = services.confirm(actor=first.cast.officer, numbers=numbers(first, second), reason="同类")
    wrong = {"together": ["decide", "publish", "file"], "carry": {}, "alike": {}}
    monkeypatch.setattr("zhidun.enforcement.typecases.typecase_table", lambda: wrong)
    for step in wrong["together"]:
        with pytest.raises(NoBulkDecision):
            services.take_together(
                actor=first.cast.officer, group=str(group.public_id), step=step, numbers=numbers(first), facts={}
            )
    assert selectors.batch_steps(first.cast.officer, group) == ()


def test_a_case_of_another_office_is_not_grouped() -> None:
    first, second = lead(), lead()
    assert not alike(first.row, second.row)
    assert selectors.proposals(first.cast.officer) == ()
    stranger = opened("infringement-complaint", "2026-11-02")
    with pytest.raises(Refusal):
        services.confirm(actor=first.cast.officer, numbers=numbers(first, stranger), reason="同类")


def test_lines_of_many_cases_cost_no_query_each_and_groups_know_their_size() -> None:
    first, second, third = three(amount="15000")
    officer = first.cast.officer
    plays = (third, first, second)
    rows = [play.row for play in plays]
    with CaptureQueriesContext(connection) as alone:
        one = cases_read.case_cards(rows[1:2], officer)
    with CaptureQueriesContext(connection) as together:
        found = cases_read.case_cards(rows, officer)
    assert [line.number for line in found] == numbers(*plays)
    assert one == (found[1],)
    assert len(together) == len(alone)
    assert cases_read.case_cards([], officer) == ()
    group = services.confirm(actor=officer, numbers=numbers(first, second), reason="同一权利人、同一商品")
    assert selectors.group_sizes(officer, [group]) == {group.pk: 2}
