"""Originals and previews behind signed links: what somebody uploaded never shares an origin with a session."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from zhidun.evidence import links


@require_safe
def original(request: HttpRequest, token: str, filename: str) -> HttpResponseBase:
    """Answer a link made by `evidence.links.signed_path`; the name in the address is for people only."""
    del request, filename
    return links.response(links.opened(token))
