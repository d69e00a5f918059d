"""Views that fail in each way a view can fail."""

from __future__ import annotations

import errno

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from zhidun.kernel.errors import Conflict, Forbidden, Invalid, OutOfSpace, RateLimited, SignInNeeded
from zhidun.kernel.text import t

FAULTS: dict[str, BaseException] = {
    "invalid": Invalid(t("甲", "A"), t("乙", "B"), field="name", article="商标法 60", errors={"x": Conflict()}),
    "signin": SignInNeeded(),
    "busy": RateLimited(),
    "space": OSError(errno.ENOSPC, "No space left on device"),
    "quota": OSError(errno.EDQUOT, "Disk quota exceeded"),
    "database": OperationalError("server closed the connection unexpectedly"),
    "denied": PermissionDenied(),
    "http404": Http404(),
    "suspicious": SuspiciousOperation("x"),
    "fault": ZeroDivisionError("a secret detail"),
    "forbidden": Forbidden(),
    "own-space": OutOfSpace(),
}


def fail(request: HttpRequest, name: str) -> HttpResponse:
    raise FAULTS[name]


def wrapped(request: HttpRequest) -> HttpResponse:
    try:
        raise FAULTS["space"]
    except OSError as error:
        raise RuntimeError("while storing") from error


def upload(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(f"{f.name}:{f.size}" for f in request.FILES.values()))


urlpatterns = [
    path("fail/<str:name>", fail),
    path("api/v1/fail/<str:name>", fail),
    path("desk/fail/<str:name>", fail),
    path("wrapped", wrapped),
    path("upload", upload),
]
handler400 = "zhidun.site.refusals.bad_request"
handler403 = "zhidun.site.refusals.forbidden"
handler404 = "zhidun.site.refusals.not_found"
handler500 = "zhidun.site.refusals.fault"
