"""Asking for a job by its name, so that whoever asks need not know the module of jobs."""

from __future__ import annotations

from procrastinate.contrib.django import app


def defer(name: str, *, queue: str, **arguments: str) -> None:
    """Queue a job in the running transaction; it runs once that is committed, or never when it is undone."""
    app.configure_task(name, queue=queue).defer(**arguments)
