"""What granian serves."""

from __future__ import annotations

import os
import signal

from django.core.wsgi import get_wsgi_application

from zhidun.site.parent import follow_parent

if os.environ.get("ZHIDUN_SUPERVISED") == "1":
    follow_parent(signal.SIGKILL)  # an orphan would answer beside its successor
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhidun.site.settings")

application = get_wsgi_application()
