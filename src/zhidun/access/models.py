"""Rows of the access room. Other rooms point here by strings (`access.Office`, `access.Account`) only."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string, salted_hmac

from zhidun.access.personal_models import Absence, CityMap, FeedKey, Preference
from zhidun.access.types import Sealed
from zhidun.kernel import ids, time
from zhidun.kernel.text import Text

__all__ = [
    "ADMINISTRATORS", "Absence", "Account", "AccountManager", "ApiToken", "AuditEntry", "AuditLink", "CityMap",
    "ConflictDeclaration", "FeedKey", "Office", "Post", "Preference", "RateState", "new_epoch",
]  # fmt: skip

ADMINISTRATORS = ("system-admin", "security-admin", "audit-admin")
"""The three separate administrators (三员分立): nobody holds two of them."""


def new_epoch() -> str:
    """Return a random mark that every session of an account is bound to."""
    return get_random_string(22)


class Office(models.Model):
    """A public body or service point with its place in the tree (机关、单位、工作站).

    `gb_district` is the GB/T 2260 code of the place, `admin_unit` the unit that runs it: they differ inside the three
    functional zones; a case is counted once, by `admin_unit`. `fields` are the kinds of right it is competent for.
    """

    class Kind(models.TextChoices):
        """What an office is."""

        CITY_BUREAU = "city_bureau"
        DISTRICT_BUREAU = "district_bureau"
        WORKSTATION = "workstation"
        PROTECTION_CENTRE = "protection_centre"
        FAST_CENTRE = "fast_centre"
        COURT = "court"
        PROCURATORATE = "procuratorate"
        POLICE = "police"
        MEDIATION = "mediation"
        ASSOCIATION = "association"
        AUTHORITY_OTHER = "authority_other"

    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    gb_district = models.CharField(max_length=6, blank=True)
    admin_unit = models.CharField(max_length=6, blank=True, db_index=True)
    fields = models.JSONField(default=list)
    paper_sign = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    unknown = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[Office]] = Sealed.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")) | Q(parent__isnull=True), name="office_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    @property
    def name(self) -> Text:
        """Name in both languages."""
        return Text(self.name_zh, self.name_en or self.name_zh)


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts with a hashed password."""

    def create_user(self, username: str, password: str | None = None, *, kind: str = "citizen") -> Account:
        """Make an account; without a password nobody can sign in by password."""
        account = Account(username=self.model.normalize_username(username), kind=kind)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who signs in: a member of staff or a citizen. What they may do hangs on their posts alone."""

    class Kind(models.TextChoices):
        """Who signs in."""

        STAFF = "staff"
        CITIZEN = "citizen"

    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CITIZEN)
    language = models.CharField(max_length=5, default="zh")
    active = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    session_epoch = models.CharField(max_length=40, default=new_epoch, editable=False)
    created_at = models.DateTimeField(default=time.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(Lower("username"), name="username_once")]

    def __str__(self) -> str:
        return self.username

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's attribute, here computed from the row
        """Whether the account may sign in and keep its sessions."""
        return self.active

    @property
    def name(self) -> Text:
        """Name in both languages; the user name where none was given."""
        return Text(self.name_zh or self.username, self.name_en or self.name_zh or self.username)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password and to `session_epoch`: a new epoch ends them all."""
        return salted_hmac(
            "zhidun.access.Account.session", self.password + self.session_epoch, secret=secret, algorithm="sha256"
        ).hexdigest()


class Post(models.Model):
    """A role held by an account at an office for a time (岗位). It counts once it is approved and until it ends.

    Two people make a grant: who appoints and who approves. `to_on` is the last day; `revoked_at` ends it at once.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    appointed_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager[Post]] = Sealed.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "office", "role", "from_on"],
                condition=Q(revoked_at__isnull=True),
                name="post_once",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="post_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | Q(approved_by="system") | ~Q(approved_by=F("appointed_by")),
                name="post_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} @ {self.office_id}"


class ConflictDeclaration(models.Model):
    """A declared conflict of interest (回避申报) of an account with a party, a case or a right; never deleted."""

    class Subject(models.TextChoices):
        """What the conflict is with."""

        PARTY = "party"
        CASE = "case"
        RIGHT = "right"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="conflicts")
    subject_kind = models.CharField(max_length=10, choices=Subject.choices)
    subject_key = models.CharField(max_length=80)
    reason = models.TextField()
    declared_at = models.DateTimeField(default=time.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.TextField(blank=True)

    objects: ClassVar[models.Manager[ConflictDeclaration]] = Sealed.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="conflict_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "subject_kind", "subject_key"],
                condition=Q(withdrawn_at__isnull=True),
                name="conflict_declared_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} × {self.subject_kind}:{self.subject_key}"


class ApiToken(models.Model):
    """A key for machines of an office (接口令牌): only its hash is kept; it can do no more than its account."""

    class RateClass(models.TextChoices):
        """How many calls a minute the token has."""

        STANDARD = "standard"
        PARTNER = "partner"
        BULK = "bulk"

    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tokens")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    rate_class = models.CharField(max_length=10, choices=RateClass.choices, default=RateClass.STANDARD)
    issued_at = models.DateTimeField(default=time.now)
    issued_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[ApiToken]] = Sealed.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"


class AuditEntry(models.Model):
    """Who did what to which object, when (审计记录). Append-only: the database refuses change, deletion, truncation.

    `digest` is the SHA-256 of the entry's canonical content.
    """

    at = models.DateTimeField(default=time.now, db_index=True)
    actor_key = models.CharField(max_length=80, db_index=True)
    actor_name = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=80, db_index=True)
    object_kind = models.CharField(max_length=40)
    object_key = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[AuditEntry]] = Sealed.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["object_kind", "object_key"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor_key} {self.action} {self.object_kind}:{self.object_key}"


class AuditLink(models.Model):
    """The place of an audit entry in its hash chain, written by the database itself when the transaction commits.

    There are several chains (lanes), so that writers do not wait for each other; `hash` = SHA-256 over the previous
    hash of the lane and the entry's digest, both as hexadecimal text.
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="link")
    lane = models.PositiveSmallIntegerField()
    seq = models.BigIntegerField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[AuditLink]] = Sealed.as_manager()

    class Meta:
        ordering = ["lane", "seq"]
        constraints = [models.UniqueConstraint(fields=["lane", "seq"], name="audit_link_place")]

    def __str__(self) -> str:
        return f"{self.lane}/{self.seq}"


class RateState(models.Model):
    """How busy one key is: the moment at which its calls would be spread out evenly again."""

    key = models.CharField(max_length=64, primary_key=True)
    ready_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
