"""How allauth makes accounts here: citizens may register; staff accounts are made by administrators only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from zhidun.access.actors import ANONYMOUS
from zhidun.access.audit import record
from zhidun.access.models import Account


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Self-registration makes citizens, whatever the form says."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Whether the portal takes registrations (`CITIZEN_SIGNUP`)."""
        return bool(getattr(settings, "CITIZEN_SIGNUP", True))

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:  # noqa: ANN401, FBT001, FBT002
        """Store a new citizen and record it."""
        super().save_user(request, user, form, commit=False)
        user.kind = Account.Kind.CITIZEN
        user.name_zh = user.name_zh or user.username
        if commit:
            user.save()
            record(actor=ANONYMOUS, action="account.registered", object_kind="account", object_key=str(user.pk))
        return user


class OpenIdAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in through the city's identity provider (OIDC): it opens accounts that exist, it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401, ARG002
        """Refuse: staff accounts are made by the system administrator, then linked."""
        return False
