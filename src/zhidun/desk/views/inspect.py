"""The inspection form that works without a network: the page, what a case is at, and taking a record in."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from zhidun.access.actors import Actor
from zhidun.access.places import units
from zhidun.desk.staff import actor_of, staff, stored_files
from zhidun.intake import field_records
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, Refusal
from zhidun.kernel.text import t
from zhidun.rights.kinds import kinds


def _inspector(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not field_records.may_record(actor):
        raise Forbidden
    return actor


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """Show the form; it holds nothing of a case, so that a device may keep it."""
    actor = _inspector(request)
    context = {
        "booths_only": not actor.can(field_records.INSPECT),
        "units": [(one.code, one.name) for one in units()],
        "kinds": [(key, one.title) for key, one in kinds().items() if not one.list_only],
    }
    return render(request, "desk/inspect.html", context)


@require_GET
@staff
def ready(request: HttpRequest) -> JsonResponse:
    """Say who is signed in, give the token for sending, and what a case is at."""
    actor = _inspector(request)
    body: dict[str, object] = {"name": actor.name.in_(actor.language), "token": get_token(request)}
    number = request.GET.get("case", "").strip()
    if number:
        try:
            body["case"] = field_records.start(actor, number)
        except Refusal as refusal:
            return JsonResponse(refusal.problem(actor.language), status=refusal.status)
    return JsonResponse(body)


@require_POST
@staff
def send(request: HttpRequest) -> JsonResponse:
    """Take one record with its photographs in; a case that went on is told with what is new."""
    actor = actor_of(request)
    try:
        _inspector(request)
        sent = _read(request)
        taken = field_records.take_in(
            actor=actor,
            key=UUID(str(sent["key"])),
            made_at=time.aware(datetime.fromisoformat(str(sent["made_at"]))),
            facts={str(name): str(value) for name, value in dict(sent["facts"]).items()},  # type: ignore[call-overload]  # JSON
            items=stored_files(request),
            case_number=str(sent.get("case", "")),
            seen_version=int(str(sent.get("version") or 0)),
            confirmed=bool(sent.get("confirmed")),
        )
    except field_records.CaseMoved as moved:
        news = [{"who": who, "title": title.in_(actor.language)} for who, title in moved.news]
        return JsonResponse(moved.problem(actor.language) | {"news": news}, status=moved.status)
    except Refusal as refusal:
        return JsonResponse(refusal.problem(actor.language), status=refusal.status)
    return JsonResponse({"number": taken.number, "repeated": taken.repeated})


def _read(request: HttpRequest) -> dict[str, object]:
    try:
        sent = json.loads(request.POST.get("record", ""))
        UUID(str(sent["key"]))
        datetime.fromisoformat(str(sent["made_at"]))
        dict(sent["facts"])
    except (ValueError, KeyError, TypeError):
        raise Invalid(t("请求无法识别。", "The request cannot be read."), field="record") from None
    return dict(sent)
