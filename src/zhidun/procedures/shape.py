"""Shape of a procedure file: YAML syntax, duplicate keys, the shipped JSON Schema, both languages, the file's name."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from zhidun.kernel.text import Text, t
from zhidun.procedures.source import Finding, Source, Trail

MOST_SHOWN = 200
SCHEMA_FILE = Path(__file__).with_name("procedure.schema.json")

_REMEDIES: dict[str, Text] = {
    "additionalProperties": t("请删除该键,或改为规范中的键名。", "Delete the key or use a name of the grammar."),
    "required": t("请补上缺少的键。", "Add the missing key."),
    "enum": t("请改用规范列出的值。", "Use one of the listed values."),
    "type": t("请改为规范要求的类型。", "Give it the type the grammar asks for."),
    "pattern": t("请按规范的写法改写。", "Write it in the form of the grammar."),
    "dependentRequired": t(
        "条件必须同时写明 guard_reason 和 guard_remedy。", "A guard needs both guard_reason and guard_remedy."
    ),
}
_COMMA = t(
    "{zh: …, en: …} 里的文字含有英文逗号时,须加引号。", "Quote the words inside {zh: …, en: …} when they hold a comma."
)
_OTHER = t("请对照 procedure.schema.json 修改。", "Compare it with procedure.schema.json.")


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of the grammar."""
    return dict(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def faults(source: Source, *, stem: str = "") -> tuple[Finding, ...]:
    """Return what is wrong with the shape of a file; `stem`: its name without `.yaml`, to be `<procedure>.v<n>`."""
    if source.findings:
        return source.findings
    found = [_finding(source, leaf) for error in _validator().iter_errors(source.data) for leaf in _leaves(error)]
    if not found and stem and stem != f"{source.data['procedure']}.v{source.data['version']}":
        found.append(_misnamed(source))
    return tuple(sorted(set(found), key=lambda one: (one.where.line, one.code)))


def _leaves(error: ValidationError) -> list[ValidationError]:
    """Return the errors a `oneOf` stands for, so that the line is that of the fault itself."""
    deeper = [leaf for below in error.context or () for leaf in _leaves(below) if len(leaf.absolute_path) > 0]
    longest = max((len(leaf.absolute_path) for leaf in deeper), default=0)
    return [leaf for leaf in deeper if len(leaf.absolute_path) == longest][:1] or [error]


def _finding(source: Source, error: ValidationError) -> Finding:
    trail: Trail = tuple(error.absolute_path)
    path = ".".join(str(part) for part in trail) or "–"
    extra = _strangers(error)
    where = source.where(*trail, *extra[:1])
    of_text = isinstance(error.schema, dict) and error.schema.get("title") == "text"
    if of_text and not extra:
        return Finding(
            "missing-translation",
            where,
            t(f"“{path}”缺少中文或英文。", f"“{path}” lacks its Chinese or its English."),
            t("请按 {zh: …, en: …} 写全两种语言。", "Write both languages as {zh: …, en: …}."),
        )
    keyword = str(error.validator)
    named = f"({', '.join(extra)})" if extra else ""
    short = error.message[:MOST_SHOWN]
    return Finding(
        "schema",
        where,
        t(f"“{path}”{named}不符合程序规范({keyword}):{short}。", f"“{path}” breaks the grammar ({keyword}): {short}."),
        _COMMA if of_text else _REMEDIES.get(keyword, _OTHER),
    )


def _strangers(error: ValidationError) -> list[str]:
    """Return the keys that do not belong, when that is the fault."""
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return []
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    return [str(key) for key in error.instance if key not in known]


def _misnamed(source: Source) -> Finding:
    name = f"{source.data['procedure']}.v{source.data['version']}.yaml"
    return Finding(
        "file-name",
        source.where("procedure"),
        t(f"文件名应为 {name}。", f"The file should be called {name}."),
        t("请改文件名,或改 procedure 和 version。", "Rename the file, or change procedure and version."),
    )
