from __future__ import annotations

from django.apps import AppConfig


class OffendersConfig(AppConfig):
    name = "zhidun.offenders"
    label = "offenders"
    default_auto_field = "django.db.models.BigAutoField"
