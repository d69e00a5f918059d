"""Middleware of the house: security headers, request ids, language."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from zhidun.kernel.ids import uuid7
from zhidun.kernel.reading import one_reading
from zhidun.site import home, sandbox

Answer = Callable[[HttpRequest], HttpResponseBase]
ENGLISH, CHINESE = "en", "zh-hans"
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
request_id: ContextVar[str] = ContextVar("zhidun_request", default="")


def headers(get_response: Answer) -> Answer:
    """Set the headers Django does not."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", settings.RESOURCE_POLICY)
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if signed_in and not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def requests(get_response: Answer) -> Answer:
    """Give each request an id that logs and refusal pages name."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        name = given if REQUEST_ID.fullmatch(given) else uuid7().hex
        token = request_id.set(name)
        try:
            response = get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-Id"] = name
        return response

    return answer


def readings(get_response: Answer) -> Answer:
    """Let a page that changes nothing ask each question of the records once."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with one_reading():
            return get_response(request)

    return answer


def wanted_language(request: HttpRequest) -> str:
    """Return the language of this answer: `?lang=`, then the cookie, then the browser's wish, then Chinese."""
    asked = request.GET.get("lang", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if asked:
        return ENGLISH if asked.lower().startswith("en") else CHINESE
    wish = request.headers.get("Accept-Language", "").strip().lower()
    return ENGLISH if wish.startswith("en") else CHINESE


def language(get_response: Answer) -> Answer:
    """Answer in the wanted language; `?lang=` is remembered in a cookie."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        wanted = wanted_language(request)
        request.LANGUAGE_CODE = wanted
        with translation.override(wanted):
            response = get_response(request)
        response.headers.setdefault("Content-Language", wanted)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        if request.GET.get("lang"):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, wanted, max_age=31_536_000, samesite="Lax",
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )  # fmt: skip
        return response

    return answer


def page_context(request: HttpRequest) -> dict[str, object]:
    """What every template may use: the language in kernel words, the demo's mark, the files' origin."""
    return {
        "lang": "en" if translation.get_language() == ENGLISH else "zh",
        "demo": settings.DEMO,
        "files_origin": settings.FILES_ORIGIN,
        "request_path": request.path,
        "may_begin_anew": settings.DEMO and sandbox.offered(home.home()),
    }
