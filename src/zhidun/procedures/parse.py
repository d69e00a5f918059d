"""From the data of a file, whose shape was checked, to a `Procedure`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhidun.kernel.text import Text, t
from zhidun.procedures.model import (
    Check,
    Choice,
    ClockAction,
    ClockVerb,
    Doer,
    DoerKind,
    Effects,
    Fact,
    Field,
    FieldType,
    Guard,
    NoticeCall,
    Opening,
    PaperCall,
    Procedure,
    Publication,
    Relation,
    Span,
    State,
    Step,
    TaskCall,
    Where,
)
from zhidun.procedures.source import Source, Trail

REASON = Field(
    "reason",
    FieldType.LONGTEXT,
    t("理由", "Reason"),
    help=t(
        "写明事实和依据;该理由会印在文书上并告知当事人。",
        "State facts and grounds; the reason is printed on the paper and told to the parties.",
    ),
    required=True,
    max=4000,
    public=True,
)
"""Field every step with `reason_required` asks for."""

CORRECTED_MOVE = Field(
    "corrects_move",
    FieldType.NUMBER,
    t("被更正的记录序号", "Number of the entry corrected"),
    help=t("时间轴上每条记录前的序号。", "The number in front of each entry of the timeline."),
    required=True,
)
"""Field every step with `corrects` asks for; the old entry stays readable."""

_VERBS = (
    ("stops", ClockVerb.STOP),
    ("pauses", ClockVerb.PAUSE),
    ("resumes", ClockVerb.RESUME),
    ("extends", ClockVerb.EXTEND),
    ("starts", ClockVerb.START),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One mapping of the file and where it stands."""

    source: Source
    trail: Trail
    data: Mapping[str, Any]

    def where(self, *below: str | int) -> Where:
        return self.source.where(*self.trail, *below)

    def text(self, key: str) -> Text:
        return Text.of(self.data[key])

    def maybe(self, key: str) -> Text | None:
        return Text.of(self.data[key]) if key in self.data else None

    def under(self, key: str) -> list[tuple[str, _Part]]:
        """Return the entries of a mapping of mappings."""
        entries: Mapping[str, Any] = self.data.get(key, {})
        return [(name, _Part(self.source, (*self.trail, key, name), value)) for name, value in entries.items()]

    def listed(self, key: str, short: str = "") -> list[_Part]:
        """Return the entries of a list; a bare word stands for `{short: word}`."""
        found = []
        for index, value in enumerate(self.data.get(key, ())):
            data = value if isinstance(value, Mapping) else {short: value}
            found.append(_Part(self.source, (*self.trail, key, index), data))
        return found

    def words(self, key: str) -> tuple[str, ...]:
        """Return a word or a list of words as a tuple."""
        value = self.data.get(key, ())
        return (value,) if isinstance(value, str) else tuple(value)


def parse(source: Source, pack: str = "") -> Procedure:
    """Return the procedure of a file in which `check.shape` found nothing."""
    root = _Part(source, (), source.data)
    states = {key: _state(key, part) for key, part in root.under("states")}
    groups = {"any": tuple(key for key, state in states.items() if not state.final), "every": tuple(states)}
    opening = _Part(source, ("opening",), source.data.get("opening", {}))
    return Procedure(
        name=root.data["procedure"],
        version=root.data["version"],
        title=root.text("title"),
        summary=root.text("summary"),
        opens_in=root.data["opens_in"],
        states=states,
        steps={key: _step(key, part, groups) for key, part in root.under("steps")},
        opening=Opening(_fields(opening), _effects(opening), opening.where()),
        kinds={key: part.text("it") for key, part in _texts(root, "kinds")},
        outcomes={key: part.text("it") for key, part in _texts(root, "outcomes")},
        facts={
            key: Fact(key, FieldType(part.data["type"]), part.text("title"), part.where())
            for key, part in root.under("facts")
        },
        relations={key: _relation(key, part) for key, part in root.under("relations")},
        pack=pack,
        where=root.where("procedure"),
    )


def _texts(root: _Part, key: str) -> list[tuple[str, _Part]]:
    return [(name, _Part(part.source, part.trail, {"it": part.data})) for name, part in root.under(key)]


def _state(key: str, part: _Part) -> State:
    return State(
        key=key,
        title=part.text("title"),
        public=part.text("public"),
        next=part.text("next"),
        final=part.data.get("final", False),
        outcome=part.data.get("outcome", ""),
        parked=part.data.get("parked", False),
        where=part.where(),
    )


def _relation(key: str, part: _Part) -> Relation:
    return Relation(
        key, part.text("title"), frozenset(part.words("sees")), frozenset(part.words("hidden_in")), part.where()
    )


def _step(key: str, part: _Part, groups: Mapping[str, tuple[str, ...]]) -> Step:
    data = part.data
    reason_required, corrects = data.get("reason_required", False), data.get("corrects", False)
    implied = (*((REASON,) if reason_required else ()), *((CORRECTED_MOVE,) if corrects else ()))
    return Step(
        key=key,
        title=part.text("title"),
        from_states=groups[data["from"]] if isinstance(data["from"], str) else tuple(data["from"]),
        to=data["to"],
        by=tuple(_doer(word) for word in part.words("by")),
        help=part.maybe("help"),
        public_text=part.maybe("public_text"),
        approvers=part.words("approver"),
        guards=_guards(part),
        checks=tuple(
            Check(one.data["if"], one.data["field"], one.text("reason"), one.text("remedy"), one.where())
            for one in part.listed("checks")
        ),
        fields=(*_fields(part), *implied),
        effects=_effects(part),
        kinds=part.words("kinds"),
        reason_required=reason_required,
        remedies=part.words("remedies"),
        publication=_publication(part),
        closes=data.get("closes", ""),
        public=data.get("public", False),
        reopens=data.get("reopens", False),
        corrects=corrects,
        where=part.where(),
    )


def _doer(word: str) -> Doer:
    if word == "system":
        return Doer(DoerKind.SYSTEM, word)
    if word.startswith("party:"):
        return Doer(DoerKind.PARTY, word.removeprefix("party:"))
    return Doer(DoerKind.POWER, word)


def _guards(part: _Part) -> tuple[Guard, ...]:
    if "guard" in part.data:
        return (Guard(part.data["guard"], part.text("guard_reason"), part.text("guard_remedy"), part.where("guard")),)
    return tuple(
        Guard(one.data["if"], one.text("reason"), one.text("remedy"), one.where()) for one in part.listed("guards")
    )


def _publication(part: _Part) -> Publication | None:
    data = part.data.get("publication")
    if data is None:
        return None
    return Publication(data["action"], data["kind"], data.get("rule", ""), part.where("publication"))


def _fields(part: _Part) -> tuple[Field, ...]:
    return tuple(
        Field(
            key=key,
            type=FieldType(one.data["type"]),
            title=one.text("title"),
            help=one.maybe("help"),
            required=one.data.get("required", False),
            choices=tuple(Choice(value, Text.of(title)) for value, title in one.data.get("choices", {}).items()),
            max=one.data.get("max"),
            span=Span(one.data.get("span", "any")),
            many=one.data.get("many", False),
            public=one.data.get("public", False),
            first=tuple(one.data.get("first", ())),
            merits=one.data.get("merits", False),
            where=one.where(),
        )
        for key, one in part.under("fields")
    )


def _effects(part: _Part) -> Effects:
    return Effects(
        clocks=tuple(_clock(verb, one) for key, verb in _VERBS for one in part.listed(key, "rule")),
        papers=_papers(part),
        tasks=tuple(
            TaskCall(
                one.data["step"],
                one.text("title"),
                one.data.get("role", "handler"),
                one.data.get("clock", ""),
                _when(one),
                one.where(),
            )
            for one in part.listed("tasks")
        ),
        notices=tuple(
            NoticeCall(one.words("to"), one.text("text"), _when(one), one.where()) for one in part.listed("notices")
        ),
        sets=dict(part.data.get("sets", {})),
        emits=part.words("emits"),
        basis=part.words("basis"),
    )


def _papers(part: _Part) -> tuple[PaperCall, ...]:
    if "paper" in part.data:
        return (PaperCall(part.data["paper"], where=part.where("paper")),)
    return tuple(PaperCall(one.data["kind"], one.words("to"), _when(one), one.where()) for one in part.listed("papers"))


def _when(part: _Part) -> str:
    return str(part.data.get("when", ""))


def _clock(verb: ClockVerb, part: _Part) -> ClockAction:
    data = part.data
    return ClockAction(
        verb=verb,
        rule=data["rule"],
        event=data.get("event", ""),
        at_field=data.get("at", ""),
        extension=data.get("extension", 0),
        until_field=data.get("until", ""),
        lapses=data.get("lapses", False),
        ahead=data.get("ahead", False),
        optional=data.get("optional", False),
        binds=data.get("for", ""),
        when=_when(part),
        where=part.where(),
    )
