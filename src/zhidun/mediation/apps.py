from __future__ import annotations

from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "zhidun.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"
