"""Things that happen and that other rooms react to: declared here, raised by rooms, wired in `site.wiring`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in the running transaction."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(Event):
    """A case took a step."""

    case_number: str
    procedure: str
    step: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Event):
    """A case reached a final state."""

    case_number: str
    procedure: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYearLoaded(Event):
    """A year's holiday notice was loaded; provisional dates are to be recomputed."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReceived(Event):
    """Bytes were stored and a row names them."""

    item: str
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCaptured(Event):
    """A web page was captured; what it made is kept and sealed. `account` asked for it."""

    capture: str
    account: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(Event):
    """An official paper got its number."""

    paper: str
    case_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightChanged(Event):
    """A right was registered, verified or changed."""

    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEnded(Event):
    """A table was worked through, stopped or given up; whoever started it is told."""

    run: str
    started_by: str
    filename: str
    state: str
    made: int
    faults: int


E_ = TypeVar("E_", bound=Event)
_handlers: dict[type[Event], list[Callable[[Event], None]]] = {}


def subscribe(kind: type[E_], handler: Callable[[E_], None]) -> None:
    """Call `handler` for each event of `kind`, in the transaction that raises it. Used by `site.wiring` only."""
    known = _handlers.setdefault(kind, [])
    if handler not in known:
        known.append(handler)  # type: ignore[arg-type]  # the key guarantees the type


def publish(event: Event) -> None:
    """Hand an event to its subscribers, in the caller's transaction."""
    for handler in _handlers.get(type(event), []):
        handler(event)
