"""Offers: open ones with counter-offers, sealed ones of both sides, the mediator's neutral proposal."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhidun.kernel import time
from zhidun.kernel.ids import uuid7
from zhidun.mediation.models.matter import Mediation
from zhidun.mediation.models.rooms import Side


class OfferKind(models.TextChoices):
    """What an offer is."""

    OFFER = "offer", "方案"
    COUNTER = "counter", "反方案"
    PROPOSAL = "proposal", "调解员建议方案"


class Audience(models.TextChoices):
    """Who reads an offer: both sides, or the mediator alone until its maker shows it."""

    BOTH = "both", "双方"
    MEDIATOR = "mediator", "仅调解员"


class OfferState(models.TextChoices):
    """Where an offer stands."""

    OPEN = "open", "待答复"
    ACCEPTED = "accepted", "已接受"
    REJECTED = "rejected", "未接受"
    COUNTERED = "countered", "已提出反方案"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "已过期"
    OVERTAKEN = "overtaken", "已有其他方案成交"


class Offer(models.Model):
    """An offer to settle (和解方案): a side's, or the mediator's neutral one; `maker` is a side or `mediator`."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=10, choices=OfferKind.choices)
    maker = models.CharField(max_length=12)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.BOTH)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="counters")
    amount = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    terms = models.TextField(blank=True)
    made_at = models.DateTimeField(default=time.now)
    until_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            # two offers at once: one maker has one open offer to one audience
            models.UniqueConstraint(
                fields=["mediation", "maker", "audience"], name="offer_one_open", condition=Q(state="open")
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="offer_amount_positive"),
        )

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.maker} {self.state}"


class ProposalAnswer(models.Model):
    """A side's answer to the neutral proposal (对建议方案的答复): learnt by the other side only when both accept."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="proposal_answers")
    side = models.CharField(max_length=12, choices=Side.choices)
    accepts = models.BooleanField()
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["offer", "side"], name="proposalanswer_once_a_side"),)

    def __str__(self) -> str:
        return f"{self.offer_id} {self.side}"


class RoundState(models.TextChoices):
    """Where a round of sealed offers stands."""

    OPEN = "open", "进行中"
    CROSSED = "crossed", "已交叉成交"
    NOT_CROSSED = "not_crossed", "未交叉"
    LAPSED = "lapsed", "逾期作废"


class BlindRound(models.Model):
    """A round of sealed offers (密封报价): settles at the middle when they cross, says nothing when they do not."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="rounds")
    n = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(default=time.now)
    until_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.OPEN)
    settled_amount = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mediation", "n"], name="blindround_number"),
            models.UniqueConstraint(fields=["mediation"], name="blindround_one_open", condition=Q(state="open")),
            models.CheckConstraint(
                condition=Q(settled_amount=None) | Q(state="crossed"), name="blindround_amount_only_when_crossed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.mediation_id} #{self.n} {self.state}"


class BlindOffer(models.Model):
    """One side's sealed amount (密封报价).

    `sealed` has one length whatever the amount; `wrapped_key`, and the amount with it, is destroyed when the round
    ends.
    """

    round = models.ForeignKey(BlindRound, on_delete=models.PROTECT, related_name="offers")
    side = models.CharField(max_length=12, choices=Side.choices)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    at = models.DateTimeField(default=time.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["round", "side"], name="blindoffer_once_a_side"),)

    def __str__(self) -> str:
        return f"{self.round_id} {self.side}"
