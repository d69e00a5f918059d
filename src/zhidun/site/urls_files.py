"""The second origin: originals and previews behind signed links, and nothing else."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhidun.site import health, originals

FILES: list[URLPattern] = [path("f/<str:token>/<path:filename>", originals.original, name="original")]

urlpatterns: list[URLPattern | URLResolver] = [path("health", health.health, name="health"), *FILES]
handler400 = "zhidun.site.refusals.bad_request"
handler404 = "zhidun.site.refusals.not_found"
handler500 = "zhidun.site.refusals.fault"
