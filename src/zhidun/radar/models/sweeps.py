"""What is guarded (watches), where listings come from (feeds), and each time they are gone through (sweeps)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel.ids import uuid7


class Sensitivity(models.TextChoices):
    """How much likeness a watch asks for, beside the adopted threshold."""

    LOW = "low", "只报非常相近"
    NORMAL = "normal", "一般"
    HIGH = "high", "宁多勿漏"


class Watch(models.Model):
    """What is guarded, for whom, how closely (监测任务): a text or picture of its own, and rights of the registry.

    Rights: the one named, or all living ones of an owner, a region and classes; an empty condition asks for nothing.
    `reads`: the text in listings' pictures is read and compared too, which takes longer than the rest of a sweep.
    `account`: the right holder whose own watch it is, who alone sees its hits; empty: a watch of the offices. Of a
    holder's watch `region` is that of the sellers; paused is not active without an end, deleted has an end.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=100)
    text = models.CharField(max_length=200, blank=True)
    picture = models.UUIDField(null=True, blank=True, help_text="evidence item with the picture to be guarded")
    right = models.ForeignKey("rights.Right", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    registry = models.BooleanField(default=False, help_text="guard rights of the registry by the conditions below")
    owner = models.CharField(max_length=300, blank=True)
    region = models.CharField(max_length=12, blank=True, help_text="GB/T 2260 code; of a city: all its districts")
    classes = models.CharField(max_length=200, blank=True)
    sensitivity = models.CharField(max_length=6, choices=Sensitivity.choices, default=Sensitivity.NORMAL)
    reads = models.BooleanField(default=True, help_text="read text in the pictures of listings")
    account = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="radar_watch_own_needs_no_conditions",
                condition=Q(account__isnull=True) | (Q(registry=False) & Q(owner="")),
            ),
            models.CheckConstraint(
                name="radar_watch_guards_something",
                condition=~Q(text="") | Q(picture__isnull=False) | Q(right__isnull=False) | Q(registry=True),
            ),
        )

    def __str__(self) -> str:
        return self.name


class FeedKind(models.TextChoices):
    """How listings come in."""

    FILE = "file", "文件"
    PUSH = "push", "接口推送"
    ENDPOINT = "endpoint", "定时抓取"


class Feed(models.Model):
    """A source of listings (监测来源): files handed in, rows pushed by a platform, or an address asked now and then.

    `mapping` says where in an answer rows and fields are; `cursor` is the page to go on with.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=8, choices=FeedKind.choices)
    url = models.CharField(max_length=2000, blank=True)
    mapping = models.JSONField(default=dict)
    every_minutes = models.IntegerField(default=0)
    cursor = models.CharField(max_length=2000, blank=True)
    active = models.BooleanField(default=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    fault_zh = models.CharField(max_length=400, blank=True)
    fault_en = models.CharField(max_length=400, blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="radar_feed_address", condition=~Q(kind="endpoint") | (~Q(url="") & Q(every_minutes__gt=0))
            ),
        )

    def __str__(self) -> str:
        return self.name


class SweepState(models.TextChoices):
    """Where a sweep stands."""

    WAITING = "waiting", "等待开始"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"
    FAILED = "failed", "未能完成"


class Sweep(models.Model):
    """One pass of the rows of a feed against all watches (扫描); it goes on after the last chunk that was committed.

    `item` is the evidence item that holds the rows exactly as they came; `problems` names rows that were left out.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="sweeps")
    item = models.UUIDField()
    filename = models.CharField(max_length=200)
    watches = models.JSONField(default=list, help_text="public ids; empty: all that are active")
    state = models.CharField(max_length=10, choices=SweepState.choices, default=SweepState.WAITING)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    rows_bad = models.IntegerField(default=0)
    pictures_read = models.IntegerField(default=0, help_text="pictures whose text was read")
    reading_seconds = models.FloatField(default=0.0, help_text="what reading them took, over all processes")
    rights = models.IntegerField(default=0)
    hits = models.IntegerField(default=0, help_text="hits that were new")
    problems = models.JSONField(default=list)
    scorer = models.CharField(max_length=40, blank=True)
    started_by = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    running_since = models.DateTimeField(null=True, blank=True)
    rows_before = models.IntegerField(default=0, help_text="rows done before the present run: for the time left")
    attempts = models.IntegerField(default=0, help_text="runs in a row that began and did no rows")
    ended_at = models.DateTimeField(null=True, blank=True)
    failure_zh = models.CharField(max_length=400, blank=True)
    failure_en = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["-started_at"], name="radar_sweep_newest"),
            models.Index(fields=["id"], name="radar_sweep_open", condition=Q(state__in=["waiting", "running"])),
        )

    def __str__(self) -> str:
        return f"{self.filename} {self.rows_done}/{self.rows_total} {self.state}"
