"""Who asks, and from where."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from zhidun.access.actors import ANONYMOUS, Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind a request: an account, or nobody."""
    return cast("Actor", getattr(request, "actor", ANONYMOUS))


def client_of(request: HttpRequest) -> str:
    """Return the address the request came from; services only ever keep a hash of it."""
    return str(request.META.get("REMOTE_ADDR", ""))
