"""Rows of the damages workbench."""

from __future__ import annotations

from zhidun.damages.models.sheet import Contest, DamagesSheet, Factor, SheetFiling, SheetLine, SheetVersion

__all__ = ["Contest", "DamagesSheet", "Factor", "SheetFiling", "SheetLine", "SheetVersion"]
