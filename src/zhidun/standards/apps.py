from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "zhidun.standards"
    label = "standards"
    default_auto_field = "django.db.models.BigAutoField"
