"""Clocks (期限): started by a step, counted by a law rule, and what is known of the calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.cases.models.case import Case
from zhidun.cases.models.move import Move
from zhidun.kernel import time
from zhidun.kernel.ids import uuid7


class ClockState(models.TextChoices):
    """How a clock stands: running, paused, met in time, missed, lapsed (a party's), or stopped as no longer needed."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    LAPSED = "lapsed"
    STOPPED = "stopped"


class Clock(models.Model):
    """A statutory period that runs, or ran, in a case (办案期限).

    It keeps the rule version in force at its own start event (`rule_id`), whatever the law becomes later.
    `due_on` is the last day, after rolling; `due_raw_on` before. A day period ends at 24:00 of `due_on`; `due_at` is
    that moment, or the exact moment of a period in hours. `binds` says whose time runs. `provisional`: the count
    reaches a year whose holiday notice is not loaded. A paused clock has no end until it resumes.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    rule_key = models.CharField(max_length=120)
    rule_id = models.CharField(max_length=120)
    binds = models.CharField(max_length=20, default="office")
    event = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=10, default="forward")
    started_at = models.DateTimeField()
    started_on = models.DateField()
    started_by = models.ForeignKey(Move, null=True, on_delete=models.PROTECT, related_name="started_clocks")
    due_on = models.DateField()
    due_raw_on = models.DateField()
    due_at = models.DateTimeField()
    unit = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=ClockState.choices, default=ClockState.RUNNING)
    provisional = models.BooleanField(default=False)
    counted = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(Move, null=True, blank=True, on_delete=models.PROTECT, related_name="stopped_clocks")
    overdue_marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "rule_key"],
                name="clock_one_running",
                condition=Q(state__in=["running", "paused"]),
            ),
        )
        indexes = (
            # the overdue job and the due-soon lists read running clocks only
            models.Index(fields=["due_at"], name="clock_due", condition=Q(state="running")),
            models.Index(fields=["due_at"], name="clock_provisional", condition=Q(provisional=True)),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.rule_id} {self.state}"


class Pause(models.Model):
    """Days that do not count (期限中止、扣除): from and to are both inside; `to_on` null while it lasts."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    cause = models.CharField(max_length=120, blank=True)
    paused_by = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="+")
    resumed_by = models.ForeignKey(Move, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["clock"], name="pause_one_open", condition=Q(to_on__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.clock_id} {self.from_on}/{self.to_on}"


class Extension(models.Model):
    """A period made longer by its approver (延长期限): `n` counts them, `option` names the rule's extension from 1."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="extensions")
    n = models.PositiveSmallIntegerField()
    option = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    approver = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["clock", "n"], name="extension_in_order"),)

    def __str__(self) -> str:
        return f"{self.clock_id} +{self.value} {self.unit}"


class RuleChoice(models.Model):
    """Two readings of the law were arguable and an officer chose one (法律适用选择), with the reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rule_choices")
    question = models.CharField(max_length=120)
    options = models.JSONField()
    chosen = models.CharField(max_length=120)
    reason = models.TextField()
    chosen_by = models.CharField(max_length=120)
    chosen_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=time.now)

    class Meta:
        indexes = (models.Index(fields=["case", "question", "-at"], name="rulechoice_latest"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.question}={self.chosen}"


class RuleConfirmation(models.Model):
    """A named officer checked text and dates of a rule whose text we had not read ourselves (规则核对).

    From then on papers may name the rule. Withdrawn, never deleted.
    """

    rule_id = models.CharField(max_length=120)
    rule_key = models.CharField(max_length=120)
    text_hash = models.CharField(max_length=64)
    official_source = models.TextField()
    confirmed_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    confirmed_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=time.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["rule_id"], name="ruleconfirmation_once", condition=Q(withdrawn_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.rule_id


class CalendarYear(models.Model):
    """A year's notice on holidays and make-up workdays, as imported (节假日安排). A later version replaces an earlier.

    `content` is the file as it came (UTF-8), read by `law.calendar_files`.
    """

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    content = models.TextField()
    filename = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    imported_by = models.CharField(max_length=120)
    imported_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["year", "version"], name="calendaryear_version"),)

    def __str__(self) -> str:
        return f"{self.year}v{self.version}"
