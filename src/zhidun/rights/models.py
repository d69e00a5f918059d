"""Rows of the registry of rights (measure 二): every kind of right, who may use it, which papers were seen."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from zhidun.kernel.ids import uuid7


class RightKind(models.TextChoices):
    """Kinds of rights and key-protection entries; their fields stand in `packs/*/rights/`."""

    PATENT_INVENTION = "patent_invention", "发明专利"
    PATENT_UTILITY = "patent_utility", "实用新型专利"
    PATENT_DESIGN = "patent_design", "外观设计专利"
    TRADEMARK = "trademark", "注册商标"
    COPYRIGHT_WORK = "copyright_work", "作品著作权"
    SOFTWARE = "software", "软件著作权"
    GI_PRODUCT = "gi_product", "地理标志保护产品"
    GI_MARK = "gi_mark", "地理标志商标"
    GI_AGRICULTURAL = "gi_agricultural", "农产品地理标志"
    TRADE_SECRET = "trade_secret", "商业秘密"
    PLANT_VARIETY = "plant_variety", "植物新品种权"
    IC_LAYOUT = "ic_layout", "集成电路布图设计"
    SPECIAL_SIGN = "special_sign", "特殊标志"
    OLYMPIC_SIGN = "olympic_sign", "奥林匹克标志"
    TCM_KNOWLEDGE = "tcm_knowledge", "中医药传统知识"
    SPORTS_EVENT = "sports_event", "体育赛事转播与标志"
    SPECIALTY_FOOD = "specialty_food", "特色食品"
    TIME_HONOURED_BRAND = "time_honoured_brand", "老字号"


class Verification(models.TextChoices):
    """How far an officer has checked the papers: nothing, papers seen but no number known, papers and number agree."""

    NONE = "none", "未核验"
    SEEN = "seen", "已见证明文件,编号不详"
    VERIFIED = "verified", "已核验"


class Right(models.Model):
    """One right, or one entry of a key-protection list (重点保护名录), whoever holds it.

    `number` is the normal form and blank when it is not known (`number_known` false): numbers are never invented.
    Uniqueness of (kind, number, class) is kept by `RightKey`: a multi-class mark has one number and several classes.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=24, choices=RightKind.choices)
    number = models.CharField(max_length=64, blank=True)
    number_known = models.BooleanField(default=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    holder = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="rights_held"
    )
    holder_name = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=40)
    filed_on = models.DateField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    renew_from_on = models.DateField(null=True, blank=True)
    renew_until_on = models.DateField(null=True, blank=True)
    term_basis = models.JSONField(default=dict, help_text="rule and article that gave the dates")
    classes = models.JSONField(default=list)
    details = models.JSONField(default=dict, help_text="own fields of the kind, checked against its pack")
    warnings = models.JSONField(default=list, help_text="what the checks warned of, in both languages")
    region = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=300, blank=True)
    verification = models.CharField(max_length=10, choices=Verification.choices, default=Verification.NONE)
    verified_by = models.CharField(max_length=100, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verification_reason = models.CharField(max_length=1000, blank=True)
    key_protection = models.BooleanField(default=False)
    private = models.BooleanField(default=False, help_text="seen by its holder and by officers only")
    search_keys = ArrayField(models.CharField(max_length=120), default=list)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            # entries of lists have no number: one row for each title, region and source
            models.UniqueConstraint(
                fields=["kind", "title", "region", "holder_name"],
                condition=Q(number_known=False) & ~Q(kind="trade_secret"),
                name="rights_right_one_a_title",
            ),
            models.CheckConstraint(
                name="rights_right_number_or_unknown", condition=Q(number_known=True) | Q(number="")
            ),
            models.CheckConstraint(
                name="rights_right_verified_by_somebody",
                condition=Q(verification="none") | (~Q(verified_by="") & Q(verified_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "title"], name="rights_right_by_title"),
            models.Index(fields=["kind", "number"], name="rights_right_by_number"),
            GinIndex(fields=["search_keys"], name="rights_right_search"),
            models.Index(fields=["holder"], name="rights_right_by_holder"),
            # renewals are asked for daily; most rights have no renewal window
            models.Index(
                fields=["renew_from_on"], name="rights_right_renewals", condition=Q(renew_from_on__isnull=False)
            ),
            models.Index(fields=["kind"], name="rights_right_key_list", condition=Q(key_protection=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or self.title}"


class RightKey(models.Model):
    """The identity of a numbered right: kind, normal number and, for marks, the class (0: none, or not said)."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=64)
    class_no = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number", "class_no"], name="rights_one_right_a_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.class_no}"


class RightDocument(models.Model):
    """A paper that proves a right (权利证书等), seen once and reused in every filing; the bytes are evidence."""

    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    seen_by = models.CharField(max_length=100, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["right", "sha256"], name="rights_document_once")]

    def __str__(self) -> str:
        return f"{self.right_id} {self.kind} {self.sha256[:12]}"


class GiUser(models.Model):
    """A lawful user of a geographical indication (专用标志合法使用人); the mark carries the credit code."""

    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="gi_users")
    uscc = models.CharField(max_length=18)
    name = models.CharField(max_length=300)
    basis = models.CharField(max_length=40, help_text="announced | member | licensee | recorded")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["right", "uscc"], condition=Q(to_on__isnull=True), name="rights_gi_user_once_at_a_time"
            ),
            models.CheckConstraint(
                name="rights_gi_user_dates", condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on"))
            ),
        ]
        indexes = [models.Index(fields=["uscc"], name="rights_gi_user_by_uscc")]

    def __str__(self) -> str:
        return f"{self.uscc} @ {self.right_id}"


class SecretCommitment(models.Model):
    """A trade secret as a salted commitment only (商业秘密): its content never enters the house.

    The holder keeps the file and the salt; `commitment` = HMAC-SHA-256(salt, SHA-256 of the file).
    """

    right = models.OneToOneField(Right, on_delete=models.PROTECT, related_name="commitment")
    commitment = models.CharField(max_length=64, unique=True)
    measures = models.JSONField(default=dict, help_text="checklist of protection measures taken")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.commitment[:12]


class StatusChange(models.Model):
    """One change of a right's status, with its reason and source; appended, never changed."""

    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="status_changes")
    at = models.DateTimeField()
    from_status = models.CharField(max_length=40, blank=True)
    to_status = models.CharField(max_length=40)
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    actor_key = models.CharField(max_length=100)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.right_id} {self.from_status}→{self.to_status}"


class ImportState(models.TextChoices):
    """How far an import has come."""

    WAITING = "waiting", "等待处理"
    RUNNING = "running", "处理中"
    DONE = "done", "已完成"
    FAILED = "failed", "未能处理"
    STOPPED = "stopped", "已取消"


class ImportRun(models.Model):
    """One import of a table of rights: a dry run or a real one, its progress and the rows that did not fit."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=24, choices=RightKind.choices)
    dry_run = models.BooleanField()
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.WAITING)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    rows_made = models.IntegerField(default=0)
    rows_known = models.IntegerField(default=0)
    faults = models.JSONField(default=list, help_text="[{row, field, value, reason, remedy}]")
    started_by = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    running_at = models.DateTimeField(null=True, blank=True, help_text="since when rows are worked through")
    stop_asked_by = models.CharField(max_length=100, blank=True, help_text="who cancelled it; rows made stay")
    ended_at = models.DateTimeField(null=True, blank=True)
    failure_zh = models.CharField(max_length=300, blank=True)
    failure_en = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.filename} {self.rows_done}/{self.rows_total}"
