"""Looking into mappings from a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def entry(of: object, key: object) -> Any:  # noqa: ANN401  whatever lies there
    """Return what a mapping holds under a key, an empty string when nothing: `{{ typed|entry:question.key }}`."""
    return of.get(str(key), "") if isinstance(of, Mapping) or hasattr(of, "get") else ""
