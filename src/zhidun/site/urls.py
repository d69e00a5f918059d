"""Addresses: `/` portal, `/desk/` staff, `/api/` machines, `/accounts/` sign-in, `/log/` the public log."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from zhidun.site import health, log_files, pwa, sandbox_page
from zhidun.site.urls_files import FILES

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health.health, name="health"),
    path("favicon.ico", health.favicon),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("inspect-sw.js", pwa.worker, name="worker"),
    path("language", health.set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("desk/admin/sandbox", sandbox_page.page, name="sandbox"),
    path("desk/", include("zhidun.desk.urls")),
    path("api/", include("zhidun.api.urls")),
    *([] if settings.FILES_ORIGIN else FILES),  # without a second origin this one serves them, under a sandbox
    *log_files.LOG,
    path("", include("zhidun.portal.urls")),
]
handler400 = "zhidun.site.refusals.bad_request"
handler403 = "zhidun.site.refusals.forbidden"
handler404 = "zhidun.site.refusals.not_found"
handler500 = "zhidun.site.refusals.fault"
