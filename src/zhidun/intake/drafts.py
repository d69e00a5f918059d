"""Drafts: saved as typed without any check, encrypted, opened again by token or by account."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.intake.keys import seal, unseal
from zhidun.intake.models import Draft
from zhidun.intake.types import DraftView
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound, TooLarge
from zhidun.kernel.text import t

KEPT_DAYS = 30
"""Days an untouched draft is kept: our own choice, said on the page; no law sets it."""
MAX_BYTES = 2_000_000
TOKEN_BYTES = 24


class DraftGone(NotFound):
    """No such draft, or it is past its date."""

    code = "intake.draft_gone"
    default_reason = t(
        "没有找到草稿,可能已过期或已提交。", "No draft was found; it may have expired or been submitted."
    )
    default_remedy = t(
        "请重新填写;已提交的请用受理编号查询。", "Start again; look up a submitted filing by its number."
    )


class DraftTooLarge(TooLarge):
    """More typed text than a draft may hold."""

    code = "intake.draft_too_large"
    default_reason = t("草稿内容超过 2 MB。", "The draft is larger than 2 MB.")
    default_remedy = t("请把长篇材料作为附件上传。", "Upload long material as a file.")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _body(answers: Mapping[str, object], item_ids: Sequence[str]) -> bytes:
    body = json.dumps({"answers": dict(answers), "items": list(item_ids)}, ensure_ascii=False, default=str).encode()
    if len(body) > MAX_BYTES:
        raise DraftTooLarge
    return body


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    kind: str,
    answers: Mapping[str, object],
    token: str | None = None,
    item_ids: Sequence[str] = (),
) -> DraftView:
    """Keep what was typed, unchecked; with a token the same draft is written over (autosave).

    Raises:
        DraftGone: the token is unknown.
        DraftTooLarge: more than 2 MB of text.
    """
    body = _body(answers, item_ids)
    at = time.now()
    if token is None:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = Draft(token_hash=_hash(token), owner_id=actor.account_id)
        row.token_sealed = seal(token.encode(), bound=f"draft-token:{row.token_hash}")
    else:
        row = _row(token)
    if answers.get("anonymous"):  # no account may be tied to an anonymous report, not even to its draft
        row.owner_id = None
    row.kind = kind
    row.sealed = seal(body, bound=f"draft:{row.token_hash}")
    row.saved_at = at
    row.expires_at = at + timedelta(days=KEPT_DAYS)
    row.save()
    return _view(row, token)


def _row(token: str) -> Draft:
    row = Draft.objects.filter(token_hash=_hash(token), expires_at__gt=time.now()).first()
    if row is None:
        raise DraftGone
    return row


def _view(row: Draft, token: str) -> DraftView:
    body = json.loads(unseal(bytes(row.sealed), bound=f"draft:{row.token_hash}"))
    return DraftView(
        token=token, kind=row.kind, answers=body["answers"], saved_at=row.saved_at, item_ids=tuple(body["items"])
    )


def open_draft(token: str) -> DraftView:
    """Return the draft of this token.

    Raises:
        DraftGone: unknown or past its date.
    """
    return _view(_row(token), token)


def drafts_of(actor: Actor) -> tuple[DraftView, ...]:
    """Return the drafts of a signed-in account, newest first; none for anybody else."""
    if actor.account_id is None:
        return ()
    rows = Draft.objects.filter(owner_id=actor.account_id, expires_at__gt=time.now()).order_by("-saved_at")
    return tuple(
        _view(row, unseal(bytes(row.token_sealed), bound=f"draft-token:{row.token_hash}").decode()) for row in rows
    )


def delete_draft(*, token: str) -> None:
    """Throw a draft away; an unknown token is no error."""
    Draft.objects.filter(token_hash=_hash(token)).delete()


def delete_expired_drafts() -> int:
    """Remove drafts past their date (a daily job); return how many."""
    return Draft.objects.filter(expires_at__lte=time.now()).delete()[0]
