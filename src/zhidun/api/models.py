"""What the API door remembers of a call, so that a repeated one gets the first answer."""

from __future__ import annotations

from django.db import models

from zhidun.kernel import time


class RepeatableCall(models.Model):
    """A writing call with an Idempotency-Key: the fingerprint of its request and what the next one is to get.

    The row is written in the transaction of the effect; `body` never holds a secret.
    """

    caller = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=time.now, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["caller", "key"], name="repeatable_call_once"),)

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
