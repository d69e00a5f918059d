"""Rows of the room: claim charts, one row a version."""

from __future__ import annotations

from django.db import models

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class ClaimChart(models.Model):
    """One version of a claim chart on a case (构成要件比对表). Append-only: the next version is a new row.

    `law_on`: the day whose law the elements were read by. `mark`, `sign`, `score`: the similarity of two signs as the
    machine counted it, shown beside the elements and never in their place.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    n = models.PositiveIntegerField()
    law_on = models.DateField()
    elements = models.JSONField(default=dict, help_text="{element: {verdict, fact, items, proofs}}")
    defences = models.JSONField(default=dict, help_text="{defence: {state, words, items}}")
    mark = models.CharField(max_length=200, blank=True)
    sign = models.CharField(max_length=200, blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=120)
    made_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "act", "n"], name="claimchart_version"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.act} v{self.n}"
