"""The list of bodies and mediators: loaded from the packs, kept by the bodies; who is free for a matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from zhidun.access import selectors as access
from zhidun.access import services as access_services
from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t
from zhidun.mediation.models import Body, Form, Mediation, Mediator
from zhidun.mediation.standing import ACCEPT, interested

FIELD_OF = {
    "patent_invention": "patent",
    "patent_utility": "patent",
    "patent_design": "patent",
    "counterfeit_patent": "patent",
    "copyright_work": "copyright",
    "software": "copyright",
    "gi_product": "gi",
    "gi_mark": "gi",
    "gi_agricultural": "gi",
}
"""Field of a mediator for a kind of case; other kinds are their own field, `unknown` fits everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorCard:
    """A mediator as listed.

    Attributes:
        load: open mediations now. free: fits the matter asked about. why: why not, when not.
    """

    public_id: str
    name: Text
    body: Text
    body_code: str
    fields: tuple[str, ...]
    languages: tuple[str, ...]
    qualification: str
    load: int
    most: int
    free: bool = True
    why: Text | None = None


@transaction.atomic
def load_register(packs: tuple[str, ...] | None = None) -> int:
    """Load bodies and mediators of the packs (`mediation.yaml`); what is not there yet is added; return how many."""
    count = 0
    for _, file in pack_files("mediation.yaml", packs):
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        for one in raw.get("bodies", []):
            count += _load_body(one)
        for one in raw.get("mediators", []):
            count += _load_mediator(one)
    return count


def _load_body(raw: Mapping[str, Any]) -> int:
    office = access.offices().filter(code=raw["office"]).first()
    if office is None:
        return 0
    values = {name: list(raw.get(name, [])) for name in ("forms", "fields", "default_for")}
    Body.objects.update_or_create(office=office, defaults=values)
    return 1


def _load_mediator(raw: Mapping[str, Any]) -> int:
    from zhidun.access.models import Account

    account = Account.objects.filter(username=raw["account"]).first()
    body = Body.objects.filter(office__code=raw["office"]).first()
    if account is None or body is None:
        return 0
    defaults = {"fields": raw["fields"], "languages": raw["languages"], "most": raw["most"]}
    Mediator.objects.get_or_create(account=account, body=body, defaults=defaults)
    return 1


@transaction.atomic
def add_body(
    *, actor: Actor, office: str, forms: Sequence[str], fields: Sequence[str], default_for: Sequence[str] = ()
) -> Body:
    """Put an office on the list of bodies, or change what it does.

    Raises:
        OfficeUnknown, Forbidden.
        Invalid: an unknown form.
    """
    row = access.office(office)
    need(actor, ACCEPT, row.pk)
    if unknown := sorted(set(forms) - set(Form.values)):
        raise Invalid(t(f"没有“{unknown[0]}”这种调解。", f"There is no mediation “{unknown[0]}”."), field="forms")
    values = {"forms": list(forms), "fields": list(fields), "default_for": list(default_for), "active": True}
    body, _ = Body.objects.update_or_create(office=row, defaults=values)
    _note(actor, "mediation.body_listed", office, values)
    return body


@transaction.atomic
def add_mediator(
    *,
    actor: Actor,
    office: str,
    username: str,
    fields: Sequence[str],
    languages: Sequence[str] = ("zh",),
    qualification: str = "",
    most: int = 20,
    active: bool = True,
) -> Mediator:
    """Put somebody who mediates for the body on its list, change the entry, or take them off (`active` false).

    Raises:
        OfficeUnknown, AccountUnknown, Forbidden.
        NotFound: the office is on no list of bodies.
        Invalid: the person holds no post of a mediator there.
    """
    body = Body.objects.select_related("office").filter(office__code=office).first()
    if body is None:
        raise NotFound
    need(actor, ACCEPT, body.office_id)
    account = access.account(username)
    if active and not access.staff_of(body.office).filter(pk=account.pk).exists():
        raise Invalid(
            t(f"“{username}”在该调解组织没有岗位。", f"“{username}” holds no post at this body."), field="username"
        )
    values = {
        "fields": list(fields),
        "languages": list(languages),
        "qualification": qualification,
        "most": most,
        "active": active,
    }
    row, _ = Mediator.objects.update_or_create(account=account, body=body, defaults=values)
    _note(actor, "mediation.mediator_listed", str(row.public_id), {"active": active})
    return row


def _note(actor: Actor, action: str, key: str, facts: Mapping[str, object]) -> None:
    access_services.record(actor=actor, action=action, object_kind="mediator", object_key=key, facts=dict(facts))


def listed(*, body: Body | None = None, field: str = "", language: str = "") -> QuerySet[Mediator]:
    """Return the mediators on the list with their load (`load`), least busy first."""
    live = Q(mediations__case__closed_at__isnull=True) & Q(mediations__isnull=False)
    found = Mediator.objects.filter(active=True, body__active=True).select_related("account", "body__office")
    if body is not None:
        found = found.filter(body=body)
    if field:
        found = found.filter(fields__contains=[field])
    if language:
        found = found.filter(languages__contains=[language])
    return found.annotate(load=Count("mediations", filter=live, distinct=True)).order_by("load", "id")


def mediator(public_id: str) -> Mediator:
    """Return a mediator on the list. Raises NotFound."""
    try:
        row = listed().filter(public_id=UUID(str(public_id))).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise NotFound
    return row


def field_of(kind: str) -> str:
    """Return the field a mediator needs for a kind of case; empty: any."""
    return "" if kind in {"", "unknown"} else FIELD_OF.get(kind, kind)


def unfit(row: Mediator, mediation: Mediation) -> Text | None:
    """Return why a mediator cannot take a mediation, or None."""
    field = field_of(mediation.case.kind)
    if row.body_id != mediation.body_id:
        return t("不在本调解组织名册中。", "Not on the list of this body.")
    if field and row.fields and field not in row.fields:
        return t("专业领域不符。", "Works in other fields.")
    if interested(row.account_id, mediation):
        return t("有利害关系。", "Has an interest in the matter.")
    if _load(row) >= row.most:
        return t("在办案件已满。", "Has no room for another matter.")
    return None


def _load(row: Mediator) -> int:
    return Mediation.objects.filter(mediator=row, case__closed_at__isnull=True).count()


def card(row: Mediator, *, why: Text | None = None) -> MediatorCard:
    """Return a mediator as listed."""
    return MediatorCard(
        public_id=str(row.public_id),
        name=row.account.name,
        body=row.body.office.name,
        body_code=row.body.office.code,
        fields=tuple(row.fields),
        languages=tuple(row.languages),
        qualification=row.qualification,
        load=_load(row),
        most=row.most,
        free=why is None,
        why=why,
    )
