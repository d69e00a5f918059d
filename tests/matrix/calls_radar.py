"""Good requests for the radar: what exists for everybody, and one of each kind that does not exist."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.evidence import png

NOBODY = UUID("01900000-0000-7000-8000-000000000000")
ONE = ("radar_watch_stop", "radar_feed_stop", "radar_sweep", "radar_hit", "radar_verdict", "radar_seal", "radar_open")
WARNING = {"title_zh": "题", "title_en": "T", "body_zh": "文", "body_en": "B", "field": "food"}


def reads() -> dict[str, str]:
    """Addresses that are read."""
    return {
        "list_watches": "/radar/watches", "list_feeds": "/radar/feeds", "list_sweeps": "/radar/sweeps",
        "list_hits": "/radar/hits", "list_sellers": "/radar/sellers", "read_calibration": "/radar/calibration",
        "list_warnings": "/radar/warnings", "read_health_check": "/radar/health",
        "list_own_watches": "/radar/own-watches", "list_own_hits": f"/radar/own-watches/{NOBODY}/hits",
        "read_sweep": f"/radar/sweeps/{NOBODY}", "read_hit": f"/radar/hits/{NOBODY}",
    }  # fmt: skip


def posts() -> dict[str, tuple[str, Any]]:
    """Addresses that are written to."""
    hit = f"/radar/hits/{NOBODY}"
    return {
        "look_alikes": ("/radar/look", {"text": "郫县豆办"}), "check_health": ("/radar/health", {"answers": {}}),
        "add_watch": ("/radar/watches", {"text": "新标识"}), "stop_watch": (f"/radar/watches/{NOBODY}/stop", {}),
        "add_feed": ("/radar/feeds", {"name": "新来源", "kind": "push"}),
        "stop_feed": (f"/radar/feeds/{NOBODY}/stop", {}),
        "push_rows": (f"/radar/feeds/{NOBODY}/rows", {"rows": [{"title": "x"}]}),
        "cancel_sweep": (f"/radar/sweeps/{NOBODY}/cancel", {}), "resume_sweep": (f"/radar/sweeps/{NOBODY}/resume", {}),
        "judge_hit": (f"{hit}/verdict", {"verdict": "unclear"}), "seal_hit": (f"{hit}/seal", {}),
        "capture_hit": (f"{hit}/capture", {}),
        "open_from_hit": (f"{hit}/open", {"kind": "lead"}), "publish_warning": ("/radar/warnings", WARNING),
        "withdraw_warning": (f"/radar/warnings/{NOBODY}/withdraw", {"reason": "x"}),
        "adopt_threshold": ("/radar/thresholds", {"value": 0.8, "reason": "x"}),
        "rebuild_index": ("/radar/rebuild", {}), "add_own_watch": ("/radar/own-watches", {"text": "新标识"}),
        "pause_own_watch": (f"/radar/own-watches/{NOBODY}/pause", {"paused": True}),
        "delete_own_watch": (f"/radar/own-watches/{NOBODY}/delete", {}),
    }  # fmt: skip


def forms() -> dict[str, tuple[str, dict[str, Any]]]:
    """Addresses that take files."""
    return {
        "look_alike_pictures": ("/radar/look-picture", {"file": SimpleUploadedFile("a.png", png(), "image/png")}),
        "hand_in_listings": (
            f"/radar/feeds/{NOBODY}/files", {"file": SimpleUploadedFile("a.csv", b"id,title\n1,x\n", "text/csv")},
        ),
    }  # fmt: skip


def arguments() -> dict[str, list[Any]]:
    """What pages are about."""
    return {
        **{f"desk:{name}": [NOBODY] for name in ONE}, "desk:radar_sweep_act": [NOBODY, "cancel"],
        **{f"portal:{name}": [NOBODY] for name in ("watch", "watch_hit", "watch_complain")},
        "portal:watch_act": [NOBODY, "pause"], "portal:watch_picture": [NOBODY, "theirs"],
        "desk:radar_capture": [NOBODY], "desk:radar_picture": [NOBODY, "theirs"],
        "desk:radar_warning_withdraw": [NOBODY],
    }  # fmt: skip


def posted() -> dict[str, dict[str, Any]]:
    """What pages are sent."""
    names = ("radar_watch_stop", "radar_feed_stop", "radar_sweep_act", "radar_seal", "radar_capture", "radar_rebuild")
    return {
        **{f"desk:{name}": {} for name in names}, "desk:radar_verdict": {"verdict": "unclear"},
        "desk:radar_open": {"kind": "lead"}, "desk:radar_warning_withdraw": {"reason": "x"}, "portal:health_report": {},
        "portal:watch_act": {}, "portal:watch_complain": {},
    }  # fmt: skip


GOOD: dict[str, tuple[int, ...]] = {
    "check_health": (422,), "portal:health_report": (422,), "look_alike_pictures": (422,)
}  # fmt: skip
