"""The radar for everybody: is my name free of look-alikes, how healthy is my IP, what are the warnings."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access import places
from zhidun.access.services import hit
from zhidun.evidence.links import headers
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t
from zhidun.portal.actor import actor_of, client_of
from zhidun.radar import health, policies, selectors, words
from zhidun.similarity.pictures import MOST_BYTES

SHOWN = 10
TOLD = 0.4
"""Score below which the name check says nothing of a right."""
PART = ("crop_left", "crop_top", "crop_width", "crop_height")
PART_TITLES = (t("左", "Left"), t("上", "Top"), t("宽", "Width"), t("高", "Height"))


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Compare a text, a photo or a part of it with the protected signs; nothing that is sent is kept."""
    context: dict[str, object] = {
        "typed": request.POST,
        "no_decision": words.NO_DECISION,
        "crops": list(zip(PART, PART_TITLES, strict=True)),
    }
    status = 200
    if request.method == "POST":
        try:
            hit(f"radar:{client_of(request)}", policies.ANYBODY_ASKS, policies.ANYBODY_SECONDS)
            context["answered"], context["asked"] = _answered(request)
        except Refusal as refusal:
            context["refusal"], status = refusal, refusal.status
    return render(request, "portal/radar/check.html", context, status=status)


def _answered(request: HttpRequest) -> tuple[selectors.Answered, str]:
    actor, text = actor_of(request), request.POST.get("text", "").strip()
    file = request.FILES.get("photo")
    if file is not None:
        content = file.read(MOST_BYTES + 1)
        return selectors.by_picture(actor, content, crop=_crop(request), limit=SHOWN, least=TOLD), ""
    if not text:
        raise Invalid(t("请填写名称,或选择一张图片。", "Give a name, or choose a picture."), field="text")
    found = selectors.by_text(actor, text, classes=request.POST.get("classes", ""), limit=SHOWN, least=TOLD)
    return found, text[:200]


def _crop(request: HttpRequest) -> tuple[float, float, float, float] | None:
    typed = [request.POST.get(name, "").strip() for name in PART]
    if not any(typed):
        return None
    try:
        left, top, width, height = (float(one or 0) / 100 for one in typed)
    except ValueError:
        raise Invalid(t("截取范围应为百分数。", "The part is given in per cent."), field="crop_left") from None
    if not all(0 <= one <= 1 for one in (left, top, width, height)):  # NaN too
        raise Invalid(t("截取范围应为 0 至 100。", "The part lies between 0 and 100."), field="crop_left")
    return left, top, width, height


@require_http_methods(["GET", "POST"])
def health_check(request: HttpRequest) -> HttpResponse:
    """Ask the questions of the health check and show the outcome; the answers are kept nowhere."""
    whole = health.questionnaire()
    context: dict[str, object] = {"whole": whole, "typed": request.POST, "notice": health.NOTICE}
    status = 200
    if request.method == "POST":
        try:
            context["outcome"] = health.check_up({key: str(value) for key, value in request.POST.items()})
        except Invalid as refusal:
            context["errors"], status = refusal.errors, 422
            context["summary"] = list(refusal.errors.values())
    return render(request, "portal/radar/health.html", context, status=status)


@require_POST
def health_report(request: HttpRequest) -> HttpResponse:
    """Hand out the report as PDF, made from the answers sent along."""
    outcome = health.check_up({key: str(value) for key, value in request.POST.items()})
    hit(f"health:{client_of(request)}", policies.ANYBODY_ASKS, policies.ANYBODY_SECONDS)
    content = health.report_pdf(outcome, name=request.POST.get("name", ""))
    return HttpResponse(content, content_type="application/pdf", headers=headers("health-check.pdf"))


@require_GET
def warnings(request: HttpRequest) -> HttpResponse:
    """Show published warnings by field and district."""
    field, district = request.GET.get("field", ""), request.GET.get("district", "")
    names = {one.code: one.name for one in places.units()}
    fields = selectors.settings().fields
    rows = [
        (one, fields.get(one.field), names.get(one.district))
        for one in selectors.warnings(field=field, district=district, standing=False)[:50]
    ]
    context = {
        "rows": rows,
        "field": field,
        "district": district,
        "fields": list(fields.items()),
        "districts": list(names.items()),
    }
    return render(request, "portal/radar/warnings.html", context)


@require_GET
def warnings_atom(request: HttpRequest) -> HttpResponse:
    """Hand out the warnings as Atom."""
    lang = request.GET.get("lang") or ("en" if (translation.get_language() or "").startswith("en") else "zh")
    fields = selectors.settings().fields
    field, district = request.GET.get("field", ""), request.GET.get("district", "")
    content = selectors.atom(
        origin=settings.ORIGIN,
        field=field if field in fields else "",
        district=district if district.isdecimal() else "",
        lang="en" if lang == "en" else "zh",
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
