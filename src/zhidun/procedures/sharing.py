"""`shares`: states, steps and words a procedure takes over from another file, so that they are declared once."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zhidun.kernel.text import t
from zhidun.procedures.source import Finding, Source

PARTS = ("states", "kinds", "outcomes", "facts", "relations", "steps")
"""What can be shared; states first, because the others name them."""


def with_shared(source: Source, others: Mapping[str, Source]) -> Source:
    """Return the file with what it shares laid in; its own entries win.

    A shared step starts only from states this file has. `others`: files by `<procedure>.v<n>`; what is not there
    becomes a finding at the line of `shares`.
    """
    shares = source.data.get("shares") if isinstance(source.data, Mapping) else None
    if not isinstance(shares, Mapping):
        return source
    other = others.get(str(shares.get("of")))
    if other is None or not isinstance(other.data, Mapping):
        return replace(source, findings=(*source.findings, _unknown(source, str(shares.get("of")))))
    data = dict(source.data)
    findings: list[Finding] = []
    for part in PARTS:
        names = shares.get(part, ())
        theirs = other.data.get(part, {})
        findings += [_unknown(source, f"{shares['of']}: {part}.{name}") for name in names if name not in theirs]
        taken = {name: copy.deepcopy(theirs[name]) for name in names if name in theirs}
        if taken:
            data[part] = {**taken, **data.get(part, {})}
        if part in {"steps", "relations"}:
            _only_own_states(taken, data)
    return replace(source, data=data, findings=(*source.findings, *findings))


def _only_own_states(taken: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    for entry in taken.values():
        for key in ("from", "hidden_in"):
            if isinstance(entry.get(key), list):
                entry[key] = [state for state in entry[key] if state in data.get("states", {})]
                if key == "hidden_in" and not entry[key]:
                    del entry[key]


def _unknown(source: Source, name: str) -> Finding:
    return Finding(
        "shared-unknown",
        source.where("shares"),
        t(f"shares 引用的“{name}”不存在。", f"`shares` names “{name}”, which does not exist."),
        t("请改为 <程序>.v<版本> 中已有的名称。", "Use a name that stands in <procedure>.v<version>."),
    )
