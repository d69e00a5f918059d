"""The capture report: everything that was found out, in one JSON document; the paper is made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from zhidun.capture.bundle import checks, timing, words
from zhidun.capture.bundle.environment import Environment
from zhidun.capture.net.fetching import Exchange
from zhidun.capture.net.gate import Answer, Visit
from zhidun.kernel.text import Text, t

VERSION: Final = 1
SEALED: Final = t(
    "全部结果在入库时登记到公开存证日志,由独立见证人签名,可不依赖平台核验",
    "all results are committed to the public log when kept, cosigned by witnesses, and can be checked without us",
)
UNSEALED: Final = t(
    "本次为命令行固定,结果尚未登记存证;请连同本报告入库存证",
    "made on the command line; not sealed yet: hand the results in together with this report",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file a capture made."""

    role: str
    filename: str
    media_type: str
    size: int
    sha256: str
    sm3: str


@dataclass(slots=True, kw_only=True)
class Facts:
    """All that a report is written from."""

    key: str
    asked_url: str
    final_url: str
    title: str
    how: str
    operator: Text
    office: Text
    sealed: bool
    started_at: datetime
    finished_at: datetime
    environment: Environment
    clock: Sequence[timing.Reading]
    chain: Sequence[Exchange]
    answers: Sequence[Answer]
    visits: Sequence[Visit]
    requests: Sequence[Exchange]
    steps: Sequence[Mapping[str, Any]]
    notes: Sequence[str]
    browser: Mapping[str, Any] | None
    outputs: Sequence[Output]


def moment(at: datetime) -> str:
    """Return a moment in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def report(facts: Facts) -> dict[str, Any]:
    """Return the report as plain values."""
    main = facts.chain[-1]
    jail = dict(facts.browser["jail"]) if facts.browser else None
    found = [
        *checks.platform(facts.operator, facts.office, facts.environment),
        *checks.neutrality(SEALED if facts.sealed else UNSEALED),
        *checks.system(facts.environment, facts.clock, jail),
        *checks.process(facts.chain, facts.answers, facts.visits, facts.notes),
    ]
    return {
        "v": VERSION,
        "kind": "zhidun-capture-report",
        "capture": facts.key,
        "asked_url": facts.asked_url,
        "final_url": facts.final_url,
        "title": facts.title,
        "how": facts.how,
        "status": main.status,
        "operator": facts.operator.as_dict(),
        "office": facts.office.as_dict(),
        "started_at": moment(facts.started_at),
        "finished_at": moment(facts.finished_at),
        "checks": [one.as_dict() for one in found],
        "notes": [{"code": code, "says": words.note(code).as_dict()} for code in facts.notes],
        "steps": [{**row, "title": words.step(str(row["step"])).as_dict()} for row in facts.steps],
        "names": [{"host": one.host, "addresses": list(one.addresses), "at": moment(one.at)} for one in facts.answers],
        "http": [_hop(one) for one in facts.chain],
        "tls": main.tls.as_dict() if main.tls else None,
        "clock": [asdict(one) for one in facts.clock],
        "environment": asdict(facts.environment),
        "browser": dict(facts.browser) if facts.browser else None,
        "connections": [_visit(one) for one in facts.visits],
        "requests": [_request(one) for one in facts.requests],
        "outputs": [asdict(one) for one in facts.outputs],
    }


def _hop(one: Exchange) -> dict[str, Any]:
    return {
        "url": one.url, "address": one.address, "status": one.status, "status_text": one.status_text,
        "started_at": moment(one.started_at), "headers": [list(pair) for pair in one.headers],
        "request_headers": [list(pair) for pair in one.request_headers], "bytes": len(one.body),
        "truncated": one.truncated,
    }  # fmt: skip


def _visit(one: Visit) -> dict[str, Any]:
    return {
        "host": one.host, "port": one.port, "address": one.address, "at": moment(one.at), "via": one.via,
        "received": one.received, "sent": one.sent, "refused": one.refused, "reason": one.reason,
    }  # fmt: skip


def _request(one: Exchange) -> dict[str, Any]:
    return {
        "url": one.url, "method": one.method, "kind": one.kind, "status": one.status, "media_type": one.media_type,
        "bytes": len(one.body), "address": one.address, "truncated": one.truncated, "failure": one.failure,
    }  # fmt: skip
