"""The vault: a reason, a second person, thirty minutes, each look audited, and a key that can be destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories.access import account_of, make_actor, make_citizen
from tests.factories.intake import city, filed, holder_answers, report_answers
from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.models import AuditEntry, Office
from zhidun.intake import services
from zhidun.intake.faults import UnveilingRefused
from zhidun.intake.models import ReporterVault, Unveiling
from zhidun.intake.vault import OPEN_MINUTES, ReasonTooShort, SecondPersonNeeded, unveilings
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, NotFound

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
REASON = "需当面核对举报人看到的货车号牌,回执留言两次未复。"
NAMED = report_answers(anonymous=False, filer_name="Kanarienvogel", filer_phone="13977777777", relation="witness")


@dataclass
class Scene:
    """A report at a district bureau, an officer who asks, a head who decides."""

    number: str
    officer: Actor
    head: Actor


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time.pinned(NOW):
        city()
        number = filed(NAMED).number
        bureau = Office.objects.get(code="b510107")
        yield Scene(number, make_actor("enforcement-officer", bureau), make_actor("bureau-head", bureau))


def opened(scene: Scene) -> Unveiling:
    """Ask and allow."""
    row = services.ask_unveiling(actor=scene.officer, case_number=scene.number, reason=REASON)
    return services.decide_unveiling(actor=scene.head, unveiling=row.public_id, allow=True)


def test_who_asked_sees_the_identity_for_thirty_minutes(scene: Scene) -> None:
    row = opened(scene)
    seen = services.look(actor=scene.officer, unveiling=row.public_id)
    assert (seen.name, seen.phone, seen.relation) == ("Kanarienvogel", "13977777777", "witness")
    with time.pinned(NOW + timedelta(minutes=OPEN_MINUTES, seconds=-1)):
        assert services.look(actor=scene.officer, unveiling=row.public_id).name
    with time.pinned(NOW + timedelta(minutes=OPEN_MINUTES)), pytest.raises(UnveilingRefused):
        services.look(actor=scene.officer, unveiling=row.public_id)
    row.refresh_from_db()
    assert row.looks == 2


def test_every_act_is_in_the_audit_trail_and_the_identity_is_not(scene: Scene) -> None:
    row = opened(scene)
    services.look(actor=scene.officer, unveiling=row.public_id)
    services.end_unveiling(actor=scene.head, unveiling=row.public_id)
    entries = AuditEntry.objects.filter(object_key=scene.number, action__startswith="reporter.")
    assert list(entries.order_by("id").values_list("action", flat=True)) == [
        "reporter.unveiling.asked",
        "reporter.unveiling.allowed",
        "reporter.unveiling.looked",
        "reporter.unveiling.ended",
    ]
    assert "Kanarienvogel" not in str(list(entries.values_list("facts", flat=True)))
    assert REASON in str(list(entries.values_list("facts", flat=True)))
    with pytest.raises(UnveilingRefused):
        services.look(actor=scene.officer, unveiling=row.public_id)


def test_nobody_looks_before_it_is_allowed_or_after_it_was_refused(scene: Scene) -> None:
    row = services.ask_unveiling(actor=scene.officer, case_number=scene.number, reason=REASON)
    with pytest.raises(UnveilingRefused):
        services.look(actor=scene.officer, unveiling=row.public_id)
    services.decide_unveiling(actor=scene.head, unveiling=row.public_id, allow=False, reason="可以先用回执联系")
    with pytest.raises(UnveilingRefused):
        services.look(actor=scene.officer, unveiling=row.public_id)
    with pytest.raises(Conflict):
        services.decide_unveiling(actor=scene.head, unveiling=row.public_id, allow=True)


def test_nobody_allows_what_they_asked_for(scene: Scene) -> None:
    bureau = Office.objects.get(code="b510107")
    account = account_of(scene.officer)
    access.appoint(
        actor=access_system(), account=account, office=bureau, role="second-approver", from_on=date(2020, 1, 1)
    )
    from zhidun.access.actors import actor_for

    both = actor_for(account)
    row = services.ask_unveiling(actor=both, case_number=scene.number, reason=REASON)
    with pytest.raises(SecondPersonNeeded):
        services.decide_unveiling(actor=both, unveiling=row.public_id, allow=True)


def access_system() -> Actor:
    """Return the system's own actor."""
    from zhidun.access.actors import SYSTEM

    return SYSTEM


def test_only_the_one_who_asked_looks(scene: Scene) -> None:
    row = opened(scene)
    for other in (scene.head, make_citizen(), make_actor("enforcement-officer", Office.objects.get(code="b510107"))):
        with pytest.raises(NotFound):
            services.look(actor=other, unveiling=row.public_id)


@pytest.mark.parametrize("reason", ["", "   ", "看一下"])
def test_a_reason_that_says_nothing_is_refused(scene: Scene, reason: str) -> None:
    with pytest.raises(ReasonTooShort):
        services.ask_unveiling(actor=scene.officer, case_number=scene.number, reason=reason)


def test_without_the_power_or_from_another_office_there_is_nothing(scene: Scene) -> None:
    elsewhere = make_actor("enforcement-officer", Office.objects.get(code="b510104"))
    for actor in (elsewhere, make_citizen(), make_actor("counter-clerk", Office.objects.get(code="b510107"))):
        with pytest.raises(NotFound):
            services.ask_unveiling(actor=actor, case_number=scene.number, reason=REASON)
        assert unveilings(actor=actor, case_number=scene.number) == ()
    with pytest.raises(NotFound):
        services.ask_unveiling(actor=scene.officer, case_number="b510107-2026-000000", reason=REASON)
    with pytest.raises(NotFound):
        services.decide_unveiling(actor=scene.head, unveiling=uuid4(), allow=True)


def test_a_complaint_has_no_reporter_to_unveil(scene: Scene) -> None:
    complaint = filed(holder_answers(), actor=make_citizen()).number
    with pytest.raises(NotFound):
        services.ask_unveiling(actor=scene.officer, case_number=complaint, reason=REASON)


def test_a_conflict_of_interest_bars_asking_and_allowing(scene: Scene) -> None:
    access.declare_conflict(
        actor=scene.head,
        account=account_of(scene.head),
        subject_kind="case",
        subject_key=scene.number,
        reason="亲属关系,应当回避",
    )
    row = services.ask_unveiling(actor=scene.officer, case_number=scene.number, reason=REASON)
    with pytest.raises(UnveilingRefused):
        services.decide_unveiling(actor=scene.head, unveiling=row.public_id, allow=True)


def test_an_erased_identity_is_gone_and_the_case_stays(scene: Scene) -> None:
    row = opened(scene)
    services.erase_identity(actor=scene.head, case_number=scene.number, reason="举报人书面请求删除个人信息")
    with pytest.raises(UnveilingRefused) as refused:
        services.look(actor=scene.officer, unveiling=row.public_id)
    assert "erased" in refused.value.reason.en
    kept = ReporterVault.objects.get()
    assert (bytes(kept.sealed), bytes(kept.wrapped_key)) == (b"", b"")
    with pytest.raises(ReasonTooShort):
        services.erase_identity(actor=scene.head, case_number=scene.number, reason="")


def test_the_requests_of_a_case_are_listed_newest_first(scene: Scene) -> None:
    first = opened(scene)
    with time.pinned(NOW + timedelta(hours=1)):
        second = services.ask_unveiling(actor=scene.officer, case_number=scene.number, reason=REASON)
    assert [row.pk for row in unveilings(actor=scene.head, case_number=scene.number)] == [second.pk, first.pk]
    assert unveilings(actor=scene.officer, case_number="unknown") == ()
