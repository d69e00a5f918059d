from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories.access import FROM, account_of, make_account, make_actor, make_citizen, make_office
from zhidun.access import offices, roles, selectors, services
from zhidun.access.actors import ANONYMOUS, SYSTEM, actor_for, receipt_actor
from zhidun.access.errors import AlreadyDone, RoleUnknown
from zhidun.access.models import ConflictDeclaration, Office
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid

pytestmark = pytest.mark.django_db


def test_a_power_reaches_the_office_and_everything_below_it() -> None:
    city = make_office()
    district = make_office(parent=city)
    station = make_office(parent=district)
    elsewhere = make_office(parent=city)
    actor = make_actor("bureau-head", district)
    assert actor.can("enforcement:case:assign")
    assert actor.can("enforcement:case:assign", station.pk)
    assert not actor.can("enforcement:case:assign", city.pk)
    assert not actor.can("enforcement:case:assign", elsewhere.pk)
    assert not actor.can("enforcement:case:accept", district.pk)
    assert actor.office_ids == {district.pk, station.pk}
    assert offices.above(station.pk) == {city.pk, district.pk, station.pk}


def test_a_power_of_one_post_does_not_reach_the_office_of_another() -> None:
    here, there = make_office(), make_office()
    actor = make_actor("enforcement-officer", here)
    services.appoint(actor=SYSTEM, account=account_of(actor), office=there, role="finance", from_on=FROM)
    both = actor_for(account_of(actor))
    assert both.can("rewards:payment:pay", there.pk)
    assert not both.can("rewards:payment:pay", here.pk)
    assert not both.can("enforcement:case:accept", there.pk)
    assert both.holds("finance", there.pk)
    assert not both.holds("finance", here.pk)


def test_a_circle_in_the_tree_does_not_loop() -> None:
    first, second = make_office(), make_office()
    Office.objects.filter(pk=first.pk).update(parent=second)
    Office.objects.filter(pk=second.pk).update(parent=first)
    assert offices.below(first.pk) == {first.pk, second.pk}


def test_a_post_counts_from_its_first_to_its_last_day_in_the_citys_zone() -> None:
    account, office = make_account(), make_office()
    day = datetime(2026, 3, 2, tzinfo=UTC).date()
    services.appoint(actor=SYSTEM, account=account, office=office, role="mediator", from_on=day, to_on=day)
    moments = {
        datetime(2026, 3, 1, 15, 59, tzinfo=UTC): False,  # 23:59 of 1 March in Chengdu
        datetime(2026, 3, 1, 16, 0, tzinfo=UTC): True,
        datetime(2026, 3, 2, 15, 59, tzinfo=UTC): True,
        datetime(2026, 3, 2, 16, 0, tzinfo=UTC): False,
    }
    for moment, held in moments.items():
        with time.pinned(moment):
            assert actor_for(account).holds("mediator") is held, moment


def test_a_closed_office_and_a_role_no_pack_has_carry_nothing() -> None:
    office = make_office()
    actor = make_actor("mediator", office)
    Office.objects.filter(pk=office.pk).update(active=False)
    assert actor_for(account_of(actor)).posts == ()
    lost = make_actor("mediator")
    account_of(lost).posts.update(role="alchemist")
    assert not actor_for(account_of(lost)).is_staff


def test_the_actors_without_an_account() -> None:
    assert not ANONYMOUS.can("intake:filing:receive")
    assert not ANONYMOUS.signed_in
    assert SYSTEM.can("anything:at:all", 1)
    assert SYSTEM.is_staff
    receipt = receipt_actor("510107-2026-000001")
    assert (receipt.kind, receipt.receipt_case) == ("receipt", "510107-2026-000001")
    assert not receipt.powers
    citizen = make_citizen()
    assert citizen.signed_in
    assert not citizen.is_staff


def test_every_role_is_bilingual_and_excludes_both_ways() -> None:
    known = roles.roles()
    assert {"enforcement-officer", "bureau-head", "system-admin", "security-admin", "audit-admin"} <= set(known)
    for role in known.values():
        assert role.title.zh
        assert role.title.en
        for other in role.excludes:
            assert role.key in roles.role(other).excludes
    with pytest.raises(RoleUnknown, match="no role"):
        roles.role("king")


def test_a_power_that_is_no_power_is_refused_at_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roles.yaml").write_text("roles: {x: {title: {zh: 某, en: X}, powers: [everything]}}", encoding="utf-8")
    monkeypatch.setenv("ZHIDUN_PACKS", str(tmp_path))
    with pytest.raises(ValueError, match="not scope:resource:action: everything"):
        roles.roles()


def test_a_conflict_is_declared_matched_and_withdrawn() -> None:
    actor, head = make_actor("enforcement-officer"), make_actor("bureau-head")
    account = account_of(actor)
    subjects = [selectors.subject("party", "p-1"), selectors.subject("case", "c-1")]
    assert not selectors.conflicts_of(account.pk, subjects)

    declared = services.declare_conflict(
        actor=actor, account=account, subject_kind="party", subject_key="p-1", reason="配偶任职于该公司"
    )
    again = services.declare_conflict(
        actor=head, account=account, subject_kind="party", subject_key="p-1", reason="同上"
    )
    assert declared == again
    assert selectors.conflicts_of(account.pk, subjects)
    assert not selectors.conflicts_of(account.pk, ["case:p-1", "party:p-2"])
    assert not selectors.conflicts_of(account.pk, [])
    assert [row.account_id for row in selectors.open_conflicts(subjects)] == [account.pk]

    services.withdraw_conflict(actor=actor, declaration=declared, reason="配偶已离职")
    assert not selectors.conflicts_of(account.pk, subjects)
    with pytest.raises(AlreadyDone):
        services.withdraw_conflict(actor=actor, declaration=declared, reason="x")
    services.declare_conflict(actor=actor, account=account, subject_kind="party", subject_key="p-1", reason="又任职")
    assert ConflictDeclaration.objects.count() == 2


def test_a_conflict_is_declared_by_oneself_or_ones_head_only() -> None:
    account = account_of(make_actor("enforcement-officer"))
    with pytest.raises(Forbidden):
        services.declare_conflict(
            actor=make_actor("mediator"), account=account, subject_kind="case", subject_key="1", reason="x"
        )
    with pytest.raises(Invalid, match="party, a case or a right"):
        services.declare_conflict(actor=SYSTEM, account=account, subject_kind="moon", subject_key="1", reason="x")
    with pytest.raises(Invalid, match="reason"):
        services.declare_conflict(actor=SYSTEM, account=account, subject_kind="case", subject_key="1", reason=" ")
    with pytest.raises(Invalid, match="too long"):
        services.declare_conflict(
            actor=SYSTEM, account=account, subject_kind="case", subject_key="1", reason="长" * 2001
        )
