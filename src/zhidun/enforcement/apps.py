from __future__ import annotations

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    name = "zhidun.enforcement"
    label = "enforcement"
    default_auto_field = "django.db.models.BigAutoField"
