"""Sign-in by password. A wrong name, a wrong password and an ended account get one and the same answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """The sign-in of allauth, without its hint that an account exists but has ended."""

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:  # noqa: ARG003  kept by nobody
        return None


def lockout_name(request: HttpRequest, credentials: Mapping[str, object] | None = None) -> str:
    """Return the name under which failed sign-ins are counted: capitals and widths do not give new guesses."""
    given = (credentials or {}).get("username") or request.POST.get("login") or ""
    return unicodedata.normalize("NFKC", str(given)).strip().casefold()
