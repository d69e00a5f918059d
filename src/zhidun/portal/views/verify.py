"""Anybody may check that an official paper is genuine: by its number or its QR code, and by the hash of the file."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zhidun.cases.selectors import paper_by_number
from zhidun.kernel.errors import NotFound


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Say whether a paper of this number was issued, and whether a file is that paper, byte for byte."""
    number = (request.POST.get("number") or request.GET.get("number") or "").strip()
    key = (request.POST.get("paper") or request.GET.get("paper") or "").strip()
    context: dict[str, object] = {"number": number, "paper_key": key, "asked": bool(number or key)}
    try:
        if number or key:
            context["paper"], context["office"], context["mark"] = paper_by_number(number, public_id=key)
    except NotFound as refusal:
        context["refusal"] = refusal
    file = request.FILES.get("file")
    if file is not None:
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        context["digest"] = digest.hexdigest()
    return render(request, "portal/verify.html", context)
