"""The one place where a refusal becomes an answer: Problem Details for machines, a page for people."""

from __future__ import annotations

import errno
import json
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import urlencode
from psycopg import errors as pg
from psycopg_pool import PoolTimeout

from zhidun.access.errors import LockedOut
from zhidun.evidence.policies import limits
from zhidun.evidence.uploads import request_too_large
from zhidun.kernel.errors import Forbidden, NotFound, OutOfSpace, Refusal, SignInNeeded, TooLarge, Unavailable
from zhidun.kernel.text import t
from zhidun.site.middleware import request_id

Answer = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger("zhidun")
RETRY_SECONDS = 5


class Fault(Refusal):
    """Our own fault: logged with its request id, nothing was acknowledged."""

    code = "fault"
    status = 500
    default_reason = t("系统内部出错,已记录。", "Something failed on our side; it was logged.")
    default_remedy = t(
        "请稍后重试;如仍失败,请告知运维人员页面上的编号。",
        "Try again; if it fails again, tell the operator the number shown.",
    )


class PageExpired(Forbidden):
    """The form's protection token is missing or old."""

    code = "page_expired"
    default_reason = t("页面已过期或来源无法确认。", "This page is out of date or its origin cannot be confirmed.")
    default_remedy = t("请返回上一页刷新后重新提交。", "Go back, reload the page and submit again.")


class BadRequest(Refusal):
    """A request that cannot be read."""

    code = "bad_request"
    status = 400
    default_reason = t("请求无法识别。", "The request cannot be read.")


def refusal_of(error: BaseException) -> Refusal | None:
    """Return the refusal an exception stands for, or None when it is a fault of ours."""
    for found in _chain(error):
        refusal = _refusal_of_one(found)
        if refusal is not None:
            return refusal
    return None


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain


def _refusal_of_one(error: BaseException) -> Refusal | None:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, pg.DiskFull) or (isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}):
        return OutOfSpace()
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        return Unavailable()
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return TooLarge()
    if isinstance(error, PermissionDenied):
        return Forbidden()
    return None


def wants_json(request: HttpRequest) -> bool:
    """Say whether a machine asks."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "text/html" not in accepted


def answer_for(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Render a refusal in the request's language."""
    lang = "en" if (translation.get_language() or "").startswith("en") else "zh"
    if wants_json(request):
        body = refusal.problem(lang) | {"instance": request_id.get()}
        text = json.dumps(body, ensure_ascii=False)
        response = HttpResponse(text, status=refusal.status, content_type="application/problem+json")
    elif isinstance(refusal, SignInNeeded) and request.method == "GET":
        response = redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
    else:
        text = render_to_string("site/refusal.html", _page(request, refusal, lang))
        response = HttpResponse(text, status=refusal.status)
    if refusal.status in {429, 503, 507}:
        response.headers.setdefault("Retry-After", str(getattr(refusal, "retry_after", RETRY_SECONDS)))
    return response


def _page(request: HttpRequest, refusal: Refusal, lang: str) -> dict[str, object]:
    errors = [
        {"field": name, "reason": one.reason.in_(lang), "remedy": one.remedy.in_(lang)}
        for name, one in refusal.errors.items()
    ]
    return {
        "lang": lang,
        "status": refusal.status,
        "code": refusal.code,
        "reason": refusal.reason.in_(lang),
        "remedy": refusal.remedy.in_(lang),
        "article": refusal.article,
        "errors": errors,
        "request_id": request_id.get(),
        "nonce": getattr(request, "csp_nonce", ""),
        "home": "/desk/" if request.path.startswith("/desk/") and not _kept_out(request, refusal) else "/",
        "mine": _kept_out(request, refusal),
        "login": _login(request) if isinstance(refusal, SignInNeeded) else "",
    }


def _kept_out(request: HttpRequest, refusal: Refusal) -> bool:
    """Say whether the desk is not for who asks: the way out must not lead to the same refusal."""
    actor = getattr(request, "actor", None)
    citizen = getattr(actor, "kind", "") == "citizen"
    return isinstance(refusal, Forbidden) and request.path.startswith("/desk/") and citizen


def _login(request: HttpRequest) -> str:
    """Return the sign-in that leads back to the page with the form; what was typed there is kept in its tab."""
    came = urlsplit(request.headers.get("Referer", ""))
    back = came.path if came.netloc == request.get_host() else "/desk/"
    return f"{settings.LOGIN_URL}?{urlencode({'next': back})}"


def announced(request: HttpRequest) -> int:
    """Return the bytes a request says it has; what says nothing or nonsense counts as empty."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def middleware(get_response: Answer) -> Answer:
    """Turn a refusal raised anywhere below into its answer; anything else that fails is logged and becomes a fault."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        most = limits().request_bytes
        if announced(request) > most:  # refused here, before anybody reads a byte of it
            return answer_for(request, request_too_large(most))
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Http404):
            return answer_for(request, NotFound())
        refusal = refusal_of(error)
        if refusal is None:
            return None
        if refusal.status >= 500:  # noqa: PLR2004
            logger.warning("%s %s: %s (%s)", request.method, request.path, refusal.code, type(error).__name__)
        return answer_for(request, refusal)

    answer.process_exception = process_exception  # type: ignore[attr-defined]  # Django looks for the attribute
    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address nobody has."""
    del exception
    return answer_for(request, NotFound())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a power that is missing."""
    del exception
    return answer_for(request, Forbidden())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read."""
    return answer_for(request, refusal_of(exception) or BadRequest())


def fault(request: HttpRequest) -> HttpResponse:
    """Answer our own fault; a database or disk that is gone is told as such."""
    import sys

    error = sys.exc_info()[1]
    return answer_for(request, (refusal_of(error) if error else None) or Fault())


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token."""
    logger.info("csrf: %s", reason)
    return answer_for(request, PageExpired())


def locked_out(request: HttpRequest, original: object = None, credentials: object = None) -> HttpResponse:  # noqa: ARG001
    """Answer a sign-in that is locked for a while (called by axes)."""
    return answer_for(request, LockedOut())
