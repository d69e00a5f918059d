"""What granian serves."""

from __future__ import annotations

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from zhidun.law.load import rulebook
from zhidun.procedures.load import catalogue
from zhidun.site.parent import follow_parent

if os.environ.get("ZHIDUN_SUPERVISED") == "1":
    follow_parent(signal.SIGKILL)  # an orphan would answer beside its successor
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhidun.site.settings")

application = get_wsgi_application()

# Read once, before the port answers: many first requests at once would each read the packs and the addresses.
if os.environ.get("ZHIDUN_FACE") != "files":
    rulebook()
    catalogue()
    get_resolver().url_patterns  # noqa: B018  importing the doors is what takes the time
gc.collect()
gc.freeze()  # packs and code stay: looking through them again would stop a page for a third of a second
