"""Campaigns: a field, units, dates and targets; their results are counted from the cases."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"


class Campaign(models.Model):
    """A campaign (专项行动): what it aims at, when, who leads it. `published`: has a page for everybody."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    scope_zh = models.TextField()
    scope_en = models.TextField()
    kinds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    links = models.CharField(max_length=200, blank=True)
    groups = models.CharField(max_length=200, blank=True)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=20, choices=CampaignState.choices, default=CampaignState.PLANNED)
    published = models.BooleanField(default=False)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=time.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="campaign_dates"),)

    def __str__(self) -> str:
        return self.title_zh


class CampaignUnit(models.Model):
    """An office in a campaign (参与单位) with its targets."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="units")
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    target_cases = models.PositiveIntegerField(default=0)
    target_inspections = models.PositiveIntegerField(default=0)
    inspections = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["campaign", "office"], name="campaignunit_once"),)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.office_id}"


class CampaignCase(models.Model):
    """A case counted in a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="campaigns")
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["campaign", "case"], name="campaigncase_once"),)
        indexes = (models.Index(fields=["campaign", "-id"], name="campaigncase_list"),)

    def __str__(self) -> str:
        return f"{self.campaign_id}:{self.case_id}"
