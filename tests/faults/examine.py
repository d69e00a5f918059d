"""Run inside a house: read every filing, case and item, and print what does not hold together as JSON."""

from __future__ import annotations

import hashlib
import json

import django

django.setup()

from django.db.models import Count  # noqa: E402

from zhidun.cases.models import Case, Move  # noqa: E402
from zhidun.evidence.models import Item  # noqa: E402
from zhidun.evidence.selectors import open_original  # noqa: E402
from zhidun.intake.models import Filing, FilingCase  # noqa: E402


def half_cases() -> list[str]:
    """Cases without a filing, a clock or task to go on with, or a party."""
    whole = set(FilingCase.objects.values_list("case__number", flat=True))
    found = []
    for case in Case.objects.annotate(people=Count("parties", distinct=True), files=Count("evidence", distinct=True)):
        if case.number not in whole or not case.people or not case.files:
            found.append(case.number)
    return found


def broken_items() -> list[str]:
    found = []
    for item in Item.objects.select_related("blob"):
        with open_original(item) as stream:
            if hashlib.sha256(stream.read()).hexdigest() != item.blob.sha256:
                found.append(str(item.public_id))
    return found


def gaps() -> list[str]:
    """Cases whose moves are not numbered densely, or whose version is not the number of their moves."""
    found = []
    for case in Case.objects.all():
        numbers = list(Move.objects.filter(case=case).order_by("seq").values_list("seq", flat=True))
        if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            found.append(case.number)
    return found


def main() -> None:
    from zhidun.site.command import House

    with House().ready():
        keys = list(Filing.objects.exclude(idempotency_key=None).values_list("idempotency_key", flat=True))
        report = {
            "numbers": list(Case.objects.values_list("number", flat=True)),
            "items": {item.blob.sha256: str(item.public_id) for item in Item.objects.select_related("blob")},
            "filings": len(keys),
            "cases": Case.objects.count(),
            "half": half_cases(),
            "broken": broken_items(),
            "gaps": gaps(),
        }
        print(json.dumps(report))  # noqa: T201


main()
