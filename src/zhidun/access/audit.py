"""The append-only audit trail: what is kept, how it is chained, and how a broken row is found.

An entry carries the SHA-256 of its own canonical content. When the transaction commits, the database itself appends
the entry to one of several chains (lanes) with `hash = SHA-256(previous hash + digest)`. Writers take the lane's lock
at the very end of their transaction, so the trail neither slows them nor ties them into a deadlock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import cast
from uuid import UUID

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.errors import AuditFactsInvalid
from zhidun.access.models import AuditEntry, AuditLink
from zhidun.kernel import time
from zhidun.kernel.text import Text, t

FIRST = "0" * 64
"""What stands before the first entry of a lane."""
LONGEST_FACTS = 20_000
BATCH = 2_000

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row at which the chain does not hold.

    Attributes:
        entry_id: row of the audit trail, where one can be named.
        lane: chain it belongs to.
        seq: place in that chain.
        why: what was expected and what was found.
    """

    entry_id: int | None
    lane: int | None
    seq: int | None
    why: Text


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the whole trail found.

    Attributes:
        checked: entries read.
        heads: last (seq, hash) of each lane, to be anchored outside.
        broken: every row that does not hold, in order.
    """

    checked: int
    heads: Mapping[int, tuple[int, str]]
    broken: tuple[BrokenRow, ...]

    @property
    def ok(self) -> bool:
        """Whether every row holds."""
        return not self.broken


def _plain(value: object) -> Plain:  # noqa: PLR0911  one line a type
    """Turn a fact into JSON that reads back the same from the database (so no floats, no NUL, no half characters)."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, str):
        return value.replace("\x00", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace").decode()
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float | Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _plain_entries(value)
    kind = type(value).__name__
    raise AuditFactsInvalid(
        t(f"审计事实中含有无法保存的类型 {kind}。", f"Audit facts hold a {kind}, which cannot be kept."),
        t("请改为文字、数字或日期。", "Give text, numbers or dates."),
    )


def _plain_entries(value: Mapping[object, object] | Collection[object]) -> Plain:
    """Turn what holds facts into JSON; the entries of a set get an order."""
    if isinstance(value, Mapping):
        return {str(_plain(str(key))): _plain(entry) for key, entry in value.items()}
    entries = [_plain(entry) for entry in value]
    return sorted(entries, key=str) if isinstance(value, set | frozenset) else entries


def digest_of(entry: AuditEntry) -> str:
    """Return the SHA-256 over the canonical content of an entry, in hexadecimal."""
    content = {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_key": entry.actor_key,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "object_kind": entry.object_kind,
        "object_key": entry.object_key,
        "facts": entry.facts,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic(savepoint=False)
def record(
    *, actor: Actor, action: str, object_kind: str, object_key: str, facts: Mapping[str, object] | None = None
) -> AuditEntry:
    """Append one entry to the audit trail, in the caller's transaction: if that is undone, nothing happened.

    Put no secrets and no reporter's identity into `facts`.

    Args:
        actor: who acts.
        action: word of the act, such as `case.assigned`.
        object_kind: kind of the object, such as `case`.
        object_key: its public key.
        facts: what else is worth keeping.

    Raises:
        AuditFactsInvalid: a fact is no text, number, date or list of these, or they are too long together.
    """
    entry = _entry(actor, action, object_kind, object_key, facts or {})
    entry.save(force_insert=True)
    return entry


def record_all(*, actor: Actor, action: str, object_kind: str, entries: Collection[Mapping[str, object]]) -> None:
    """Append many entries of one act at once, in the caller's transaction; as `record`, for long recomputations.

    Args:
        actor: who acts.
        action: word of the act.
        object_kind: kind of the objects.
        entries: `object_key` and `facts` of each.

    Raises:
        AuditFactsInvalid: as `record`.
    """
    AuditEntry.objects.bulk_create(
        [
            _entry(actor, action, object_kind, str(one["object_key"]), cast("Mapping[str, object]", one["facts"]))
            for one in entries
        ],
        batch_size=BATCH,
    )


def _entry(actor: Actor, action: str, object_kind: str, object_key: str, facts: Mapping[str, object]) -> AuditEntry:
    kept = _plain(dict(facts))
    size = len(json.dumps(kept, ensure_ascii=False))
    if size > LONGEST_FACTS:
        raise AuditFactsInvalid(
            t(f"审计事实过长({size} 字)。", f"Audit facts are too long ({size} characters)."),
            t(f"请控制在 {LONGEST_FACTS} 字以内。", f"Keep them within {LONGEST_FACTS} characters."),
        )
    entry = AuditEntry(
        at=time.now(),
        actor_key=actor.key,
        actor_name=actor.name.zh[:120],
        action=action,
        object_kind=object_kind,
        object_key=object_key,
        facts=kept,
    )
    entry.digest = digest_of(entry)
    return entry


def link_hash(prev_hash: str, digest: str) -> str:
    """Return the hash of a place in the chain; the database computes the same in its trigger."""
    return hashlib.sha256((prev_hash + digest).encode("ascii")).hexdigest()


def _breaks(link: AuditLink, seq: int, prev_hash: str) -> Iterator[Text]:
    entry = link.entry
    if link.seq != seq:
        yield t(
            f"序号应为 {seq},实为 {link.seq}:其间的记录缺失。",
            f"expected number {seq}, got {link.seq}: rows between are missing.",
        )
    if link.prev_hash != prev_hash:
        yield t("与前一条记录的哈希不相接。", f"expected previous hash {prev_hash[:12]}…, got {link.prev_hash[:12]}….")
    computed = digest_of(entry)
    if computed != entry.digest:
        yield t(
            "内容与其摘要不符:该记录被改动。",
            f"content digests to {computed[:12]}…, the row says {entry.digest[:12]}…: it was changed.",
        )
    expected = link_hash(link.prev_hash, entry.digest)
    if link.hash != expected:
        yield t("链上哈希不符。", f"expected chain hash {expected[:12]}…, got {link.hash[:12]}….")


def verify_chain() -> ChainReport:
    """Read the whole trail and name each row at which it does not hold.

    Found: changed content, changed hashes, rows removed from the middle, rows that are in no chain. Rows removed from
    the end of a lane are found by comparing `heads` with an earlier report kept elsewhere.
    """
    heads: dict[int, tuple[int, str]] = {}
    broken: list[BrokenRow] = []
    checked = 0
    links = AuditLink.objects.select_related("entry").order_by("lane", "seq")
    for link in links.iterator(chunk_size=BATCH):
        seq, prev_hash = heads.get(link.lane, (0, FIRST))
        checked += 1
        broken += [BrokenRow(link.entry_id, link.lane, link.seq, why) for why in _breaks(link, seq + 1, prev_hash)]
        heads[link.lane] = (link.seq, link.hash)
    why = t(
        "该记录不在任何链上:写入时触发器被停用。", "the entry is in no chain: it was written with the trigger disabled."
    )
    loose = AuditEntry.objects.filter(link__isnull=True).values_list("pk", flat=True)
    broken += [BrokenRow(pk, None, None, why) for pk in loose]
    return ChainReport(checked, heads, tuple(broken))
