"""Addresses of the API door: /api/v1/…, /api/docs, /api/openapi.json."""

from django.urls import URLPattern, path

from zhidun.api.app import api
from zhidun.api.door import guarded

_patterns, _app_name, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = guarded(_pattern.callback)

urlpatterns = [path("", (_patterns, _app_name, _namespace))]
