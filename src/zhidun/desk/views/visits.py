"""The visitors' log of a rights workstation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhidun.desk.staff import actor_of, show, staff
from zhidun.intake import selectors, services
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t

PURPOSES: tuple[tuple[str, Text], ...] = (
    ("consultation", t("咨询", "Question")),
    ("publicity", t("宣传", "Publicity")),
    ("mediation", t("调解", "Mediation")),
    ("complaint", t("投诉", "Complaint")),
    ("report", t("举报", "Report")),
    ("warning", t("预警", "Warning")),
    ("lead", t("线索", "Lead")),
)


@require_http_methods(["GET", "POST"])
@staff
def page(request: HttpRequest) -> HttpResponse:
    """Show the log of the actor's office and take an entry."""
    actor = actor_of(request)
    office = actor.posts[0]
    wrong: list[Refusal] = []
    if request.method == "POST":
        try:
            services.log_visit(
                actor=actor,
                office=office.office_code,
                purpose=request.POST.get("purpose", ""),
                topic=request.POST.get("topic", ""),
                answer=request.POST.get("answer", ""),
                visitor=request.POST.get("visitor", ""),
            )
        except Refusal as refusal:
            wrong = list(refusal.errors.values()) or [refusal]
        else:
            return HttpResponseRedirect(reverse("desk:visits"))
    context = {
        "office": office,
        "visits": selectors.visits(actor=actor, office=office.office_code),
        "purposes": PURPOSES,
        "typed": request.POST,
        "summary": wrong,
    }
    return show(request, "visits", context, status=wrong[0].status if wrong else 200)
