"""Moves (办理记录): the timeline that is only ever appended, and the approvals that stand before some of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.cases.models.case import Case
from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class Move(models.Model):
    """One step taken in a case: who, when, from where to where, on which facts and which law (办理记录).

    Never edited and never deleted (a trigger refuses both). A correction is a further move whose `corrects` names
    the old one. `seq` is dense within a case, starting at 1.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    seq = models.PositiveIntegerField()
    step = models.CharField(max_length=80)
    from_state = models.CharField(max_length=80, blank=True)
    to_state = models.CharField(max_length=80)
    actor_key = models.CharField(max_length=120)
    actor_name = models.CharField(max_length=200)
    approved_by = models.JSONField(default=list, blank=True)
    office = models.ForeignKey("access.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=time.now)
    facts = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    law = models.JSONField(default=list, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  NULL = no key
    request_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "seq"], name="move_dense"),
            models.UniqueConstraint(
                fields=["case", "idempotency_key"], name="move_idempotent", condition=Q(idempotency_key__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.step}"


class ApprovalState(models.TextChoices):
    """Where a request for approval stands."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Vote(models.TextChoices):
    """What an approver said."""

    APPROVE = "approve"
    REJECT = "reject"


class Approval(models.Model):
    """A step prepared by its maker that waits for its approvers (审批): four eyes, all without conflict.

    `roles` are the role keys that must each approve once. Nothing of the step takes effect before the last of them.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="approvals")
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    step = models.CharField(max_length=80)
    roles = models.JSONField()
    facts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    corrects = models.CharField(max_length=40, blank=True)
    maker_id = models.BigIntegerField(null=True)
    maker_key = models.CharField(max_length=120)
    maker_name = models.CharField(max_length=200)
    requested_at = models.DateTimeField(default=time.now)
    state = models.CharField(max_length=20, choices=ApprovalState.choices, default=ApprovalState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    move = models.ForeignKey(Move, null=True, blank=True, on_delete=models.PROTECT, related_name="approval")

    class Meta:
        constraints = (
            # one open request a step: a second would let two approvers take the step twice
            models.UniqueConstraint(fields=["case", "step"], name="approval_open_once", condition=Q(state="open")),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.state}"


class ApprovalVote(models.Model):
    """One approver's word on a request (审批意见)."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="votes")
    role = models.CharField(max_length=60)
    account_id = models.BigIntegerField()
    actor_key = models.CharField(max_length=120)
    actor_name = models.CharField(max_length=200)
    vote = models.CharField(max_length=20, choices=Vote.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["approval", "account_id"], name="vote_once_a_person"),
            models.UniqueConstraint(fields=["approval", "role"], name="vote_once_a_role"),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.vote}"
