"""What a paper prints, gathered once at issue and frozen: every value in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings

from zhidun.cases.models import Case, CaseParty, Paper
from zhidun.cases.paper_kinds import PaperKind
from zhidun.cases.paper_lines import articles, deadlines, printed, remedies, sections
from zhidun.cases.paper_rules import PaperInput
from zhidun.cases.paper_words import approver, both_dates, full_width, printed_text
from zhidun.kernel import time

LANGUAGE_FACT = "language"
"""Fact or entry of a case's `source` by which somebody without an account asked for English: `en`."""


def verify_url(public_id: str) -> str:
    """Return the address at which anybody can check the paper."""
    return f"{settings.ORIGIN.rstrip('/')}/verify?paper={public_id}"


def gather(given: PaperInput, *, number: str, public_id: str) -> dict[str, object]:
    """Return the data of a paper as it is frozen."""
    case, kind, order = given.case, given.kind, given.order
    return {
        **letterhead(case, kind, on=time.local_date(given.at)),
        "public_id": public_id,
        "number": number,
        "procedure": printed_text(given.procedure.title).as_dict(),
        "addressees": _names(case, order.relations),
        "parties": _parties(case),
        "facts": printed(given),
        "sections": sections(given),
        "reason": given.move.reason if given.move else "",
        "articles": [line.as_dict() for line in articles(given)],
        "remedies": [line.as_dict() for line in remedies(given)],
        "deadlines": [
            {
                "title": printed_text(rule.title).as_dict(),
                "due": due.as_dict(),
                "basis": printed_text(rule.citation).as_dict(),
            }
            for rule, due in deadlines(given)
        ],
        "officers": _officers(case),
        "approvers": [approver(one).zh for one in given.move.approved_by] if given.move else [],
        "corrects": order.corrects.number if order.corrects else "",
        "served": [{"title": paper.title_zh, "number": paper.number} for paper in order.served],
        "receivers": _receivers(case, order.served),
        "english": english_wanted(given),
        "verify_url": verify_url(public_id),
    }


def letterhead(case: Case, kind: PaperKind, *, on: date) -> dict[str, object]:
    """Return what stands on every paper of a case: office, title, case, date, seal."""
    places = {"office": case.office.name_zh, "case": case.number, "title": case.title}
    places_en = {**places, "office": case.office.name.en}
    return {
        "kind": kind.kind,
        "title": printed_text(kind.title).as_dict(),
        "lead": {"zh": _filled(full_width(kind.lead.zh), places), "en": _filled(kind.lead.en, places_en)},
        "closing": {"zh": _filled(full_width(kind.closing.zh), places), "en": _filled(kind.closing.en, places_en)},
        "office": {
            "zh": case.office.name_zh,
            "en": case.office.name.en,
            "address": case.office.address,
            "phone": case.office.phone,
        },
        "case": {
            "number": case.number,
            "title": case.title,
            "received_on": both_dates(time.local_date(case.received_at)).zh,
        },
        "date": both_dates(on).zh,
        "date_en": both_dates(on).en,
        "date_iso": on.isoformat(),
        "seal": kind.sealed_paper,
        "demo": case.demo,
        "contents": [],
    }


def english_wanted(given: PaperInput) -> bool:
    """Whether the English sheet goes with the paper: one it is served on reads English, or asked for it."""
    kind, order = given.kind, given.order
    if kind.english == "never" or not order.relations:
        return False
    if kind.english == "always":
        return True
    if "en" in (given.facts.get(LANGUAGE_FACT), given.case.source.get(LANGUAGE_FACT)):
        return True
    rows = CaseParty.objects.filter(case=given.case, role__in=order.relations)
    return rows.filter(account__language__startswith="en").exists()


def _filled(text: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        text = text.replace("{" + name + "}", value)
    return text


def _names(case: Case, relations: Sequence[str]) -> list[str]:
    rows = CaseParty.objects.filter(case=case, role__in=relations).order_by("id")
    return list(rows.values_list("shown_name", flat=True))


def _receivers(case: Case, served: Sequence[Paper]) -> list[str]:
    """Return whom the papers were served on; a reporter is not named."""
    relations = {relation for paper in served for relation in paper.relations}
    names = _names(case, sorted(relations - {"reporter"}))
    return [*names, "举报人"] if "reporter" in relations else names


def _parties(case: Case) -> list[dict[str, str]]:
    """Return the parties by name; reporters are never printed, whoever the paper is for."""
    rows = CaseParty.objects.filter(case=case).exclude(role="reporter").order_by("id")
    return [{"role": row.role, "name": row.shown_name} for row in rows]


def _officers(case: Case) -> list[str]:
    rows = case.assignments.filter(to_at__isnull=True).select_related("account").order_by("id")
    return [row.account.name_zh or row.account.username for row in rows]
