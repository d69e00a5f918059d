"""Rows of the room. None of them knows who the reporter is: that lies in the vault under a pseudonym."""

from __future__ import annotations

from django.db import models

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class Reward(models.Model):
    """The reward for one report (举报奖励): its course is `case`, a case of the procedure report-reward.

    One report is rewarded once (一事一奖): the unique key on `report` holds that even when two officers open at once.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    report = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=time.now)
    proposed_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"reward {self.case_id}"


class PayoutCode(models.Model):
    """The code that finance pays against (领取码): shown once to the reporter, only its keyed hash is kept.

    A code asked for again replaces the former one.
    """

    reward = models.OneToOneField(Reward, on_delete=models.PROTECT, related_name="payout_code")
    hash = models.CharField(max_length=200)
    issued_at = models.DateTimeField(default=time.now)

    def __str__(self) -> str:
        return f"payout code of {self.reward_id}"


class Payout(models.Model):
    """Money handed out (发放): one a reward, never two, whatever the doors do."""

    reward = models.OneToOneField(Reward, on_delete=models.PROTECT, related_name="payout")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid_on = models.DateField()
    voucher = models.CharField(max_length=80)
    paid_by = models.CharField(max_length=120)
    approved_by = models.CharField(max_length=200)
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(amount__gt=0), name="payout_above_zero"),)

    def __str__(self) -> str:
        return f"{self.amount} {self.reward_id}"
