"""Trust policies (c2sp.org/tlog-policy): which logs are known, and which witnesses together are enough."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from zhidun.kernel.text import t
from zhidun.ledger.errors import LogUnknown, Malformed, QuorumMissing
from zhidun.ledger.note import COSIGNATURE, ED25519, Verifier, parse_vkey

NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness of the policy: its name there, its key, and where it is asked."""

    name: str
    key: Verifier
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group witnesses a checkpoint when `least` of its members do."""

    name: str
    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What a checkpoint needs to be believed.

    Attributes:
        logs: keys of the logs.
        witnesses: known witnesses.
        groups: in the order of the file: a group names only what stands before it.
        quorum: name of a witness or group, or `none`.
    """

    logs: tuple[Verifier, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NOBODY

    @property
    def witness_keys(self) -> tuple[Verifier, ...]:
        """Return the keys of all witnesses."""
        return tuple(witness.key for witness in self.witnesses)

    def met(self, keys: Collection[Verifier]) -> bool:
        """Whether the witnesses with these keys are a quorum."""
        there = {NOBODY} | {witness.name for witness in self.witnesses if witness.key in keys}
        for group in self.groups:
            if sum(member in there for member in group.members) >= group.least:
                there.add(group.name)
        return self.quorum in there

    def need(self, keys: Collection[Verifier]) -> None:
        """Refuse (QuorumMissing) unless the witnesses with these keys are a quorum."""
        if not self.met(keys):
            missing = [witness.name for witness in self.witnesses if witness.key not in keys]
            names = "、".join(missing)
            raise QuorumMissing(
                t(
                    f"见证签名未达到规定数量,尚缺:{names}。",
                    f"Fewer witnesses cosigned than the policy asks for; missing: {', '.join(missing)}.",
                )
            )

    def logs_of(self, origin: str) -> tuple[Verifier, ...]:
        """Return the keys of a log.

        Raises:
            LogUnknown: the policy does not name it.
        """
        found = tuple(key for key in self.logs if key.name == origin)
        if not found:
            raise LogUnknown(
                t(f"日志“{origin[:80]}”不在策略中。", f"The policy does not name the log “{origin[:80]}”.")
            )
        return found

    @property
    def text(self) -> str:
        """Return the policy as a file."""
        rows = [f"log {key.vkey}" for key in self.logs]
        rows += [" ".join(filter(None, ["witness", w.name, w.key.vkey, w.url])) for w in self.witnesses]
        rows += [f"group {group.name} {group.least} {' '.join(group.members)}" for group in self.groups]
        return "".join(f"{row}\n" for row in [*rows, f"quorum {self.quorum}"])


class _Reading:
    def __init__(self) -> None:
        self.logs: list[Verifier] = []
        self.witnesses: list[Witness] = []
        self.groups: list[Group] = []
        self.quorum: str | None = None
        self.names: set[str] = {NOBODY}

    def new_name(self, name: str) -> str:
        if name in self.names:
            raise Malformed(t(f"名称“{name}”重复。", f"The name “{name}” is given twice."))
        self.names.add(name)
        return name

    def log(self, words: Sequence[str]) -> None:
        key, _ = _fields(words, 1, 2)
        self.logs.append(_fresh(parse_vkey(key), ED25519, self.logs))

    def witness(self, words: Sequence[str]) -> None:
        name, vkey, *url = _fields(words, 2, 3)
        key = _fresh(parse_vkey(vkey), COSIGNATURE, [w.key for w in self.witnesses])
        self.witnesses.append(Witness(self.new_name(name), key, url[0]))

    def group(self, words: Sequence[str]) -> None:
        if len(words) < 3:  # noqa: PLR2004  name, threshold, one member
            raise Malformed(t("group 行缺少成员。", "A group names no members."))
        name, least, *members = words
        unknown = [member for member in members if member not in self.names or member == NOBODY]
        count = {"all": len(members), "any": 1}.get(least) or (int(least) if least.isascii() and least.isdigit() else 0)
        if unknown or not 1 <= count <= len(members) or len(set(members)) != len(members):
            raise Malformed(t(f"group {name} 的定义无效。", f"The group {name} is not defined well."))
        self.groups.append(Group(self.new_name(name), count, tuple(members)))

    def unknown(self, words: Sequence[str]) -> None:
        raise Malformed(t(f"未知的策略行({len(words)} 个字段)。", f"A line of an unknown kind ({len(words)} fields)."))

    def end(self, words: Sequence[str]) -> None:
        if self.quorum is not None or len(words) != 1 or words[0] not in self.names:
            raise Malformed(t("quorum 应有且仅有一行,指向已定义的名称。", "One quorum line, naming what is defined."))
        self.quorum = words[0]


def _fields(words: Sequence[str], least: int, most: int) -> list[str]:
    if not least <= len(words) <= most:
        raise Malformed(t("策略行的字段数不对。", "A line of the policy has too few or too many fields."))
    return [*words, *[""] * (most - len(words))]


def _fresh(key: Verifier, kind: int, known: Sequence[Verifier]) -> Verifier:
    if key.kind != kind:
        raise Malformed(t(f"“{key.name}”的公钥类型不适合此处。", f"The key of “{key.name}” is of another kind."))
    if any(key.public == other.public for other in known):
        raise Malformed(t(f"“{key.name}”的公钥重复。", f"The key of “{key.name}” is given twice."))
    return key


def parse(text: str) -> Policy:
    """Return the policy of a file.

    Raises:
        Malformed: with the number of the line.
    """
    reading = _Reading()
    verbs = {"log": reading.log, "witness": reading.witness, "group": reading.group, "quorum": reading.end}
    for place, line in enumerate(text.split("\n"), 1):
        words = [word for word in line.replace("\t", " ").split(" ") if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            verbs.get(words[0], reading.unknown)(words[1:])
        except Malformed as fault:
            where = t(f"第 {place} 行:{fault.reason.zh}", f"Line {place}: {fault.reason.en}")
            raise Malformed(where, fault.remedy) from fault
    if reading.quorum is None:
        raise Malformed(t("策略缺少 quorum 行。", "The policy has no quorum line."))
    return Policy(tuple(reading.logs), tuple(reading.witnesses), tuple(reading.groups), reading.quorum)
