"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the same call twice has one effect and one answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.http import HttpRequest
from ninja import Status
from pydantic import BaseModel

from zhidun.api.auth import actor_of
from zhidun.api.models import RepeatableCall
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Invalid
from zhidun.kernel.text import t

KEPT = timedelta(days=2)
LONGEST_KEY = 120
Answer = TypeVar("Answer", bound=BaseModel)


class KeyReused(Conflict):
    """The key was used for another request."""

    code = "idempotency.key_reused"
    default_reason = t("该幂等键已用于另一个请求。", "This Idempotency-Key was used for another request.")
    default_remedy = t("请为新的请求使用新的幂等键。", "Use a new key for a new request.")


def key_of(request: HttpRequest) -> str | None:
    """Return the request's Idempotency-Key, or None without one.

    Raises:
        Invalid: the key is empty, longer than 120 characters, or not printable.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and (not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable()):
        raise Invalid(
            t("幂等键长度应为 1 至 120 个可见字符。", "An Idempotency-Key has 1 to 120 printable characters."),
            field="Idempotency-Key",
        )
    return key


def fingerprint(request: HttpRequest, payload: BaseModel | None, extra: str = "") -> str:
    """Return the SHA-256 of method, path and canonical body."""
    body = json.dumps(payload.model_dump(mode="json"), sort_keys=True, ensure_ascii=False) if payload else ""
    text = f"{request.method}\n{request.path}\n{body}\n{extra}"
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    request: HttpRequest,
    payload: BaseModel | None,
    kind: type[Answer],
    effect: Callable[[], Answer],
    *,
    status: int = 200,
    extra: Callable[[], str] | None = None,
) -> Status[Answer]:
    """Run `effect` once for the request's Idempotency-Key; without a key it just runs.

    The row of the key and the effect commit together, so a crash between them is impossible.

    Args:
        request: the call.
        payload: its body.
        kind: shape of the answer; it is kept two days, so it must hold no secret.
        effect: what is to be done.
        status: HTTP status of the answer.
        extra: what else makes the call the same, such as the digest of a file; asked for only with a key.

    Raises:
        Invalid: the key is empty or longer than 120 characters.
        KeyReused: the key belongs to another request.
    """
    key = key_of(request)
    if key is None:
        return Status(status, effect())
    print_ = fingerprint(request, payload, extra() if extra else "")
    with transaction.atomic():
        known = earlier(request, key, print_)
        if known is not None:
            return Status(status, kind.model_validate_json(known))
        answer = effect()
        keep(request, key, print_, answer.model_dump_json())
    return Status(status, answer)


def earlier(request: HttpRequest, key: str, print_: str) -> str | None:
    """Return what was kept for this call; a second call waits for the first to commit. Call it in a transaction.

    Raises:
        KeyReused: the key belongs to another request.
    """
    caller = actor_of(request).key
    _lock(caller, key)
    known = RepeatableCall.objects.filter(caller=caller, key=key).first()
    if known is not None and known.fingerprint != print_:
        raise KeyReused
    return known.body if known else None


def keep(request: HttpRequest, key: str, print_: str, body: str) -> None:
    """Keep what the next call with this key is to get; in the transaction of the effect."""
    RepeatableCall.objects.create(caller=actor_of(request).key, key=key, fingerprint=print_, body=body)


def _lock(caller: str, key: str) -> None:
    """Make a second call with the same key wait for the first one to commit."""
    number = int.from_bytes(hashlib.sha256(f"{caller}\n{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def forget_old() -> int:
    """Forget keys older than two days; returns how many."""
    deleted, _ = RepeatableCall.objects.filter(at__lt=time.now() - KEPT).delete()
    return deleted
