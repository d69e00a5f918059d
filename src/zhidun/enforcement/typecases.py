"""Type-case fast track: a confirmed group, its model case fills in the others, papers for several; decisions never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases import selectors as cases_read
from zhidun.cases import services as cases
from zhidun.cases.models import Case
from zhidun.enforcement.alike import WORK, alike
from zhidun.enforcement.errors import NoBulkDecision, NotAlike, TypeGroupNotFound
from zhidun.enforcement.models import TypeGroup, TypeGroupCase
from zhidun.enforcement.tables import typecase_table
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Field, Step

DECIDES = "decision_kind"
"""Field by which a step decides a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one case when a step was taken for several: `refusal` says why it was not taken there."""

    number: str
    title: str
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStep:
    """A step that may be taken for several cases of a group, with the cases it is open in."""

    key: str
    step: Step
    open_in: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return what the step asks for."""
        return self.step.fields


@transaction.atomic
def confirm(*, actor: Actor, numbers: Sequence[str], reason: str) -> TypeGroup:
    """Confirm a group of type cases; the first number is the model.

    Raises:
        CaseNotFound, Forbidden, ReasonMissing.
        NotAlike: fewer than two, not alike, sealed, or one stands in another group already.
    """
    words = reason_given(reason)
    rows = [cases_read.find(actor, number) for number in dict.fromkeys(numbers)]
    for row in rows:
        need(actor, WORK, row.office_id)
    spec = typecase_table()["alike"]
    if len(rows) < int(spec["least"]) or any(row.sealed or row.closed_at for row in rows):
        raise NotAlike
    if any(row.procedure not in spec["procedures"] or row.state not in spec["states"] for row in rows):
        raise NotAlike
    if not all(alike(rows[0], row) for row in rows[1:]):
        raise NotAlike
    group = TypeGroup.objects.create(
        office=rows[0].office, model_case=rows[0], reason=words, confirmed_by=actor.name.zh or actor.key
    )
    try:
        with transaction.atomic():
            TypeGroupCase.objects.bulk_create(TypeGroupCase(group=group, case=row) for row in rows)
    except IntegrityError:
        raise NotAlike from None
    facts = {"cases": [row.number for row in rows], "reason": words}
    access.record(
        actor=actor, action="typegroup.confirmed", object_kind="typegroup", object_key=str(group.public_id), facts=facts
    )
    return group


@transaction.atomic
def leave(*, actor: Actor, group: str, number: str, reason: str) -> None:
    """Take a case out of its group; it goes on by itself.

    Raises:
        TypeGroupNotFound, Forbidden, ReasonMissing.
    """
    row = group_of(actor, group)
    need(actor, WORK, row.office_id)
    words = reason_given(reason)
    member = row.members.select_for_update().filter(case__number=number, left_at__isnull=True).first()
    if member is None:
        raise TypeGroupNotFound
    member.left_at, member.left_reason = time.now(), words
    member.save(update_fields=["left_at", "left_reason"])
    access.record(actor=actor, action="typegroup.left", object_kind="case", object_key=number, facts={"reason": words})


def groups(actor: Actor) -> QuerySet[TypeGroup]:
    """Return the groups of the offices whose cases the actor may see, newest first."""
    seen = TypeGroupCase.objects.filter(case__in=cases_read.visible_to(actor)).values("group_id")
    return TypeGroup.objects.filter(pk__in=seen).select_related("office", "model_case").order_by("-id")


def group_of(actor: Actor, key: str) -> TypeGroup:
    """Return a group the actor may see.

    Raises:
        TypeGroupNotFound: there is none, or not for this actor.
    """
    try:
        return groups(actor).get(public_id=UUID(str(key)))
    except (ValueError, TypeGroup.DoesNotExist):
        raise TypeGroupNotFound from None


def cases_of(actor: Actor, group: TypeGroup) -> tuple[Case, ...]:
    """Return the cases that stand in the group now and that the actor may see, the model first."""
    rows = cases_read.visible_to(actor).filter(type_groups__group=group, type_groups__left_at__isnull=True)
    found = rows.select_related("office").order_by("id")
    return tuple(sorted(found, key=lambda row: row.pk != group.model_case_id))


def group_sizes(actor: Actor, found: Sequence[TypeGroup]) -> Mapping[int, int]:
    """Return how many cases of each group the actor may see, by its row number."""
    seen = TypeGroupCase.objects.filter(group__in=found, left_at__isnull=True, case__in=cases_read.visible_to(actor))
    counted = dict(seen.values_list("group_id").annotate(n=Count("id")))
    return {row.pk: counted.get(row.pk, 0) for row in found}


def of_case(case: Case) -> TypeGroup | None:
    """Return the group a case stands in now."""
    member = case.type_groups.filter(left_at__isnull=True).select_related("group__model_case").first()
    return member.group if member else None


def filled_in(case: Case) -> Mapping[str, object]:
    """Return what the model case of the group fills in for this case's steps; a person still reads and sends each."""
    group = of_case(case)
    if group is None or group.model_case_id == case.pk:
        return {}
    carried = {name for names in typecase_table()["carry"].values() for name in names}
    return {
        name: value for name, value in group.model_case.facts.items() if name in carried and value not in (None, "")
    }


def type_case_of(actor: Actor, number: str) -> tuple[TypeGroup | None, Mapping[str, object]]:
    """Return the group of a case the actor may see, and what its model fills in.

    Raises:
        CaseNotFound: there is none, or not for this actor.
    """
    case = cases_read.find(actor, number)
    return of_case(case), filled_in(case)


def batch_steps(actor: Actor, group: TypeGroup) -> tuple[BatchStep, ...]:
    """Return the steps that may be taken for several cases of the group now."""
    found: dict[str, tuple[Step, list[str]]] = {}
    for case in cases_of(actor, group):
        for one in cases_read.open_steps_for(actor, case.number):
            if one.step.key in typecase_table()["together"] and not one.blocked and not _alone(one.step):
                found.setdefault(one.step.key, (one.step, []))[1].append(case.number)
    return tuple(BatchStep(key=key, step=step, open_in=tuple(numbers)) for key, (step, numbers) in found.items())


def take_together(
    *, actor: Actor, group: str, step: str, numbers: Sequence[str], facts: Mapping[str, object], reason: str = "",
    key: str = "",
) -> tuple[Done, ...]:  # fmt: skip
    """Take one step on each of several cases in turn: each has its own move, clocks and paper, or its own refusal.

    Args:
        actor: who takes it.
        group: public id of the group.
        step: a step of the table; a step that decides, or that somebody has to approve, is never taken together.
        numbers: cases of the group.
        facts: what the step asks for, the same for each.
        reason: where the step asks for one.
        key: the same key a second time makes nothing new.

    Raises:
        TypeGroupNotFound, Forbidden.
        NoBulkDecision: the step is to be taken case by case.
    """
    row = group_of(actor, group)
    need(actor, WORK, row.office_id)
    if step not in typecase_table()["together"]:
        raise NoBulkDecision
    mine = {case.number: case for case in cases_of(actor, row)}
    done: list[Done] = []
    for number in dict.fromkeys(numbers):
        case = mine.get(number)
        if case is None:
            raise TypeGroupNotFound
        declared = catalogue().get(case.procedure, case.procedure_version).steps.get(step)
        if declared is not None and _alone(declared):
            raise NoBulkDecision
        done.append(_take(actor, case, step, facts, reason, f"together:{key}:{number}" if key else None))
    return tuple(done)


def _take(actor: Actor, case: Case, step: str, facts: Mapping[str, object], reason: str, key: str | None) -> Done:
    refusal: Refusal | None = None
    try:
        with transaction.atomic():
            cases.take_step(
                case_number=case.number, step=step, actor=actor, facts=facts, expected_version=case.version,
                reason=reason, idempotency_key=key,
            )  # fmt: skip
    except Refusal as caught:
        refusal = caught
    return Done(number=case.number, title=case.title, refusal=refusal)


def _alone(step: Step) -> bool:
    """Whether a step is never taken for several: it decides, closes, publishes, or a second person approves it."""
    decides = any(field.key == DECIDES for field in step.fields)
    return decides or bool(step.approvers) or bool(step.closes) or step.publication is not None
