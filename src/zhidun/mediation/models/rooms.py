"""What is said: the joint room and one separate room a side; notes of the mediator."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class Side(models.TextChoices):
    """The two sides (双方)."""

    COMPLAINANT = "complainant", "请求人"
    RESPONDENT = "respondent", "被请求人"


class RoomKind(models.TextChoices):
    """The rooms (调解室): joint, or a side alone with the mediator (背对背)."""

    JOINT = "joint", "共同"
    COMPLAINANT = "complainant", "请求人单独"
    RESPONDENT = "respondent", "被请求人单独"


class RoomMessage(models.Model):
    """Something said in a room (调解发言). Nobody outside the room ever reads it."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    mediation = models.ForeignKey("mediation.Mediation", on_delete=models.PROTECT, related_name="messages")
    room = models.CharField(max_length=12, choices=RoomKind.choices)
    author_key = models.CharField(max_length=120)
    author_name = models.CharField(max_length=200)
    author_part = models.CharField(max_length=12)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=time.now)
    key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  NULL = no key

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mediation", "author_key", "key"], name="roommessage_once", condition=Q(key__isnull=False)
            ),
        )
        indexes = (models.Index(fields=["mediation", "room", "id"], name="roommessage_room"),)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.room}"


class RoomItem(models.Model):
    """A file shown in a room (调解材料)."""

    message = models.ForeignKey(RoomMessage, on_delete=models.PROTECT, related_name="files")
    item = models.ForeignKey("evidence.Item", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["message", "item"], name="roomitem_once"),)

    def __str__(self) -> str:
        return f"{self.message_id} {self.item_id}"


class MediatorNote(models.Model):
    """A note of the mediator for themselves (调解员札记): no side reads it."""

    mediation = models.ForeignKey("mediation.Mediation", on_delete=models.PROTECT, related_name="notes")
    author_id = models.BigIntegerField()
    body = models.TextField()
    at = models.DateTimeField(default=time.now)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.at}"
