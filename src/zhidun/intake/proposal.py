"""Proposals as JSON and back: what the system proposed is kept with the filing, whatever triage decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from zhidun.intake.types import Classification, FilingKind, OfficeChoice, Part
from zhidun.kernel.text import Text

Plain = dict[str, object]


def _texts(texts: tuple[Text, ...]) -> list[dict[str, str]]:
    return [text.as_dict() for text in texts]


def _read_texts(value: object) -> tuple[Text, ...]:
    return tuple(Text.of(text) for text in cast("list[object]", value or []))


def office_json(office: OfficeChoice) -> Plain:
    """Return the office as JSON values."""
    return {
        "code": office.code,
        "name": office.name.as_dict(),
        "ours": office.ours,
        "reasons": _texts(office.reasons),
        "address": office.address,
        "phone": office.phone,
        "cross_region": office.cross_region,
        "cross_region_to": office.cross_region_to,
        "action": office.action,
        "routing_version": office.routing_version,
    }


def part_json(part: Part) -> Plain:
    """Return one part as JSON values."""
    return {
        "kind": part.kind,
        "title": part.title.as_dict(),
        "procedure": part.procedure,
        "field": part.field,
        "office": office_json(part.office),
        "reasons": _texts(part.reasons),
        "law_on": part.law_on.isoformat(),
        "rules": list(part.rules),
        "parked": part.parked,
        "priority": part.priority,
        "visible_to_respondent": part.visible_to_respondent,
        "sealed": part.sealed,
        "notice_rule": part.notice_rule,
    }


def as_json(proposal: Classification) -> Plain:
    """Return a proposal as JSON values; hints at other filings are left out: they change and name others' cases."""
    return {
        "kind": proposal.kind,
        "mixed": proposal.mixed,
        "parts": [part_json(part) for part in proposal.parts],
        "reasons": _texts(proposal.reasons),
        "emergency": proposal.emergency,
        "warnings": _texts(proposal.warnings),
        "defences": _texts(proposal.defences),
    }


def _office(value: Mapping[str, object]) -> OfficeChoice:
    return OfficeChoice(
        code=str(value["code"]),
        name=Text.of(value["name"]),
        ours=bool(value["ours"]),
        reasons=_read_texts(value["reasons"]),
        address=str(value["address"]),
        phone=str(value["phone"]),
        cross_region=bool(value["cross_region"]),
        cross_region_to=str(value["cross_region_to"]),
        action=str(value["action"]),
        routing_version=int(str(value.get("routing_version", 0))),
    )


def _part(value: Mapping[str, object]) -> Part:
    return Part(
        kind=cast("FilingKind", value["kind"]),
        title=Text.of(value["title"]),
        procedure=str(value["procedure"]),
        field=str(value["field"]),
        office=_office(cast("Mapping[str, object]", value["office"])),
        reasons=_read_texts(value["reasons"]),
        law_on=date.fromisoformat(str(value["law_on"])),
        rules=tuple(str(rule) for rule in cast("list[object]", value["rules"])),
        parked=bool(value["parked"]),
        priority=bool(value["priority"]),
        visible_to_respondent=bool(value["visible_to_respondent"]),
        sealed=bool(value.get("sealed")),
        notice_rule=str(value["notice_rule"]),
    )


def from_json(value: Mapping[str, object]) -> Classification:
    """Read back what `as_json` made."""
    return Classification(
        kind=cast("FilingKind", value["kind"]),
        parts=tuple(_part(part) for part in cast("list[Mapping[str, object]]", value["parts"])),
        reasons=_read_texts(value["reasons"]),
        emergency=bool(value["emergency"]),
        warnings=_read_texts(value["warnings"]),
        defences=_read_texts(value["defences"]),
    )
