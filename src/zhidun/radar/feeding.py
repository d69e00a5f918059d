"""Feeds: files handed in, rows pushed, addresses asked now and then; each becomes an evidence item that is swept."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import urljoin

from django.db import IntegrityError, transaction
from django.db.models import F

from zhidun.access import audit
from zhidun.access.actors import SYSTEM
from zhidun.evidence.models import ItemState, Source
from zhidun.evidence.selectors import reason_of
from zhidun.evidence.services import store_upload
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal, TooLarge
from zhidun.kernel.text import t
from zhidun.radar import policies
from zhidun.radar.engine.feeds import SELLER
from zhidun.radar.errors import FeedDown, FeedUnfit
from zhidun.radar.models import Feed, FeedKind, Sweep
from zhidun.radar.sweeping import start_sweep

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

NAME: Final = 100
MOST_ROWS: Final = 10_000
"""Rows of one push, or of one page of an address."""
FIELDS: Final = frozenset({"id", "title", *SELLER})
MOST_PAGES: Final = 20
"""Pages of an address asked for in one poll."""
LONGEST_VALUE: Final = 10_000
Fetch = Callable[[str], bytes]
"""Asks for an address through the guard against addresses that are not public; raises Refusals."""
_outside: list[Fetch] = []


def use_fetcher(fetch: Fetch) -> None:
    """Say who goes outside for feeds; used by `site.wiring` only: the radar opens no connection itself."""
    _outside[:] = [fetch]


@transaction.atomic
def add_feed(
    *,
    actor: Actor,
    name: str,
    kind: str,
    url: str = "",
    mapping: Mapping[str, str] | None = None,
    every_minutes: int = 0,
) -> Feed:
    """Name a source of listings.

    Args:
        actor: who adds it.
        name: unique.
        kind: word of `FeedKind`.
        url: address asked now and then (`endpoint`).
        mapping: where rows and fields are in its answer: `rows` and `next` are paths with dots, the others name fields.
        every_minutes: how often it is asked, 5 to 10,080.

    Raises:
        RadarForbidden, FeedUnfit.
    """
    policies.need(actor, policies.SWEEP)
    title = name.strip()
    if not title or len(title) > NAME:
        raise FeedUnfit(t("来源名称应为 1 至 100 字。", "A feed's name has 1 to 100 characters."), field="name")
    if kind not in FeedKind.values:
        raise FeedUnfit(t("没有这种来源。", "There is no such kind of feed."), field="kind")
    fields = dict(mapping or {})
    if kind == FeedKind.ENDPOINT:
        _check_endpoint(url, fields, every_minutes)
    try:
        with transaction.atomic():
            row = Feed.objects.create(
                name=title,
                kind=kind,
                url=url.strip() if kind == FeedKind.ENDPOINT else "",
                mapping=fields,
                every_minutes=every_minutes if kind == FeedKind.ENDPOINT else 0,
                made_by=actor.key,
                made_at=time.now(),
            )
    except IntegrityError as error:
        raise FeedUnfit(t("已有同名来源。", "A feed of this name is there already."), field="name") from error
    facts = {"name": title, "kind": kind, "url": row.url}
    audit.record(actor=actor, action="radar.feed_added", object_kind="feed", object_key=str(row.public_id), facts=facts)
    return row


def _check_endpoint(url: str, fields: Mapping[str, str], every_minutes: int) -> None:
    if not url.strip().lower().startswith(("http://", "https://")) or len(url) > 2000:  # noqa: PLR2004  the column
        raise FeedUnfit(
            t("请填写 http 或 https 地址。", "Give an http or https address."),
            t("只接受公网地址。", "Only public addresses are asked."),
            field="url",
        )
    strange = sorted(set(fields) - FIELDS - {"rows", "next"})
    if strange or "title" not in fields or not all(isinstance(one, str) and one for one in fields.values()):
        raise FeedUnfit(
            t("字段对应不完整:至少要有 title。", "The mapping is not whole: title at least is needed."),
            t(
                "可用:rows、next、id、title、" + "、".join(SELLER) + "。",
                "There are: rows, next, id, title, " + ", ".join(SELLER) + ".",
            ),
            field="mapping",
        )
    if not 5 <= every_minutes <= 10_080:  # noqa: PLR2004  five minutes to a week
        raise FeedUnfit(t("抓取间隔为 5 分钟至 7 天。", "Ask every 5 minutes to 7 days."), field="every_minutes")


def hand_in(
    *,
    actor: Actor,
    feed: Feed,
    stream: BinaryIO | Iterable[bytes],
    filename: str,
    declared_type: str = "",
    watches: Sequence[str] = (),
) -> Sweep:
    """Take a file of listings in as evidence and ask for its sweep, in one transaction.

    Raises:
        RadarForbidden, NothingToGuard, FileTooLarge, FileEmpty: nothing is kept.
        FeedUnfit: the file is shut in quarantine.
    """
    policies.need(actor, policies.SWEEP)
    with transaction.atomic():
        item = store_upload(
            stream=stream, filename=filename, actor=actor, declared_type=declared_type, source=Source.UPLOAD
        )
        if item.state == ItemState.QUARANTINED:
            raise FeedUnfit(reason_of(item), field="file")
        return start_sweep(actor=actor, feed=feed, item=item.public_id, filename=item.filename, watches=watches)


def push(*, actor: Actor, feed: Feed, rows: Sequence[Mapping[str, object]], watches: Sequence[str] = ()) -> Sweep:
    """Take rows a platform pushes and ask for their sweep.

    Raises:
        RadarForbidden, NothingToGuard.
        Invalid: no rows, or not for this feed. TooLarge: more than 10,000 rows.
    """
    policies.need(actor, policies.SWEEP)
    if feed.kind != FeedKind.PUSH or not feed.active:
        raise FeedUnfit(t("该来源不接收推送。", "This feed takes no pushed rows."), field="feed")
    if not rows:
        raise Invalid(t("没有数据行。", "There are no rows."), field="rows")
    if len(rows) > MOST_ROWS:
        raise TooLarge(t(f"一次最多 {MOST_ROWS} 行。", f"At most {MOST_ROWS} rows at a time."), field="rows")
    name = f"push-{time.now():%Y%m%d-%H%M%S}.jsonl"
    return hand_in(actor=actor, feed=feed, stream=io.BytesIO(as_lines(rows)), filename=name, watches=watches)


def as_lines(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Return rows as JSON lines with our fields alone."""
    names = sorted(FIELDS)
    kept = ({key: str(row[key])[:LONGEST_VALUE] for key in names if row.get(key) not in (None, "")} for row in rows)
    lines = [json.dumps(row, ensure_ascii=False) for row in kept]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def at_path(found: Any, path: str) -> Any:  # noqa: ANN401  any JSON value
    """Return what lies at a path with dots (`data.list`, `shop.name`, `0.id`) in a JSON value, None when nothing."""
    for part in path.split(".") if path else []:
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found


def mapped(answer: Any, mapping: Mapping[str, str]) -> list[dict[str, object]]:  # noqa: ANN401  any JSON value
    """Return the rows of an answer under our names.

    Raises:
        FeedDown: there are no rows where the mapping says.
    """
    rows = at_path(answer, mapping.get("rows", ""))
    if not isinstance(rows, list):
        raise FeedDown(t("应答中没有数据行。", "There are no rows in the answer where the mapping says."))
    names = {name: path for name, path in mapping.items() if name in FIELDS}
    return [{name: at_path(row, path) for name, path in names.items()} for row in rows[:MOST_ROWS]]


def poll(feed: Feed) -> Sweep | None:
    """Ask an address for its rows, page after page, and sweep what came; what fails is told and asked again next time.

    The page to go on with is kept, so that a feed that dies half-way goes on there.
    """
    rows: list[dict[str, object]] = []
    fault: Refusal | None = None
    here = feed.cursor or feed.url
    for _ in range(MOST_PAGES):
        try:
            answer = _asked(here)
            rows += mapped(answer, feed.mapping)
        except Refusal as refusal:
            fault = refusal
            break
        following = at_path(answer, feed.mapping["next"]) if feed.mapping.get("next") else None
        here = urljoin(here, str(following)) if following else ""
        if not here:
            break
    with transaction.atomic():
        feed.polled_at, feed.cursor = time.now(), here[:2000]
        feed.fault_zh = fault.reason.zh[:400] if fault else ""
        feed.fault_en = fault.reason.en[:400] if fault else ""
        feed.save(update_fields=["polled_at", "cursor", "fault_zh", "fault_en"])
        if not rows:
            return None
        name = f"poll-{feed.polled_at:%Y%m%d-%H%M%S}.jsonl"
        return hand_in(actor=SYSTEM, feed=feed, stream=io.BytesIO(as_lines(rows)), filename=name)


def _asked(url: str) -> Any:  # noqa: ANN401  any JSON value
    if not _outside:
        raise FeedDown(t("本系统未启用外部抓取。", "Nobody here goes outside for feeds."))
    raw = _outside[0](url)
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise FeedDown(t("应答不是 JSON。", "The answer is no JSON.")) from error


def due() -> list[Feed]:
    """Return the addresses whose time has come."""
    now = time.now()
    rows = Feed.objects.filter(kind=FeedKind.ENDPOINT, active=True).order_by(F("polled_at").asc(nulls_first=True), "id")
    return [row for row in rows if row.polled_at is None or row.polled_at + timedelta(minutes=row.every_minutes) <= now]


@transaction.atomic
def stop_feed(*, actor: Actor, feed: Feed) -> Feed:
    """Take no more from a feed; what came stays.

    Raises:
        RadarForbidden.
    """
    policies.need(actor, policies.SWEEP)
    if feed.active:
        feed.active = False
        feed.save(update_fields=["active"])
        facts = {"name": feed.name}
        audit.record(
            actor=actor, action="radar.feed_stopped", object_kind="feed", object_key=str(feed.public_id), facts=facts
        )
    return feed
