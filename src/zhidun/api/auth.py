"""Who calls: a token of an office (Bearer) or the browser's session; some operations are open to everybody."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie
from ninja.utils import check_csrf

from zhidun.access import middleware, services
from zhidun.access.actors import ANONYMOUS, Actor
from zhidun.access.errors import TokenRefused
from zhidun.kernel.errors import Forbidden, SignInNeeded
from zhidun.kernel.text import t

SESSION_COOKIE = "sessionid"
OPEN_CALLS, SESSION_CALLS, SECONDS = 240, 600, 60
"""Calls a minute of one address without sign-in, and of one session; tokens have a rate class."""
ATTRIBUTE = "zhidun_api_actor"


class PageTokenMissing(Forbidden):
    """A writing call by session without the page's protection token."""

    code = "page_token_missing"
    default_reason = t("页面令牌缺失或过期。", "The page's protection token is missing or old.")
    default_remedy = t("请刷新页面,或使用接口令牌调用。", "Reload the page, or call with an API token.")


def client_of(request: HttpRequest) -> str:
    """Return the address a request came from; rooms keep only a keyed hash of it."""
    return str(request.META.get("REMOTE_ADDR", ""))


class TokenAuth(HttpBearer):
    """`Authorization: Bearer zd_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return the token's actor.

        Raises:
            TokenRefused: wrong, expired, revoked, or its account has ended.
            TooOften: more calls than its rate class allows.
        """
        return _remember(request, _token_actor(token))


class SessionAuth(APIKeyCookie):
    """The browser's session; writing calls need the page's protection token too."""

    param_name = SESSION_COOKIE

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return the session's actor, or None when nobody is signed in."""
        del key
        actor = middleware.actor_of(request)
        if not actor.signed_in:
            return None
        if check_csrf(request):
            raise PageTokenMissing
        services.hit(f"api:{actor.key}", SESSION_CALLS, SECONDS)
        return _remember(request, actor)


def _token_actor(text: str) -> Actor:
    if not text.isascii() or not text.isprintable():  # such a text cannot even be looked up
        raise TokenRefused
    actor = services.authenticate_token(text)
    if not actor.signed_in:  # the account ended while the token was read
        raise TokenRefused
    return actor


def _remember(request: HttpRequest, actor: Actor) -> Actor:
    setattr(request, ATTRIBUTE, actor)
    return actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who calls; on open operations that is a token, a session or an anonymous visitor.

    Raises:
        TokenRefused: a token was shown and is not good.
        TooOften: an anonymous address calls more often than 240 times a minute.
    """
    known = getattr(request, ATTRIBUTE, None)
    if isinstance(known, Actor):
        return known
    shown = request.headers.get("Authorization", "")
    if shown.lower().startswith("bearer "):
        return _remember(request, _token_actor(shown[7:]))
    actor = SessionAuth().authenticate(request, None) if SESSION_COOKIE in request.COOKIES else None
    if actor is None:
        services.hit(f"api:{client_of(request)}", OPEN_CALLS, SECONDS)
        actor = ANONYMOUS
    return _remember(request, actor)


def staff_of(request: HttpRequest) -> Actor:
    """Return who calls; only staff with a post (as at the desk).

    Raises:
        SignInNeeded: nobody is signed in.
        Forbidden: a citizen, or staff without a post today.
    """
    actor = actor_of(request)
    if not actor.signed_in:
        raise SignInNeeded
    if not actor.is_staff:
        raise Forbidden
    return actor


def everybody(request: HttpRequest) -> Actor:
    """Let everybody in (`auth` of open operations): a good token or session is known, all others are visitors.

    Raises:
        TokenRefused, TooOften: as `actor_of`.
    """
    return actor_of(request)
