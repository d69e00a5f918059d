"""The city's identity provider (OpenID Connect), configured by environment; without it nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

NEEDED = ("ZHIDUN_OIDC_SERVER_URL", "ZHIDUN_OIDC_CLIENT_ID", "ZHIDUN_OIDC_SECRET_FILE")
APPS = ("allauth.socialaccount", "allauth.socialaccount.providers.openid_connect")


def configured(environment: Mapping[str, str]) -> bool:
    """Say whether a provider is configured.

    Raises:
        ValueError: some of the settings are there, others are missing; it names them.
    """
    given = [name for name in NEEDED if environment.get(name)]
    if given and len(given) < len(NEEDED):
        missing = ", ".join(name for name in NEEDED if name not in given)
        msg = f"OpenID Connect is half configured: set {missing} too, or none of {', '.join(NEEDED)}"
        raise ValueError(msg)
    return bool(given)


def apps(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the applications to install for OpenID Connect: none when it is not configured."""
    return APPS if configured(environment) else ()


def providers(environment: Mapping[str, str]) -> dict[str, object]:
    """Return allauth's `SOCIALACCOUNT_PROVIDERS`; the secret is read from a file so that no process list shows it."""
    if not configured(environment):
        return {}
    secret = Path(environment["ZHIDUN_OIDC_SECRET_FILE"]).read_text(encoding="utf-8").strip()
    app = {
        "provider_id": environment.get("ZHIDUN_OIDC_ID", "city"),
        "name": environment.get("ZHIDUN_OIDC_NAME", "统一身份认证"),
        "client_id": environment["ZHIDUN_OIDC_CLIENT_ID"],
        "secret": secret,
        "settings": {"server_url": environment["ZHIDUN_OIDC_SERVER_URL"], "token_auth_method": "client_secret_basic"},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
