"""Goods held by the authority, article by article."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7
from zhidun.kernel.money import rounded


class InventoryLine(models.Model):
    """One article of a seizure or registered preservation (财物清单): name, quantity, value, storage place.

    A line taken off the list stays in the table with the reason. `unit_value` is yuan for one unit.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="inventory")
    article = models.CharField(max_length=200)
    specification = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=20)
    unit_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    storage_place = models.CharField(max_length=200)
    seal_number = models.CharField(max_length=60, blank=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=time.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="inventoryline_quantity"),
            models.CheckConstraint(
                condition=models.Q(unit_value__isnull=True) | models.Q(unit_value__gte=0), name="inventoryline_value"
            ),
        )
        indexes = (models.Index(fields=["case", "id"], name="inventoryline_case"),)

    def __str__(self) -> str:
        return f"{self.article} {self.quantity}{self.unit}"

    @property
    def value(self) -> Decimal | None:
        """Return quantity times value, yuan; None where the value is not known."""
        return None if self.unit_value is None else rounded(self.unit_value * self.quantity)
