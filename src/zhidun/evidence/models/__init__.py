"""Rows of the evidence room."""

from zhidun.evidence.models.handing import HandOver, HandOverState
from zhidun.evidence.models.items import Blob, CustodyEvent, Item, ItemState, Preview, PreviewKind, Source
from zhidun.evidence.models.parts import PartUpload
from zhidun.evidence.models.seals import LedgerAlarm, LedgerCheckpoint, Seal, TimeStampToken, TokenState, WitnessState

__all__ = [
    "Blob",
    "CustodyEvent",
    "HandOver",
    "HandOverState",
    "Item",
    "ItemState",
    "LedgerAlarm",
    "LedgerCheckpoint",
    "PartUpload",
    "Preview",
    "PreviewKind",
    "Seal",
    "Source",
    "TimeStampToken",
    "TokenState",
    "WitnessState",
]
