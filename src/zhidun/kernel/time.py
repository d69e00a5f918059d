"""Aware time. The only place that reads the machine's clock."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

CITY_ZONE = ZoneInfo("Asia/Shanghai")

_pinned: ContextVar[datetime | None] = ContextVar("zhidun_now", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC (or the moment pinned by `pinned`)."""
    return _pinned.get() or datetime.now(UTC)


def today(zone: ZoneInfo = CITY_ZONE) -> date:
    """Return the present date in the city's zone."""
    return now().astimezone(zone).date()


@contextmanager
def pinned(moment: datetime) -> Iterator[None]:
    """Answer `now()` with `moment` inside the block: for the replay of recorded cases and for tests.

    Raises:
        ValueError: the moment has no zone.
    """
    if moment.tzinfo is None:
        msg = "a moment needs a zone"
        raise ValueError(msg)
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)


def aware(moment: datetime, zone: ZoneInfo = CITY_ZONE) -> datetime:
    """Give a naive moment the city's zone; leave an aware one as it is."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def local_date(moment: datetime, zone: ZoneInfo = CITY_ZONE) -> date:
    """Return the date of an aware moment in the city's zone."""
    return aware(moment).astimezone(zone).date()
