"""The case (案件), who takes part in it and what it is about."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7

NO_DUE_AT = datetime(9999, 1, 1, tzinfo=UTC)
"""Sort key of a case on which no clock runs: it stands last in a work list."""


class Origin(models.TextChoices):
    """The way by which a matter reached the office (案件来源)."""

    ONLINE = "online"
    COUNTER = "counter"
    PHONE = "phone"
    LETTER = "letter"
    INSPECTION = "inspection"
    RADAR = "radar"
    TRANSFER = "transfer"


class PartyRole(models.TextChoices):
    """The part a person or organisation has in a case (当事人地位)."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    REPORTER = "reporter"
    THIRD = "third"


class LinkKind(models.TextChoices):
    """Why two cases belong together."""

    SPLIT = "split"
    DUPLICATE = "duplicate"
    JOINED = "joined"
    ATTACHED = "attached"


class OfficePart(models.TextChoices):
    """The part another authority takes in a case (参与机关)."""

    SENDER = "sender"
    POLICE = "police"
    PROCURATORATE = "procuratorate"
    COURT = "court"
    CUSTOMS = "customs"
    OTHER = "other"


class OfficerRole(models.TextChoices):
    """What an officer does in a case: two officers handle it (市场监督管理行政处罚程序规定 19)."""

    HANDLER = "handler"
    SECOND = "second"
    APPROVER = "approver"


class Case(models.Model):
    """One matter before one competent office, on the procedure version it began under (案件).

    `version` counts its moves; whoever writes must name the version read. `facts` is what is established so far:
    the sum of the facts of its moves. `law_on` is the date of the legally relevant event. `next_due_at` repeats the
    earliest end of a running clock of the office, so that a work list needs no join; `sort_due_at` is the same with
    `NO_DUE_AT` for none, so that a cursor can follow it.
    """

    number = models.CharField(max_length=60, unique=True)
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    procedure = models.CharField(max_length=80)
    procedure_version = models.PositiveIntegerField()
    kind = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=0)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    district = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    law_on = models.DateField()
    origin = models.CharField(max_length=20, choices=Origin.choices)
    sealed = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    source = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=80, blank=True)
    search_keys = ArrayField(models.TextField(), default=list, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    sort_due_at = models.DateTimeField(default=NO_DUE_AT)
    opening_key = models.CharField(max_length=120, null=True, blank=True, unique=True)

    class Meta:
        indexes = (
            # open cases only: a work list never shows the closed ones, which are most of the table after some years
            models.Index(
                # the figures over a list are counted in the index alone
                fields=["office", "sort_due_at", "id"],
                name="case_office_open",
                include=["sealed"],
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["sort_due_at", "id"], name="case_due", condition=Q(closed_at__isnull=True)),
            # the list of all cases, closed ones too
            models.Index(fields=["sort_due_at", "id"], name="case_all_due"),
            models.Index(fields=["office", "-id"], name="case_office_new"),
            # referrals and other procedures of which there are few among very many
            models.Index(fields=["procedure", "office"], name="case_procedure"),
            # the figures of a month read that month's cases and no others
            models.Index(fields=["received_at", "office"], name="case_received"),
            models.Index(fields=["closed_at", "office"], name="case_closed", condition=Q(closed_at__isnull=False)),
            models.Index(fields=["procedure", "state"], name="case_state", condition=Q(closed_at__isnull=True)),
            # few rows are sealed: the planner must not walk the table to find them
            models.Index(fields=["id"], name="case_sealed", condition=Q(sealed=True)),
            GinIndex(fields=["search_keys"], name="case_search"),
        )

    def __str__(self) -> str:
        return self.number


class CaseParty(models.Model):
    """A person or organisation in a case (当事人、举报人、第三人).

    `party` is null where a reporter stays unnamed: then `shown_name` is the pseudonym and the identity, if any, lies
    in the vault. `admitted_at` is the moment from which its account may read the case; a reported firm is admitted
    only by a step that gives it notice.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey("parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=PartyRole.choices)
    shown_name = models.CharField(max_length=300)
    agent = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey("access.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_receipt = models.BooleanField(default=False)
    admitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "party", "role"], name="caseparty_once", condition=Q(party__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.shown_name} ({self.role})"


class CaseRight(models.Model):
    """A right on which a case rests (涉案权利)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rights")
    right = models.ForeignKey("rights.Right", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "right"], name="caseright_once"),)

    def __str__(self) -> str:
        return f"{self.case_id}:{self.right_id}"


class CaseEvidence(models.Model):
    """An evidence item laid into a case's file (证据材料), and whether the parties may see it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    item = models.ForeignKey("evidence.Item", on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(
        CaseParty, null=True, blank=True, on_delete=models.PROTECT, related_name="submitted"
    )
    submitted_key = models.CharField(max_length=120)
    submitted_at = models.DateTimeField(default=time.now)
    visible_to_parties = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "item"], name="caseevidence_once"),)

    def __str__(self) -> str:
        return f"{self.case_id}:{self.item_id}"


class CaseLink(models.Model):
    """Two cases that belong together: one filing split in two, a duplicate, joined matters (并案、分案).

    `attached`: `b` is a procedure of its own within the matter `a`, such as a seizure or a transfer to the police.
    """

    a = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_from")
    b = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    reason = models.TextField(blank=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=time.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["a", "b", "kind"], name="caselink_once", condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(condition=~Q(a=models.F("b")), name="caselink_two_cases"),
        )

    def __str__(self) -> str:
        return f"{self.a_id} {self.kind} {self.b_id}"


class CaseOffice(models.Model):
    """Another authority that takes part in a case (参与机关): the police a case is sent to, the court asked to act.

    Its people see this case and no other of the office in charge, and take the steps their posts carry.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offices")
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=OfficePart.choices)
    since = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "office", "part"], name="caseoffice_once"),)
        indexes = (models.Index(fields=["office", "case"], name="caseoffice_office"),)

    def __str__(self) -> str:
        return f"{self.office_id} {self.part} {self.case_id}"


class Assignment(models.Model):
    """An officer on a case for a time (办案人员指定); an overridden conflict is published with its reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=OfficerRole.choices)
    from_at = models.DateTimeField(default=time.now)
    to_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.CharField(max_length=120)
    conflict_override = models.TextField(blank=True)
    overridden_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "account"], name="assignment_once", condition=Q(to_at__isnull=True)
            ),
        )
        indexes = (
            # "my cases": only those still assigned
            models.Index(fields=["account", "case"], name="assignment_mine", condition=Q(to_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.case_id}"
