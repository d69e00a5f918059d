"""Callers of the API for tests: by token, by session, or nobody."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.factories.access import account_of, make_actor
from zhidun.access import services
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.models import Office
from zhidun.kernel import time

V1 = "/api/v1"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of the problem told; the answer must be Problem Details with reason and remedy."""
        assert self.headers["Content-Type"] == "application/problem+json", (self.status, self.body[:300])
        told = self.json
        assert told["status"] == self.status
        assert all(told[part][lang] for part in ("reason", "remedy") for lang in ("zh", "en"))
        return str(told["code"])


@dataclass(frozen=True)
class Caller:
    """Sends requests as somebody."""

    actor: Actor | None = None
    token: str = ""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def _send(self, method: str, path: str, key: str | None, **words: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if key is not None:
            headers["Idempotency-Key"] = key
        place = path if path.startswith("/api") else V1 + path
        found = getattr(self.client, method)(place, headers=headers, **words)
        body = b"".join(found.streaming_content) if found.streaming else found.content
        return Answer(found.status_code, dict(found.headers), body)

    def get(self, path: str, **query: Any) -> Answer:
        """Read."""
        return self._send("get", path, None, data=query)

    def delete(self, path: str) -> Answer:
        """Delete."""
        return self._send("delete", path, None)

    def post(self, path: str, body: object = None, *, key: str | None = None) -> Answer:
        """Write JSON."""
        text = body if isinstance(body, bytes) else json.dumps(body if body is not None else {}).encode()
        return self._send("post", path, key, data=text, content_type="application/json")

    def form(self, path: str, fields: dict[str, Any], *, key: str | None = None) -> Answer:
        """Write a form with files."""
        return self._send("post", path, key, data=fields)


def file(content: bytes = b"evidence\n", name: str = "a.txt", media_type: str = "text/plain") -> SimpleUploadedFile:
    """A file to hand in."""
    return SimpleUploadedFile(name, content, media_type)


def by_token(actor: Actor, office: Office, *, scopes: Iterable[str] | None = None, rate: str = "bulk") -> Caller:
    """A machine of an office that acts as an account, with all its powers unless scopes are given."""
    administrator = make_actor("security-admin", office)
    issued = services.issue_token(
        actor=administrator, office=office, account=account_of(actor), name="test",
        scopes=list(scopes if scopes is not None else actor.powers), expires_at=time.now() + timedelta(days=30),
        rate_class=rate,
    )  # fmt: skip
    return Caller(actor, issued.text)


def staff(role: str, office: Office, *, scopes: Iterable[str] | None = None) -> Caller:
    """Somebody new with a role at an office, by token."""
    return by_token(make_actor(role, office), office, scopes=scopes)


def by_session(actor: Actor) -> Caller:
    """A citizen in the browser."""
    caller = Caller(actor)
    caller.client.force_login(account_of(actor), backend="zhidun.access.backends.PasswordBackend")
    return caller


@contextmanager
def undone() -> Iterator[None]:
    """Undo everything written inside, so that many tests share one world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def nobody() -> Caller:
    """A visitor."""
    return Caller()


__all__ = ["SYSTEM", "V1", "Answer", "Caller", "by_session", "by_token", "file", "nobody", "staff", "undone"]
