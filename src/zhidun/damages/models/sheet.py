"""The sheet, its lines of evidence, the factors of punitive damages, what is contested, versions kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class DamagesSheet(models.Model):
    """A computation of damages (赔偿计算表): of its owner alone, or shared by both sides of a case.

    `side`: the part of its owner. `settings` are the choices beside the evidence: basis, multiple, licence multiple.
    `purpose` is the file it becomes (court, arbitration, platform, customs, police), `dossier` what that file asks for.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=12, default="complainant")
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(default=False)
    right = models.CharField(max_length=30)
    right_title = models.CharField(max_length=300, blank=True)
    holder_name = models.CharField(max_length=200)
    other_name = models.CharField(max_length=200)
    other_address = models.CharField(max_length=300, blank=True)
    story = models.TextField(blank=True)
    act_from = models.DateField()
    act_to = models.DateField()
    settings = models.JSONField(default=dict)
    purpose = models.CharField(max_length=20, default="claim", db_default="claim")
    dossier = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=time.now)
    demo = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["case"], name="damagessheet_case", condition=Q(case__isnull=False)),)

    def __str__(self) -> str:
        return f"{self.holder_name} / {self.other_name}"


class SheetLine(models.Model):
    """One line of evidence (证据行): what it shows in numbers, and the item that proves it. Struck, not deleted."""

    sheet = models.ForeignKey(DamagesSheet, on_delete=models.PROTECT, related_name="lines")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    side = models.CharField(max_length=12)
    listing = models.CharField(max_length=120, blank=True)
    on = models.DateField(null=True, blank=True)
    units = models.PositiveBigIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    rate = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    source = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=400, blank=True)
    item = models.ForeignKey("evidence.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sheet", "n"], name="sheetline_number"),)

    def __str__(self) -> str:
        return f"{self.sheet_id} #{self.n} {self.kind}"


class Factor(models.Model):
    """A circumstance of intent or gravity (故意、情节严重因素) ticked with its proof."""

    sheet = models.ForeignKey(DamagesSheet, on_delete=models.PROTECT, related_name="factors")
    group = models.CharField(max_length=10)
    key = models.CharField(max_length=80)
    words = models.CharField(max_length=400, blank=True)
    item = models.ForeignKey("evidence.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["sheet", "group", "key"], name="factor_once", condition=Q(ended_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.group}:{self.key}"


class Contest(models.Model):
    """A side contests something of the sheet and says why (争议标记). `subject`: line:3, intent:<key>, multiple."""

    sheet = models.ForeignKey(DamagesSheet, on_delete=models.PROTECT, related_name="contests")
    subject = models.CharField(max_length=100)
    side = models.CharField(max_length=12)
    why = models.CharField(max_length=1000)
    at = models.DateTimeField(default=time.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["sheet", "subject", "side"], name="contest_once", condition=Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.subject}"


class SheetVersion(models.Model):
    """A version of a sheet kept for good (计算表留存版本): its data, digest and seal."""

    sheet = models.ForeignKey(DamagesSheet, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=200)
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sheet", "n"], name="sheetversion_number"),)

    def __str__(self) -> str:
        return f"{self.sheet_id} v{self.n}"


class SheetFiling(models.Model):
    """A file made from a sheet that was handed in (提交登记): where, when, and what became of it, as its owner says.

    One live record a sheet and purpose; a correction ends the old one. `good`: the side got what it asked for, at
    least in part. `amount` is what was awarded or paid, in yuan.
    """

    sheet = models.ForeignKey(DamagesSheet, on_delete=models.PROTECT, related_name="filings")
    purpose = models.CharField(max_length=20)
    filed_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    docket = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=20, blank=True)
    good = models.BooleanField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField(default=time.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["sheet", "purpose"], name="filing_once", condition=Q(replaced_at=None)),
        )
        indexes = (models.Index(fields=["purpose", "ended_on"], name="filing_ended", condition=Q(replaced_at=None)),)

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.purpose} {self.result}"
