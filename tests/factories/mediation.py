"""Mediations with their cast, for tests: a body, two mediators, two sides."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.factories.access import make_actor, make_citizen, make_office
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.models import Office
from zhidun.kernel import time
from zhidun.mediation import services
from zhidun.mediation.models import Body, Mediation, Mediator
from zhidun.mediation.services import Act, Instalment, Request, SideIn, Terms

FORMS = ("people", "administrative", "invited", "entrusted", "commercial")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Stage:
    """The people of a mediation."""

    office: Office
    body: Body
    mediator: Actor
    other_mediator: Actor
    desk: Actor
    complainant: Actor
    respondent: Actor
    stranger: Actor

    def entry(self, actor: Actor) -> str:
        """The public id of a mediator on the list."""
        return str(Mediator.objects.get(account_id=actor.account_id).public_id)

    def side(self, side: str) -> Actor:
        """Who acts for a side."""
        return self.complainant if side == "complainant" else self.respondent


def make_stage(*, fields: Sequence[str] = ("trademark",), forms: Sequence[str] = FORMS) -> Stage:
    """A body with two mediators on its list and one at its desk, and two citizens."""
    office = make_office(kind="mediation", paper_sign="测知调")
    mediator, other, desk = (make_actor("mediator", office) for _ in range(3))
    body = services.add_body(actor=desk, office=office.code, forms=forms, fields=fields, default_for=forms)
    for one in (mediator, other):
        services.add_mediator(actor=desk, office=office.code, username=one.username, fields=fields)
    return Stage(office, body, mediator, other, desk, make_citizen(), make_citizen(), make_citizen())


def opened(
    stage: Stage,
    *,
    form: str = "people",
    kind: str = "trademark",
    origin: str = "",
    answer_due_on: date | None = None,
    dispute: str = "damages",
    trial: str = "ordinary",
) -> Mediation:
    """A mediation the desk opened; both sides are invited."""
    number = next(_numbers)
    return services.open_mediation(
        actor=SYSTEM if origin else stage.desk,
        request=Request(
            form=form, title=f"测试调解{number}", kind=kind, dispute=dispute, request="赔偿损失",
            body=stage.office.code, answer_due_on=answer_due_on, trial=trial if form == "entrusted" else "",
        ),
        complainant=SideIn(name=f"请求方{number}", account_id=stage.complainant.account_id),
        respondent=SideIn(name=f"被请求方{number}", account_id=stage.respondent.account_id),
        origin=origin,
    )  # fmt: skip


def agree_to_mediate(stage: Stage, row: Mediation) -> Mediation:
    """Both sides consent."""
    for actor in (stage.complainant, stage.respondent):
        services.answer_invitation(actor=actor, number=row.case.number, accepts=True, capacity="organisation")
    return fresh(row)


def mediating(stage: Stage, *, form: str = "people", kind: str = "trademark", origin: str = "") -> Mediation:
    """A mediation with both consents and the first mediator at work."""
    row = agree_to_mediate(stage, opened(stage, form=form, kind=kind, origin=origin))
    services.name_mediator(actor=stage.desk, number=row.case.number, mediator_id=stage.entry(stage.mediator))
    return fresh(row)


def terms(*, amount: str = "9000.00", parts: int = 3, on: date | None = None) -> Terms:
    """Money in equal parts a month apart, and a stop of the infringement."""
    today, whole = on or time.today(), Decimal(amount)
    share = (whole / parts).quantize(Decimal("0.01"))
    shares = [share] * (parts - 1) + [whole - share * (parts - 1)]
    return Terms(
        amount=whole,
        instalments=[
            Instalment(amount=one, due_on=today + timedelta(days=30 * (n + 1))) for n, one in enumerate(shares)
        ],
        acts=[Act(kind="stop", what="停止销售被控商品", due_on=today + timedelta(days=5))],
        penalty_rate=Decimal("0.0005"),
    )


def agreed(stage: Stage, *, form: str = "people", agreement: Terms | None = None) -> Mediation:
    """A mediation whose agreement all three signed."""
    row = mediating(stage, form=form)
    number = row.case.number
    made = services.draft(actor=stage.mediator, number=number, terms=agreement or terms())
    for actor in (stage.complainant, stage.respondent, stage.mediator):
        services.sign(actor=actor, number=number, shown_digest=made.digest)
    return fresh(row)


def fresh(row: Mediation) -> Mediation:
    """The mediation as the database has it now."""
    return Mediation.objects.select_related("case", "mediator", "body").get(pk=row.pk)


def ahead(hours: int) -> datetime:
    """A whole minute some hours from now."""
    return time.now().replace(second=0, microsecond=0) + timedelta(hours=hours)
