"""Times: slots offered by the mediator, the answers of the sides, minutes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7
from zhidun.mediation.models.matter import Mediation
from zhidun.mediation.models.people import Mediator
from zhidun.mediation.models.rooms import RoomKind, Side


class SlotState(models.TextChoices):
    """Where an offered time stands."""

    OFFERED = "offered", "待选"
    BOOKED = "booked", "已约定"
    WITHDRAWN = "withdrawn", "已取消"


class Slot(models.Model):
    """A time the mediator offers (可约时段); booked when both sides take it.

    The database refuses two live slots of one mediator that overlap (exclusion constraint in 0002) and a second
    booked slot of one round.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="slots")
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="slots")
    round = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=12, choices=RoomKind.choices, default=RoomKind.JOINT)
    place = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=SlotState.choices, default=SlotState.OFFERED)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["mediation", "round"], name="slot_one_booked_a_round", condition=Q(state="booked")
            ),
        )
        indexes = (models.Index(fields=["mediation", "starts_at"], name="slot_of_mediation"),)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.starts_at:%F %R} {self.state}"


class SlotAnswer(models.Model):
    """A side says that a time fits (时段确认)."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="answers")
    side = models.CharField(max_length=12, choices=Side.choices)
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["slot", "side"], name="slotanswer_once_a_side"),)

    def __str__(self) -> str:
        return f"{self.slot_id} {self.side}"


class Minutes(models.Model):
    """What was done in a session (调解笔录): belongs to the room it was held in. Never edited; a later one corrects."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="minutes")
    room = models.CharField(max_length=12, choices=RoomKind.choices)
    held_at = models.DateTimeField()
    body = models.TextField()
    present = models.CharField(max_length=400, blank=True)
    interpreter = models.CharField(max_length=200, blank=True)
    written_by = models.CharField(max_length=200)
    at = models.DateTimeField(default=time.now)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.held_at:%F}"
