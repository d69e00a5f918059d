"""The chain of title (权属链): what was agreed, who confirmed it, and the records that are sealed."""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q

from zhidun.deposit.models.work import Deposit, Holder
from zhidun.kernel.ids import uuid7


class DealKind(models.TextChoices):
    """What is agreed."""

    LICENCE = "licence"
    TRANSFER = "transfer"
    UNDO = "undo"


class LicenceKind(models.TextChoices):
    """Exclusive: nobody else, the owner neither (专有); sole: no other licensee (排他); ordinary: anybody (普通)."""

    EXCLUSIVE = "exclusive"
    SOLE = "sole"
    ORDINARY = "ordinary"


class DealState(models.TextChoices):
    """Where an agreement stands; it counts once every side has confirmed."""

    OFFERED = "offered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class Deal(models.Model):
    """A licence, a transfer, or the undoing of one (许可、转让、撤销), between two sides.

    `giver` is the holder who grants; a sublicence has `parent` instead and is granted by its licensee. `powers` and
    `territory` are lists of words (`words.POWERS`, `territory`). A deal is undone only by another one (`undoes`).
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="deals")
    kind = models.CharField(max_length=10, choices=DealKind.choices)
    giver = models.ForeignKey(Holder, null=True, blank=True, on_delete=models.PROTECT, related_name="given")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="sublicences")
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    giver_name = models.CharField(max_length=200)
    taker_party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    taker_name = models.CharField(max_length=200)
    share_num = models.PositiveBigIntegerField(default=0)
    share_den = models.PositiveBigIntegerField(default=1)
    licence_kind = models.CharField(max_length=10, choices=LicenceKind.choices, blank=True)
    powers = models.JSONField(default=list, blank=True)
    territory = models.JSONField(default=list, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    sublicensing = models.BooleanField(default=False)
    most_copies = models.PositiveIntegerField(null=True, blank=True)
    terms = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=DealState.choices, default=DealState.OFFERED)
    offered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["deposit", "state"], name="deposit_deals"),)
        constraints = (
            models.CheckConstraint(condition=Q(share_den__gt=0), name="deposit_deal_share"),
            models.UniqueConstraint(
                fields=["undoes"],
                condition=Q(undoes__isnull=False, state__in=["offered", "confirmed"]),
                name="deposit_undone_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def share(self) -> Fraction:
        """The share that is transferred."""
        return Fraction(self.share_num, self.share_den)


class SideRole(models.TextChoices):
    """Why somebody has to confirm: grants, receives, or is a co-owner (著作权法 14)."""

    GIVER = "giver"
    TAKER = "taker"
    CO_OWNER = "co_owner"


class DealSide(models.Model):
    """One side's word on an agreement (一方确认), given in its own account."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="sides")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=SideRole.choices)
    answer = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["deal", "account"], name="deposit_side_once"),)
        indexes = (models.Index(fields=["account"], name="deposit_waiting", condition=Q(answer="")),)

    def __str__(self) -> str:
        return f"{self.deal_id} {self.role} {self.answer}"


class EntryKind(models.TextChoices):
    """What an entry of the chain records."""

    DEPOSITED = "deposited"
    REVEALED = "revealed"
    LICENCE = "licence"
    TRANSFER = "transfer"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"


class ChainEntry(models.Model):
    """One entry of the chain of title (权属链记录): canonical JSON that names the one before it; only ever appended.

    `record` is the file that is sealed: its digest stands in the public log, so it can be checked without us.
    """

    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="chain")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    at = models.DateTimeField()
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    record = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ("deposit", "seq")
        constraints = (models.UniqueConstraint(fields=["deposit", "seq"], name="deposit_entry_once"),)

    def __str__(self) -> str:
        return f"{self.deposit_id}/{self.seq}"

    @property
    def seal_key(self) -> str:
        """The key of its seal; the seal's kind is `deposit`."""
        return f"{self.deposit_id}/{self.seq}"

    @property
    def filename(self) -> str:
        """What its file is called in a package."""
        return f"record-{self.seq:03d}.json"
