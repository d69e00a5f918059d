"""Tokens for machines: made once, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zhidun.access import rate_limits
from zhidun.access.actors import Actor, actor_for, token_actor
from zhidun.access.audit import record
from zhidun.access.errors import AlreadyDone, PostEnded, TokenRefused
from zhidun.access.models import Account, ApiToken, Office
from zhidun.access.policies import need
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t

LONGEST = timedelta(days=366)
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
PER_MINUTE = {"standard": 120, "partner": 600, "bulk": 3000}
"""Calls a minute by rate class."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; `text` is shown to the office now and never again."""

    token: ApiToken
    text: str


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def issue_token(
    *,
    actor: Actor,
    office: Office,
    account: Account,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime,
    rate_class: str = "standard",
) -> IssuedToken:
    """Issue a token by which machines of an office act as an account, with no more than `scopes`.

    Raises:
        Forbidden: the actor has no `access:token:manage`.
        PostEnded: account or office is not active.
        Invalid: it expires in the past or after more than a year, the rate class is unknown, or a scope is none of the
            account's powers at that office.
    """
    need(actor, "access:token:manage")
    now = time.now()
    if not account.active or not office.active:
        raise PostEnded
    if not now < expires_at <= now + LONGEST:
        raise Invalid(
            t("令牌有效期须在今后一年以内。", "A token must expire within the next year."), field="expires_at"
        )
    if rate_class not in PER_MINUTE:
        raise Invalid(
            t("调用等级不存在。", "There is no such rate class."),
            t(f"可选:{'、'.join(PER_MINUTE)}。", f"Choose one of: {', '.join(PER_MINUTE)}."),
            field="rate_class",
        )
    wanted = sorted(set(scopes))
    holder = actor_for(account)
    missing = [scope for scope in wanted if not holder.can(scope, office.pk)]
    if missing or not wanted:
        raise Invalid(
            t(
                f"该账号在此单位没有这些权限:{'、'.join(missing) or '(未选择)'}。",
                f"The account does not hold these powers at that office: {', '.join(missing) or '(none chosen)'}.",
            ),
            t("请只选择该账号岗位已有的权限。", "Choose powers the account's posts carry."),
            field="scopes",
        )
    prefix = "".join(secrets.choice(ALPHABET) for _ in range(12))
    text = f"zd_{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        office=office,
        account=account,
        name=name.strip()[:80] or prefix,
        prefix=prefix,
        hash=_hashed(text),
        scopes=wanted,
        rate_class=rate_class,
        issued_at=now,
        issued_by=actor.key,
        expires_at=expires_at,
    )
    record(
        actor=actor,
        action="token.issued",
        object_kind="token",
        object_key=prefix,
        facts={"office": office.code, "account": account.username, "scopes": wanted, "expires": expires_at},
    )
    return IssuedToken(token, text)


@transaction.atomic
def revoke_token(*, actor: Actor, token: ApiToken) -> ApiToken:
    """End a token at once.

    Raises:
        Forbidden: the actor has no `access:token:manage` and it is not their own.
        AlreadyDone: it was revoked.
    """
    if actor.account_id != token.account_id:
        need(actor, "access:token:manage")
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is not None:
        raise AlreadyDone
    locked.revoked_at = time.now()
    locked.save(update_fields=["revoked_at"])
    record(actor=actor, action="token.revoked", object_kind="token", object_key=locked.prefix)
    return locked


def authenticate_token(text: str) -> Actor:
    """Return the actor of a token and count the call against its rate class.

    Raises:
        TokenRefused: wrong, expired, revoked, or its account has ended: all look the same.
        TooOften: more calls than the class allows.
    """
    parts = text.strip().split("_", 2)
    prefix = parts[1] if len(parts) == 3 and parts[0] == "zd" else ""  # noqa: PLR2004  zd, prefix, secret
    known = set(prefix) <= set(ALPHABET)  # so that nothing odd reaches the database
    token = ApiToken.objects.select_related("account", "office").filter(prefix=prefix).first() if known else None
    fits = secrets.compare_digest(_hashed(text.strip()), token.hash if token else "0" * 64)
    now = time.now()
    if token is None or not fits or token.revoked_at is not None or token.expires_at <= now:
        raise TokenRefused
    if not token.account.active or not token.office.active:
        raise TokenRefused
    rate_limits.hit(f"token:{token.prefix}", PER_MINUTE[token.rate_class], 60)
    today = time.local_date(now)
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token_actor(token)
