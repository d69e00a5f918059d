"""Rows of the radar: the index of rights, watches and sweeps, hits and what people made of them."""

from zhidun.radar.models.hits import Hit, HitState, SellerTrace, TraceKind, Verdict, VerdictKind
from zhidun.radar.models.index import IndexedMark, IndexRun, MarkKey, MarkMeaning, MarkPicture, RunState
from zhidun.radar.models.publishing import AdoptedThreshold, EarlyWarning
from zhidun.radar.models.sweeps import Feed, FeedKind, Sensitivity, Sweep, SweepState, Watch

__all__ = [
    "AdoptedThreshold",
    "EarlyWarning",
    "Feed",
    "FeedKind",
    "Hit",
    "HitState",
    "IndexRun",
    "IndexedMark",
    "MarkKey",
    "MarkMeaning",
    "MarkPicture",
    "RunState",
    "SellerTrace",
    "Sensitivity",
    "Sweep",
    "SweepState",
    "TraceKind",
    "Verdict",
    "VerdictKind",
    "Watch",
]
