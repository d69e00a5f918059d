"""A procedure as data: states, steps, who may, what it needs, which clocks run, which papers and words it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhidun.kernel.text import Text

SAME = "same"
"""Target of a step that leaves the case in its state."""

RECEIVED_AT = "received_at"
"""Word of a clock's `at`: the period starts when the case was received."""

Scalar = str | int | bool
"""Value that a step or a declaration may give a fact."""


@dataclass(frozen=True, slots=True)
class Where:
    """Place in a pack file, for findings and refusals."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


NOWHERE = Where("", 0)


class FieldType(StrEnum):
    """Kinds of input; the pages, the API schema and the guard view follow from them."""

    TEXT = "text"
    LONGTEXT = "longtext"
    CHOICE = "choice"
    BOOL = "bool"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    OFFICE = "office"
    ACCOUNT = "account"
    PARTY = "party"
    ITEMS = "items"
    RULE = "rule"


class Span(StrEnum):
    """Where a date or moment may lie, seen from the day it is entered."""

    ANY = "any"
    PAST = "past"
    FUTURE = "future"


class DoerKind(StrEnum):
    """Ways to be entitled to a step: a post's power, a relation to the case, the system itself."""

    POWER = "power"
    PARTY = "party"
    SYSTEM = "system"


class ClockVerb(StrEnum):
    """What a step does to a statutory clock."""

    START = "start"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice field."""

    value: str
    title: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One fact a step asks for; its key is the fact's name in `facts`.

    Attributes:
        max: most characters of text, most entries of items, largest number, largest amount in yuan.
        public: the parties see the value on their page.
        many: items only hold lists; an account or party field may hold several when true.
        first: rules that a form offers first, of a field that takes a rule.
        merits: a rule a decision on the merits rests on; one on procedure alone is refused.
    """

    key: str
    type: FieldType
    title: Text
    help: Text | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    max: int | None = None
    span: Span = Span.ANY
    many: bool = False
    public: bool = False
    first: tuple[str, ...] = ()
    merits: bool = False
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that no field asks for: set by a step (`sets`) or by the engine; absent means `default`."""

    key: str
    type: FieldType
    title: Text
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Guard:
    """A CEL condition with the words shown where it does not hold."""

    expression: str
    reason: Text
    remedy: Text
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Check:
    """A CEL condition on what is being entered (facts include the entered values); `field` is marked when it fails."""

    expression: str
    field: str
    reason: Text
    remedy: Text
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Doer:
    """Who may take a step: a power `scope:resource:action`, a relation (complainant, reporter, …) or the system."""

    kind: DoerKind
    key: str

    @property
    def written(self) -> str:
        """The declaration as it stands in the file."""
        return f"party:{self.key}" if self.kind is DoerKind.PARTY else self.key


@dataclass(frozen=True, slots=True)
class ClockAction:
    """One thing a step does to a clock.

    Attributes:
        rule: rule key of the law pack, `key` or `key#part`.
        event: legal event that starts the period (kernel.events list); empty: the event the rule names.
        at_field: field that holds the date or moment of the event; `received_at`: when the case was received;
            empty: the moment of the step.
        extension: which extension of the rule (1 = first); 0 for other verbs.
        until_field: field that holds the new last day, where the law leaves the length to the approver.
        lapses: a party's period that ends by itself; the office never misses it.
        binds: another authority whose time runs (`for` in the file), such as the police; empty: the office in charge.
        ahead: a period counted backwards has to leave time: a day whose last day for the act is past is refused.
        optional: nothing starts where the version of the rule in force sets no period.
        when: CEL condition; empty: always.
    """

    verb: ClockVerb
    rule: str
    event: str = ""
    at_field: str = ""
    extension: int = 0
    until_field: str = ""
    lapses: bool = False
    ahead: bool = False
    optional: bool = False
    binds: str = ""
    when: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class PaperCall:
    """An official paper the step makes. `to`: relations it is served on; empty: for the file only."""

    kind: str
    to: tuple[str, ...] = ()
    when: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class TaskCall:
    """Work the step leaves to be done: taking `step` finishes it.

    Attributes:
        role: role key, or `handler` for the officers assigned to the case.
        clock: rule key whose due date is the task's due date; empty: none.
    """

    step: str
    title: Text
    role: str = "handler"
    clock: str = ""
    when: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class NoticeCall:
    """A message to the parties named by relation. Places: see `PLACES` of `procedures.check`."""

    to: tuple[str, ...]
    text: Text
    when: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Publication:
    """Putting a result on the public list or taking it off. `rule`: the rule that says how long."""

    action: str
    kind: str
    rule: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows when a step is taken or a case is opened."""

    clocks: tuple[ClockAction, ...] = ()
    papers: tuple[PaperCall, ...] = ()
    tasks: tuple[TaskCall, ...] = ()
    notices: tuple[NoticeCall, ...] = ()
    sets: Mapping[str, Scalar] = field(default_factory=dict)
    emits: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """What is asked and what follows when a case of the procedure is opened."""

    fields: tuple[Field, ...] = ()
    effects: Effects = Effects()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class State:
    """A state of the case.

    Attributes:
        public: what the citizen reads: what this state means.
        next: what the citizen reads: what happens next and what they can do.
        outcome: outcome key when final.
        parked: waits for another authority or another procedure; no clock of ours presses.
    """

    key: str
    title: Text
    public: Text
    next: Text
    final: bool = False
    outcome: str = ""
    parked: bool = False
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Step:
    """A regulated act that may move the case.

    Attributes:
        from_states: states it starts from (in the file `any`: every state that is not final, `every`: all).
        to: target state key or `same`.
        by: alternatives; one that fits is enough.
        approvers: role keys; each needs one approver who is not the maker (four eyes).
        guards: conditions on what is known before; a failing one blocks the step with its reason and remedy.
        checks: conditions on what is entered.
        kinds: case kinds it exists for; empty: all.
        reason_required: the maker must write the reason, which goes to the paper.
        remedies: keys of the pack's remedies.yaml, printed on papers with their periods.
        closes: outcome key; empty: the target state's outcome.
        public: shown on the parties' timeline.
        reopens: may leave a final state. corrects: a formal correction that names the move it corrects.
    """

    key: str
    title: Text
    from_states: tuple[str, ...]
    to: str
    by: tuple[Doer, ...]
    help: Text | None = None
    public_text: Text | None = None
    approvers: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    checks: tuple[Check, ...] = ()
    fields: tuple[Field, ...] = ()
    effects: Effects = Effects()
    kinds: tuple[str, ...] = ()
    reason_required: bool = False
    remedies: tuple[str, ...] = ()
    publication: Publication | None = None
    closes: str = ""
    public: bool = False
    reopens: bool = False
    corrects: bool = False
    where: Where = NOWHERE

    def target(self, state: str) -> str:
        """Return the state after the step when the case is in `state`."""
        return state if self.to == SAME else self.to


@dataclass(frozen=True, slots=True)
class Relation:
    """What a person related to the case sees.

    Attributes:
        sees: of `moves`, `papers`, `evidence`, `messages`, `reporter`.
        hidden_in: states in which the case does not exist for this relation.
    """

    key: str
    title: Text
    sees: frozenset[str]
    hidden_in: frozenset[str] = frozenset()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Procedure:
    """One regulated course of action, of one version; a case keeps the version it began under."""

    name: str
    version: int
    title: Text
    summary: Text
    opens_in: str
    states: Mapping[str, State]
    steps: Mapping[str, Step]
    opening: Opening = Opening()
    kinds: Mapping[str, Text] = field(default_factory=dict)
    outcomes: Mapping[str, Text] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    pack: str = ""
    where: Where = NOWHERE

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the steps that start in `state`, in the order of the file."""
        return tuple(step for step in self.steps.values() if state in step.from_states)

    def all_fields(self) -> dict[str, Field]:
        """Return every field by key, of the opening and of the steps; a key has one type everywhere."""
        found = {item.key: item for item in self.opening.fields}
        for step in self.steps.values():
            for item in step.fields:
                found.setdefault(item.key, item)
        return found

    def all_effects(self) -> tuple[Effects, ...]:
        """Return the effects of the opening and of every step."""
        return (self.opening.effects, *(step.effects for step in self.steps.values()))
