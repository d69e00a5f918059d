"""A monitor: follows a log from outside, remembers every head it saw, and says when two of them do not agree.

It needs the log's static files (c2sp.org/tlog-tiles) and a policy; the operator of the log is not asked for anything
else and cannot tell the monitor from any other reader.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t
from zhidun.ledger import checkpoint
from zhidun.ledger.checkpoint import Checkpoint
from zhidun.ledger.errors import Malformed, TileMissing
from zhidun.ledger.merkle import root, root_of
from zhidun.ledger.note import Note
from zhidun.ledger.policy import Policy
from zhidun.ledger.store import checked, write_durably
from zhidun.ledger.tiles import HEIGHT, Tile, TileReader, TileStore
from zhidun.ledger.witness import HeadStore

CHECKPOINT = "checkpoint"
LARGEST_FILE = 20_000_000
SECONDS = 20
Alarm = Literal["", "fork", "shrunk", "damaged", "signature", "quorum", "stale", "unreachable"]
GRAVE: frozenset[Alarm] = frozenset({"fork", "shrunk", "damaged", "signature"})
"""What a log may never do; the rest is delay."""


@dataclass(frozen=True, slots=True)
class Website:
    """The files of a log at an address (a `TileStore` that is only read).

    Attributes:
        url: address below which `checkpoint` and `tile/…` lie; http or https.
    """

    url: str

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            raise Invalid(t("请用 http 或 https 地址。", "An http or https address is needed."), field="url")

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None when it is not there.

        Raises:
            TileMissing: the site does not answer, or the file is beyond 20 MB.
        """
        address = f"{self.url.rstrip('/')}/{quote(checked(name))}"
        try:
            with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310  the scheme was checked
                content = bytes(answer.read(LARGEST_FILE + 1))
        except urllib.error.HTTPError as fault:
            fault.close()
            if fault.code == http.client.NOT_FOUND:
                return None
            raise TileMissing(t(f"{name}:{fault.code}", f"{name}: {fault.code}"), field=name) from fault
        except (OSError, http.client.HTTPException) as fault:
            raise TileMissing(t(f"无法读取 {address}", f"{address} cannot be read"), field=name) from fault
        if len(content) > LARGEST_FILE:
            raise TileMissing(t(f"{name} 过大。", f"{name} is too large."), field=name)
        return content

    def write(self, name: str, content: bytes) -> None:
        """Refuse: a monitor never writes to a log."""
        del name, content
        raise Invalid


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one look found.

    Attributes:
        origin: the log; empty when no checkpoint could be read.
        before: size of the last head seen.
        size: size of this head.
        alarm: what is wrong; empty when nothing is.
        says: the same in words.
        witnesses: names of the witnesses that cosigned.
    """

    origin: str
    before: int
    size: int
    alarm: Alarm
    says: Text
    witnesses: tuple[str, ...] = ()

    @property
    def grave(self) -> bool:
        """Whether the log broke its promise, and not only its pace."""
        return self.alarm in GRAVE

    def as_dict(self) -> dict[str, object]:
        """Return it as machines read it."""
        return {
            "origin": self.origin,
            "before": self.before,
            "size": self.size,
            "alarm": self.alarm,
            "grave": self.grave,
            "says": self.says.as_dict(),
            "witnesses": list(self.witnesses),
        }


@dataclass(frozen=True, slots=True)
class Monitor:
    """Follows the logs of a policy.

    Attributes:
        store: where the log's files are read.
        policy: keys of logs and witnesses, and the quorum wanted.
        folder: where heads, and the two sides of a fork, are kept.
        now: POSIX seconds.
        stale_after: seconds after which the newest cosignature is too old; 0 for never.
    """

    store: TileStore
    policy: Policy
    folder: Path
    now: Callable[[], int]
    stale_after: int = 0

    def look(self) -> Sighting:
        """Look once; a head is remembered only after it was found to grow from the last one."""
        try:
            content = self.store.read(CHECKPOINT)
        except TileMissing as fault:
            return Sighting("", 0, 0, "unreachable", fault.reason)
        if content is None:
            return Sighting("", 0, 0, "unreachable", t("日志没有检查点。", "The log has no checkpoint."))
        try:
            claimed, _ = checkpoint.parse(content)
            head, signed = checkpoint.opened(content, self.policy.logs_of(claimed.origin))
            names = self._witnesses(signed)
        except Refusal as fault:
            return Sighting("", 0, 0, "signature", fault.reason)
        last = HeadStore(self.folder).read(head.origin)
        alarm, says = self._compare(last, head)
        if alarm:
            self._keep_side(signed, head)
            return Sighting(head.origin, last.size, head.size, alarm, says, names[0])
        HeadStore(self.folder).keep(head)
        alarm, says = self._pace(*names)
        return Sighting(head.origin, last.size, head.size, alarm, says, names[0])

    def _witnesses(self, signed: Note) -> tuple[tuple[str, ...], int, bool]:
        found = checkpoint.cosignatures(signed, self.policy.witness_keys)
        names = tuple(one.name for one in self.policy.witnesses if one.key in {seen.key for seen in found})
        return names, max((one.time for one in found), default=0), self.policy.met({one.key for one in found})

    def _compare(self, last: Checkpoint, head: Checkpoint) -> tuple[Alarm, Text]:
        if head.size < last.size:
            says = t(f"日志从 {last.size} 条变为 {head.size} 条。", f"The log went from {last.size} to {head.size}.")
            return "shrunk", says
        if head.size == last.size and head.root != last.root:
            return "fork", t(f"{head.size} 条有两个根值。", f"Two roots were signed for {head.size} entries.")
        reader = TileReader(self.store, head.size)
        try:
            whole = root(head.size, reader)
            before = root(last.size, reader)
            torn = _torn(reader, last.size)
        except (TileMissing, Malformed) as fault:
            grave = not isinstance(fault, TileMissing)
            return ("damaged" if grave else "unreachable"), fault.reason
        if torn or whole != head.root:
            what = torn or "tile/"
            return "damaged", t(f"{what} 与签署的根值不符。", f"{what} does not lead to the root that was signed.")
        if before != last.root:
            return "fork", t(
                f"前 {last.size} 条与此前签署的不同。", f"The first {last.size} entries are not those signed before."
            )
        return "", t("一致。", "Consistent.")

    def _pace(self, names: tuple[str, ...], newest: int, met: bool) -> tuple[Alarm, Text]:  # noqa: FBT001
        if not met:
            return "quorum", t(f"见证不足:{'、'.join(names)}", f"Too few witnesses: {', '.join(names) or 'none'}")
        if self.stale_after and newest and self.now() - newest > self.stale_after:
            age = self.now() - newest
            return "stale", t(f"最新见证在 {age} 秒之前。", f"The newest cosignature is {age} seconds old.")
        return "", t("一致。", "Consistent.")

    def _keep_side(self, signed: Note, head: Checkpoint) -> None:
        """Keep the note that contradicts: with the one before it proves the fault to anybody."""
        write_durably(self.folder / f"fault-{head.size}-{head.root.hex()[:16]}.note", signed.encode())


def _torn(reader: TileReader, since: int) -> str:
    """Return the first full tile, grown since a size, whose hashes do not lead to the tile above; empty for none."""
    level = 0
    while full := reader.size >> (HEIGHT * (level + 1)):
        for index in range(since >> (HEIGHT * (level + 1)), full):
            if root_of(reader.tile(level, index)) != reader(HEIGHT * (level + 1), index):
                return Tile(level, index).path
        level += 1
    return ""
