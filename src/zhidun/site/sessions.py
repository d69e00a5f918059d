"""How long somebody's session still lasts: shown on the page, so that nobody loses what they type."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from zhidun.kernel import time

UNTIL = "until"


def seconds_left(request: HttpRequest) -> int:
    """Return the seconds the session still lasts; the first page after signing in starts the count."""
    until = request.session.get(UNTIL)
    if not until:
        return prolong(request)
    left = datetime.fromisoformat(str(until)) - time.now()
    return max(int(left.total_seconds()), 0)


def prolong(request: HttpRequest) -> int:
    """Let the session last its full time from now on; return that time in seconds."""
    age = int(settings.SESSION_COOKIE_AGE)
    request.session[UNTIL] = datetime.fromtimestamp(time.now().timestamp() + age, tz=time.CITY_ZONE).isoformat()
    return age
