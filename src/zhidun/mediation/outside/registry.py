"""Which way leads to which office: settings name webhooks by office code; every other office reads here (Null)."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from zhidun.mediation.outside.base import NullService, OutsideParty
from zhidun.mediation.outside.webhook import Webhook


def party(office: str) -> OutsideParty:
    """Return the way to an office."""
    found = _partners().get(office)
    return Webhook(str(found["url"]), secret_of(office)) if found else NullService()


def secret_of(office: str) -> bytes:
    """Return the secret shared with an office's system; empty: there is none, nothing signed is taken from it."""
    return str(_partners().get(office, {}).get("secret", "")).encode()


def _partners() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = getattr(settings, "MEDIATION_PARTNERS", {})
    return found


def codes() -> tuple[str, ...]:
    """Return the codes of the offices with a system of their own."""
    return tuple(_partners())
