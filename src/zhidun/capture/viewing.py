"""What the pages of both faces show of captures, and what their forms ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from zhidun.access.actors import Actor
from zhidun.capture import selectors, services
from zhidun.capture.browse import browser
from zhidun.capture.bundle import words
from zhidun.capture.errors import ListNotOpen
from zhidun.capture.models import Capture, CaptureList, CaptureState, How
from zhidun.evidence import links
from zhidun.evidence import selectors as evidence
from zhidun.evidence.uploads import whole
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.kernel.text import Text, t

WAYS: Final[tuple[tuple[str, Text, Text], ...]] = (
    (
        How.BROWSER,
        t("浏览器", "By browser"),
        t(
            "整页截图、网页源码、全部资源；动态内容也能固定。",
            "Picture, document and all resources, dynamic content too.",
        ),
    ),
    (
        How.HTTP,
        t("仅HTTP", "HTTP alone"),
        t("只保存服务器返回的内容，不运行脚本，更快。", "What the server returns; no scripts run; faster."),
    ),
)
STATES: Final[Mapping[str, Text]] = {
    CaptureState.QUEUED: t("排队中", "Waiting"),
    CaptureState.RUNNING: t("固定中", "Being captured"),
    CaptureState.DONE: t("已固定", "Captured and sealed"),
    CaptureState.REFUSED: t("未能固定", "Could not be captured"),
    CaptureState.CANCELLED: t("已取消", "Cancelled"),
}
ACTS: Final = {"pause": services.pause, "resume": services.resume, "cancel": services.cancel_list}


def form_of(actor: Actor, typed: Mapping[str, str], refusal: Refusal | None) -> dict[str, Any]:
    """Return the order form as it was typed, and the actor's own captures and lists."""
    field = refusal.field if refusal else None
    return {
        "ways": [{"value": key, "label": name, "hint": hint} for key, name, hint in WAYS],
        "typed": {key: typed.get(key, "") for key in ("url", "how", "video", "case")},
        "how": typed.get("how") or How.BROWSER,
        "errors": {field: refusal} if field else {},
        "no_browser": why_no_browser(),
        "captures": selectors.mine(actor),
        "lists": [(one, selectors.progress(one)) for one in selectors.lists(actor)],
        "may": selectors.may_capture(actor),
    }


def why_no_browser() -> Refusal | None:
    """Return why this machine captures by HTTP alone, or None when it has a browser and a jail for it."""
    try:
        browser.jail()
    except Refusal as refusal:
        return refusal
    return None


def asked(
    actor: Actor, typed: Mapping[str, str], file: UploadedFile | None
) -> tuple[Capture | None, CaptureList | None]:
    """Ask for what the form says: a list when a file came along, else one page.

    Raises:
        Refusal: as `services.ask` and `services.ask_list`; nothing was asked for.
    """
    how, video, case = typed.get("how", ""), typed.get("video") == "true", typed.get("case", "").strip()
    if file is not None:
        name = file.name or "list.csv"
        made = services.ask_list(actor=actor, filename=name, raw=whole(file), how=how, video=video, case_number=case)
        return None, made
    return services.ask(actor=actor, url=typed.get("url", ""), how=how, video=video, case_number=case), None


def order(*, actor: Actor, url: str, case_number: str) -> Capture:
    """Ask for one page in the best way this machine can: by browser, or by HTTP alone where it has none.

    Raises:
        Refusal: as `services.ask`.
    """
    how = How.HTTP if why_no_browser() else How.BROWSER
    return services.ask(actor=actor, url=url, how=how, case_number=case_number)


def act_on_list(actor: Actor, key: str, what: str) -> None:
    """Pause, resume or cancel a list; one that ended meanwhile stays as it is.

    Raises:
        NotFound: no such act, or no such list for this actor.
    """
    if what not in ACTS:
        raise NotFound
    try:
        ACTS[what](actor=actor, key=key)
    except ListNotOpen:
        return


def detail_of(row: Capture, actor: Actor) -> dict[str, Any]:
    """Return what the page of a capture shows."""
    files = selectors.files_of(row)
    report = selectors.report_of(row)
    picture = next((one.item for one in files if one.role == "screenshot"), None)
    shown = links.signed_path(item=picture, actor=actor, form="image") if _previewed(picture) and picture else ""
    return {
        "row": row,
        "open": row.state in {CaptureState.QUEUED, CaptureState.RUNNING},
        "refused": {"reason": t(row.reason_zh, row.reason_en), "remedy": t(row.remedy_zh, row.remedy_en)},
        "files": files,
        "picture": shown,
        "tests": _tests(report) if report else [],
        "steps": _steps(report) if report else [],
        "mine": row.asked_by_id == actor.account_id,
        "way": next((name for key, name, _ in WAYS if key == row.how), t(row.how, row.how)),
    }


def _previewed(picture: object) -> bool:
    from zhidun.evidence.models import Item

    return isinstance(picture, Item) and evidence.preview_of(picture, "image") is not None


def _tests(report: Mapping[str, Any]) -> list[tuple[Text, list[dict[str, Any]]]]:
    rows: list[dict[str, Any]] = report["checks"]
    return [(title, [one for one in rows if one["test"] == key]) for key, title in words.TESTS.items()]


def _steps(report: Mapping[str, Any]) -> list[tuple[Text, str, str]]:
    """Return the script of steps: what, when for machines, when in the city's time."""
    found = []
    for one in report["steps"]:
        at = datetime.fromisoformat(one["at"]).astimezone(time.CITY_ZONE)
        found.append((Text.of(one["title"]), str(one["at"]), f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}"))
    return found
