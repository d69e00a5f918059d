"""What a mediation hands to a court, a notary or an arbitration institution, and what they answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7
from zhidun.mediation.models.matter import Mediation


class ReferralKind(models.TextChoices):
    """What is asked of the outside party."""

    CONFIRMATION = "confirmation", "司法确认"
    ENFORCEMENT = "enforcement", "强制执行"
    CLAIM = "claim", "起诉材料"
    NOTARISE = "notarise", "赋予强制执行效力公证"
    ARBITRATION = "arbitration", "仲裁"


class Referral(models.Model):
    """A matter handed to an outside party (转送): its data is what that party needs, never what was said in a room."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="referrals")
    kind = models.CharField(max_length=20, choices=ReferralKind.choices)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=time.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    paper_number = models.CharField(max_length=80, blank=True, db_default="")
    paper_on = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mediation", "kind"], name="referral_one_open", condition=Q(answered_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.kind}"
