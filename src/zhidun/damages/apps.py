from __future__ import annotations

from django.apps import AppConfig


class DamagesConfig(AppConfig):
    name = "zhidun.damages"
    label = "damages"
    default_auto_field = "django.db.models.BigAutoField"
