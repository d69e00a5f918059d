"""Which other authorities take part in a case: whom a step names, what kind of office that must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from zhidun.access import selectors as access
from zhidun.cases.errors import NotThatAuthority
from zhidun.cases.models import Case, CaseOffice, OfficePart
from zhidun.kernel.text import Text
from zhidun.procedures.model import Field, FieldType

PART_FIELDS: Final[Mapping[str, OfficePart]] = {
    "police_unit": OfficePart.POLICE,
    "procuratorate_unit": OfficePart.PROCURATORATE,
    "court_unit": OfficePart.COURT,
    "customs_unit": OfficePart.CUSTOMS,
}
"""A field of type office with one of these keys lets that authority take part in the case."""
KINDS: Final[Mapping[str, str]] = {
    "police_unit": "police",
    "procuratorate_unit": "procuratorate",
    "court_unit": "court",
}
"""The kind of office such a field takes; a customs house has no kind of its own."""
PART_OF_ROLE: Final[Mapping[str, OfficePart]] = {
    "police": OfficePart.POLICE,
    "prosecutor": OfficePart.PROCURATORATE,
    "court-desk": OfficePart.COURT,
}
"""Roles at other authorities: a task for one of them lies with the authority that takes part."""


def offices_for(field: str) -> Sequence[tuple[str, Text]]:
    """Return code and name of the active offices that a field of this key may name, of its kind where it has one."""
    return [(row.code, row.name) for row in access.offices(kind=KINDS.get(field))]


def take_part(*, case: Case, fields: Iterable[Field], facts: Mapping[str, object]) -> None:
    """Let the authorities a step names take part in the case.

    Raises:
        OfficeUnknown: there is none with this code.
        NotThatAuthority: it is no police, procuratorate or court, as the field asks.
    """
    for field in fields:
        part, named = PART_FIELDS.get(field.key), facts.get(field.key)
        if part is None or field.type is not FieldType.OFFICE or not named:
            continue
        kind = KINDS.get(field.key)
        if kind and access.office(str(named)).kind != kind:
            raise NotThatAuthority.of(field.title, field.key)
        add_office(case=case, office=str(named), part=part)


def add_office(*, case: Case, office: str, part: OfficePart) -> CaseOffice:
    """Let another authority take part in a case; a second time changes nothing. Raises OfficeUnknown."""
    row, _ = CaseOffice.objects.get_or_create(case=case, office=access.office(office), part=part)
    return row


def part_of(role: str) -> OfficePart:
    """Return the part an authority takes through somebody of a role."""
    return PART_OF_ROLE.get(role, OfficePart.OTHER)
