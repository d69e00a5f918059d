"""What a step would issue, shown before it is taken: the step is played in a transaction that is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.cases.models import Case, Paper
from zhidun.cases.rendering import render
from zhidun.cases.steps import StepRequest, declared_of, given_reason, take
from zhidun.cases.visibility import find
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import Text, t

NUMBER = t("（预览，未编号）", "(preview, no number)")


@dataclass(frozen=True, slots=True)
class PreviewedPaper:
    """A paper as it would be issued: its title and its PDF."""

    kind: str
    title: Text
    pdf: bytes


class _Undo(Exception):  # noqa: N818  nothing failed: it takes the transaction back
    def __init__(self, found: list[tuple[str, Text, dict[str, object]]]) -> None:
        super().__init__()
        self.found = found


def _undo(found: list[tuple[str, Text, dict[str, object]]]) -> NoReturn:
    raise _Undo(found)


def preview(
    *, actor: Actor, case_number: str, step: str, facts: Mapping[str, object], reason: str = ""
) -> tuple[PreviewedPaper, ...]:
    """Return the papers a step would issue, without number or seal; nothing is kept.

    Raises:
        CaseNotFound, StepUnknown, and every refusal the step itself would meet.
        Invalid: the step issues no paper.
    """
    case = find(actor, case_number)
    request = StepRequest(
        step=step, facts=facts, reason=given_reason(facts, reason), at=time.now(), corrects=None, key=None
    )
    try:
        with transaction.atomic():
            row = Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=case.pk)
            procedure, declared = declared_of(row, step)
            before = set(Paper.objects.filter(case=row).values_list("pk", flat=True))
            take(row, procedure, declared, actor, request, approved_by=())
            made = Paper.objects.filter(case=row).exclude(pk__in=before).order_by("id")
            _undo([(one.kind, Text(one.title_zh, one.title_en), dict(one.data)) for one in made])
    except _Undo as undone:
        found = undone.found
    if not found:
        raise Invalid(t("该步骤不制作文书。", "This step makes no paper."))
    return tuple(_shown(kind, title, data) for kind, title, data in found)


def _shown(kind: str, title: Text, data: dict[str, object]) -> PreviewedPaper:
    shown = data | {"number": NUMBER.zh, "seal": False, "verify_url": ""}
    return PreviewedPaper(kind, title, render(kind, shown))
