"""What doors may do with the radar."""

from zhidun.radar.acting import COMPLAINT, LEAD, answers_of, open_from_hit, seal_hit
from zhidun.radar.calibrating import adopt_threshold
from zhidun.radar.capturing import capture_hit, link_of, on_page_captured
from zhidun.radar.feeding import add_feed, hand_in, poll, push, stop_feed, use_fetcher
from zhidun.radar.indexing import (
    index_right,
    mend,
    on_right_changed,
    read_meanings,
    read_writing,
    rebuild,
    start_rebuild,
)
from zhidun.radar.judging import give_verdict
from zhidun.radar.news import mark_seen
from zhidun.radar.own import add_own, complaint_from_own, delete_own, edit_own, pause_own
from zhidun.radar.running import run
from zhidun.radar.sweeping import cancel_sweep, resume_sweep, start_sweep
from zhidun.radar.warning import WarningFacts, publish_warning, withdraw_warning
from zhidun.radar.watching import WatchFacts, add_watch, stop_watch

__all__ = [
    "COMPLAINT",
    "LEAD",
    "WarningFacts",
    "WatchFacts",
    "add_feed",
    "add_own",
    "add_watch",
    "adopt_threshold",
    "answers_of",
    "cancel_sweep",
    "capture_hit",
    "complaint_from_own",
    "delete_own",
    "edit_own",
    "give_verdict",
    "hand_in",
    "index_right",
    "link_of",
    "mark_seen",
    "mend",
    "on_page_captured",
    "on_right_changed",
    "open_from_hit",
    "pause_own",
    "poll",
    "publish_warning",
    "push",
    "read_meanings",
    "read_writing",
    "rebuild",
    "resume_sweep",
    "run",
    "seal_hit",
    "start_rebuild",
    "start_sweep",
    "stop_feed",
    "stop_watch",
    "use_fetcher",
    "withdraw_warning",
]
