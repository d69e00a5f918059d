"""Who mediates (调解组织、调解员名册)."""

from __future__ import annotations

from django.db import models

from zhidun.kernel.ids import uuid7


class Body(models.Model):
    """A mediation body (调解组织): an office that mediates, in which forms and fields.

    `default_for`: forms for which a case of the administration comes here when nobody names another body.
    """

    office = models.OneToOneField("access.Office", on_delete=models.PROTECT, related_name="+")
    forms = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    default_for = models.JSONField(default=list)
    licence = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.office_id)


class Mediator(models.Model):
    """A person on the list of a body (调解员): fields, languages, and how many open mediations at most."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="mediators")
    fields = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    qualification = models.CharField(max_length=300, blank=True)
    most = models.PositiveIntegerField(default=20)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "body"], name="mediator_once_a_body"),)

    def __str__(self) -> str:
        return f"{self.account_id}@{self.body_id}"
