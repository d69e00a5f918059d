"""What people made public or adopted: early warnings, thresholds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel.ids import uuid7


class EarlyWarning(models.Model):
    """A warning for everybody (预警信息), by field of goods and by district; withdrawn with a reason, never gone.

    `hits`: suspected infringements that people had found when it was published; it names no listing and no seller.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    body_zh = models.TextField()
    body_en = models.TextField()
    field = models.CharField(max_length=20, help_text="key of `radar/settings.yaml`")
    district = models.CharField(max_length=12, blank=True, help_text="empty: the whole city")
    hits = models.IntegerField(default=0)
    published_by = models.CharField(max_length=100)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="radar_warning_withdrawn_why", condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why="")
            ),
        )
        indexes = (models.Index(fields=["-published_at"], name="radar_warning_newest"),)

    def __str__(self) -> str:
        return self.title_zh


class AdoptedThreshold(models.Model):
    """The score from which a hit is told, as a person adopted it on a calibration report (采纳的阈值); appended."""

    value = models.FloatField()
    scorer = models.CharField(max_length=40)
    report = models.JSONField(default=dict, help_text="the calibration report it rests on")
    reason = models.CharField(max_length=1000)
    adopted_by = models.CharField(max_length=100)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="radar_threshold_range", condition=Q(value__gt=0) & Q(value__lte=1)),
        )

    def __str__(self) -> str:
        return f"{self.value:.2f}"
