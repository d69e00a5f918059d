"""Genuine-product codes (正品码): batches and what buyers asked. Codes are never stored: a key makes them."""

from __future__ import annotations

from django.db import models

from zhidun.deposit.models.chain import Deal
from zhidun.deposit.models.work import Deposit
from zhidun.kernel.ids import uuid7


class CodeBatch(models.Model):
    """A batch of genuine-product codes (正品码批次) issued by an owner, or by a licensee within the licence."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    ref = models.CharField(max_length=4, unique=True)
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="batches")
    licence = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.PROTECT, related_name="batches")
    issuer = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    issuer_name = models.CharField(max_length=200)
    product = models.CharField(max_length=120)
    details = models.CharField(max_length=500, blank=True)
    quantity = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=80, blank=True)
    revoke_reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.ref} {self.product}"


class CodeUse(models.Model):
    """A code that was asked about (正品码查验), by its place in the batch: since when, how often, how many places."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.PROTECT, related_name="uses")
    serial = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    checks = models.PositiveIntegerField(default=1)
    places = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "serial"], name="deposit_code_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.serial}"


class CodeSighting(models.Model):
    """From where a code was asked about (查验地点): a keyed hash of the network, never the address itself."""

    use = models.ForeignKey(CodeUse, on_delete=models.CASCADE, related_name="sightings")
    place = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["use", "place"], name="deposit_sighting_once"),)

    def __str__(self) -> str:
        return f"{self.use_id} {self.place[:8]}"
