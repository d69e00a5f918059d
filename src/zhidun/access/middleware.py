"""Puts the acting person on each request and keeps staff without a second factor out of everything but its set-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language

from zhidun.access.actors import ANONYMOUS, Actor, actor_for
from zhidun.access.models import Account
from zhidun.access.step_up import second_factor_at, second_factor_off

Answer = Callable[[HttpRequest], HttpResponseBase]
ALWAYS_OPEN = ("/accounts/", "/static/", "/i18n/")


def second_factor_missing(request: HttpRequest) -> bool:
    """Say whether staff signed in to this session without ever showing a second factor."""
    user = getattr(request, "user", None)
    if not isinstance(user, Account) or user.kind != Account.Kind.STAFF or second_factor_off():
        return False
    return second_factor_at(request) is None


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in a request by its session, reading in the page's language; half signed in is not signed in."""
    user = getattr(request, "user", None)
    if not isinstance(user, Account) or second_factor_missing(request):
        return ANONYMOUS
    return replace(actor_for(user), language="en" if (get_language() or "").startswith("en") else "zh")


class ActorMiddleware:
    """Set `request.actor`; send staff who have yet to show a second factor to its set-up page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, knowing who acts; anonymous visitors cost no query."""
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        if self._to_be_sent_away(request):
            target = reverse("mfa_index")
            return HttpResponseRedirect(f"{target}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)

    @staticmethod
    def _to_be_sent_away(request: HttpRequest) -> bool:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(ALWAYS_OPEN):
            return False
        if request.path.startswith("/api/"):  # answered as Problem Details: nobody is signed in
            return False
        return second_factor_missing(request)
