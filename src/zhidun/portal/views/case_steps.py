"""The steps a party may take in its case: answer, state its case, add material, withdraw, ask for a hearing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.cases import services
from zhidun.enforcement import selectors as enforcement
from zhidun.evidence.services import store_upload
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text
from zhidun.portal.views.case_items import holder
from zhidun.procedures.decide import OpenStep
from zhidun.procedures.model import Field, FieldType

WITHDRAWALS = frozenset({"withdraw", "withdraw-after-filing"})
"""The page has its own form for withdrawing."""


@dataclass(frozen=True, slots=True)
class PartyStep:
    """A step with its form, as a party sees it."""

    key: str
    title: Text
    help: Text | None
    fields: tuple[Field, ...]
    options: Mapping[str, list[tuple[str, Text]]]
    values: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, Refusal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartySide:
    """What a party may do in its case, and the goods held that it was told of."""

    steps: tuple[PartyStep, ...]
    goods: tuple[object, ...]
    version: int
    form_key: str


def side(request: HttpRequest, number: str, tried: str = "", wrong: Refusal | None = None) -> PartySide | None:
    """Return what the holder of the case may do; None where nobody holds it."""
    try:
        actor = holder(request, number)
        found = [one for one in cases.open_steps_for(actor, number) if one.allowed and one.step.key not in WITHDRAWALS]
        case = cases.find(actor, number)
    except Refusal:
        return None
    return PartySide(
        steps=tuple(_shown(request, one, one.step.key == tried, wrong) for one in found),
        goods=enforcement.lines_of(actor, number),
        version=case.version,
        form_key=request.POST.get("_key") or secrets.token_urlsafe(12),
    )


def _shown(request: HttpRequest, one: OpenStep, tried: bool, wrong: Refusal | None) -> PartyStep:  # noqa: FBT001  a flag of the page
    step = one.step
    errors: dict[str, Refusal] = {}
    if tried and wrong is not None:
        errors = dict(wrong.errors) or ({wrong.field: wrong} if wrong.field else {})
    return PartyStep(
        key=step.key,
        title=step.title,
        help=step.help,
        fields=tuple(item for item in step.fields if item.type is not FieldType.ITEMS),
        options={item.key: list(cases.offices_for(item.key)) for item in step.fields if item.type is FieldType.OFFICE},
        values=_entered(request, step.fields) if tried else {},
        errors=errors,
    )


def _entered(request: HttpRequest, fields: tuple[Field, ...]) -> dict[str, object]:
    data = request.POST
    typed: dict[str, object] = {}
    for item in fields:
        if item.type is FieldType.BOOL:
            typed[item.key] = data.get(item.key) == "true"
        elif data.get(item.key, "").strip():
            typed[item.key] = data[item.key]
    return typed


def take(request: HttpRequest, number: str, step: str) -> Refusal | None:
    """Take a step as the holder of the case; files go to the step's own field, else into the file.

    Raises:
        ReceiptUnknown: nobody holds the case here.
    """
    actor = holder(request, number)
    try:
        declared = next((one.step for one in cases.open_steps_for(actor, number) if one.step.key == step), None)
        fields = declared.fields if declared else ()
        facts = _entered(request, fields)
        items = _stored(request, actor)
        into = next((item.key for item in fields if item.type is FieldType.ITEMS), "")
        if items and into:
            facts[into] = items
        services.submit_step(
            case_number=number,
            step=step,
            actor=actor,
            facts=facts,
            expected_version=_version(request),
            reason=request.POST.get("reason", ""),
            idempotency_key=request.POST.get("_key") or None,
        )
        if items and not into:
            services.add_evidence(actor=actor, case_number=number, items=items)
    except Refusal as refusal:
        return refusal
    return None


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  longest version


def _stored(request: HttpRequest, actor: Actor) -> list[str]:
    return [
        str(
            store_upload(
                stream=one, filename=one.name or "file", declared_type=one.content_type or "", actor=actor
            ).public_id
        )
        for one in request.FILES.getlist("files")
    ]
