"""Early warnings for everybody: published by field and district, sealed in the log, withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from django.db import transaction
from django.db.models import Q, QuerySet

from zhidun.access import audit, places
from zhidun.access.policies import reason_given
from zhidun.evidence import sealing
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t
from zhidun.radar import policies
from zhidun.radar.models import EarlyWarning, Hit
from zhidun.radar.settings import settings

if TYPE_CHECKING:
    from datetime import datetime

    from zhidun.access.actors import Actor

LIMITS: Final[Mapping[str, int]] = {"title_zh": 120, "title_en": 200, "body_zh": 4000, "body_en": 6000}
NAMES: Final[Mapping[str, Text]] = {
    "title_zh": t("中文标题", "Chinese title"),
    "title_en": t("英文标题", "English title"),
    "body_zh": t("中文正文", "Chinese text"),
    "body_en": t("英文正文", "English text"),
}
FEED: Final = 50
"""Warnings an Atom feed holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningFacts:
    """A warning as written."""

    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    field: str
    district: str = ""


@transaction.atomic
def publish_warning(*, actor: Actor, facts: WarningFacts) -> EarlyWarning:
    """Publish a warning and commit it to the public log.

    It must name no seller of a hit that no case stands behind: what a sweep points at is no finding.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:warning:publish`.
        Invalid: with every fault by field.
    """
    policies.need(actor, policies.PUBLISH)
    texts = {name: str(getattr(facts, name)).replace("\x00", "").strip() for name in LIMITS}
    faults = _faults(texts, facts)
    if faults:
        raise Invalid(errors=faults)
    row = EarlyWarning.objects.create(
        **texts,
        field=facts.field,
        district=facts.district,
        hits=Hit.objects.filter(verdict="infringing").count(),
        published_by=actor.key,
        published_at=time.now(),
    )
    digests = {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
    sealing.seal(
        actor=actor,
        kind=sealing.PUBLICATION,
        object_key=str(row.public_id),
        manifest={"warning": str(row.public_id), "field": row.field, "district": row.district, "sha256": digests},
        office=sealing.office_of(actor),
    )
    _audit(actor, row, "radar.warning_published")
    return row


def _faults(texts: Mapping[str, str], facts: WarningFacts) -> dict[str, Refusal]:
    faults: dict[str, Refusal] = {}
    for name, text in texts.items():
        if not text or len(text) > LIMITS[name]:
            title = NAMES[name]
            faults[name] = Invalid(
                t(f"{title.zh}应为 1 至 {LIMITS[name]} 字。", f"{title.en}: 1 to {LIMITS[name]} characters."),
                field=name,
            )
    if facts.field not in settings().fields:
        faults["field"] = Invalid(t("请选择领域。", "Choose a field."), field="field")
    if facts.district and facts.district not in {unit.code for unit in places.units()}:
        faults["district"] = Invalid(t("请选择区(市)县。", "Choose a district."), field="district")
    named = _sellers_named(texts)
    if named:
        faults["body_zh"] = Invalid(
            t(f"预警点名了尚无案件的经营者“{named}”。", f"The warning names “{named}”, against whom there is no case."),
            t("系统评分不是认定:请删去名称。", "A score is no finding: take the name out."),
            field="body_zh",
        )
    return faults


def _sellers_named(texts: Mapping[str, str]) -> str:
    """Return the first seller of a hit without a case whose name stands in a text."""
    whole = "\n".join(texts.values())
    rows = Hit.objects.filter(case_number="").exclude(seller={}).values_list("seller__seller", flat=True).distinct()
    return next((str(name) for name in rows.iterator() if name and len(str(name)) > 2 and str(name) in whole), "")  # noqa: PLR2004


@transaction.atomic
def withdraw_warning(*, actor: Actor, warning: EarlyWarning, reason: str) -> EarlyWarning:
    """Withdraw a warning with a reason; it stays readable, marked.

    Raises:
        RadarForbidden, Invalid: no reason.
    """
    policies.need(actor, policies.PUBLISH)
    why = reason_given(reason)[:1000]
    row = EarlyWarning.objects.select_for_update().get(pk=warning.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_why = time.now(), why
        row.save(update_fields=["withdrawn_at", "withdrawn_why"])
        _audit(actor, row, "radar.warning_withdrawn")
    return row


def _audit(actor: Actor, row: EarlyWarning, action: str) -> None:
    facts = {"title": row.title_zh}
    audit.record(actor=actor, action=action, object_kind="warning", object_key=str(row.public_id), facts=facts)


def warnings(*, field: str = "", district: str = "", standing: bool = True) -> QuerySet[EarlyWarning]:
    """Return warnings, newest first; of a district also those for the whole city."""
    rows = EarlyWarning.objects.order_by("-published_at", "-id")
    if standing:
        rows = rows.filter(withdrawn_at=None)
    if field:
        rows = rows.filter(field=field)
    return rows.filter(Q(district=district) | Q(district="")) if district else rows


def atom(*, origin: str, field: str = "", district: str = "", lang: str = "zh") -> bytes:
    """Return the newest warnings as Atom (RFC 4287); a withdrawn one stays in it and says so."""
    rows = list(warnings(field=field, district=district, standing=False)[:FEED])
    words = t("知识产权预警信息", "IP early warnings").in_(lang)
    here = f"{origin}/warnings.atom?field={field}&amp;district={district}&amp;lang={lang}"
    newest = max((_changed(row) for row in rows), default=None)
    updated = newest.isoformat() if newest else "1970-01-01T00:00:00+00:00"
    entries = "".join(_entry(row, origin, lang) for row in rows)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}"><title>{escape(words)}</title>'
        f'<id>{escape(origin)}/warnings</id><link rel="self" href="{here}"/>'
        f'<link href="{escape(origin)}/warnings"/><updated>{updated}</updated>'
        f"<author><name>{t('知盾', 'Zhidun').in_(lang)}</name></author>{entries}</feed>\n"
    ).encode()


def _changed(row: EarlyWarning) -> datetime:
    return row.withdrawn_at or row.published_at


def _entry(row: EarlyWarning, origin: str, lang: str) -> str:
    title, body = (row.title_en, row.body_en) if lang == "en" else (row.title_zh, row.body_zh)
    if row.withdrawn_at:
        title = f"{t('[已撤回]', '[withdrawn]').in_(lang)} {title}"
        body = row.withdrawn_why
    field = settings().fields.get(row.field, t(row.field, row.field)).in_(lang)
    return (
        f"<entry><id>urn:uuid:{row.public_id}</id><title>{_xml(title)}</title>"
        f'<link href="{escape(origin)}/warnings#w-{row.public_id}"/>'
        f"<published>{row.published_at.isoformat()}</published><updated>{_changed(row).isoformat()}</updated>"
        f'<category term="{_xml(row.field)}" label="{_xml(field)}"/>'
        f'<content type="text">{_xml(body)}</content></entry>'
    )


def _xml(text: str) -> str:
    """Return a text for XML: escaped, without signs XML does not know."""
    kept = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    return escape(kept, {'"': "&quot;"})
