"""Rows of the room: bodies and mediators, the mediation, its rooms, offers, agreement."""

from __future__ import annotations

from zhidun.mediation.models.agreement import Agreement, AgreementState, Confirmation, Duty, DutyKind, Signature, Signer
from zhidun.mediation.models.calendar import Minutes, Slot, SlotAnswer, SlotState
from zhidun.mediation.models.matter import ChosenBy, DrawState, Form, JoinCode, Mediation, MediatorChoice, MediatorDraw
from zhidun.mediation.models.offers import (
    Audience,
    BlindOffer,
    BlindRound,
    Offer,
    OfferKind,
    OfferState,
    ProposalAnswer,
    RoundState,
)
from zhidun.mediation.models.people import Body, Mediator
from zhidun.mediation.models.referral import Referral, ReferralKind
from zhidun.mediation.models.rooms import MediatorNote, RoomItem, RoomKind, RoomMessage, Side

__all__ = [
    "Agreement",
    "AgreementState",
    "Audience",
    "BlindOffer",
    "BlindRound",
    "Body",
    "ChosenBy",
    "Confirmation",
    "DrawState",
    "Duty",
    "DutyKind",
    "Form",
    "JoinCode",
    "Mediation",
    "Mediator",
    "MediatorChoice",
    "MediatorDraw",
    "MediatorNote",
    "Minutes",
    "Offer",
    "OfferKind",
    "OfferState",
    "ProposalAnswer",
    "Referral",
    "ReferralKind",
    "RoomItem",
    "RoomKind",
    "RoomMessage",
    "RoundState",
    "Side",
    "Signature",
    "Signer",
    "Slot",
    "SlotAnswer",
    "SlotState",
]
