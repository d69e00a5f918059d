"""What officers keep around cases to find them again: saved views and labels."""

from __future__ import annotations

from django.db import models

from zhidun.cases.models.case import Case
from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class SavedView(models.Model):
    """Filters of a case list kept under a name (常用视图): one's own, or shared with one's office."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("access.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    made_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "name"], name="savedview_name_once"),)

    def __str__(self) -> str:
        return self.name


class CaseLabel(models.Model):
    """A short word officers hang on a case to find it again (标签); internal, without legal effect."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="labels")
    word = models.CharField(max_length=30)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "word"], name="caselabel_once"),)
        indexes = (models.Index(fields=["word", "case"], name="caselabel_word"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.word}"
