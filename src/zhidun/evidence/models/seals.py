"""What is sealed in the public log, the heads that were signed, their time stamps, and what went wrong."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel.ids import uuid7


class Seal(models.Model):
    """A thing committed to the public log (存证). Pending while `index` is empty; never changed otherwise.

    The log holds `entry`: salted commitments and no fact. Manifest, salt and digest can be erased (个人信息保护法 47);
    the log stays whole and says nothing any more.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    object_key = models.CharField(max_length=160)
    office = models.CharField(max_length=60, blank=True)
    sealed_at = models.DateTimeField()
    sealed_by = models.CharField(max_length=100, help_text="key of the actor")
    file_sha256 = models.CharField(max_length=64, blank=True, help_text="digest of the sealed file, if it is a file")
    manifest = models.TextField(blank=True, help_text="canonical JSON (RFC 8785); empty once erased")
    salt = models.BinaryField(null=True)
    entry = models.BinaryField(help_text="bytes of the log's entry")
    index = models.BigIntegerField(null=True, unique=True, help_text="place in the log, from zero")
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "object_key"], name="evidence_seal_once"),
            models.CheckConstraint(
                name="evidence_seal_whole_or_erased",
                condition=(Q(erased_at=None) & ~Q(manifest="") & Q(salt__isnull=False))
                | (Q(erased_at__isnull=False) & Q(manifest="", file_sha256="", salt=None)),
            ),
        )
        indexes = (
            # the sequencer asks for what has no place yet; nearly all rows have one
            models.Index(fields=["id"], name="evidence_seal_pending", condition=Q(index=None)),
            # the public page asks by digest
            models.Index(fields=["file_sha256"], name="evidence_seal_by_file", condition=~Q(file_sha256="")),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_key}"


class LedgerCheckpoint(models.Model):
    """A signed head of the log (检查点) with the cosignatures it has so far; `quorum_at`: when they were enough."""

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    text = models.TextField(help_text="what is signed and time-stamped: origin, size, root")
    note = models.TextField(help_text="the signed note with its cosignatures")
    signed_at = models.DateTimeField()
    quorum_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["size"], name="evidence_checkpoint_quorum", condition=Q(quorum_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.size} {self.root[:12]}"


class WitnessState(models.Model):
    """What we know of a witness (见证人): the size it last cosigned, and since when it fails."""

    name = models.CharField(max_length=200, unique=True)
    size = models.BigIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    failures = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.name


class TokenState(models.TextChoices):
    """Where a time stamp stands."""

    QUEUED = "queued", "排队中"
    GRANTED = "granted", "已取得"
    FAILED = "failed", "未取得"


class TimeStampToken(models.Model):
    """A trusted time stamp (可信时间戳, RFC 3161) on a checkpoint by one authority; asked again until it is there."""

    checkpoint = models.ForeignKey(LedgerCheckpoint, on_delete=models.PROTECT, related_name="tokens")
    authority = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=TokenState.choices, default=TokenState.QUEUED)
    token = models.BinaryField(null=True)
    stamped_at = models.DateTimeField(null=True, blank=True, help_text="time in the token")
    tries = models.IntegerField(default=0)
    not_before = models.DateTimeField()
    fault = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["checkpoint", "authority"], name="evidence_one_token_an_authority"),
            models.CheckConstraint(
                name="evidence_token_granted_has_bytes",
                condition=~Q(state=TokenState.GRANTED) | (Q(token__isnull=False) & Q(stamped_at__isnull=False)),
            ),
        )
        indexes = (
            models.Index(fields=["not_before"], name="evidence_token_due", condition=Q(state=TokenState.QUEUED)),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.authority} {self.state}"


class LedgerAlarm(models.Model):
    """Something about the log a person must look at (存证告警): a lying witness, a store behind what was signed."""

    code = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    detail_zh = models.CharField(max_length=600)
    detail_en = models.CharField(max_length=600)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.IntegerField(default=1)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["code", "subject"], name="evidence_one_open_alarm", condition=Q(cleared_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"
