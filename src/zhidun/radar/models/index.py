"""The index of rights by what they sound, look and mean like, kept in the transactions of the registry itself."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField, HnswIndex

from zhidun.kernel.ids import uuid7

PICTURE_WIDTH: Final = 640
"""Numbers of a picture's vector, zeros behind those of the eyes."""
MEANING_WIDTH: Final = 512


class IndexedMark(models.Model):
    """One text under which a right can be recognised (检索标识): its title, its English title, its published form.

    `version` is that of the keys it was made with; `meaning_at` is empty until its meaning was read; `pictured`: it was
    read in the right's picture.
    """

    right = models.ForeignKey("rights.Right", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    classes = models.CharField(max_length=300, blank=True)
    version = models.IntegerField()
    pictured = models.BooleanField(default=False)
    meaning_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["right", "text"], name="radar_mark_once"),)
        indexes = (
            # jobs ask for what is not read yet; nearly all rows are
            models.Index(fields=["id"], name="radar_mark_unread", condition=Q(meaning_at__isnull=True)),
        )

    def __str__(self) -> str:
        return self.text


class MarkKey(models.Model):
    """One key of a mark on one channel, such as its syllables (检索键); marks that may be alike share one."""

    mark = models.ForeignKey(IndexedMark, on_delete=models.CASCADE, related_name="keys")
    channel = models.SmallIntegerField()
    key = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["channel", "key"], name="radar_key", include=["mark"]),)

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class MarkPicture(models.Model):
    """One part of a picture of a right as a vector, and the picture's copy mark (权利图样向量); the bytes are evidence.

    `place` 0 is the whole, which also holds the text that stands in the picture; `part` says what the others are.
    `read_at` of the whole is empty until a job has read that text: reading takes too long for the right's transaction.
    """

    right = models.ForeignKey("rights.Right", on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    mode = models.CharField(max_length=8, help_text="logo | design")
    place = models.SmallIntegerField(default=0)
    part = models.CharField(max_length=20, default="whole")
    written = models.CharField(max_length=300, blank=True)
    words_share = models.FloatField(default=0.0, help_text="part of the drawing that the text is")
    read_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField()
    embedding = HalfVectorField(dimensions=PICTURE_WIDTH)
    copy_mark = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["right", "sha256", "mode", "place"], name="radar_picture_part_once"),
        )
        indexes = (
            HnswIndex(
                name="radar_picture_near", fields=["embedding"], m=24, ef_construction=96, opclasses=["halfvec_ip_ops"]
            ),
            models.Index(fields=["id"], name="radar_picture_unread", condition=Q(place=0, read_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.right_id} {self.mode} {self.sha256[:12]}"


class MarkMeaning(models.Model):
    """What a mark means, as a vector that is near for like meanings in Chinese and English (含义向量)."""

    mark = models.OneToOneField(IndexedMark, on_delete=models.CASCADE, related_name="meaning")
    embedding = HalfVectorField(dimensions=MEANING_WIDTH)

    class Meta:
        indexes = (
            HnswIndex(
                name="radar_meaning_near", fields=["embedding"], m=24, ef_construction=96, opclasses=["halfvec_ip_ops"]
            ),
        )

    def __str__(self) -> str:
        return str(self.mark_id)


class RunState(models.TextChoices):
    """How far a rebuild is."""

    RUNNING = "running", "进行中"
    DONE = "done", "已完成"


class IndexRun(models.Model):
    """One rebuild of the whole index, with its progress (重建索引); it goes on after the last right that was done."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    last_right = models.BigIntegerField(default=0)
    asked_by = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="radar_one_rebuild"),
        )

    def __str__(self) -> str:
        return f"{self.done}/{self.total} {self.state}"
