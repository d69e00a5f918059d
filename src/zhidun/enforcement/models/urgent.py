"""The urgent lane: minutes, not days."""

from __future__ import annotations

from django.db import models

from zhidun.kernel.ids import uuid7


class UrgentGround(models.TextChoices):
    """Why a case goes first."""

    FOOD = "food"
    DRUG = "drug"
    HEALTH = "health"
    LIVE_EVENT = "live_event"


class UrgentCall(models.Model):
    """A case in the urgent lane (应急快速保护): called, taken by an officer, done, each with its moment.

    `take_by` and `act_by` come from the city's own table; they are targets of the house, not of law.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="urgent")
    ground = models.CharField(max_length=20, choices=UrgentGround.choices)
    note = models.CharField(max_length=300, blank=True)
    event_ends_at = models.DateTimeField(null=True, blank=True)
    called_by = models.CharField(max_length=120)
    called_at = models.DateTimeField()
    take_by = models.DateTimeField()
    act_by = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.TextField(blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["act_by"], name="urgent_open", condition=models.Q(done_at__isnull=True)),)

    def __str__(self) -> str:
        return f"{self.ground} {self.case_id}"
