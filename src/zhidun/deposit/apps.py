from __future__ import annotations

from django.apps import AppConfig


class DepositConfig(AppConfig):
    name = "zhidun.deposit"
    label = "deposit"
    default_auto_field = "django.db.models.BigAutoField"
