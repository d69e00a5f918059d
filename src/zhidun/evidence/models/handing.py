"""Hand-overs of custody: offered by one side, confirmed by the other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.evidence.models.items import Item
from zhidun.kernel.ids import uuid7


class HandOverState(models.TextChoices):
    """Where a hand-over stands."""

    OFFERED = "offered", "待接收"
    ACCEPTED = "accepted", "已接收"
    DECLINED = "declined", "未接收"
    WITHDRAWN = "withdrawn", "已撤回"


class HandOver(models.Model):
    """Custody of an item passed from one officer to another (证据移交); it counts only once both sides confirmed."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="hand_overs")
    state = models.CharField(max_length=10, choices=HandOverState.choices, default=HandOverState.OFFERED)
    giver = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    medium = models.CharField(max_length=200, blank=True, help_text="what is handed over: the file, a disk, a device")
    note = models.CharField(max_length=1000, blank=True)
    sha256 = models.CharField(max_length=64, help_text="digest the giver read")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["item"], name="evidence_one_open_hand_over", condition=Q(state=HandOverState.OFFERED)
            ),
        )
        indexes = (models.Index(fields=["receiver"], name="evidence_hand_over_open", condition=Q(state="offered")),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"
