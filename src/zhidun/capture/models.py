"""Pages that were asked to be captured, and lists of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel.ids import uuid7


class How(models.TextChoices):
    """The way a page is captured."""

    BROWSER = "browser", "浏览器"
    HTTP = "http", "仅HTTP"


class CaptureState(models.TextChoices):
    """Where a capture stands."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "固定中"
    DONE = "done", "已固定"
    REFUSED = "refused", "未能固定"
    CANCELLED = "cancelled", "已取消"


class ListState(models.TextChoices):
    """Where a list of captures stands."""

    RUNNING = "running", "进行中"
    PAUSED = "paused", "已暂停"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


class CaptureList(models.Model):
    """Addresses handed in together to be captured one after another (批量固定); a bad row spoils no other."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    filename = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.RUNNING)
    asked_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    case_number = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (models.Index(fields=["asked_by", "-asked_at"], name="capture_list_by_account"),)

    def __str__(self) -> str:
        return f"{self.filename} {self.state}"


class Capture(models.Model):
    """One web page asked to be fixed as evidence (网页取证固定), and what became of it.

    What it makes are evidence items (`Item.made_with`); a refusal keeps its reason and remedy: the attempt is a fact.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    batch = models.ForeignKey(CaptureList, null=True, blank=True, on_delete=models.PROTECT, related_name="captures")
    row = models.IntegerField(default=0, help_text="row of the list, from 1")
    url = models.CharField(max_length=2100)
    how = models.CharField(max_length=8, choices=How.choices)
    video = models.BooleanField(default=False)
    case_number = models.CharField(max_length=40, blank=True, help_text="the case whose file takes what is made")
    state = models.CharField(max_length=10, choices=CaptureState.choices, default=CaptureState.QUEUED)
    asked_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.IntegerField(default=0)
    status = models.IntegerField(null=True, blank=True, help_text="HTTP status of the page")
    final_url = models.CharField(max_length=2100, blank=True)
    title = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=list, help_text="what was left out or unusual, in both languages")
    code = models.CharField(max_length=60, blank=True, help_text="stable code of the refusal")
    reason_zh = models.CharField(max_length=600, blank=True)
    reason_en = models.CharField(max_length=600, blank=True)
    remedy_zh = models.CharField(max_length=400, blank=True)
    remedy_en = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="capture_refused_has_reason",
                condition=~Q(state=CaptureState.REFUSED) | (~Q(reason_zh="") & ~Q(reason_en="")),
            ),
            models.UniqueConstraint(fields=["batch", "row"], name="capture_row_once", condition=Q(batch__isnull=False)),
        )
        indexes = (
            models.Index(fields=["asked_by", "-asked_at"], name="capture_by_account"),
            models.Index(fields=["case_number"], name="capture_by_case", condition=~Q(case_number="")),
            # the jobs ask for what is open; nearly all rows are not
            models.Index(fields=["batch", "row"], name="capture_open", condition=Q(state__in=["queued", "running"])),
        )

    def __str__(self) -> str:
        return f"{self.url[:80]} {self.state}"
