"""How the page looks, and leaving at once."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from zhidun.portal import keepsakes

CHOICES = {"theme": ("light", "dark"), "size": ("normal", "large")}
ELSEWHERE = "https://www.weather.com.cn/"
"""Where the quick exit leads: a page that says nothing about the reader."""
KEPT = (
    "zhidun_draft_report",
    "zhidun_draft_rights_complaint",
    "zhidun_draft_consumer_complaint",
    "zhidun_draft_consultation",
)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep theme and text size in cookies and go back."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    answer = HttpResponseRedirect(target)
    for name, known in CHOICES.items():
        if request.POST.get(name) in known:
            keepsakes.keep_choice(answer, f"zhidun_{name}", request.POST[name])
    return answer


@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: forget everything this browser holds of us and show an unrelated page."""
    answer = HttpResponseRedirect(ELSEWHERE)
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        logout(request)
        for name in KEPT:
            answer.delete_cookie(name, path="/file/")
        answer.delete_cookie("zhidun_receipt", path="/file/receipt")
        keepsakes.drop_case(answer)
        answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer
