"""What a signed-in citizen has begun and filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhidun.cases import selectors as cases
from zhidun.intake import selectors as intake
from zhidun.intake.pages import KINDS
from zhidun.kernel.errors import SignInNeeded
from zhidun.kernel.text import Text
from zhidun.portal.actor import actor_of

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft as its owner sees it in the list."""

    kind: str
    title: Text
    saved_at: datetime


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """List drafts and cases of the account."""
    actor = actor_of(request)
    if not actor.signed_in:
        raise SignInNeeded
    drafts = [Begun(one.kind, KINDS[one.kind], one.saved_at) for one in intake.drafts_of(actor) if one.kind in KINDS]
    found = cases.visible_to(actor).order_by("-id")[:SHOWN]
    context = {"actor": actor, "drafts": drafts, "cases": found, "unread": cases.unread_notices(actor)}
    return render(request, "portal/mine.html", context)
