"""Who may see which right, decided here alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from zhidun.rights.models import Right

if TYPE_CHECKING:
    from zhidun.access.actors import Actor


def visible_to(actor: Actor) -> QuerySet[Right]:
    """Return the rights an actor may see: officers all, others the public ones and those they entered themselves."""
    rows = Right.objects.all()
    if actor.is_staff:
        return rows
    public = Q(private=False)
    return rows.filter(public | Q(created_by=actor.key)) if actor.key != "anonymous" else rows.filter(public)
