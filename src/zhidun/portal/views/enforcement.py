"""For everybody: decisions on the public list, campaigns and their results."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhidun.access.actors import ANONYMOUS
from zhidun.enforcement import selectors

PAGE_ROWS = 50


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """Show the decisions on the public list, each until the day its class says."""
    text = request.GET.get("text", "").strip()[:100]
    page = Paginator(selectors.listed(text=text), PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "portal/enforcement/decisions.html", {"page": page, "text": text})


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """Show the campaigns that are public."""
    return render(request, "portal/enforcement/campaigns.html", {"rows": selectors.campaigns(ANONYMOUS)[:200]})


@require_GET
def campaign(request: HttpRequest, key: str) -> HttpResponse:
    """Show a public campaign with its live results."""
    return render(request, "portal/enforcement/campaign.html", {"found": selectors.results(ANONYMOUS, str(key))})
