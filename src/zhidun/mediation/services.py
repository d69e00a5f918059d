"""Writes of the mediation room."""

from __future__ import annotations

from zhidun.mediation.agreements import draft, sign
from zhidun.mediation.asking import ask, open_at_desk
from zhidun.mediation.blind import lapse_rounds, open_round, seal_offer
from zhidun.mediation.choosing import (
    begin_draw,
    choose_mediator,
    commit_draw,
    name_mediator,
    reveal_draw,
    stand_aside,
    void_late_draws,
)
from zhidun.mediation.consent import (
    answer_invitation,
    end_mediation,
    lapse_invitations,
    on_case_moved,
    record_answer,
    withdraw_consent,
)
from zhidun.mediation.joining import join, make_code
from zhidun.mediation.letters import invitation
from zhidun.mediation.offers import answer_offer, make_offer, withdraw_offer
from zhidun.mediation.opening import Request, SideIn, link_account, open_mediation
from zhidun.mediation.performance import (
    ask_confirmation,
    confirm_done,
    hand_to_court,
    prepare_claim,
    record_court,
    tell_done,
    watch_duties,
)
from zhidun.mediation.policies import Act, Instalment, Terms
from zhidun.mediation.referrals import answer, answer_signed, refer, send_waiting
from zhidun.mediation.register import add_body, add_mediator, load_register
from zhidun.mediation.rooms import add_note, say, set_meeting, write_minutes
from zhidun.mediation.scheduling import cancel_slot, offer_slots, take_slot

__all__ = [
    "Act",
    "Instalment",
    "Request",
    "SideIn",
    "Terms",
    "add_body",
    "add_mediator",
    "add_note",
    "answer",
    "answer_invitation",
    "answer_offer",
    "answer_signed",
    "ask",
    "ask_confirmation",
    "begin_draw",
    "cancel_slot",
    "choose_mediator",
    "commit_draw",
    "confirm_done",
    "draft",
    "end_mediation",
    "hand_to_court",
    "invitation",
    "join",
    "lapse_invitations",
    "lapse_rounds",
    "link_account",
    "load_register",
    "make_code",
    "make_offer",
    "name_mediator",
    "offer_slots",
    "on_case_moved",
    "open_at_desk",
    "open_mediation",
    "open_round",
    "prepare_claim",
    "record_answer",
    "record_court",
    "refer",
    "reveal_draw",
    "say",
    "seal_offer",
    "send_waiting",
    "set_meeting",
    "sign",
    "stand_aside",
    "take_slot",
    "tell_done",
    "void_late_draws",
    "watch_duties",
    "withdraw_consent",
    "withdraw_offer",
    "write_minutes",
]
