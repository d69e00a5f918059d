"""Check a file without handing it over: the browser hashes it; with its proof the browser also checks that."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from zhidun.access.services import hit
from zhidun.evidence import proofs
from zhidun.evidence.logbook import logbook
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.portal.actor import client_of

DIGEST = re.compile(r"[0-9a-f]{64}")
ASKS, SECONDS = 30, 60


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the page; with a digest in the address (a QR code) it says at once whether that file was sealed."""
    digest = request.GET.get("sha256", "").strip().lower()
    context: dict[str, object] = {"digest": digest, "policy": logbook().published_policy().text}
    if digest:
        context["seals"] = _answer(request, digest)
    return render(request, "portal/verify_file.html", context)


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Say whether, when and where a file of this digest was sealed; never whose it is, and not the name."""
    seals = _answer(request, request.GET.get("sha256", "").strip().lower())
    return JsonResponse({"sealed": bool(seals), "seals": seals}, headers={"Cache-Control": "no-store"})


def _answer(request: HttpRequest, digest: str) -> list[dict[str, object]]:
    if not DIGEST.fullmatch(digest):
        raise Invalid(
            t("SHA-256摘要应为64位十六进制。", "A SHA-256 has 64 hexadecimal digits."),
            t("请选择文件,由浏览器计算。", "Choose the file and let the browser compute it."),
            field="sha256",
        )
    hit(f"verify:{client_of(request)}", ASKS, SECONDS)
    return [
        {
            "state": seal.state,
            "sealed_at": seal.sealed_at.isoformat(timespec="seconds") if seal.sealed_at else None,
            "index": seal.index,
            "size": seal.size,
            "origin": seal.origin,
            "witnesses": [one.name for one in seal.witnesses],
        }
        for seal in proofs.sealed_by_digest(digest)
    ]
