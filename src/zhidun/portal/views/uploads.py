"""Files in pieces, for every form of both faces: begin, how far, the next piece."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from zhidun.access.services import hit
from zhidun.evidence import resumable
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t
from zhidun.portal.actor import actor_of, client_of
from zhidun.portal.form import language_of

BEGUN_AN_HOUR = 120


def _refused(request: HttpRequest, refusal: Refusal) -> JsonResponse:
    offset = {"offset": refusal.offset} if isinstance(refusal, resumable.NotThere) else {}
    return JsonResponse(refusal.problem(language_of(request)) | offset, status=refusal.status)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Invalid(t("请求无法识别。", "The request cannot be read."))
    return int(text)


def _told(found: resumable.Progress, status: int = 200) -> JsonResponse:
    body = {"key": found.key, "offset": found.offset, "size": found.size, "sha256": found.sha256}
    return JsonResponse(body | {"piece": resumable.PIECE}, status=status)


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Announce a file: name, size, type; the answer is the key of its pieces."""
    try:
        hit(f"upload:{client_of(request)}", BEGUN_AN_HOUR, 3600)
        found = resumable.begin(
            filename=request.POST.get("name", ""),
            size=_number(request.POST.get("size", "")),
            declared_type=request.POST.get("type", ""),
        )
    except Refusal as refusal:
        return _refused(request, refusal)
    return _told(found, status=201)


@require_http_methods(["GET", "PUT"])
def piece(request: HttpRequest, key: str) -> JsonResponse:
    """Say how far the file is, or take its next piece."""
    try:
        if request.method == "GET":
            return _told(resumable.progress(key=key))
        body = request.read(resumable.PIECE + 1)
        found = resumable.append(key=key, offset=_number(request.GET.get("offset", "")), piece=body)
    except Refusal as refusal:
        return _refused(request, refusal)
    if actor_of(request).signed_in:
        request.session["until"] = ""  # whoever uploads is still there
    return _told(found)
