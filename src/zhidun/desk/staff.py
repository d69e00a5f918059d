"""The door of the staff site: who may come in, and what every page of it needs to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from zhidun.access.actors import ANONYMOUS, Actor
from zhidun.cases.selectors import unread_notices
from zhidun.desk.guide import tour
from zhidun.evidence.resumable import finish
from zhidun.evidence.services import store_upload
from zhidun.kernel.errors import Forbidden, SignInNeeded
from zhidun.kernel.text import t

View = Callable[..., HttpResponseBase]


class StaffOnly(Forbidden):
    """Somebody who files or answers came to the desk, or staff whose post has ended."""

    code = "desk.staff_only"
    default_reason = t("这里是工作人员办案的地方。", "This is where the staff work on cases.")
    default_remedy = t(
        "您提交或参与的事项在“我的办件”里。如果您是工作人员，请系统管理员确认您的岗位是否仍然有效。",
        "What you filed or take part in is under “My filings”. If you are staff, ask the administrator whether "
        "your post is still in force.",
    )


PAGE_ROWS = 50


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts."""
    return cast("Actor", getattr(request, "actor", ANONYMOUS))


def staff(view: View) -> View:
    """Let only staff with a post in.

    Raises:
        SignInNeeded: nobody is signed in.
        StaffOnly: a citizen, or staff without a post today.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **words: object) -> HttpResponseBase:
        actor = actor_of(request)
        if not actor.signed_in:
            raise SignInNeeded
        if not actor.is_staff:
            raise StaffOnly
        return view(request, *args, **words)

    return guarded


def show(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Render a page of the desk."""
    actor = actor_of(request)
    around = {"actor": actor, "unread": unread_notices(actor), "tour": tour(actor, request.GET.get("tour", ""))}
    return render(request, f"desk/{template}.html", {**around, **context}, status=status)


def paged(rows: QuerySet[Any] | list[Any], request: HttpRequest) -> Page[Any]:
    """Return the page of rows the address asks for."""
    return Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))


def stored_files(request: HttpRequest, name: str = "files") -> tuple[str, ...]:
    """Store the files of a form, and finish those that came in pieces; return their public ids."""
    actor = actor_of(request)
    pieces = tuple(str(finish(key=key, actor=actor).public_id) for key in request.POST.getlist("upload"))
    return pieces + tuple(
        str(
            store_upload(
                stream=file,
                filename=file.name or "file",
                declared_type=file.content_type or "",
                actor=actor,
            ).public_id
        )
        for file in request.FILES.getlist(name)
    )
