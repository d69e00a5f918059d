"""Hits, the verdicts of people on them, and the traces by which one seller is met again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel.ids import uuid7
from zhidun.radar.models.sweeps import Sweep, Watch


class HitState(models.TextChoices):
    """How far a hit was taken."""

    NEW = "new", "待判断"
    SEALED = "sealed", "已固定"
    CASE = "case", "已立件"


class VerdictKind(models.TextChoices):
    """What a person found; only a person finds it."""

    INFRINGING = "infringing", "涉嫌侵权"
    LICENSED = "licensed", "已获许可"
    OWN = "own", "权利人自用"
    FAIR = "fair", "正当使用"
    UNCLEAR = "unclear", "暂不能判断"


class Hit(models.Model):
    """A listing that is like what a watch guards, with the reasons (监测命中); never a finding of infringement.

    `key` is one for a feed, a listing and a right: a listing met again makes no second hit. `part` is the part of the
    title that is like the mark. `seller` holds what the listing says of who offers it. `original` are the picture's
    bytes as they came, `thumbnail` a small copy without metadata.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.CharField(max_length=32, unique=True)
    sweep = models.ForeignKey(Sweep, on_delete=models.PROTECT, related_name="found")
    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="hits")
    right = models.ForeignKey("rights.Right", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    right_text = models.CharField(max_length=300, blank=True)
    feed_id = models.CharField(max_length=300)
    line = models.IntegerField(default=0)
    title = models.CharField(max_length=1000, blank=True)
    part = models.CharField(max_length=300, blank=True)
    seller = models.JSONField(default=dict)
    score = models.FloatField()
    factors = models.JSONField(default=list)
    sentence_zh = models.TextField(blank=True)
    sentence_en = models.TextField(blank=True)
    original = models.BinaryField(null=True, blank=True)
    thumbnail = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=HitState.choices, default=HitState.NEW)
    verdict = models.CharField(max_length=12, choices=VerdictKind.choices, blank=True, help_text="the last one")
    items = models.JSONField(default=list, help_text="evidence items sealed of it")
    capture = models.UUIDField(null=True, blank=True, help_text="the capture of its link that was asked for last")
    captured = models.JSONField(default=list, help_text="evidence items that captures of its link made")
    case_number = models.CharField(max_length=40, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="radar_hit_score", condition=Q(score__gte=0) & Q(score__lte=1)),
            models.CheckConstraint(name="radar_hit_case_named", condition=~Q(state="case") | ~Q(case_number="")),
        )
        indexes = (
            models.Index(fields=["state", "-score"], name="radar_hit_list"),
            models.Index(fields=["watch", "-score"], name="radar_hit_of_watch"),
            models.Index(fields=["right"], name="radar_hit_of_right"),
            # a capture that is done asks for its hit; nearly no hit has one
            models.Index(fields=["capture"], name="radar_hit_of_capture", condition=Q(capture__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.score:.2f} {self.title[:40]}"


class Verdict(models.Model):
    """What a person found on a hit, appended (研判结论): a later one stands, the earlier ones stay."""

    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=12, choices=VerdictKind.choices)
    note = models.CharField(max_length=1000, blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["made_at"], name="radar_verdict_by_month"),)

    def __str__(self) -> str:
        return f"{self.hit_id} {self.verdict}"


class TraceKind(models.TextChoices):
    """By what one seller is met again."""

    NAME = "name", "名称"
    CODE = "code", "信用代码"
    PHONE = "phone", "电话"
    PAYEE = "payee", "收款账户"
    PICTURE = "picture", "图片"


class SellerTrace(models.Model):
    """One thing by which the seller of a hit can be met again (卖家线索): name, code, phone, payee, picture."""

    hit = models.ForeignKey(Hit, on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=8, choices=TraceKind.choices)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["hit", "kind", "value"], name="radar_trace_once"),)
        indexes = (models.Index(fields=["kind", "value"], name="radar_trace_by_value"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
