"""What makes the site an app one can put on the phone's screen: the manifest. Nothing of a case is kept by it."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhidun.access import places
from zhidun.kernel.errors import NotFound
from zhidun.site.templatetags.zd import lang


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """Return the web app manifest in the reader's language."""
    content = {
        "name": f"{_('知盾')} {places.city().platform.in_(lang())}",
        "short_name": _("知盾"),
        "lang": getattr(request, "LANGUAGE_CODE", "zh-hans"),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f7f4ee",
        "theme_color": "#16335f",
        "icons": [{"src": static("zhidun/logo.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker of the inspection form; it may look after that page and no other.

    Raises:
        NotFound: the product was installed without its static files.
    """
    del request
    found = finders.find("zhidun/inspect-sw.js")
    if not isinstance(found, str):
        raise NotFound
    answer = HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer.headers["Service-Worker-Allowed"] = "/desk/inspect"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
