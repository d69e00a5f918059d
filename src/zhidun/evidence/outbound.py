"""Calls to witnesses and time-stamp authorities an operator named: short, capped, no redirects, nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TypeVar

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t

LONGEST_ANSWER = 256 * 1024
Key = TypeVar("Key")
Found = TypeVar("Found")


class PartnerDown(Unavailable):
    """A witness or a time-stamp authority did not answer in time, or answered nonsense."""

    code = "ledger.partner_down"
    default_remedy = t("系统会自动重试,受理不受影响。", "It is asked again by itself; intake goes on.")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a partner answered."""

    status: int
    body: bytes


def post(url: str, *, body: bytes, content_type: str, seconds: float) -> Reply:
    """Send one request to an address the operator configured.

    Raises:
        PartnerDown: no answer in time, a redirect, or more than 256 KiB.
    """
    import httpx

    headers = {"Content-Type": content_type}
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=headers) as answer,
        ):
            found = bytearray()
            for chunk in answer.iter_bytes():
                found += chunk
                if len(found) > LONGEST_ANSWER:
                    raise PartnerDown(t("应答过长。", "The answer is too long."))
            return Reply(answer.status_code, bytes(found))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        name = type(fault).__name__
        raise PartnerDown(t(f"没有应答({name})。", f"There was no answer ({name}).")) from fault


def all_at_once(calls: Mapping[Key, Callable[[], Found]], *, seconds: float) -> dict[Key, Found | Exception]:
    """Make calls side by side and return what came within `seconds`; a partner that drips is not waited for."""
    answers: SimpleQueue[tuple[Key, Found | Exception]] = SimpleQueue()
    for key, call in calls.items():
        threading.Thread(target=_run, args=(key, call, answers), daemon=True).start()
    late = PartnerDown(t(f"{seconds:g} 秒内没有应答。", f"No answer within {seconds:g} seconds."))
    found: dict[Key, Found | Exception] = dict.fromkeys(calls, late)
    deadline = _deadline(seconds)
    for _ in calls:
        try:
            key, answer = answers.get(timeout=max(0.0, deadline()))
        except Empty:
            break
        found[key] = answer
    return found


def _run(key: Key, call: Callable[[], Found], answers: SimpleQueue[tuple[Key, Found | Exception]]) -> None:
    try:
        answers.put((key, call()))
    except Exception as fault:  # noqa: BLE001  handed to whoever waits
        answers.put((key, fault))


def _deadline(seconds: float) -> Callable[[], float]:
    import time

    end = time.monotonic() + seconds
    return lambda: end - time.monotonic()
