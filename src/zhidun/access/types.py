"""Shapes that other rooms build on."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

M_ = TypeVar("M_", bound=models.Model)


class Sealed(models.QuerySet[M_]):
    """Rows that are kept: they end, are withdrawn or merged; they are never deleted."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: end, revoke, withdraw or merge the row instead.

        Raises:
            TypeError: always.
        """
        msg = f"{self.model.__name__} rows are kept; end, revoke, withdraw or merge them"
        raise TypeError(msg)
