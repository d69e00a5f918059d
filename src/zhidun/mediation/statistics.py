"""Figures of mediation: offered, agreed to, settled, amounts, performed; each counts rows that can be listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden
from zhidun.mediation.models import AgreementState, Duty, DutyKind, Mediation
from zhidun.mediation.standing import ACCEPT

FIGURES = "insight:figure:view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of a period.

    Attributes:
        offered: invitations sent. consented: both sides agreed to mediate. settled: agreements signed.
        declined, failed: ended without. running: still open.
        agreed, paid: yuan agreed and confirmed as paid. performed: agreements wholly carried out.
        in_default: agreements with something overdue. by_form: offered, consented, settled of each form.
        from_cases: invitations that come from an infringement case (guard of 三).
    """

    offered: int
    consented: int
    settled: int
    declined: int
    failed: int
    running: int
    agreed: Decimal
    paid: Decimal
    performed: int
    in_default: int
    from_cases: int
    by_form: tuple[tuple[str, int, int, int], ...]


def _start(day: date) -> datetime:
    return time.aware(datetime.combine(day, datetime.min.time()))


BEGUN = ("preparing", "mediating", "agreed", "settled", "ended", "enforced")
SETTLED = ("agreed", "settled", "enforced")


def figures(actor: Actor, *, since: date | None = None, until: date | None = None) -> Figures:
    """Return the figures of mediations opened in a period (both days inside): all, or those of one's own bodies.

    Raises:
        SignInNeeded, Forbidden: neither `insight:figure:view` nor a desk of a body.
    """
    rows = Mediation.objects.all()
    if not actor.can(FIGURES) and not actor.can("mediation:case:view"):
        need(actor, FIGURES)
        raise Forbidden
    if not actor.can(FIGURES):
        offices = sorted(o for post in actor.posts if ACCEPT in post.powers for o in post.reach)
        rows = rows.filter(body__office_id__in=offices)
    if since:
        rows = rows.filter(opened_at__gte=_start(since))
    if until:
        rows = rows.filter(opened_at__lt=_start(until + timedelta(days=1)))
    signed = Q(agreements__state=AgreementState.SIGNED)
    begun = Q(case__state__in=BEGUN)
    settled = Q(case__state__in=SETTLED)
    total = rows.aggregate(
        offered=Count("id"),
        consented=Count("id", filter=begun),
        settled=Count("id", filter=settled),
        declined=Count("id", filter=Q(case__state="declined")),
        failed=Count("id", filter=Q(case__state="ended")),
        running=Count("id", filter=Q(case__closed_at__isnull=True)),
        performed=Count("id", filter=Q(case__state="settled")),
        from_cases=Count("id", filter=Q(origin__isnull=False)),
        in_default=Count("id", filter=Q(case__facts__defaulted=True) & ~Q(case__state="settled")),
    )
    agreed = rows.filter(signed).aggregate(n=Sum("agreements__amount", filter=signed))["n"]
    paid = Duty.objects.filter(agreement__mediation__in=rows, kind=DutyKind.PAY, done_at__isnull=False)
    by_form = (
        rows.order_by("form")
        .values("form")
        .annotate(a=Count("id"), b=Count("id", filter=begun), c=Count("id", filter=settled))
    )
    return Figures(
        **total,
        agreed=agreed or Decimal(0),
        paid=paid.aggregate(n=Sum("amount"))["n"] or Decimal(0),
        by_form=tuple((one["form"], one["a"], one["b"], one["c"]) for one in by_form),
    )
