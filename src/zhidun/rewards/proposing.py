"""Proposing a reward and telling the reporter: the amount comes from the rules, never from a keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from zhidun.access.actors import Actor, as_system
from zhidun.access.policies import need, reason_given
from zhidun.cases import services as cases
from zhidun.cases.models import Case, Move
from zhidun.kernel.errors import Invalid
from zhidun.kernel.money import shown, yuan
from zhidun.kernel.text import t
from zhidun.rewards.models import Reward
from zhidun.rewards.policies import Amount, amount_of, check_ground, differ
from zhidun.rewards.standing import PAY, PROPOSE, find, locked
from zhidun.rewards.tables import reward_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an officer states; amounts are yuan.

    Attributes:
        level: 1, 2 or 3.
        ground: why the report is in scope, a choice of the procedure.
        document: local document the ground rests on.
        fine: as decided; `confiscated` beside it.
        stated: the total the decision itself states, where it states one.
        note: why the figures differ, where they do.
    """

    level: str
    ground: str
    document: str = ""
    fine: str = ""
    confiscated: str = ""
    stated: str = ""
    note: str = ""

    def figures(self) -> tuple[Decimal, Decimal, Decimal | None]:
        """Return fine, confiscation and stated total.

        Raises:
            Invalid: no number, or negative.
        """
        fine, confiscated = _money(self.fine, "fine"), _money(self.confiscated, "confiscated")
        return fine, confiscated, _money(self.stated, "stated") if self.stated.strip() else None


def _money(text: str, field: str) -> Decimal:
    amount = yuan(text, field=field) if text.strip() else Decimal(0)
    if amount < 0:
        raise Invalid(
            t("金额不能为负数。", "An amount is not negative."),
            t("请核对处罚决定。", "Check the decision."),
            field=field,
        )
    return amount


def move(row: Reward, step: str, actor: Actor, facts: dict[str, object] | None = None, *, reason: str = "") -> Move:
    """Take a step of the reward's case as the hand of this room; the caller holds the reward's row."""
    version = Case.objects.values_list("version", flat=True).get(pk=row.case_id)
    made = cases.take_step(
        case_number=row.case.number, step=step, actor=as_system(actor), facts=facts or {}, expected_version=version,
        reason=reason,
    )  # fmt: skip
    row.case.refresh_from_db()
    return made


def compute(row: Reward, proposal: Proposal) -> Amount:
    """Return the reward a proposal leads to, without writing anything.

    Raises:
        Invalid, BelowThreshold, GroundUnproven.
    """
    fine, confiscated, _ = proposal.figures()
    on, table, base = _closed_on(row), reward_table(), fine + confiscated
    check_ground(ground=proposal.ground, document=proposal.document, base=base, on=on, table=table)
    return amount_of(level=proposal.level, base=base, on=on, table=table, ground=proposal.ground)


def try_amount(*, actor: Actor, number: str, proposal: Proposal) -> Amount:
    """Return what a proposal would lead to; nothing is written.

    Raises:
        RewardNotFound, Forbidden, Invalid, BelowThreshold, GroundUnproven.
    """
    row = find(actor, number)
    need(actor, PROPOSE, row.case.office_id)
    return compute(row, proposal)


def _closed_on(row: Reward) -> date:
    return date.fromisoformat(str(row.case.facts["closed_on"]))


@transaction.atomic
def propose(*, actor: Actor, number: str, proposal: Proposal, reason: str) -> Reward:
    """Propose a reward: the conditions are stated, the amount computed, figures that do not add up are flagged.

    Raises:
        RewardNotFound, Forbidden, Invalid, BelowThreshold, GroundUnproven.
        FieldsInvalid: figures differ without a note. StepNotOpen: it was decided.
    """
    row = locked(find(actor, number))
    need(actor, PROPOSE, row.case.office_id)
    why, found = reason_given(reason), compute(row, proposal)
    fine, confiscated, stated = proposal.figures()
    facts: dict[str, object] = {
        "reward_level": f"level_{proposal.level}",
        "reward_ground": proposal.ground,
        "ground_document": proposal.document.strip(),
        "fine": shown(fine),
        "confiscated": shown(confiscated),
        "reward_base": shown(fine + confiscated),
        "stated_total": shown(stated) if stated is not None else "",
        "figures_note": proposal.note.strip(),
        "figures_differ": differ(fine, confiscated, stated),
        "reward_amount": shown(found.amount),
        "reward_arithmetic": ";".join(line.zh for line in found.steps),
        "reward_rules": ", ".join(found.rules),
        "finance_consult": found.finance,
    }
    move(row, "propose", actor, {key: value for key, value in facts.items() if value != ""}, reason=why)
    row.proposed_by = actor.key
    row.save(update_fields=["proposed_by"])
    return row


@transaction.atomic
def notify(*, actor: Actor, number: str) -> Reward:
    """Tell the reporter of the decision: the periods for claiming and for review begin (办法 14, 17, 18).

    Raises:
        RewardNotFound, Forbidden, StepNotOpen.
    """
    row = locked(find(actor, number))
    need(actor, PROPOSE, row.case.office_id)
    move(row, "notify", actor)
    return row


@transaction.atomic
def consult_finance(*, actor: Actor, number: str, letter: str, on: str) -> Reward:
    """Enter the finance department's view, as the finance officer.

    Raises:
        RewardNotFound, Forbidden, StepBlocked, FieldsInvalid.
    """
    row = locked(find(actor, number))
    need(actor, PAY, row.case.office_id)
    given: dict[str, object] = {"finance_letter": letter.strip(), "finance_on": on}
    move(row, "consult-finance", actor, {key: value for key, value in given.items() if value})
    return row
