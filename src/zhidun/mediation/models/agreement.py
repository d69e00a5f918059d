"""The agreement, who signed it, what is to be done under it, its judicial confirmation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7
from zhidun.mediation.models.matter import Mediation


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    OPEN = "open", "待签署"
    SIGNED = "signed", "已生效"
    REPLACED = "replaced", "已被新稿代替"


class Agreement(models.Model):
    """A mediation agreement (调解协议): built from terms, one text, one digest; a change makes a new version.

    `terms` are the terms as given; `text_zh` and `text_en` what is signed; `digest` SHA-256 over both and the terms.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    text_zh = models.TextField()
    text_en = models.TextField()
    digest = models.CharField(max_length=64)
    amount = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.OPEN)
    drafted_by = models.CharField(max_length=200)
    drafted_at = models.DateTimeField(default=time.now)
    effective_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mediation", "version"], name="agreement_version"),
            models.UniqueConstraint(fields=["mediation"], name="agreement_one_live", condition=~Q(state="replaced")),
        )

    def __str__(self) -> str:
        return f"{self.mediation_id} v{self.version} {self.state}"


class Signer(models.TextChoices):
    """Who signs: both sides and the mediator."""

    COMPLAINANT = "complainant", "请求人"
    RESPONDENT = "respondent", "被请求人"
    MEDIATOR = "mediator", "调解员"


class Signature(models.Model):
    """A signature (签署): of one person, in a session of their own, over the digest they were shown. Never edited."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    part = models.CharField(max_length=12, choices=Signer.choices)
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agreement", "part"], name="signature_once_a_part"),
            models.UniqueConstraint(fields=["agreement", "account"], name="signature_once_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.part}"


class DutyKind(models.TextChoices):
    """What is owed under an agreement (履行内容)."""

    PAY = "pay", "付款"
    STOP = "stop", "停止侵权"
    DESTROY = "destroy", "销毁"
    APOLOGY = "apology", "赔礼道歉、消除影响"
    LICENCE = "licence", "许可使用"
    OTHER = "other", "其他"


class Duty(models.Model):
    """One thing to be done by a day (履行事项): told done by the side that owes it, confirmed by the other."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="duties")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=DutyKind.choices)
    by = models.CharField(max_length=12)
    what = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    due_on = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_words = models.CharField(max_length=400, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    defaulted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "n"], name="duty_number"),)
        indexes = (models.Index(fields=["due_on"], name="duty_open", condition=Q(done_at=None)),)

    def __str__(self) -> str:
        return f"{self.agreement_id} #{self.n} {self.kind}"


class Confirmation(models.Model):
    """The joint wish to have the agreement confirmed by the court (司法确认): filed when both sides asked."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="confirmation")
    court = models.CharField(max_length=200)
    complainant_at = models.DateTimeField(null=True, blank=True)
    respondent_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.court}"
