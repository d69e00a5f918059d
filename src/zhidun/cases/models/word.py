"""Words that go out and come in: messages with a party, internal notes, notices, and the outbox behind them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.cases.models.case import Case, CaseParty
from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class Side(models.TextChoices):
    """Who wrote a message."""

    PARTY = "party"
    OFFICE = "office"


class Message(models.Model):
    """A message between the office and one party of the case (往来消息); other parties never see it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    party = models.ForeignKey(CaseParty, on_delete=models.PROTECT, related_name="messages")
    from_side = models.CharField(max_length=10, choices=Side.choices)
    sender_key = models.CharField(max_length=120)
    sender_name = models.CharField(max_length=200)
    body = models.TextField()
    sent_at = models.DateTimeField(default=time.now)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=120, blank=True)
    idempotency_key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  NULL = no key

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "idempotency_key"],
                name="message_idempotent",
                condition=Q(idempotency_key__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["case"], name="message_unread", condition=Q(read_at__isnull=True)),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.from_side} {self.sent_at:%Y-%m-%d}"


class MessageItem(models.Model):
    """A file sent with a message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey("evidence.Item", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["message", "item"], name="messageitem_once"),)

    def __str__(self) -> str:
        return f"{self.message_id}:{self.item_id}"


class Note(models.Model):
    """A remark inside the office (内部批注): never shown to a party, never part of a paper."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    author_key = models.CharField(max_length=120)
    author_name = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(default=time.now)

    def __str__(self) -> str:
        return f"{self.case_id} {self.author_name}"


class OutboxState(models.TextChoices):
    """Where a delivery stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Outbox(models.Model):
    """An effect outside the database, written with the row that causes it and delivered at least once.

    `key` goes with the delivery, so that a receiver can tell a repeat.
    """

    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=20)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="outbox")
    account = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(CaseParty, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject_zh = models.CharField(max_length=300)
    subject_en = models.CharField(max_length=300)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    made_at = models.DateTimeField(default=time.now)
    state = models.CharField(max_length=20, choices=OutboxState.choices, default=OutboxState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=time.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = (
            # the delivery job reads what is due and nothing else
            models.Index(fields=["next_try_at"], name="outbox_due", condition=Q(state="queued")),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.key} {self.state}"


class Notice(models.Model):
    """A notice in a person's own box (站内通知); one for each delivery, however often it is repeated."""

    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="notice")
    account = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(CaseParty, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject_zh = models.CharField(max_length=300)
    subject_en = models.CharField(max_length=300)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    at = models.DateTimeField(default=time.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["account", "-at"], name="notice_box"),
            models.Index(fields=["account", "-at"], name="notice_unread", condition=Q(read_at__isnull=True)),
        )

    def __str__(self) -> str:
        return self.subject_zh
