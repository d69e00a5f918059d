"""Type cases: similar cases an officer grouped, with the model case that fills in the others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class TypeGroup(models.Model):
    """A group of type cases (类案组): proposed by the system, confirmed by `confirmed_by`. `model_case` comes first."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    model_case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    confirmed_by = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField(default=time.now)

    class Meta:
        indexes = (models.Index(fields=["office", "-id"], name="typegroup_list"),)

    def __str__(self) -> str:
        return f"{self.office_id}:{self.model_case_id}"


class TypeGroupCase(models.Model):
    """A case in a group of type cases; taken out again with a reason. A case is in one group at a time."""

    group = models.ForeignKey(TypeGroup, on_delete=models.PROTECT, related_name="members")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="type_groups")
    left_at = models.DateTimeField(null=True, blank=True)
    left_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(left_at__isnull=True), name="typegroupcase_one"),
        )

    def __str__(self) -> str:
        return f"{self.group_id}:{self.case_id}"
