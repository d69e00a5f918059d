"""Before serving: tables, static files, folders. Run as a process of its own so that the supervisor stays small."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from zhidun.kernel import time
from zhidun.site.assets import NOT_SERVED

BROKEN_OFF = timedelta(hours=1)
"""An upload that got no byte for so long was broken off; another process of this house may still be taking one in."""


def prepare() -> None:
    """Make the data folders, drop uploads that broke off, migrate (the shared cache too), collect static files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhidun.site.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    folders(settings.HOME)
    from zhidun.evidence.storage import blob_store

    blob_store().sweep_incoming(older_than=(time.now() - BROKEN_OFF).timestamp())
    call_command("migrate", verbosity=0, interactive=False)
    if settings.DEMO:
        from zhidun.site import demo_witnesses

        demo_witnesses.name_them(settings.HOME)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=list(NOT_SERVED))


def folders(base: Path) -> None:
    """Make what the house writes to, closed to other accounts."""
    for name in ("blobs", "outbox", "log"):
        (base / name).mkdir(mode=0o700, parents=True, exist_ok=True)


if __name__ == "__main__":
    prepare()
