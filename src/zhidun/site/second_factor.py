"""The second factor of staff is off in the demo only, and loudly: at start, in Django's checks, at the doctor."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.apps import AppConfig
from django.core import checks

from zhidun.kernel.text import t

OFF = t(
    "演示模式:工作人员登录不需要第二因素,密码公开打印。切勿用于生产。",
    "Demo: staff sign in WITHOUT a second factor and the passwords are printed. Never use this for real work.",
)
REMEDY = t("去掉 ZHIDUN_DEMO 后重新启动。", "Start again without ZHIDUN_DEMO.")


def switched_off() -> bool:
    """Say whether the operator asked for the demo, without reading the settings."""
    return os.environ.get("ZHIDUN_DEMO") == "1"


def check(app_configs: Sequence[AppConfig] | None, **options: object) -> list[checks.CheckMessage]:
    """Warn when staff pages do not ask for a second factor (Django's system checks)."""
    from django.conf import settings

    del app_configs, options
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [checks.Warning(OFF.en, hint=REMEDY.en, id="zhidun.W001")]


def register() -> None:
    """Add the check to Django's."""
    checks.register(check, checks.Tags.security)
