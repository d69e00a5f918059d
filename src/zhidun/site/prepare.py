"""Before serving: tables, static files, folders. Run as a process of its own so that the supervisor stays small."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from zhidun.site.assets import NOT_SERVED


def prepare() -> None:
    """Migrate, collect static files, make the data folders, empty the folder of half-arrived uploads."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhidun.site.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    folders(settings.HOME, settings.UPLOAD_FOLDER)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=list(NOT_SERVED))


def folders(base: Path, incoming: Path) -> None:
    """Make what the house writes to; half-arrived uploads of a former run are dropped."""
    shutil.rmtree(incoming, ignore_errors=True)
    for folder in (base / "blobs", base / "outbox", base / "log", incoming):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


if __name__ == "__main__":
    prepare()
