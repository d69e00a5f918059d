"""Decisions on the public list."""

from __future__ import annotations

from django.db import models

from zhidun.kernel.ids import uuid7


class Publication(models.Model):
    """A decision on the public list and until when (信息公示). `moved_by` is the move that published it.

    `until` is the last day by the class of the rule in force at publication; None: the rule sets no end. A withdrawn
    entry leaves the list at once, with its reason on file.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="publications")
    moved_by = models.OneToOneField("cases.Move", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    paper = models.ForeignKey("cases.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    party = models.CharField(max_length=300)
    matter_zh = models.CharField(max_length=200)
    matter_en = models.CharField(max_length=200)
    decision = models.TextField()
    klass = models.CharField(max_length=20, blank=True)
    rule = models.CharField(max_length=80, blank=True)
    published_on = models.DateField()
    earliest_end = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["-published_on", "-id"], name="publication_list"),
            models.Index(fields=["case"], name="publication_case"),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.published_on}"
