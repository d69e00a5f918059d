"""Every notice of a signed-in citizen: what happened in all their matters, and how they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhidun.access import personal
from zhidun.access.actors import Actor
from zhidun.cases import selectors, services
from zhidun.kernel.errors import SignInNeeded
from zhidun.portal.actor import actor_of

SHOWN = 100


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """List the newest notices, the unread ones marked; mark them as read or keep how one is told.

    Raises:
        SignInNeeded: a box belongs to an account.
        NotFound: a notice in no box of this account.
    """
    actor = actor_of(request)
    if not actor.signed_in:
        raise SignInNeeded
    if request.method == "POST":
        _act(request, actor)
        return HttpResponseRedirect(reverse("portal:notices"))
    found = selectors.notices(actor, limit=SHOWN)
    context = {
        "notices": found,
        "unread": selectors.unread_notices(actor),
        "choices": personal.notice_choices(actor.account_id or -1),
        "full": len(found) == SHOWN,
    }
    return render(request, "portal/notices.html", context)


def _act(request: HttpRequest, actor: Actor) -> None:
    wanted = request.POST.get("notice", "")
    if request.POST.get("act") == "choices":
        kept = personal.notice_choices(actor.account_id or -1)
        chosen = {name: request.POST.get(name) == "true" for name in ("mail", "sms")}
        personal.set_preference(actor=actor, key="notices", value={**kept, **chosen})
        messages.success(request, _("已保存。"))
    elif wanted.isdigit():
        services.mark_notice_read(actor=actor, notice_id=int(wanted))
    else:
        services.mark_all_notices_read(actor=actor)
