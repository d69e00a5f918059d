"""What makes the site an app one can put on the phone's screen: the manifest. Nothing of a case is kept by it."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """Return the web app manifest in the reader's language."""
    content = {
        "name": _("知盾 成都市知识产权保护平台"),
        "short_name": _("知盾"),
        "lang": getattr(request, "LANGUAGE_CODE", "zh-hans"),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f7f4ee",
        "theme_color": "#16335f",
        "icons": [{"src": static("zhidun/logo.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(content, content_type="application/manifest+json")
