"""Rows of the one-stop window. No row here but the vault's ciphertext knows who an anonymous reporter is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class Draft(models.Model):
    """A filing being typed: kept as typed, unchecked, encrypted; opened again by its token or by its account."""

    token_hash = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField()
    token_sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "-saved_at"])]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Filing(models.Model):
    """One submission at the window (投诉、举报、咨询), as stated; what it became is in `FilingCase`.

    For a report `answers` never holds who filed it: that lies in the vault.
    """

    class Kind(models.TextChoices):
        """What the filing is by law; clocks differ."""

        RIGHTS_COMPLAINT = "rights_complaint"
        REPORT = "report"
        CONSUMER_COMPLAINT = "consumer_complaint"
        CONSULTATION = "consultation"

    class Channel(models.TextChoices):
        """How it reached us."""

        ONLINE = "online"
        COUNTER = "counter"
        PHONE = "phone"
        LETTER = "letter"
        TRANSFER = "transfer"
        INSPECTION = "inspection"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=24, choices=Kind)
    mixed = models.BooleanField(default=False)
    channel = models.CharField(max_length=12, choices=Channel)
    answers = models.JSONField(default=dict)
    proposal = models.JSONField(default=dict)
    submitted_at = models.DateTimeField()
    filed_by = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False)
    at_office = models.ForeignKey("access.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    respondent_key = models.CharField(max_length=64, blank=True)
    right_key = models.CharField(max_length=64, blank=True)
    facts_key = models.CharField(max_length=64, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    request_key = models.CharField(max_length=64, blank=True)
    demo = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["respondent_key", "right_key"]),
            models.Index(fields=["filed_by", "-submitted_at"]),
            models.Index(fields=["at_office", "-submitted_at"]),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class FilingCase(models.Model):
    """A case that a filing became: one, or two linked ones when a mixed filing was split.

    `routing_version`: version of the local rules of assignment that was in force; 0 = the pack's table alone.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="cases")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Filing.Kind)
    parked_for = models.CharField(max_length=120, blank=True)
    pseudonym = models.CharField(max_length=24, blank=True, unique=True, null=True)
    routing_version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.kind}"


class ReceiptSecret(models.Model):
    """The keyed hash (HMAC) of the code that opens a filing's status page; the code itself is shown once.

    `replay` holds the code under the master key for one day, so that a second sending of the same form
    gets the same receipt; a job wipes it.
    """

    filing = models.OneToOneField(Filing, on_delete=models.CASCADE, related_name="secret")
    hash = models.CharField(max_length=200)
    replay = models.BinaryField(null=True)
    replay_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["replay_until"], condition=Q(replay__isnull=False), name="intake_replay_open")]

    def __str__(self) -> str:
        return f"receipt of {self.filing_id}"


class ReporterVault(models.Model):
    """Who a reporter is, AES-256-GCM under a data key of its own that the master key file wraps.

    No foreign key leads here: cases know a random pseudonym only. Destroying `wrapped_key` erases the identity.
    """

    pseudonym = models.CharField(max_length=24, unique=True)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    anonymous = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.pseudonym


class Unveiling(models.Model):
    """A request to see who a reporter is: reason, a second person, thirty minutes, each look in the audit trail."""

    class State(models.TextChoices):
        """Where the request stands; an open one also ends by time."""

        ASKED = "asked"
        OPEN = "open"
        REFUSED = "refused"
        ENDED = "ended"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    pseudonym = models.CharField(max_length=24)
    case_number = models.CharField(max_length=64)
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    ends_at = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="unveiling_second_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {self.state}"


class Visit(models.Model):
    """One person at a rights workstation: publicity, consultation, mediation, complaint, report, warning or lead."""

    class Purpose(models.TextChoices):
        """Why they came (measure 十)."""

        PUBLICITY = "publicity"
        CONSULTATION = "consultation"
        MEDIATION = "mediation"
        COMPLAINT = "complaint"
        REPORT = "report"
        WARNING = "warning"
        LEAD = "lead"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=16, choices=Purpose)
    channel = models.CharField(max_length=12, choices=Filing.Channel, default=Filing.Channel.COUNTER)
    topic = models.CharField(max_length=200)
    answer = models.TextField(blank=True)
    visitor = models.CharField(max_length=120, blank=True)
    right_kind = models.CharField(max_length=32, blank=True)
    filing = models.ForeignKey(Filing, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%Y-%m-%d}"


class FieldRecord(models.Model):
    """A form filled in on the spot, perhaps without a network, and sent later (现场记录).

    The device chose the key, so that sending it twice makes nothing twice. `case_number` is what it became part of.
    """

    key = models.UUIDField(unique=True)
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=time.now)

    def __str__(self) -> str:
        return f"{self.key} {self.case_number}"


class RoutingVersion(models.Model):
    """A version of the local rules of assignment (分派规则): written once, never changed; a change is a new version."""

    number = models.PositiveIntegerField(unique=True)
    rules = models.JSONField(default=list)
    note = models.TextField()
    made_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=time.now)

    def __str__(self) -> str:
        return f"routing {self.number}"


class RoutingTrial(models.Model):
    """A simulation: what filings of some days would have gone elsewhere under a version; nothing was touched.

    `against` is the version that was in force then. `moved` names each matter by its case, from and to.
    """

    version = models.ForeignKey(RoutingVersion, on_delete=models.PROTECT, related_name="trials")
    against = models.PositiveIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    examined = models.PositiveIntegerField()
    unreadable = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    moved = models.JSONField(default=list)
    made_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)

    def __str__(self) -> str:
        return f"trial of {self.version_id}"


class RoutingDecision(models.Model):
    """The second person's word on a version: in force from then on, or refused. The version agreed to last holds."""

    version = models.OneToOneField(RoutingVersion, on_delete=models.PROTECT, related_name="decision")
    trial = models.ForeignKey(RoutingTrial, null=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    reason = models.TextField()
    made_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by=models.F("made_by")), name="routing_second_person"),
            models.CheckConstraint(condition=Q(agreed=False) | Q(trial__isnull=False), name="routing_tried_first"),
        ]

    def __str__(self) -> str:
        return f"routing {self.version_id} {'agreed' if self.agreed else 'refused'}"
