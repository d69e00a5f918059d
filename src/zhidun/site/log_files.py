"""The public log over HTTP at the paths of c2sp.org/tlog-tiles: checkpoint, tiles, entries, key, policy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zhidun.evidence.logbook import logbook
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.ledger import pages
from zhidun.ledger.tiles import WIDTH, parse_path

BYTES = "application/octet-stream"
PLAIN = "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
NEVER = "no-store"


def _answer(content: bytes, kind: str, caching: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Cache-Control": caching,
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest signed checkpoint with its cosignatures; never from a cache."""
    del request
    note = logbook().checkpoint()
    if note is None:
        raise NotFound
    return _answer(note, PLAIN, NEVER)


@require_safe
def tile(request: HttpRequest, name: str) -> HttpResponse:
    """Return a tile or a bundle of entries; a full one never changes."""
    del request
    try:
        wanted = parse_path(f"tile/{name}")
    except Refusal as fault:
        raise NotFound from fault
    content = logbook().store.read(wanted.path)
    if content is None:
        raise NotFound
    return _answer(content, BYTES, FOR_EVER if wanted.width == WIDTH else A_DAY)


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Return the log's public key."""
    del request
    return _answer(f"{logbook().key.vkey}\n".encode(), PLAIN, A_DAY)


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Return which witnesses vouch for the log and how many are enough, without the addresses we ask them at."""
    del request
    return _answer(logbook().published_policy().text.encode(), PLAIN, NEVER)


@require_safe
def verify_page(request: HttpRequest) -> HttpResponse:
    """Return verify.html to be kept: it checks a file and its proof offline, with our keys filled in."""
    lang = "en" if (get_language() or "").startswith("en") else "zh-CN"
    del request
    answer = _answer(pages.page(logbook().published_policy(), lang=lang).encode(), "text/html; charset=utf-8", NEVER)
    answer.headers["Content-Disposition"] = 'attachment; filename="verify.html"'
    return answer


@require_safe
def verify_script(request: HttpRequest) -> HttpResponse:
    """Return the verifier for our own page; the same file stands inside verify.html."""
    del request
    content = (pages.FOLDER / "verify.js").read_bytes()
    return _answer(content, "text/javascript; charset=utf-8", "public, max-age=3600")


LOG: list[URLPattern] = [
    path("log/checkpoint", checkpoint, name="log_checkpoint"),
    path("log/tile/<path:name>", tile, name="log_tile"),
    path("log/log.vkey", key, name="log_key"),
    path("log/policy", policy, name="log_policy"),
    path("log/verify.html", verify_page, name="log_verify_page"),
    path("log/verify.js", verify_script, name="log_verify_script"),
]
