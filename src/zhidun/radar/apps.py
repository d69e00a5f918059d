from __future__ import annotations

from django.apps import AppConfig


class RadarConfig(AppConfig):
    name = "zhidun.radar"
    label = "radar"
    default_auto_field = "django.db.models.BigAutoField"
