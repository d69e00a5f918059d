"""The deposit of a work (作品存证), who made it and who holds it."""

from __future__ import annotations

from fractions import Fraction

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from zhidun.kernel.ids import uuid7


class Category(models.TextChoices):
    """The fourteen categories of the national table of works (作品登记统计表), in its order."""

    WRITTEN = "written"
    ORAL = "oral"
    MUSIC = "music"
    DRAMA = "drama"
    QUYI = "quyi"
    DANCE = "dance"
    ACROBATICS = "acrobatics"
    FINE_ART = "fine_art"
    PHOTOGRAPHY = "photography"
    ARCHITECTURE = "architecture"
    AUDIOVISUAL = "audiovisual"
    GRAPHIC = "graphic"
    MODEL = "model"
    OTHER = "other"


class Authorship(models.TextChoices):
    """How the work came to be, as the depositor states it (著作权法 11-19)."""

    ORIGINAL = "original"
    ADAPTATION = "adaptation"
    COMPILATION = "compilation"
    WORK_FOR_HIRE = "work_for_hire"
    COMMISSIONED = "commissioned"
    JOINT = "joint"


class Form(models.TextChoices):
    """What was handed in."""

    FILE = "file"
    COMMITMENT = "commitment"


class Visibility(models.TextChoices):
    """What a visitor who asks by number or digest is told: all, all but the owners, or that it exists."""

    PUBLIC = "public"
    NO_OWNER = "no_owner"
    PRIVATE = "private"


class DepositState(models.TextChoices):
    """A withdrawn deposit stays where it is, marked."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Deposit(models.Model):
    """A work handed in, or committed to, at a moment (作品存证): proof of existence and content, not a registration.

    What was deposited is never changed: the database refuses. `commitment` is the salted commitment of a work that was
    not handed in; once its file was revealed `revealed_at` is set. `earlier_at`: when somebody else deposited a file
    with the same digest before.
    """

    number = models.CharField(max_length=40, unique=True)
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=Category.choices)
    authorship = models.CharField(max_length=20, choices=Authorship.choices)
    ai_statement = models.CharField(max_length=1000, blank=True)
    description = models.TextField(blank=True)
    created_on = models.DateField()
    created_place = models.CharField(max_length=200, blank=True)
    first_published_on = models.DateField(null=True, blank=True)
    first_published_place = models.CharField(max_length=200, blank=True)
    district = models.CharField(max_length=6)
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    form = models.CharField(max_length=12, choices=Form.choices)
    commitment = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=DepositState.choices, default=DepositState.STANDING)
    deposited_at = models.DateTimeField()
    deposited_by = models.CharField(max_length=80)
    depositor = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("access.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey("rights.Right", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    earlier_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.CharField(max_length=2000, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.CharField(max_length=120, blank=True)
    verification_note = models.CharField(max_length=2000, blank=True)
    search_keys = ArrayField(models.TextField(), default=list, blank=True)
    demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        indexes = (
            GinIndex(fields=["search_keys"], name="deposit_search"),
            models.Index(fields=["category", "district"], name="deposit_figures"),
            models.Index(fields=["commitment"], name="deposit_by_commitment", condition=~Q(commitment="")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(form=Form.FILE, commitment="") | (Q(form=Form.COMMITMENT) & ~Q(commitment="")),
                name="deposit_file_or_commitment",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> bool:
        """Whether it was not withdrawn."""
        return self.state == DepositState.STANDING


class DepositFile(models.Model):
    """A file of a deposited work (存证文件); its bytes are an evidence item with custody and seal of its own."""

    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="files")
    item = models.OneToOneField("evidence.Item", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.deposit_id} {self.sha256[:12]}"


class Author(models.Model):
    """Somebody who made the work, as stated (作者)."""

    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="authors")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Holder(models.Model):
    """Somebody who holds, or held, the copyright or a share of it (著作权人).

    The share at the start is a fraction, so that three people can hold a third each; what is held today follows from
    the transfers. `account`: who acts for the holder here; the counter enters it for those who had none.
    """

    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="holders")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    account = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    share_num = models.PositiveBigIntegerField(default=0)
    share_den = models.PositiveBigIntegerField(default=1)
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["deposit", "party"], name="deposit_holder_once"),
            models.CheckConstraint(
                condition=Q(share_den__gt=0, share_num__lte=F("share_den")), name="deposit_share_within_whole"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def at_start(self) -> Fraction:
        """The share held when the work was deposited."""
        return Fraction(self.share_num, self.share_den)
