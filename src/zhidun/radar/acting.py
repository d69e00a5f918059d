"""From a hit to a case in two clicks: seal the evidence; open a lead or a complaint with everything filled in."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.db import transaction

from zhidun.access import audit
from zhidun.cases import services as cases
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Source
from zhidun.evidence.services import store_upload
from zhidun.kernel import identifiers, time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t
from zhidun.radar import policies
from zhidun.radar.errors import HitTaken, NotSealed, VerdictNeeded
from zhidun.radar.models import Hit, HitState, VerdictKind
from zhidun.radar.sellers import district_of
from zhidun.radar.settings import settings

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.evidence.models import Item

LEAD, COMPLAINT = "lead", "complaint"
SHORT: Final = 200


class Submit(Protocol):
    """The one-stop window's way in, handed over by the door: siblings do not import each other."""

    def __call__(
        self,
        *,
        actor: Actor,
        answers: Mapping[str, object],
        item_ids: Sequence[str],
        channel: Any,  # noqa: ANN401  a word of the window
        source: Mapping[str, object],
        demo: bool,
    ) -> Any:  # noqa: ANN401  the window's receipt
        """Take a filing in and return its receipt with the case number."""


@transaction.atomic
def seal_hit(*, actor: Actor, hit: Hit) -> list[Item]:
    """Seal what a sweep found: the listing as it came with its comparison, and its picture; once for a hit.

    Each becomes an evidence item with SHA-256 and SM3, committed to the public log in this transaction.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:hit:act`.
    """
    policies.need(actor, policies.ACT)
    return sealed(actor, hit)


def sealed(actor: Actor, hit: Hit) -> list[Item]:
    """Seal a hit for somebody who may; inside a transaction, once for a hit."""
    row = locked(hit)
    if row.items:
        return evidence.items(row.items)
    named = f"{row.public_id}"
    made = [_stored(actor, record_of(row), f"listing-{named}.json", "application/json", row)]
    if row.original:
        made.append(_stored(actor, bytes(row.original), f"picture-{named}{_ending(row)}", "", row))
    row.items = [str(item.public_id) for item in made]
    if row.state == HitState.NEW:
        row.state = HitState.SEALED
    row.save(update_fields=["items", "state"])
    facts = {"items": list(row.items)}
    audit.record(actor=actor, action="radar.hit_sealed", object_kind="hit", object_key=str(row.public_id), facts=facts)
    return made


def locked(hit: Hit) -> Hit:
    """Return a hit held for this transaction, with what belongs to it."""
    return Hit.objects.select_for_update(of=("self",)).select_related("sweep__feed", "watch", "right").get(pk=hit.pk)


def _ending(row: Hit) -> str:
    name = row.feed_id.rsplit("/", 1)[-1]
    return f".{name.rsplit('.', 1)[-1]}" if "." in name else ".png"


def _stored(actor: Actor, content: bytes, filename: str, declared: str, row: Hit) -> Item:
    about = row.right_text or row.watch.name
    return store_upload(
        stream=io.BytesIO(content),
        filename=filename,
        actor=actor,
        declared_type=declared,
        note=f"监测命中固定 radar hit {row.public_id}: {about}"[:1000],
        source=Source.GENERATED,
        captured_at=row.found_at,
    )


def record_of(row: Hit) -> bytes:
    """Return what is sealed of a listing: where it came from, what it says, what it was compared with and how."""
    source = evidence.item(row.sweep.item)
    told = {
        "kind": "zhidun.radar.hit",
        "version": 1,
        "hit": str(row.public_id),
        "found_at": row.found_at.isoformat(),
        "feed": {
            "name": row.sweep.feed.name,
            "file": row.sweep.filename,
            "sha256": source.blob.sha256,
            "sm3": source.blob.sm3,
            "line": row.line,
        },
        "listing": {"id": row.feed_id, "title": row.title, "seller": row.seller},
        "compared_with": {
            "right": str(row.right.public_id) if row.right else None,
            "kind": row.right.kind if row.right else None,
            "number": row.right.number if row.right else None,
            "text": row.right_text,
        },
        "comparison": {
            "scorer": row.sweep.scorer,
            "score": row.score,
            "part": row.part,
            "factors": row.factors,
            "sentence": {"zh": row.sentence_zh, "en": row.sentence_en},
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


def answers_of(hit: Hit, kind: str) -> dict[str, object]:
    """Return the window's form filled in from a hit: the right, the other side, what happened.

    A lead is what the authority found itself; a complaint is made for the right holder and names them.
    """
    right, seller = hit.right, {name: str(value) for name, value in hit.seller.items()}
    found_on = time.local_date(hit.found_at).isoformat()
    answers: dict[str, object] = {
        "intent": "report" if kind == LEAD else "stop_infringement",
        "relation": "other" if kind == LEAD else "holder",
        "facts": facts_of(hit),
        "happened_on": found_on,
        "discovered_on": found_on,
        "online": bool(seller.get("link") or seller.get("seller")),
        "platform": hit.sweep.feed.name[:SHORT],
        "goods": (hit.title or hit.feed_id)[:SHORT],
        "respondent_name": (seller.get("seller") or t("待查明的经营者", "Trader to be found").zh)[:SHORT],
        "district": district_of(seller),
        "links": [seller["link"]] if seller.get("link", "").startswith(("http://", "https://")) else [],
    }
    code = identifiers.check("uscc", seller["code"]) if seller.get("code") else None
    if code is not None and code.ok:
        answers["respondent_uscc"] = code.normal
    if right is not None:
        answers |= {
            "right_id": str(right.public_id),
            "right_kind": right.kind,
            "right_number": right.number,
            "right_name": right.title[:SHORT],
            "act": settings().acts.get(right.kind, ""),
        }
        holder = right.holder_name
    else:
        answers |= {"right_kind": "unknown", "right_name": (hit.right_text or hit.watch.name)[:SHORT]}
        holder = hit.watch.owner
    if kind == COMPLAINT:
        answers |= {"filer_kind": "organisation", "filer_name": holder[:SHORT]}
    return {key: value for key, value in answers.items() if value not in ("", [], None)}


def facts_of(hit: Hit) -> str:
    """Return what happened, in the words of a file: what was found where, and that the score decides nothing."""
    day = time.local_date(hit.found_at)
    lines = [
        f"{day:%Y年%m月%d日},监测任务“{hit.watch.name}”在“{hit.sweep.feed.name}”中发现:",
        f"商品/名称:{hit.title or hit.feed_id}(编号 {hit.feed_id})。",
    ]
    if hit.seller.get("seller"):
        lines.append(f"经营者(页面所示):{hit.seller['seller']}。")
    if hit.seller.get("link"):
        lines.append(f"链接:{hit.seller['link']}。")
    who = "权利人" if hit.watch.account_id else "承办人"
    lines += [
        f"比对的权利:{hit.right_text}。{hit.sentence_zh}",
        f"系统评分仅用于提示,{who}已查看并认为涉嫌侵权;是否构成侵权由办案机关依法认定。",
    ]
    return "\n".join(lines)


@transaction.atomic
def open_from_hit(*, actor: Actor, hit: Hit, kind: str, submit: Submit, demo: bool = False) -> str:
    """Open a lead (`lead`) or a complaint for the right holder (`complaint`) from a sealed hit; return the case number.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:hit:act`.
        VerdictNeeded: no person found it to be suspected infringement. NotSealed: the evidence is not sealed.
        HitTaken: a case was opened already.
        Invalid: a complaint for a right holder nobody knows. AnswersFaulty: the window refuses.
    """
    policies.need(actor, policies.ACT)
    row = locked(hit)
    if row.case_number:
        raise HitTaken
    if row.verdict != VerdictKind.INFRINGING:
        raise VerdictNeeded
    if not row.items:
        raise NotSealed
    if kind not in {LEAD, COMPLAINT}:
        raise Invalid(t("请选择开线索或代为投诉。", "Choose a lead or a complaint."), field="kind")
    answers = answers_of(row, kind)
    if kind == COMPLAINT and not answers.get("filer_name"):
        raise Invalid(
            t("登记库没有该权利的权利人,不能代为投诉。", "Nobody is on file as holder of this right."),
            t("请先补登权利人,或改开线索。", "Enter the holder first, or open a lead."),
            field="kind",
        )
    items = [*row.items, *row.captured]
    own = [str(one.public_id) for one in evidence.items(items) if one.uploaded_by == actor.key]
    receipt = submit(
        actor=actor,
        answers=answers,
        item_ids=own,
        channel="inspection",
        source={"hit": str(row.public_id)},
        demo=demo,
    )
    number = str(receipt.number)
    if len(own) < len(items):
        lay_in(actor, number, [one for one in items if one not in own])
    row.case_number, row.state = number, HitState.CASE
    row.save(update_fields=["case_number", "state"])
    facts = {"case": number, "kind": kind}
    audit.record(actor=actor, action="radar.case_opened", object_kind="hit", object_key=str(row.public_id), facts=facts)
    return number


def lay_in(actor: Actor, number: str, items: Sequence[str]) -> None:
    """Lay what a colleague sealed into the file, where the case is one this officer may write in."""
    with contextlib.suppress(Refusal), transaction.atomic():  # another office's case: the items stay with the hit
        cases.add_evidence(actor=actor, case_number=number, items=items)
