"""Loads a city's offices and the demo's cast from the packs; doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from zhidun.access.accounts import create_account, create_office
from zhidun.access.actors import SYSTEM
from zhidun.access.audit import record
from zhidun.access.models import Account, Office, Post
from zhidun.access.posts import appoint
from zhidun.access.roles import role
from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text

SINCE = date(2021, 1, 1)
"""From when the cast hold their posts: before the first replayed case."""
UPDATED = (
    "kind",
    "name_zh",
    "name_en",
    "gb_district",
    "admin_unit",
    "fields",
    "paper_sign",
    "phone",
    "address",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class CastMember:
    """One account of the demo, for the table that is printed.

    Attributes:
        office: name of the office; empty for citizens.
        roles: titles of the roles.
        group: staff, citizens or administrators.
    """

    username: str
    name: Text
    office: Text
    roles: tuple[Text, ...]
    group: str


def _flat(entries: Iterable[object]) -> list[str]:
    """Return one list of a list that repeats named lists."""
    found: list[str] = []
    for entry in entries:
        found += _flat(entry) if isinstance(entry, list) else [str(entry)]
    return list(dict.fromkeys(found))


def _facts(raw: Mapping[str, Any]) -> dict[str, Any]:
    name = Text.of(raw["name"])
    return {
        "kind": raw["kind"],
        "name_zh": name.zh,
        "name_en": name.en,
        "gb_district": raw.get("gb_district", ""),
        "admin_unit": raw.get("admin_unit", ""),
        "fields": _flat(raw.get("fields", [])),
        "paper_sign": raw.get("paper_sign", ""),
        "phone": raw.get("phone") or "",
        "address": raw.get("address") or "",
        "unknown": list(raw.get("unknown", [])),
    }


def _load_office(raw: Mapping[str, Any], source: Path) -> Office:
    facts = _facts(raw)
    parent = None
    if raw.get("parent"):
        parent = Office.objects.filter(code=raw["parent"]).first()
        if parent is None:
            msg = f"{source}: office {raw['code']}: its parent {raw['parent']} is not above it in the file"
            raise ValueError(msg)
    office = Office.objects.filter(code=raw["code"]).first()
    if office is None:
        name = Text(facts.pop("name_zh"), facts.pop("name_en"))
        return create_office(actor=SYSTEM, code=raw["code"], name=name, parent=parent, **facts)
    changed = [field for field in UPDATED if getattr(office, field) != facts[field]]
    if office.parent_id != (parent.pk if parent else None):
        changed.append("parent")
    if changed:
        for field in changed:
            setattr(office, field, parent if field == "parent" else facts[field])
        office.save(update_fields=changed)
        record(
            actor=SYSTEM,
            action="office.loaded",
            object_kind="office",
            object_key=office.code,
            facts={"changed": changed},
        )
    return office


@transaction.atomic
def load_city(packs: tuple[str, ...] | None = None) -> int:
    """Load the offices of the packs (`offices.yaml`), parents first; return how many offices they name.

    An office that a pack no longer names stays; what an office's row says is replaced by the pack.

    Raises:
        ValueError: a parent is missing, or a translation is.
    """
    count = 0
    for _, file in pack_files("offices.yaml", packs or pack_names()):
        for raw in yaml.safe_load(file.read_text(encoding="utf-8"))["offices"]:
            _load_office(raw, file)
            count += 1
    return count


def _load_person(raw: Mapping[str, Any], group: str, password: str) -> CastMember:
    name = Text.of(raw["name"])
    account = Account.objects.filter(username=raw["username"]).first()
    if account is None:
        kind = "citizen" if group == "citizens" else "staff"
        account = create_account(actor=SYSTEM, username=raw["username"], name=name, kind=kind, password=password)
    elif not account.check_password(password):
        account.set_password(password)
        account.save(update_fields=["password"])
    office = Office.objects.get(code=raw["office"]) if raw.get("office") else None
    keys = raw.get("roles", [])
    if office is not None:
        for key in keys:
            if not Post.objects.filter(account=account, office=office, role=key, revoked_at__isnull=True).exists():
                appoint(actor=SYSTEM, account=account, office=office, role=key, from_on=SINCE)
    titles = tuple(role(key).title for key in keys)
    return CastMember(account.username, name, office.name if office else Text("", ""), titles, group)


@transaction.atomic
def load_cast(password: str, packs: tuple[str, ...] | None = None) -> list[CastMember]:
    """Load the invented people of the demo (`cast.yaml`) and give each the same password; return them for printing.

    Raises:
        Invalid: the password is too weak.
        Office.DoesNotExist: load the city first.
    """
    found: list[CastMember] = []
    for _, file in pack_files("cast.yaml", packs or pack_names()):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for raw in content.get("offices", []):
            _load_office(raw, file)
        for group in ("staff", "citizens", "administrators"):
            found += [_load_person(raw, group, password) for raw in content.get(group, [])]
    return found
