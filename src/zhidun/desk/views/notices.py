"""The box of notices: what happened in one's cases since one last looked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhidun.cases import selectors, services
from zhidun.desk.staff import actor_of, show, staff


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """Show the newest notices, the unread ones marked."""
    return show(request, "notices", {"notices": selectors.notices(actor_of(request), limit=100)})


@require_POST
@staff
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, or all of them."""
    actor = actor_of(request)
    wanted = request.POST.get("notice", "")
    if wanted.isdigit():
        services.mark_notice_read(actor=actor, notice_id=int(wanted))
    else:
        services.mark_all_notices_read(actor=actor)
    return HttpResponseRedirect(reverse("desk:notices"))
