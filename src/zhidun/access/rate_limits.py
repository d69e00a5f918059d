"""Rate limits kept in the database, so that all processes count together.

One row per key holds the moment at which its calls would be spread out evenly again (generic cell rate algorithm): a
burst of `limit` calls passes, then one each `per_seconds / limit` seconds; there is no window whose edge doubles it.
"""

from __future__ import annotations

import math
from datetime import timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from zhidun.access.errors import TooOften
from zhidun.access.models import RateState
from zhidun.kernel import time

_FROM = "CASE WHEN state.ready_at > %(end)s THEN %(now)s ELSE greatest(state.ready_at, %(now)s) END"
"""Calls in order never reach beyond `end`: what does was written by a clock that has since been set back."""
_HIT = f"""
INSERT INTO access_ratestate AS state (key, ready_at) VALUES (%(key)s, %(now)s + make_interval(secs => %(step)s))
ON CONFLICT (key) DO UPDATE SET ready_at = {_FROM} + make_interval(secs => %(step)s)
WHERE {_FROM} <= %(latest)s
RETURNING ready_at
"""  # noqa: S608  both parts are ours


def hashed(key: str) -> str:
    """Return the form of a key that is stored: addresses and names are not kept in the clear."""
    return salted_hmac("zhidun.access.rate", key, algorithm="sha256").hexdigest()


def hit(key: str, limit: int, per_seconds: int) -> None:
    """Count one call of `key`. Call it outside the transaction of the work, or a refused work also un-counts it.

    Args:
        key: who calls what, such as `login:203.0.113.7`.
        limit: calls that pass at once.
        per_seconds: seconds after which as many pass again.

    Raises:
        TooOften: more than the limit; it says after how many seconds to come back.
    """
    now = time.now()
    step = timedelta(seconds=per_seconds) / limit
    end = now + timedelta(seconds=per_seconds)
    latest = end - step
    stored = hashed(key)
    with connection.cursor() as cursor:
        cursor.execute(_HIT, {"key": stored, "now": now, "step": step.total_seconds(), "latest": latest, "end": end})
        if cursor.fetchone() is not None:
            return
    ready_at = RateState.objects.values_list("ready_at", flat=True).filter(key=stored).first() or now
    raise TooOften(max(1, math.ceil((ready_at - latest).total_seconds())))


def sweep() -> int:
    """Drop the keys that are idle again and return how many; they say nothing any more."""
    return RateState.objects.filter(ready_at__lt=time.now()).delete()[0]
