"""Rules whose text was not read here, and the officer who confirms them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases.errors import RuleUnconfirmed
from zhidun.cases.models import RuleConfirmation
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Invalid
from zhidun.kernel.text import t
from zhidun.law.load import rulebook
from zhidun.law.model import Rule

CONFIRM = "law:rule:confirm"


def text_hash(rule: Rule) -> str:
    """Return the SHA-256 of what is confirmed: citation, dates, statement, parameters and periods of the version."""
    content = "\n".join(
        map(
            str,
            (
                rule.id,
                rule.citation.zh,
                rule.effective_from,
                rule.effective_to,
                rule.statement.zh,
                dict(rule.params),
                rule.periods,
            ),
        )
    )
    return hashlib.sha256(content.encode()).hexdigest()


def unconfirmed(rules: Iterable[Rule]) -> list[Rule]:
    """Return those rules that may not stand in a paper: text not read, and not confirmed as it stands now."""
    unread = {rule.id: rule for rule in rules if not rule.verified}
    rows = RuleConfirmation.objects.filter(rule_id__in=unread, withdrawn_at=None).values_list("rule_id", "text_hash")
    confirmed = dict(rows)
    return [rule for rule in unread.values() if confirmed.get(rule.id) != text_hash(rule)]


def need_confirmed(rules: Iterable[Rule]) -> None:
    """Go on only when every rule may stand in a paper.

    Raises:
        RuleUnconfirmed: naming each that may not.
    """
    waiting = unconfirmed(rules)
    if waiting:
        zh = "、".join(f"{rule.citation.zh}({rule.id})" for rule in waiting)
        en = ", ".join(f"{rule.citation.en} ({rule.id})" for rule in waiting)
        raise RuleUnconfirmed(
            t(f"文书引用的规则尚未核对原文:{zh}。", f"The paper names rules nobody has checked yet: {en}."),
            article=waiting[0].citation.zh,
        )


@transaction.atomic
def confirm_rule(*, actor: Actor, rule_id: str, official_source: str) -> RuleConfirmation:
    """Confirm as a named officer that text and dates of a rule version agree with the official text.

    Raises:
        Forbidden: the actor may not confirm rules.
        RuleUnknown: no such version.
        Invalid: no official source is named.
        Conflict: it is confirmed already.
    """
    need(actor, CONFIRM)
    rule = rulebook().by_id(rule_id)
    if actor.account_id is None or not official_source.strip():
        raise Invalid(
            t("请写明核对所依据的官方文本来源。", "Name the official text it was checked against."),
            field="official_source",
        )
    standing = RuleConfirmation.objects.select_for_update().filter(rule_id=rule_id, withdrawn_at=None).first()
    if standing is not None and standing.text_hash == text_hash(rule):
        raise Conflict(t("该规则已核对。", "This rule is confirmed already."))
    if standing is not None:  # the pack changed since: the old word no longer covers it
        standing.withdrawn_at, standing.withdrawn_reason = time.now(), "规则文本已更新/text changed"
        standing.save()
    row = RuleConfirmation.objects.create(
        rule_id=rule.id,
        rule_key=rule.key,
        text_hash=text_hash(rule),
        official_source=official_source.strip(),
        confirmed_by_id=actor.account_id,
        confirmed_name=actor.name.zh,
    )
    access.record(
        actor=actor,
        action="rule.confirmed",
        object_kind="rule",
        object_key=rule.id,
        facts={"source": row.official_source, "hash": row.text_hash},
    )
    return row


@transaction.atomic
def withdraw_confirmation(*, actor: Actor, rule_id: str, reason: str) -> RuleConfirmation:
    """Take a confirmation back; papers already issued stay as they are.

    Raises:
        Forbidden, Invalid: no power, no reason.
        Conflict: there is none in force.
    """
    need(actor, CONFIRM)
    row = RuleConfirmation.objects.select_for_update().filter(rule_id=rule_id, withdrawn_at=None).first()
    if row is None:
        raise Conflict(t("该规则没有有效的核对记录。", "This rule has no confirmation in force."))
    row.withdrawn_at, row.withdrawn_reason = time.now(), reason_given(reason)
    row.save()
    access.record(
        actor=actor,
        action="rule.confirmation_withdrawn",
        object_kind="rule",
        object_key=rule_id,
        facts={"reason": reason},
    )
    return row
