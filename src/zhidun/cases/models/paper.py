"""Papers (文书) with their numbers, and tasks (待办)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.cases.models.case import Case
from zhidun.cases.models.move import Move
from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class PaperCounter(models.Model):
    """The last number given by an office for one sign in one year (发文字号台账); locked while a number is taken."""

    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "sign", "year"], name="papercounter_once"),)

    def __str__(self) -> str:
        return f"{self.sign}〔{self.year}〕{self.last}"


class Paper(models.Model):
    """An official paper of a case (执法文书). `data` is frozen at issue: the same bytes can be made again from it.

    `number` reads `‹发文字号›〔year〕n号`; those without (a cover, a record) have an empty number and no serial.
    `relations` are the parts (complainant, respondent, …) that may read it; `rules` the ids of the rules it names.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=120, blank=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    data = models.JSONField()
    move = models.ForeignKey(Move, null=True, on_delete=models.PROTECT, related_name="papers")
    issued_at = models.DateTimeField(default=time.now)
    issued_by = models.CharField(max_length=120)
    issued_name = models.CharField(max_length=200)
    relations = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=list, blank=True)
    pdf = models.ForeignKey("evidence.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    served_at = models.DateTimeField(null=True, blank=True)
    served_how = models.CharField(max_length=60, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office", "sign", "year", "serial"], name="paper_number", condition=Q(serial__isnull=False)
            ),
        )
        indexes = (
            # papers whose PDF is still to be made: the render job looks for these after a crash
            models.Index(fields=["id"], name="paper_unrendered", condition=Q(pdf__isnull=True)),
            models.Index(fields=["number"], name="paper_by_number"),
        )

    def __str__(self) -> str:
        return self.number or f"{self.kind}:{self.public_id}"


class TaskState(models.TextChoices):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Task(models.Model):
    """Something somebody has to do in a case (待办): a person, or whoever holds a role in an office."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    assignee = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60, blank=True)
    office = models.ForeignKey("access.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Move, null=True, on_delete=models.PROTECT, related_name="tasks")
    made_at = models.DateTimeField(default=time.now)
    state = models.CharField(max_length=20, choices=TaskState.choices, default=TaskState.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = (
            # only open tasks are ever listed by person or by role
            models.Index(fields=["assignee", "due_at"], name="task_mine", condition=Q(state="open")),
            models.Index(fields=["office", "role", "due_at"], name="task_role", condition=Q(state="open")),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.state}"
