"""What the window takes in and gives back: plain values shared with the doors (no Django)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from zhidun.kernel.text import Text

FilingKind = Literal["rights_complaint", "report", "consumer_complaint", "consultation"]
Channel = Literal["online", "counter", "phone", "letter", "transfer", "inspection"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody named in a filing: the filer, the agent or the respondent, as typed."""

    kind: Literal["person", "organisation"] = "person"
    name: str = ""
    uscc: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    district: str = ""

    @property
    def given(self) -> bool:
        """True when at least a name or a credit code was typed."""
        return bool(self.name or self.uscc)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The facts a user stated, read and checked; what follows from them is for `classify` to propose.

    Attributes:
        intent: what the user wants (stop_infringement, report, refund, ask, both; "" = not said).
        relation: who the user is to the right (holder, licensee, agent, buyer, witness, other).
        own_use: bought for one's own living consumption.
        right_kind: a kind of the rights registry, "unfair_competition" or "unknown".
        district: GB/T 2260 code, or the zone's own code, of where it happened; "" = not known.
        city: GB code of the city where it happened; the home city when not said.
        online: it happens on a website or platform.
        goods_kind: food, drug, health, other.
        happened_on: the date of the act, the legal event that chooses the version of the law.
        amount: turnover or price known to the filer, in yuan.
        act: what kind of act (infringement, counterfeit_patent, trade_secret, civil_claim, …; "" = not said).
        from_city: GB code of the city whose authority took the matter first; "" = here.
        secret_commitment: what stands for a trade secret, 64 hex digits; the secret itself never enters.
        protected_by: the measures that keep it secret.
        known_to: who had access to it.
    """

    intent: str = ""
    relation: str = "other"
    own_use: bool = False
    anonymous: bool = False
    right_kind: str = "unknown"
    right_number: str = ""
    right_name: str = ""
    right_id: str = ""
    facts: str = ""
    request: str = ""
    happened_on: date | None = None
    discovered_on: date | None = None
    district: str = ""
    city: str = ""
    place: str = ""
    online: bool = False
    platform: str = ""
    links: tuple[str, ...] = ()
    goods: str = ""
    goods_kind: str = "other"
    amount: Decimal | None = None
    act: str = ""
    from_city: str = ""
    secret_commitment: str = ""
    protected_by: str = ""
    known_to: str = ""
    filer: Person = field(default_factory=Person)
    agent: Person = field(default_factory=Person)
    respondent: Person = field(default_factory=Person)
    language: str = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChoice:
    """The office that is proposed, and why.

    Attributes:
        code: code of an office of this city; "" when the matter belongs to somebody outside it.
        ours: this installation may handle it now; False = the case is parked for the named authority.
        cross_region: a hand-over or a request to another city is to be drafted.
        routing_version: version of the local rules of assignment that was asked; 0 = the pack's table alone.
    """

    code: str
    name: Text
    ours: bool
    reasons: tuple[Text, ...]
    address: str = ""
    phone: str = ""
    cross_region: bool = False
    cross_region_to: str = ""
    action: str = "handle"
    routing_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One case that the filing is to become.

    Attributes:
        procedure: name of the procedure that runs it; "" for a consultation.
        field: kind of right, the field of the case.
        basis: key of the law that governs how the filing itself is treated.
        law_on: the date whose law decides.
        rules: keys of the rules whose clocks start first, in the version of `law_on`.
        sealed: only the head and those assigned see the case from its first day on.
        notice_owed: whether a result must be told to the reporter, and by which rule.
    """

    kind: FilingKind
    title: Text
    procedure: str
    field: str
    office: OfficeChoice
    reasons: tuple[Text, ...]
    law_on: date
    rules: tuple[str, ...] = ()
    parked: bool = False
    priority: bool = False
    visible_to_respondent: bool = True
    sealed: bool = False
    notice_rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateHint:
    """An earlier filing about the same respondent and right; numbers are shown to staff only.

    Attributes:
        same_facts: the facts are the same too (投诉举报处理办法 2026, art 35).
        same_filer: filed by the same account.
    """

    case_number: str
    same_facts: bool
    same_filer: bool
    filed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What the system proposes; a person decides at triage."""

    kind: FilingKind
    parts: tuple[Part, ...]
    reasons: tuple[Text, ...]
    emergency: bool = False
    duplicates: tuple[DuplicateHint, ...] = ()
    warnings: tuple[Text, ...] = ()
    defences: tuple[Text, ...] = ()

    @property
    def mixed(self) -> bool:
        """True when the filing is split into linked cases (办法 2026, art 9)."""
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the filer takes home: case numbers and, once, the secret that opens the status page.

    Attributes:
        numbers: one case number, or two when a mixed filing was split.
        secret: shown once; empty when the same filing is sent again after a day.
        filing: public id of the filing.
        repeated: this is the answer to a second sending of the same filing.
    """

    numbers: tuple[str, ...]
    secret: str
    filing: UUID
    acknowledged_at: datetime
    classification: Classification
    repeated: bool = False

    @property
    def number(self) -> str:
        """The first case number."""
        return self.numbers[0] if self.numbers else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStep:
    """One line of the public timeline, in plain words."""

    on: date
    words: Text
    done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPeriod:
    """A running period that a party has to keep."""

    title: Text
    due_on: date
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStatus:
    """What the holder of a receipt may read: where the case is, what happens next and by when."""

    number: str
    title: Text
    state: str
    words: Text
    next_words: Text
    due_on: date | None
    due_provisional: bool
    office: Text
    office_phone: str
    received_at: datetime
    closed: bool
    can_withdraw: bool
    steps: tuple[StatusStep, ...] = ()
    messages: tuple[PublicMessage, ...] = ()
    linked: tuple[str, ...] = ()
    papers: tuple[PublicPaper, ...] = ()
    due_why: DueWhy | None = None
    periods: tuple[PartyPeriod, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWhy:
    """Why the next date is that day: rule, article, and the arithmetic line by line."""

    title: Text
    statement: Text
    citation: Text
    started_on: date
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPaper:
    """A paper the filer may open."""

    paper: str
    title: Text
    number: str
    issued_on: date
    served_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMessage:
    """One message between the filer and the office."""

    from_office: bool
    body: str
    sent_at: datetime
    read_at: datetime | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The city's own figures of a route, without names.

    Attributes:
        closed: matters that ended. days: from receipt to the end (median).
        judged, granted: of how many it is known whether something was granted, and of how many it was; 0: too few.
        amount: yuan awarded or agreed (median, whole thousands); None: too few.
    """

    closed: int
    days: int
    judged: int = 0
    granted: int = 0
    amount: Decimal | None = None

    @property
    def yuan(self) -> str:
        """Return the amount with its thousands apart; empty: too few."""
        return f"{self.amount:,}" if self.amount is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way a wizard answer leads to: what can be done, how long, what it costs, who does it, what proof."""

    key: str
    title: Text
    what: Text
    how_long: Text
    cost: Text
    who: Text
    proof: tuple[Text, ...]
    next_url: str
    office: OfficeChoice | None = None
    fits: bool = True
    why: tuple[Text, ...] = ()
    proof_keys: tuple[str, ...] = ()
    have: frozenset[str] = frozenset()
    recommended: bool = False
    past: Past | None = None
    counted: bool = False

    @property
    def proofs(self) -> tuple[tuple[Text, bool], ...]:
        """Return each proof with whether it is there, as far as the asker said."""
        keys = (*self.proof_keys, *("",) * (len(self.proof) - len(self.proof_keys)))
        return tuple((text, key in self.have) for text, key in zip(self.proof, keys, strict=True))

    @property
    def lacking(self) -> int:
        """Return how many proofs are not there yet."""
        return sum(not there for _, there in self.proofs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible answer of a question."""

    value: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the wizard or of the filing form, a page each."""

    key: str
    label: Text
    hint: Text | None
    kind: str
    options: tuple[Option, ...] = ()
    required: bool = False
    step: str = ""
    show_when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WizardStep:
    """Where the wizard stands: the next question, or the routes."""

    question: Question | None
    asked: int
    total: int
    routes: tuple[Route, ...] = ()
    proofs: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft as its owner sees it: what was typed, unchecked."""

    token: str
    kind: str
    answers: dict[str, object]
    saved_at: datetime
    item_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a reporter is: only ever inside the vault, or before the eyes of an unveiling in force."""

    name: str = ""
    uscc: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    relation: str = ""
