"""The mediation itself and the choice of its mediator."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7
from zhidun.mediation.models.people import Body, Mediator
from zhidun.mediation.models.rooms import Side


class Form(models.TextChoices):
    """Kind of mediation (调解类型): people's, administrative, invited before or entrusted after filing, commercial."""

    PEOPLE = "people", "人民调解"
    ADMINISTRATIVE = "administrative", "行政调解"
    INVITED = "invited", "委派调解"
    ENTRUSTED = "entrusted", "委托调解"
    COMMERCIAL = "commercial", "商事调解"


class ChosenBy(models.TextChoices):
    """How the mediator was chosen (调解员的确定方式)."""

    PARTIES = "parties", "双方共同选定"
    LIST = "list", "从名册指定"
    DRAW = "draw", "公开抽取"


class Mediation(models.Model):
    """One mediation between two sides (调解): its clocks, moves and papers are those of `case`.

    `origin` is the case it comes from, such as the infringement whose damages are mediated. What is said in it lies in
    the rows of this room only.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=20, choices=Form.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="mediations")
    mediator = models.ForeignKey(Mediator, null=True, blank=True, on_delete=models.PROTECT, related_name="mediations")
    chosen_by = models.CharField(max_length=10, choices=ChosenBy.choices, blank=True)
    opened_at = models.DateTimeField(default=time.now)
    answer_due_on = models.DateField()
    video_link = models.URLField(max_length=300, blank=True)
    interpreter = models.CharField(max_length=200, blank=True)
    interpreter_language = models.CharField(max_length=60, blank=True)
    offers_counted = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["origin"], name="mediation_origin", condition=Q(origin__isnull=False)),)

    def __str__(self) -> str:
        return f"{self.form} {self.case_id}"


class JoinCode(models.Model):
    """A code on a letter of invitation (邀请码): lets one account act for a side, once; only its hash is kept."""

    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="join_codes")
    side = models.CharField(max_length=12, choices=Side.choices)
    code_hash = models.CharField(max_length=64)
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.side}"


class MediatorChoice(models.Model):
    """A side names the mediator it wants (选定调解员); both name the same: appointed."""

    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="choices")
    side = models.CharField(max_length=12, choices=Side.choices)
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mediation", "side"], name="mediatorchoice_once_a_side"),)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.side}"


class DrawState(models.TextChoices):
    """Where a draw stands."""

    COMMITTING = "committing", "承诺中"
    REVEALING = "revealing", "公开中"
    DONE = "done", "已抽取"
    VOID = "void", "已作废"


class MediatorDraw(models.Model):
    """A verifiable draw of the mediator (公开抽取): frozen list, commitments of both sides and the body, reveals.

    `sealed` names the seals of the frozen list and of the commitments; nobody reveals before those are in a
    checkpoint with its quorum.
    """

    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="draws")
    number = models.CharField(max_length=80, unique=True)
    listed = models.JSONField()
    rules = models.CharField(max_length=400)
    replaces = models.CharField(max_length=80, blank=True)
    why = models.TextField(blank=True)
    commits = models.JSONField(default=dict)
    reveals = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=DrawState.choices, default=DrawState.COMMITTING)
    reveal_until = models.DateTimeField()
    bundle = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mediation"], name="mediatordraw_one_open", condition=Q(state__in=["committing", "revealing"])
            ),
        )

    def __str__(self) -> str:
        return self.number
