"""Rows of the parties room. Other rooms point here by the string `parties.Party` only."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from zhidun.access.types import Sealed
from zhidun.kernel import ids, time


class Party(models.Model):
    """One person or organisation that takes part in anything (当事人). One identity, however often it appears.

    A merged party stays where it is and points to the one that is kept; `selectors.canonical` follows. `match_key`
    makes two filings that know the same thing about somebody without identifiers meet in one row.
    """

    class Kind(models.TextChoices):
        """What a party is."""

        PERSON = "person"
        ORGANISATION = "organisation"

    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    normal_name = models.CharField(max_length=400, db_index=True, editable=False)
    pinyin = models.CharField(max_length=1600, blank=True, editable=False)
    initials = models.CharField(max_length=400, blank=True, editable=False)
    match_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    uscc = models.CharField(max_length=18, null=True, blank=True, unique=True)
    legal_form = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    district = models.CharField(max_length=6, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    search_keys = ArrayField(models.CharField(max_length=60), default=list, editable=False)
    created_at = models.DateTimeField(default=time.now, editable=False)
    created_by = models.CharField(max_length=80, editable=False)

    objects: ClassVar[models.Manager[Party]] = Sealed.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [GinIndex(fields=["search_keys"], name="party_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="party_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartyIdentifier(models.Model):
    """A number that names a party for sure (统一社会信用代码、证件号码). It belongs to one party only.

    A wrong one is withdrawn with a reason and is free again. Personal numbers are never kept in the clear: `value` is a
    keyed hash, `shown` masks the middle.
    """

    class Kind(models.TextChoices):
        """Which register the number comes from."""

        USCC = "uscc"
        ORGANISATION_CODE = "organisation_code"
        RESIDENT_ID = "resident_id"
        PASSPORT = "passport"
        FOREIGN_REGISTRATION = "foreign_registration"
        PLATFORM_ACCOUNT = "platform_account"

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    value = models.CharField(max_length=120)
    shown = models.CharField(max_length=120)
    added_at = models.DateTimeField(default=time.now)
    added_by = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdraw_reason = models.TextField(blank=True)

    objects: ClassVar[models.Manager[PartyIdentifier]] = Sealed.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(withdrawn_at__isnull=True), name="identifier_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class Alias(models.Model):
    """Another name of a party: a former name, a shop sign, a spelling (曾用名、字号、别名)."""

    class Kind(models.TextChoices):
        """Why the party has it."""

        FORMER = "former"
        USED = "used"
        SIGN = "sign"
        FOREIGN = "foreign"

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=200)
    normal_name = models.CharField(max_length=400, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.USED)
    added_at = models.DateTimeField(default=time.now)
    added_by = models.CharField(max_length=80)

    objects: ClassVar[models.Manager[Alias]] = Sealed.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["party", "normal_name"], name="alias_once")]

    def __str__(self) -> str:
        return self.name


class MergeJudgement(models.Model):
    """Somebody's judgement that two parties are one (同一主体认定), with the reason; it can be undone."""

    kept = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="judgements_kept")
    merged = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="judgements_merged")
    reason = models.TextField()
    judged_by = models.CharField(max_length=80)
    judged_at = models.DateTimeField(default=time.now)
    undone_by = models.CharField(max_length=80, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)

    objects: ClassVar[models.Manager[MergeJudgement]] = Sealed.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at__isnull=True), name="merged_once"),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
