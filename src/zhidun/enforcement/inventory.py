"""The inventory of a seizure or preservation: article by article, each change on the case's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases import selectors as cases_read
from zhidun.cases import services as cases
from zhidun.cases.models import Case
from zhidun.enforcement.errors import InventoryClosed
from zhidun.enforcement.models import InventoryLine
from zhidun.kernel import money, time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t
from zhidun.procedures.load import catalogue

POWER = "enforcement:case:investigate"
NOTE_STEP = "note-inventory"
MOST_LINES = 500
MOST_QUANTITY = Decimal(10**9)
_LENGTHS = {"article": 200, "specification": 200, "unit": 20, "storage_place": 200, "seal_number": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineIn:
    """One article to be entered. `quantity` in `unit`, `unit_value` yuan for one; "" where the value is not known."""

    article: str
    quantity: str
    unit: str
    storage_place: str
    specification: str = ""
    unit_value: str = ""
    seal_number: str = ""


@transaction.atomic
def add_lines(*, actor: Actor, case_number: str, lines: Sequence[LineIn]) -> list[InventoryLine]:
    """Enter articles into the inventory of a measure.

    Raises:
        CaseNotFound, Forbidden.
        InventoryClosed: the case is no measure that still stands.
        Invalid: an entry is missing, negative or too long.
    """
    case = _measure(actor, case_number)
    if not lines or _alive(case).count() + len(lines) > MOST_LINES:
        raise Invalid(
            t(f"清单应有 1 至 {MOST_LINES} 行。", f"The inventory has 1 to {MOST_LINES} lines."), field="lines"
        )
    made = [InventoryLine.objects.create(case=case, made_by=actor.key, **_clean(line)) for line in lines]
    _note(case)
    return made


@transaction.atomic
def remove_line(*, actor: Actor, case_number: str, line: str, reason: str) -> InventoryLine:
    """Take an article off the inventory; it stays in the table with the reason.

    Raises:
        CaseNotFound, Forbidden, NotFound, InventoryClosed, Invalid.
    """
    case = _measure(actor, case_number)
    try:
        row = _alive(case).filter(public_id=UUID(str(line))).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise NotFound
    row.removed_at, row.removed_reason = time.now(), reason_given(reason)
    row.save(update_fields=["removed_at", "removed_reason"])
    _note(case)
    return row


def lines_of(actor: Actor, case_number: str) -> tuple[InventoryLine, ...]:
    """Return the inventory of a case the actor may see; a party sees what the measure it was told of holds.

    Raises:
        CaseNotFound.
    """
    return tuple(_alive(cases_read.find(actor, case_number)))


def takes_inventory(case: Case) -> bool:
    """Whether the case is a measure whose inventory may still change."""
    step = catalogue().get(case.procedure, case.procedure_version).steps.get(NOTE_STEP)
    return step is not None and case.state in step.from_states


def total(lines: Sequence[InventoryLine]) -> Decimal | None:
    """Return the value of all articles in yuan; None where no value is known."""
    values = [line.value for line in lines if line.value is not None]
    return sum(values, Decimal(0)) if values else None


def _alive(case: Case) -> QuerySet[InventoryLine]:
    return InventoryLine.objects.filter(case=case, removed_at__isnull=True).order_by("id")


def _measure(actor: Actor, number: str) -> Case:
    found = cases_read.find(actor, number)
    need(actor, POWER, found.office_id)
    case = Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=found.pk)
    if not takes_inventory(case):
        raise InventoryClosed
    return case


def _clean(line: LineIn) -> dict[str, object]:
    words = {name: str(getattr(line, name)).strip() for name in _LENGTHS}
    for name, longest in _LENGTHS.items():
        if len(words[name]) > longest:
            raise Invalid(t(f"最多 {longest} 个字。", f"At most {longest} characters."), field=name)
    for name in ("article", "unit", "storage_place"):
        if not words[name]:
            raise Invalid(t("请填写该项。", "Fill this in."), field=name)
    quantity = money.yuan(line.quantity, field="quantity")
    if not 0 < quantity <= MOST_QUANTITY:
        raise Invalid(t("数量应为正数。", "The quantity is a positive number."), field="quantity")
    value = money.yuan(line.unit_value, field="unit_value") if str(line.unit_value).strip() else None
    if value is not None and not 0 <= value <= MOST_QUANTITY:
        raise Invalid(t("单价不能为负数。", "The value is not negative."), field="unit_value")
    return {**words, "quantity": quantity, "unit_value": value}


def _note(case: Case) -> None:
    """Write the list as it now stands into the case, so that guards and papers see it."""
    lines = tuple(_alive(case))
    worth = total(lines)
    facts: dict[str, object] = {
        "inventory_text": "\n".join(_words(n, line) for n, line in enumerate(lines, 1)) or "(无)",
        "inventory_count": len(lines),
    }
    if worth is not None:
        facts["inventory_value"] = money.shown(worth)
    case.refresh_from_db(fields=["version"])
    cases.take_step(case_number=case.number, step=NOTE_STEP, actor=SYSTEM, facts=facts, expected_version=case.version)


def _words(n: int, line: InventoryLine) -> str:
    parts = [f"{n}. {line.article}"]
    parts += [line.specification] if line.specification else []
    parts.append(f"{line.quantity.normalize():f}{line.unit}")
    if line.value is not None:
        parts.append(f"价值{money.shown(line.value)}元")
    parts.append(f"存放于{line.storage_place}")
    parts += [f"封签{line.seal_number}"] if line.seal_number else []
    return "，".join(parts)
