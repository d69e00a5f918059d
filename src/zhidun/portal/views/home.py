"""The first page, and what can be read without filing anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhidun.intake.selectors import all_routes
from zhidun.kernel.errors import NotFound


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What can I do here, in one screen."""
    routes = [route for route in all_routes() if route.next_url.startswith("/file/")]
    return render(request, "portal/home.html", {"routes": routes})


@require_GET
def guidance(request: HttpRequest) -> HttpResponse:
    """Every way that exists, with what it takes, what it costs and who does it."""
    return render(request, "portal/guidance.html", {"routes": all_routes()})


@require_GET
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One way that does not begin with a form of ours."""
    routes = [route for route in all_routes() if topic in (route.key, route.next_url.rsplit("/", 1)[-1])]
    if not routes:
        raise NotFound
    return render(request, "portal/topic.html", {"routes": routes, "topic": routes[0]})
