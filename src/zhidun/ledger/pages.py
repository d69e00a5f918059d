"""`verify.html`: one self-contained page that checks a file and its proof, or a package, offline (from file://)."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from zhidun.ledger.policy import Policy

FOLDER = Path(__file__).parent / "page"


@cache
def _part(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def page(policy: Policy, *, lang: str = "zh-CN") -> str:
    """Return the page with the operator's keys filled in; the reader may put others in their place."""
    filled = _part("page.html").replace("{{lang}}", escape(lang)).replace("{{css}}", _part("page.css"))
    filled = filled.replace("{{policy}}", escape(policy.text))
    for name in ("verify", "package", "page"):
        filled = filled.replace(f"{{{{{name}}}}}", _part(f"{name}.js"))
    return filled
