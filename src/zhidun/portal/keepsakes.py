"""What the visitor's own browser keeps: draft tokens, receipts and display choices. The server stores none of them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

DRAFT_DAYS = 30
RECEIPT_SECONDS = 3600
YEAR_SECONDS = 31_536_000


def _keep(answer: HttpResponseBase, name: str, value: str, *, path: str, seconds: int | None) -> None:
    answer.set_cookie(
        name, value, max_age=seconds, path=path, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def draft_token(request: HttpRequest, kind: str) -> str | None:
    """Return the token of the draft this browser holds for a form."""
    return request.COOKIES.get(f"zhidun_draft_{kind}") or None


def keep_draft(answer: HttpResponseBase, kind: str, token: str, *, trace: bool) -> None:
    """Keep a draft's token; without `trace` it ends with the browser session."""
    seconds = DRAFT_DAYS * 86_400 if trace else None
    _keep(answer, f"zhidun_draft_{kind}", token, path="/file/", seconds=seconds)


def drop_draft(answer: HttpResponseBase, kind: str) -> None:
    """Forget a draft's token."""
    answer.delete_cookie(f"zhidun_draft_{kind}", path="/file/")


def _pair(text: str) -> tuple[str, str] | None:
    number, mark, secret = text.partition("~")
    return (number, secret) if mark and number else None


def keep_receipt(answer: HttpResponseBase, numbers: tuple[str, ...], secret: str) -> None:
    """Keep a fresh receipt for an hour, so that reloading its page loses nothing, and open its case pages."""
    _keep(answer, "zhidun_receipt", f"{','.join(numbers)}~{secret}", path="/file/receipt", seconds=RECEIPT_SECONDS)
    if numbers and secret:
        keep_case(answer, numbers[0], secret)


def receipt(request: HttpRequest) -> tuple[tuple[str, ...], str] | None:
    """Return the case numbers and the secret of the receipt just given, if this browser still has it."""
    pair = _pair(request.COOKIES.get("zhidun_receipt", ""))
    return (tuple(pair[0].split(",")), pair[1]) if pair else None


def keep_case(answer: HttpResponseBase, number: str, secret: str) -> None:
    """Keep the key to one case page until the browser closes."""
    _keep(answer, "zhidun_case", f"{number}~{secret}", path="/case", seconds=None)


def case_secret(request: HttpRequest, number: str) -> str:
    """Return the secret this browser showed for a case; empty when it showed none."""
    pair = _pair(request.COOKIES.get("zhidun_case", ""))
    return pair[1] if pair and pair[0] == number else ""


def drop_case(answer: HttpResponseBase) -> None:
    """Close the case page on this browser."""
    answer.delete_cookie("zhidun_case", path="/case")


def keep_choice(answer: HttpResponseBase, name: str, value: str) -> None:
    """Keep a display choice (theme, size) for a year."""
    answer.set_cookie(name, value, max_age=YEAR_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
