"""The peer of the intake bench: a bare Django view that stores the same bytes and one row, with the same fsyncs.

It has no language, no law, no identity, no hash chain and no clock: the least that can be called acknowledged.
Served by the same server with the same workers: `granian bench.peer:application`.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import django
from django.conf import settings

FOLDER = Path(os.environ["BENCH_HOME"])
settings.configure(
    SECRET_KEY="bench",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench.peer",
    INSTALLED_APPS=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "zhidun",
            "USER": "zhidun",
            "HOST": os.environ["BENCH_SOCKET"],
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
        }
    },
    FILE_UPLOAD_HANDLERS=["django.core.files.uploadhandler.TemporaryFileUploadHandler"],
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


def keep(request: HttpRequest) -> Path:
    """Write the file durably under its SHA-256, as the product does."""
    upload = request.FILES["files"]
    digest = hashlib.sha256()
    descriptor, name = tempfile.mkstemp(dir=FOLDER)
    with os.fdopen(descriptor, "wb") as stream:
        for chunk in upload.chunks():
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    sha256 = digest.hexdigest()
    target = FOLDER / sha256[:2] / sha256
    target.parent.mkdir(exist_ok=True)
    Path(name).rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return target


def receive(request: HttpRequest) -> HttpResponse:
    """Store bytes and one row."""
    target = keep(request)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO complaint (body, file) VALUES (%s, %s)", [request.POST["answers"], target.name])
    return HttpResponse("{}", status=201, content_type="application/json")


def health(request: HttpRequest) -> HttpResponse:
    """Say that the peer answers."""
    del request
    return HttpResponse("ok")


urlpatterns = [path("receive", receive), path("health", health)]
application = WSGIHandler()
