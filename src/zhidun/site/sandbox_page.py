"""The administrator's page on which the demo begins anew: it asks once more, then says how long it takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from zhidun.access.policies import need
from zhidun.desk.staff import actor_of, show, staff
from zhidun.kernel import time
from zhidun.site import home, sandbox


@require_http_methods(["GET", "POST"])
@staff
def page(request: HttpRequest) -> HttpResponse:
    """Ask whether to begin anew; once that is ticked and sent, ask the demo to do it.

    Raises:
        Forbidden, NotTheDemo: nothing is asked.
    """
    actor, folder = actor_of(request), home.home()
    need(actor, sandbox.POWER)
    if not sandbox.offered(folder):
        raise sandbox.NotTheDemo
    sure = request.method == "POST" and request.POST.get("sure") == "yes"
    if sure:
        sandbox.ask_anew(folder, actor=actor, at=time.now())
    unsure = request.method == "POST" and not sure
    return show(request, "admin/sandbox", {"asked": sure, "unsure": unsure}, status=422 if unsure else 200)
