"""Rows of the room: traces, judgements on links, past cases, false claims, narrowed claim channels."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7
from zhidun.kernel.text import Text, t
from zhidun.rights.kinds import kinds


class Trace(models.Model):
    """Something that leads from one party to another (线索特征): a legal representative, a payee, a picture.

    Names, codes, telephones and addresses are the parties room's own; they are read there. Personal values are kept as
    a keyed hash in `value`; `shown` masks the middle.
    """

    class Kind(models.TextChoices):
        """What sort of trace."""

        LEGAL_REP = "legal_rep", "法定代表人"
        CONTROLLER = "controller", "实际控制人"
        PHONE = "phone", "电话"
        PAYEE = "payee", "收款账户"
        ADDRESS = "address", "地址"
        SHOP = "shop", "网店账号"
        PICTURE = "picture", "图片"

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=200)
    shown = models.CharField(max_length=200)
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("evidence.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField(default=time.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["party", "kind", "value"], name="trace_once", condition=Q(withdrawn_at__isnull=True)
            ),
        )
        indexes = (models.Index(fields=["kind", "value"], name="trace_value"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class LinkJudgement(models.Model):
    """A person's judgement on two parties that share traces (关联认定): linked, or not; one party is a merger."""

    class Verdict(models.TextChoices):
        """What was judged."""

        LINKED = "linked", "有关联"
        APART = "apart", "无关联"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    a = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField()
    seen = models.JSONField(default=list, help_text="the reasons of the link as shown when it was judged")
    judged_by = models.CharField(max_length=120)
    judged_at = models.DateTimeField(default=time.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=120, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["a", "b"], name="linkjudgement_once", condition=Q(undone_at__isnull=True)),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="linkjudgement_ordered"),
        )

    def __str__(self) -> str:
        return f"{self.a_id} {self.verdict} {self.b_id}"


OUTCOME_WORDS: tuple[tuple[str, Text], ...] = (
    ("penalty", t("行政处罚", "Administrative penalty")),
    ("criminal", t("刑事裁判", "Criminal judgment")),
    ("civil", t("民事裁判", "Civil judgment")),
    ("ruling", t("行政裁决", "Administrative adjudication")),
    ("none", t("未认定侵权", "No infringement found")),
)
OTHER_KINDS: tuple[tuple[str, Text], ...] = (
    ("trade_secret", t("商业秘密", "Trade secret")),
    ("unfair_competition", t("不正当竞争", "Unfair competition")),
    ("counterfeit_patent", t("假冒专利", "Counterfeit patent")),
)
"""Kinds an old case may have beside those of the registry."""


class PastImport(models.Model):
    """One import of a table of old cases: a dry run or a real one, its progress and the rows that did not fit."""

    class State(models.TextChoices):
        """Where the run stands."""

        WAITING = "waiting", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    dry_run = models.BooleanField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    rows_made = models.IntegerField(default=0)
    rows_known = models.IntegerField(default=0)
    rows_flagged = models.IntegerField(default=0)
    faults = models.JSONField(default=list, help_text="[{row, field, value, reason, remedy}]")
    notices = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        help_text="[{row, number, known, flags}]: rows that are there already, or whose figures do not add up",
    )
    started_by = models.CharField(max_length=120)
    started_account = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(default=time.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.filename} {self.rows_done}/{self.rows_total}"


class PastCase(models.Model):
    """A case decided before this platform or elsewhere (旧案): it feeds the profile and the rules on repetition.

    `flags` holds what does not add up in the source; nothing is corrected.
    """

    class Outcome(models.TextChoices):
        """How it ended."""

        PENALTY = "penalty", "行政处罚"
        CRIMINAL = "criminal", "刑事裁判"
        CIVIL = "civil", "民事裁判"
        RULING = "ruling", "行政裁决"
        NONE = "none", "未认定侵权"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(max_length=120)
    authority = models.CharField(max_length=200)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    right_kind = models.CharField(max_length=32)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    acted_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField()
    effective_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    fine = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    confiscated = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    stated_total = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    flags = models.JSONField(default=list)
    source = models.CharField(max_length=200)
    run = models.ForeignKey(PastImport, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_by = models.CharField(max_length=120)
    entered_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["authority", "number", "party"], name="pastcase_once"),)
        indexes = (models.Index(fields=["party", "-decided_on"], name="pastcase_party"),)

    def __str__(self) -> str:
        return self.number

    @property
    def outcome_words(self) -> Text:
        """Return how it ended, in words."""
        return dict(OUTCOME_WORDS)[self.outcome]

    @property
    def kind_words(self) -> Text:
        """Return the kind of right in words; a kind nobody knows any more as it was written."""
        known = kinds().get(self.right_kind)
        return known.title if known else dict(OTHER_KINDS).get(self.right_kind, t(self.right_kind, self.right_kind))


class FalseClaim(models.Model):
    """A malicious suit or a false complaint found as such (恶意诉讼、不实投诉), with the party's reply beside it."""

    class Kind(models.TextChoices):
        """What was found."""

        MALICIOUS_SUIT = "malicious_suit", "恶意诉讼"
        FALSE_COMPLAINT = "false_complaint", "不实投诉举报"
        FALSE_NOTICE = "false_notice", "错误通知"

    class State(models.TextChoices):
        """Where the record stands: it counts once a second person agreed."""

        PROPOSED = "proposed", "待复核"
        STANDING = "standing", "已记录"
        REFUSED = "refused", "未通过"
        WITHDRAWN = "withdrawn", "已撤销"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    basis = models.CharField(max_length=300)
    words = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=120)
    proposed_at = models.DateTimeField(default=time.now)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    replied_by = models.CharField(max_length=120, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="falseclaim_second_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.party_id}"


class Narrowing(models.Model):
    """The claim channel of a serial complainer narrowed for a term (限制投诉通道); the lead is always handled.

    Four eyes, a reason, a term, an appeal. It never refuses a filing: it tells the officer how to treat the claim.
    """

    class State(models.TextChoices):
        """Where it stands; one in force also ends by its day."""

        ASKED = "asked", "待复核"
        IN_FORCE = "in_force", "生效"
        REFUSED = "refused", "未通过"
        LIFTED = "lifted", "已解除"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    signals = models.JSONField(default=list)
    until_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField(default=time.now)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    appeal = models.TextField(blank=True)
    appealed_by = models.CharField(max_length=120, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["party"], name="narrowing_once", condition=Q(state__in=["asked", "in_force"])
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("asked_by")), name="narrowing_second_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party_id} {self.state}"
