"""The visitors' log of a rights workstation: who came for what, and what they were told (measure 十)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.intake.models import Filing, Visit
from zhidun.kernel import time as clock
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t

RECEIVE = "intake:filing:receive"
VIEW = "intake:filing:view"
MOST = 500


class PurposeUnknown(Invalid):
    """Not one of the purposes of a workstation."""

    code = "intake.purpose"
    default_reason = t("来访事由不在列表中。", "This purpose is not in the list.")
    default_remedy = t(
        "请选择:宣传、咨询、调解、投诉、举报、预警、线索。",
        "Choose publicity, consultation, mediation, complaint, report, warning or lead.",
    )


class TopicMissing(Invalid):
    """Nothing was written about the matter."""

    code = "intake.topic"
    default_reason = t("没有写明来访事项。", "The matter is missing.")
    default_remedy = t("请用一句话写明。", "State it in one sentence.")


@transaction.atomic
def log_visit(
    *,
    actor: Actor,
    office: str,
    purpose: str,
    topic: str,
    answer: str = "",
    visitor: str = "",
    right_kind: str = "",
    case_number: str = "",
    minutes: int | None = None,
    channel: str = "counter",
) -> Visit:
    """Write down a consultation or visit at the window.

    Raises:
        NotFound: no such office, or the actor does not receive people there; or no such case.
        PurposeUnknown, TopicMissing: what to change is named.
    """
    at_office = access.office(office)
    if not actor.can(RECEIVE, office_id=at_office.pk) or actor.account_id is None:
        raise NotFound
    if purpose not in Visit.Purpose.values:
        raise PurposeUnknown(field="purpose")
    if not topic.strip():
        raise TopicMissing(field="topic")
    filing = Filing.objects.filter(cases__case__number=case_number).first() if case_number else None
    if case_number and filing is None:
        raise NotFound(field="case_number")
    return Visit.objects.create(
        office_id=at_office.pk,
        purpose=purpose,
        channel=channel if channel in Filing.Channel.values else Filing.Channel.COUNTER,
        topic=topic.strip()[:200],
        answer=answer.strip(),
        visitor=visitor.strip()[:120],
        right_kind=right_kind[:32],
        filing=filing,
        received_by_id=actor.account_id,
        at=clock.now(),
        minutes=minutes,
    )


def visits(*, actor: Actor, office: str, since: date | None = None) -> tuple[Visit, ...]:
    """Return the visits of an office the actor serves, newest first.

    Raises:
        NotFound: no such office, or the actor does not serve there.
    """
    at_office = access.office(office)
    if not actor.can(VIEW, office_id=at_office.pk):
        raise NotFound
    found = Visit.objects.filter(office_id=at_office.pk).select_related("received_by", "filing").order_by("-at", "-pk")
    if since is not None:
        found = found.filter(at__gte=datetime.combine(since, time.min, tzinfo=clock.CITY_ZONE))
    return tuple(found[:MOST])
