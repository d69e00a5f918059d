"""Rows of the deposit room."""

from zhidun.deposit.models.chain import (
    ChainEntry,
    Deal,
    DealKind,
    DealSide,
    DealState,
    EntryKind,
    LicenceKind,
    SideRole,
)
from zhidun.deposit.models.codes import CodeBatch, CodeSighting, CodeUse
from zhidun.deposit.models.work import (
    Author,
    Authorship,
    Category,
    Deposit,
    DepositFile,
    DepositState,
    Form,
    Holder,
    Visibility,
)

__all__ = [
    "Author",
    "Authorship",
    "Category",
    "ChainEntry",
    "CodeBatch",
    "CodeSighting",
    "CodeUse",
    "Deal",
    "DealKind",
    "DealSide",
    "DealState",
    "Deposit",
    "DepositFile",
    "DepositState",
    "EntryKind",
    "Form",
    "Holder",
    "LicenceKind",
    "SideRole",
    "Visibility",
]
