"""How long ago the second factor was shown: asked before acts that need four eyes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from zhidun.access.errors import StepUpNeeded
from zhidun.access.models import Account
from zhidun.kernel import time

FRESH = timedelta(minutes=10)
"""How old the last check may be for a weighty act."""


def second_factor_off() -> bool:
    """Say whether the demo has switched the second factor off."""
    return not getattr(settings, "SECOND_FACTOR_REQUIRED", True)


def second_factor_at(request: HttpRequest) -> datetime | None:
    """Return when this session last showed a second factor (one-time code or passkey), or None if it never did."""
    user = getattr(request, "user", None)
    if not isinstance(user, Account):
        return None
    moments = [
        float(entry["at"]) for entry in get_authentication_records(request, user) if entry.get("method") == "mfa"
    ]
    return datetime.fromtimestamp(max(moments), tz=UTC) if moments else None


def require_step_up(request: HttpRequest, *, within: timedelta = FRESH) -> None:
    """Go on only when the second factor was shown a short while ago.

    Doors call it before services that need four eyes; a page then sends the user to `mfa_reauthenticate`.

    Raises:
        StepUpNeeded: it was not.
    """
    if second_factor_off():
        return
    shown_at = second_factor_at(request)
    if shown_at is None or time.now() - shown_at > within:
        raise StepUpNeeded
