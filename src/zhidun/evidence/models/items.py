"""Stored bytes, items handed in, who held them, previews made of them."""

from __future__ import annotations

from django.db import models

from zhidun.kernel.ids import uuid7


class ItemState(models.TextChoices):
    """Whether an item may be opened."""

    CLEAN = "clean", "可打开"
    QUARANTINED = "quarantined", "已隔离"


class Source(models.TextChoices):
    """How an item came into the house."""

    UPLOAD = "upload", "上传"
    COUNTER = "counter", "窗口提交"
    CAPTURE = "capture", "取证采集"
    TRANSFER = "transfer", "其他机关移送"
    GENERATED = "generated", "系统生成"


class PreviewKind(models.TextChoices):
    """What a derived copy shows."""

    IMAGE = "image", "图像预览"
    TEXT = "text", "文字预览"


class Blob(models.Model):
    """Bytes as they came, named by their SHA-256; never changed (电子数据的原始内容)."""

    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Item(models.Model):
    """One piece of electronic evidence as somebody handed it in (电子数据, 市场监督管理行政处罚程序规定)."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="items")
    filename = models.CharField(max_length=200)
    declared_type = models.CharField(max_length=100, blank=True)
    detected_type = models.CharField(max_length=100)
    state = models.CharField(max_length=12, choices=ItemState.choices)
    finding = models.CharField(max_length=40, blank=True, help_text="stable code of why it is quarantined")
    reason_zh = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)
    remedy_zh = models.CharField(max_length=300, blank=True)
    remedy_en = models.CharField(max_length=300, blank=True)
    uploaded_by = models.CharField(max_length=100, help_text="key of the actor")
    uploaded_at = models.DateTimeField()
    note = models.CharField(max_length=2000, blank=True)
    captured_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.UPLOAD)
    made_with = models.UUIDField(null=True, blank=True, help_text="the capture that made this item and others together")
    part = models.CharField(max_length=20, blank=True, help_text="which part of what was made: report, screenshot, …")
    page_count = models.IntegerField(null=True, blank=True)
    examined_at = models.DateTimeField(null=True, blank=True, help_text="when the child process looked into it")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="evidence_item_quarantine_has_reason",
                condition=models.Q(state=ItemState.CLEAN) | (~models.Q(reason_zh="") & ~models.Q(remedy_zh="")),
            ),
        )
        indexes = (
            models.Index(fields=["uploaded_by", "-uploaded_at"], name="evidence_item_by_actor"),
            models.Index(fields=["made_with"], name="evidence_item_made_with", condition=~models.Q(made_with=None)),
            # the examiner asks for what was not looked into yet; nearly all rows have been
            models.Index(fields=["id"], name="evidence_item_unexamined", condition=models.Q(examined_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.filename} ({self.blob})"


class CustodyEvent(models.Model):
    """One link of the chain of custody (证据保管链): appended, never changed; the database refuses otherwise."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="custody")
    seq = models.IntegerField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=100)
    actor_name_zh = models.CharField(max_length=100, blank=True)
    actor_name_en = models.CharField(max_length=100, blank=True)
    action = models.CharField(max_length=40)
    note = models.CharField(max_length=2000, blank=True)
    sha256 = models.CharField(max_length=64, help_text="digest of the bytes at this moment")

    class Meta:
        ordering = ["item_id", "seq"]  # noqa: RUF012
        constraints = (models.UniqueConstraint(fields=["item", "seq"], name="evidence_custody_one_row_a_seq"),)

    def __str__(self) -> str:
        return f"{self.item_id}#{self.seq} {self.action}"


class Preview(models.Model):
    """A derived copy that is safe to show: re-encoded, without metadata; never evidence itself."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="previews")
    kind = models.CharField(max_length=8, choices=PreviewKind.choices)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="previews")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "kind"], name="evidence_one_preview_a_kind"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"
