"""One's own settings: notices, absence with a substitute, calendar feed; what is new and how things work."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access import personal
from zhidun.cases import feeds
from zhidun.desk import guide, lists
from zhidun.desk.staff import actor_of, show, staff
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@staff
def page(request: HttpRequest) -> HttpResponse:
    """Show one's settings, or keep one of them."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _act(request)
        except Refusal as fault:
            refusal = fault
    context = {
        "choices": personal.notice_choices(actor.account_id or -1),
        "absences": personal.absences(actor),
        "has_feed": personal.has_feed(actor),
        "feed": request.session.pop("feed_shown", ""),
        "people": [one for one in lists.colleagues(actor) if one[0] != actor.username],
        "refusal": refusal,
        "typed": request.POST if refusal else {},
    }
    return show(request, "me", context, status=UNPROCESSABLE if refusal else 200)


def _act(request: HttpRequest) -> HttpResponse:
    actor, act = actor_of(request), request.POST.get("act", "")
    if act == "notices":
        wanted = {name: request.POST.get(name) == "true" for name in (*personal.NOTICE_CHANNELS, "digest")}
        personal.set_preference(actor=actor, key="notices", value=wanted)
    elif act == "absence":
        days = [_day(request.POST.get(name, ""), name) for name in ("from_on", "to_on")]
        personal.plan_absence(
            actor=actor,
            substitute=request.POST.get("substitute", ""),
            from_on=days[0],
            to_on=days[1],
            note=request.POST.get("note", ""),
        )
    elif act == "back":
        absence = request.POST.get("absence", "")
        personal.end_absence(actor=actor, absence_id=int(absence) if absence.isdigit() else 0)
    elif act == "feed":
        key = personal.new_feed(actor=actor)
        request.session["feed_shown"] = f"{settings.ORIGIN}{reverse('desk:feed', args=[key])}"
    messages.success(request, _("已保存。"))
    return HttpResponseRedirect(reverse("desk:me"))


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(t("请填写日期。", "Give a date."), field=field) from None


@require_GET
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Return the deadlines of one's cases as an iCalendar feed; numbers and dates only, no names."""
    del request
    made = feeds.calendar_of(personal.feed_actor(key), origin=settings.ORIGIN)
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_GET
@staff
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the first-run guide of one's posts, the keys, what is new."""
    actor = actor_of(request)
    context = {
        "steps": guide.steps_of(actor),
        "begin": guide.begin(actor),
        "news": guide.news(),
        "keys": guide.KEYS,
    }
    return show(request, "help", context)


@require_POST
@staff
def seen(request: HttpRequest) -> HttpResponse:
    """Remember that the welcome was read."""
    personal.set_preference(actor=actor_of(request), key="welcome", value={"seen": guide.EDITION})
    return HttpResponseRedirect(reverse("desk:home"))


@require_POST
def alive(request: HttpRequest) -> HttpResponse:
    """Keep the session alive because somebody is still typing."""
    if actor_of(request).signed_in:
        request.session["until"] = ""
        request.session.modified = True
        return HttpResponse(status=204)
    return HttpResponse(status=401)
