"""Uploads that are under way and can go on after a lost connection."""

from __future__ import annotations

from django.db import models

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class PartUpload(models.Model):
    """A file that arrives in pieces (续传中的文件): how much of it is here. It becomes an item when it is whole.

    Only the holder of the key may go on with it; the key's hash is kept. Nothing of it counts as received before that.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, unique=True)
    filename = models.CharField(max_length=300)
    declared_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(default=time.now)

    def __str__(self) -> str:
        return f"{self.public_id} {self.received}/{self.size}"
