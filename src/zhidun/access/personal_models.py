"""Rows about a person's own way of working: choices, absences, the address of their calendar feed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhidun.kernel import time


class Preference(models.Model):
    """A choice somebody made for their own pages (个人设置): columns of a list, which notices reach them."""

    account = models.ForeignKey("access.Account", on_delete=models.CASCADE, related_name="preferences")
    key = models.CharField(max_length=60)
    value = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="preference_once"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.key}"


class Absence(models.Model):
    """Days on which somebody is away and who stands in (离岗代理).

    The substitute sees the work, with their own powers only. Both days are inside. Ended early, never deleted.
    """

    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="stands_in")
    from_on = models.DateField()
    to_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=time.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(account=F("substitute")), name="absence_by_another"),
        )
        indexes = (
            models.Index(fields=["substitute", "to_on"], name="absence_stand_in", condition=Q(ended_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.account_id} → {self.substitute_id} {self.from_on}/{self.to_on}"


class FeedKey(models.Model):
    """The secret in the address of somebody's calendar feed (日历订阅地址): its hash; a new one ends the old."""

    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="feeds")
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=time.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account"], name="feed_one_open", condition=Q(revoked_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%F}"


class CityMap(models.Model):
    """An approved map of the city's units (经审核的地图) with its review number; replaced, never deleted."""

    review_number = models.CharField(max_length=60)
    filename = models.CharField(max_length=200)
    rings = models.JSONField()
    made_by = models.CharField(max_length=120)
    made_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=time.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["review_number"], name="citymap_in_use", condition=Q(replaced_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.review_number
