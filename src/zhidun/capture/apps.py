from __future__ import annotations

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "zhidun.capture"
    label = "capture"
    default_auto_field = "django.db.models.BigAutoField"
