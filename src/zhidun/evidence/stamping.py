"""Trusted time stamps (RFC 3161) on checkpoints: several authorities, queued, asked again, roots pinned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from django.conf import settings

from zhidun.evidence import alarms
from zhidun.evidence.models import LedgerCheckpoint, TimeStampToken, TokenState
from zhidun.evidence.outbound import post
from zhidun.evidence.tokens import TokenWrong, granted
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal, Unavailable
from zhidun.kernel.text import t

QUERY = "application/timestamp-query"
SECONDS = 10.0
MOST_TRIES = 30
LONGEST_WAIT = timedelta(hours=6)
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Authority:
    """A time-stamp authority (时间戳服务机构) an operator named.

    Attributes:
        roots: PEM file of the root certificates that are believed for it, and of intermediates it leaves out.
    """

    name: str
    url: str
    roots: Path


def authorities() -> tuple[Authority, ...]:
    """Return the authorities of the settings (`LEDGER_AUTHORITIES`: name, address, PEM file)."""
    return tuple(Authority(name, url, Path(roots)) for name, url, roots in settings.LEDGER_AUTHORITIES)


def ask(authority: Authority, message: bytes) -> tuple[bytes, datetime]:
    """Ask one authority for a token over `message`; return the response as it came and its time.

    Raises:
        PartnerDown: no answer in time.
        Unavailable: it answered with an error.
        TokenWrong: its answer does not verify.
    """
    import rfc3161_client as tsp

    builder = tsp.TimestampRequestBuilder().hash_algorithm(tsp.HashAlgorithm.SHA256).data(message)
    query = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    reply = post(authority.url, body=query.as_bytes(), content_type=QUERY, seconds=SECONDS)
    if reply.status != HTTPStatus.OK:
        raise Unavailable(t(f"时间戳服务应答 {reply.status}。", f"The authority answered {reply.status}."))
    found = granted(reply.body, message=message, roots=authority.roots)
    if tsp.decode_timestamp_response(reply.body).tst_info.nonce != query.nonce:
        raise TokenWrong(t("时间戳令牌的随机数不符。", "The token answers another request (nonce)."))
    return reply.body, found


def queue() -> int:
    """Queue tokens on the newest checkpoint with a quorum, unless it has them; return how many are new.

    Every earlier entry is under it too, so one token covers all that came before.
    """
    row = LedgerCheckpoint.objects.filter(quorum_at__isnull=False).order_by("-size").first()
    if row is None:
        return 0
    new = 0
    for authority in authorities():
        _, made = TimeStampToken.objects.get_or_create(
            checkpoint=row, authority=authority.name, defaults={"not_before": time.now()}
        )
        new += made
    return new


def run_due() -> int:
    """Ask for the tokens that are due; return how many were granted. A failure waits longer each time."""
    known = {authority.name: authority for authority in authorities()}
    due = TimeStampToken.objects.select_related("checkpoint").filter(
        state=TokenState.QUEUED, not_before__lte=time.now(), authority__in=known
    )
    return sum(_try(row, known[row.authority]) for row in due.order_by("not_before")[:AT_ONCE])


def _try(row: TimeStampToken, authority: Authority) -> bool:
    row.tries += 1
    try:
        row.token, row.stamped_at = ask(authority, row.checkpoint.text.encode())
    except Refusal as fault:
        row.fault = fault.reason.zh[:400]
        row.not_before = time.now() + min(LONGEST_WAIT, timedelta(seconds=15 * 2 ** min(row.tries, 12)))
        if row.tries >= MOST_TRIES:
            row.state = TokenState.FAILED
        row.save()
        alarms.alarm(code="tsa.down", subject=authority.name, detail=fault.reason)
        return False
    row.state, row.fault = TokenState.GRANTED, ""
    row.save()
    alarms.clear(code="tsa.down", subject=authority.name)
    return True


def tokens_of(row: LedgerCheckpoint) -> Sequence[TimeStampToken]:
    """Return the granted tokens on a checkpoint, by authority."""
    return list(TimeStampToken.objects.filter(checkpoint=row, state=TokenState.GRANTED).order_by("authority"))
