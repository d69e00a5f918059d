"""Moves of the mediation's case: this room takes its steps, for somebody whose part was checked."""

from __future__ import annotations

from collections.abc import Mapping

from zhidun.access.actors import Actor
from zhidun.cases import services as cases
from zhidun.cases.models import Case, CaseParty, Move
from zhidun.kernel.text import Text
from zhidun.mediation.models import Mediation
from zhidun.mediation.standing import acting


def move(
    mediation: Mediation, step: str, actor: Actor, facts: Mapping[str, object] | None = None, *, reason: str = ""
) -> Move:
    """Take a step of the mediation's procedure; the caller holds the mediation's row.

    Raises:
        StepNotOpen, StepBlocked, FieldsInvalid: the procedure says no.
    """
    version = Case.objects.values_list("version", flat=True).get(pk=mediation.case_id)
    made = cases.take_step(
        case_number=mediation.case.number,
        step=step,
        actor=acting(actor),
        facts=facts or {},
        expected_version=version,
        reason=reason,
    )
    mediation.case.refresh_from_db()
    return made


def side_row(mediation: Mediation, side: str) -> CaseParty:
    """Return the party of a side."""
    return CaseParty.objects.filter(case=mediation.case_id, role=side).order_by("id")[0]


def names(mediation: Mediation) -> dict[str, str]:
    """Return the name of each side."""
    rows = CaseParty.objects.filter(case=mediation.case_id).order_by("-id")
    return {row.role: row.shown_name for row in rows}


def tell(mediation: Mediation, key: str, *parts: str, subject: Text, body: Text) -> None:
    """Queue a notice to sides and mediator. It never holds anything that was said or offered."""
    for part in parts:
        if part == "mediator":
            if mediation.mediator:
                cases.notify(
                    key=f"mediation:{key}:{part}",
                    case=mediation.case,
                    account_id=mediation.mediator.account_id,
                    subject=subject,
                    body=body,
                )
            continue
        cases.notify(
            key=f"mediation:{key}:{part}",
            case=mediation.case,
            party=side_row(mediation, part),
            subject=subject,
            body=body,
        )
