"""One good request for every endpoint: what a caller with the power would send."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.api import V1
from tests.factories.parties import make_uscc
from tests.matrix import calls_efficiency as efficiency
from tests.matrix import calls_enforcement as enforcement
from tests.matrix import calls_radar as radar
from tests.matrix.world import Place, World
from zhidun.kernel import time
from zhidun.law.calculators import NAMES
from zhidun.law.load import rulebook


@dataclass(frozen=True)
class Call:
    """A request; `good` are statuses that mean "allowed" besides 2xx and 3xx."""

    method: str
    path: str
    body: Any = None
    form: dict[str, Any] | None = None
    good: frozenset[int] = field(default_factory=frozenset)


def _file(text: str = "matrix\n", name: str = "m.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def deposit_body() -> dict[str, Any]:
    """A work to deposit by commitment."""
    people = [{"name": "沈绣", "share": "100"}]
    return {
        "title": "新作", "category": "music", "created_on": "2026-01-01", "district": "510107", "form": "commitment",
        "commitment": "ab" * 32, "authors": people, "owners": people,
    }  # fmt: skip


MEDIATION = {
    "form": "people", "kind": "trademark", "dispute": "damages", "name": "甲", "other": "乙", "request": "赔偿",
}  # fmt: skip
OWN_DEPOSIT = (
    "portal:deposit_page", "portal:deposit_reveal", "portal:deposit_withdraw", "portal:deposit_licence",
    "portal:deposit_transfer", "portal:deposit_issue", "desk:deposit", "desk:deposit_note", "desk:deposit_link",
)  # fmt: skip


def operation(name: str, world: World, place: Place, role: str) -> Call:
    """Return the request of an API operation. Raises KeyError: it has none yet; add it here and in matrix.yaml."""
    case, number = f"/cases/{place.case.number}", place.case.number
    other = world.places["own"].case.number if number == world.partner else world.partner
    officer = world.actors["second-approver"].username
    answers = {"intent": "ask", "facts": "请问商标续展?"}
    right, gi = f"/rights/{world.right}", f"/rights/{world.indication}"
    rule = rulebook().unverified()[0].id
    receipt = {"number": number, "secret": "wrong"}
    until = (time.now() + timedelta(days=5)).isoformat()
    work, today = f"/deposits/{world.deposit}", time.today().isoformat()
    talk = f"/mediations/{world.mediation}"
    link = {"to": other, "kind": "duplicate" if name == "link_cases" else "joined", "reason": "同案"}
    reads: dict[str, str] = {
        **efficiency.reads(number),
        **radar.reads(),
        **enforcement.reads(number),
        "list_offices": "/offices", "list_right_kinds": "/right-kinds", "list_procedures": "/procedures",
        "read_procedure": "/procedures/report", "read_filing_form": "/filings/forms/report", "list_routes": "/routes",
        "list_drafts": "/drafts", "list_evidence": "/evidence", "list_cases": "/cases", "read_case": case,
        "list_steps": f"{case}/steps", "case_file": f"{case}/file", "list_approvals": "/approvals",
        "list_case_staff": f"{case}/staff", "list_messages": f"{case}/messages", "read_filing": f"{case}/filing",
        "custody": f"/items/{place.item}/custody", "original": f"/items/{place.item}/original",
        "verify_paper": "/papers/verify?number=x", "paper_pdf": f"/papers/{place.paper}/pdf", "figures": "/figures",
        "read_evidence": f"/evidence/{place.item}", "item_seal": f"/items/{place.item}/seal",
        "item_proof": f"/items/{place.item}/proof", "item_certificate": f"/items/{place.item}/certificate",
        "item_package": f"/items/{place.item}/package", "list_hand_overs": "/hand-overs",
        "list_unveilings": f"{case}/unveilings",
        "list_tasks": "/tasks", "list_notices": "/notices",
        "list_visits": f"/visits?office={world.office}", "search_parties": "/parties?q=川味", "list_rights": "/rights",
        "read_right": right, "list_gi_users": f"{gi}/users", "check_gi_user": f"{gi}/users/{make_uscc()}",
        "import_template": "/right-imports/template/trademark", "read_import": f"/right-imports/{uuid4()}",
        "import_faults": f"/right-imports/{uuid4()}/faults", "list_rules": "/law/rules", "me": "/me",
        "read_rule": "/law/rules/samr.case.verify.15wd", "list_unread_rules": "/law/unread", "list_tokens": "/tokens",
        "read_calendar_year": "/law/calendar/2026", "audit_trail": "/audit",
        "list_deposits": "/deposits", "list_deals": "/deals", "read_deal": f"/deals/{world.deal}",
        "read_deposit": work, "deposit_chain": f"{work}/chain", "deposit_certificate": f"{work}/certificate",
        "deposit_proof": f"{work}/proof", "deposit_package": f"{work}/package",
        "list_code_batches": f"{work}/code-batches", "take_codes": f"/code-batches/{world.batch}/codes",
        "code_sheet": f"/code-batches/{world.batch}/sheet", "deposit_figures": "/deposit-figures",
        "deposit_figures_csv": "/deposit-figures.csv",
        "list_mediators": "/mediators", "list_mediation_bodies": "/mediation-bodies",
        "list_mediation_acts": "/mediation-acts", "list_mediations": "/mediations", "read_mediation": talk,
        "mediation_file": f"{talk}/files/calendar", "read_mediation_room": f"{talk}/rooms/joint",
        "mediation_figures": "/mediation-figures",
        "list_captures": "/captures", "list_capture_lists": "/capture-lists",
        "read_capture": f"/captures/{world.capture}", "read_capture_list": f"/capture-lists/{world.capture_list}",
        "list_damages_sheets": "/damages-sheets",
        "list_referrals": "/referrals",
        "read_damages_sheet": f"/damages-sheets/{world.sheet}",
        "damages_paper": f"/damages-sheets/{world.sheet}/papers/evidence",
    }  # fmt: skip
    posts: dict[str, tuple[str, Any]] = {
        **efficiency.posts(number),
        **radar.posts(),
        **enforcement.posts(number, world.office),
        "classify_filing": ("/filings/classify", answers), "duplicate_hints": ("/filings/duplicates", answers),
        "submit_filing": ("/filings", {"answers": answers}), "ask_wizard": ("/wizard", {}),
        "save_draft": ("/drafts", {"kind": "report"}), "open_draft": ("/drafts/open", {"token": "x"}),
        "delete_draft": ("/drafts/delete", {"token": "x"}), "receipt_status": ("/receipts/status", receipt),
        "receipt_message": ("/receipts/messages", {**receipt, "body": "x"}),
        "receipt_evidence": ("/receipts/evidence", {**receipt, "items": [place.item]}),
        "receipt_withdraw": ("/receipts/withdraw", {**receipt, "reason": "x"}),
        "receipt_paper": ("/receipts/paper", {**receipt, "paper": place.paper}),
        "take_step": (f"{case}/steps", {
            "step": "record-verification", "expected_version": place.case.version,
            "facts": {"verification_findings": "属实"},
        }),
        "approve_step": (f"{case}/approvals/{place.approval}/approve", {"expected_version": place.case.version}),
        "reject_step": (f"{case}/approvals/{place.approval}/reject", {"reason": "不同意"}),
        "withdraw_approval": (f"{case}/approvals/{place.approval}/withdraw", {}),
        "assign_officer": (f"{case}/officers", {"username": officer, "override": "无他人"}),
        "release_officer": (f"{case}/officers/release", {"username": officer, "reason": "休假"}),
        "admit_party": (f"{case}/parties/admit", {"party_id": place.party}), "link_cases": (f"{case}/links", link),
        "unlink_cases": (f"{case}/links/undo", link), "seal_case": (f"{case}/seal", {"sealed": True, "reason": "涉密"}),
        "send_message": (f"{case}/messages", {"body": "您好", "to_party_id": place.party}),
        "mark_messages_read": (f"{case}/messages/read", {}), "add_note": (f"{case}/notes", {"body": "注"}),
        "add_evidence": (f"{case}/evidence", {"items": [place.item]}),
        "ask_unveiling": (f"{case}/unveilings", {"reason": "需当面核对举报人看到的情况"}),
        "decide_unveiling": (f"/unveilings/{uuid4()}/decision", {"allow": True}),
        "end_unveiling": (f"/unveilings/{uuid4()}/end", {}), "look_behind": (f"/unveilings/{uuid4()}/look", {}),
        "offer_item": (f"/items/{place.item}/hand-overs", {"receiver": officer}),
        "answer_hand_over": (f"/hand-overs/{uuid4()}/answer", {"answer": "decline", "words": "x"}),
        "lookup_evidence": ("/evidence/lookup", {"sha256": "ab" * 32}),
        "show_evidence": (f"{case}/evidence/{place.item}/visibility", {"visible": False}),
        "serve_paper": (f"/papers/{place.paper}/serve", {"how": "直接送达"}),
        "mark_notice_read": ("/notices/read", {"id": 1}),
        "log_visit": ("/visits", {"office": world.office, "purpose": "consultation", "topic": "咨询"}),
        "register_right": ("/rights", {"kind": "trademark", "title": "新", "number": "39999999", "classes": [1]}),
        "commit_secret": ("/rights/secrets", {"title": "甲", "commitment": "ab" * 32}),
        "verify_right": (f"{right}/verify", {"reason": "看过原件"}),
        "change_right_status": (f"{right}/status", {"status": "no", "effective_on": "2026-01-01", "reason": "x"}),
        "add_gi_user": (f"{gi}/users", {
            "uscc": make_uscc(), "name": "厂", "basis": "announced", "from_on": "2020-01-01",
        }),
        "end_gi_user": (f"{gi}/users/end", {"uscc": make_uscc(), "to_on": "2024-01-01", "reason": "x"}),
        "due": ("/law/due", {"rule": "samr.case.verify.15wd", "start": "2026-11-20"}),
        **{f"calculate_{name}": (f"/law/{name}", {}) for name in NAMES[1:]},
        "confirm_rule": ("/law/confirmations", {"rule_version": rule, "official_source": "公报"}),
        "withdraw_confirmation": ("/law/confirmations/withdraw", {"rule_version": rule, "reason": "x"}),
        "choose_reading": (f"{case}/readings", {"question": "q", "options": ["a", "b"], "chosen": "c", "reason": "x"}),
        "declare_conflict": ("/conflicts", {"subject_kind": "party", "subject_key": "1", "reason": "亲属"}),
        "deposit_work": ("/deposits", deposit_body()), "verify_deposit": ("/deposits/verify", {"q": world.deposit}),
        "withdraw_deposit": (f"{work}/withdraw", {"reason": "x"}),
        "note_deposit": (f"{work}/note", {"note": "样稿一致"}),
        "link_deposit_owner": (f"{work}/owners", {"holder": 1, "username": officer, "reason": "核对证件"}),
        "offer_transfer": (f"{work}/transfers", {"taker": world.partner_account, "share": "1/2", "from_on": today}),
        "offer_licence": (f"{work}/licences", {
            "taker": world.partner_account, "licence_kind": "ordinary", "powers": ["rental"], "territory": ["CN"],
            "from_on": today,
        }),
        "answer_deal": (f"/deals/{world.deal}/answer", {"answer": "withdraw"}),
        "undo_deal": (f"/deals/{world.deal}/undo", {"reason": "x"}),
        "issue_codes": (f"{work}/code-batches", {"product": "x", "quantity": 1}),
        "revoke_codes": (f"/code-batches/{world.batch}/revoke", {"reason": "x"}),
        "check_code": ("/codes/check", {"code": "x"}),
        "ask_capture": ("/captures", {"url": "http://shop.example.com/", "how": "http"}),
        "cancel_capture": (f"/captures/{world.capture}/cancel", {}),
        "act_on_capture_list": (f"/capture-lists/{world.capture_list}/act", {"act": "pause"}),
        "withdraw_conflict": ("/conflicts/withdraw", {
            "subject_kind": "case", "subject_key": world.places["conflicted"].case.number, "reason": "已无关",
        }),
        "open_mediation": ("/mediations", MEDIATION | {"body": world.office}),
        "act_in_mediation": (f"{talk}/acts", {"act": "say", "words": {"room": "joint", "body": "您好"}}),
        "open_damages_sheet": ("/damages-sheets", {
            "right": "trademark", "holder_name": "甲", "other_name": "乙", "act_from": "2026-05-01",
            "act_to": "2026-06-01",
        }),
        "act_on_damages_sheet": (f"/damages-sheets/{world.sheet}/acts", {
            "act": "line", "words": {"kind": "loss", "amount": "1"},
        }),
        "answer_referral": (f"/referrals/{uuid4()}/answer", {"result": "confirmed"}),
        "answer_referral_signed": ("/referral-answers", {"message": "{}", "hmac_sha256": "ab" * 32}),
        "join_mediation": (f"{talk}/join", {"code": "x"}),
        "issue_token": ("/tokens", {
            "office": world.office, "username": f"m-{role}", "name": "x", "scopes": ["none:none:none"],
            "expires_at": until,
        }),
    }  # fmt: skip
    forms: dict[str, tuple[str, dict[str, Any]]] = {
        **efficiency.forms(),
        "submit_with_files": ("/filings/with-files", {"answers": json.dumps(answers), "files": [_file()]}),
        "hand_in_evidence": ("/evidence", {"file": _file()}),
        "receipt_upload": ("/receipts/files", {**receipt, "file": _file()}),
        **radar.forms(),
        "reveal_deposit": (f"{work}/reveal", {"file": _file(), "salt": "ab" * 32}),
        "ask_capture_list": ("/capture-lists", {"file": _file("http://shop.example.com/\n", "c.txt"), "how": "http"}),
        "start_import": ("/right-imports", {"file": _file("名称\n新\n", "t.csv"), "kind": "trademark"}),
        "import_calendar_year": ("/law/calendar", {"file": _file("year: x", "y.yaml")}),
    }  # fmt: skip
    good = frozenset(GOOD.get(name, ()))
    if name in reads:
        return Call("get", V1 + reads[name], good=good)
    if name in forms:
        return Call("post", V1 + forms[name][0], form=forms[name][1], good=good)
    if name == "revoke_token":
        return Call("delete", f"{V1}/tokens/none", good=good)
    return Call("post", V1 + posts[name][0], body=posts[name][1], good=good)


GOOD: dict[str, tuple[int, ...]] = {
    **efficiency.GOOD,
    **radar.GOOD,
    **enforcement.GOOD,
    "change_right_status": (422,), "choose_reading": (422,), "issue_token": (422,), "withdraw_confirmation": (409,),
    "deposit_certificate": (409,), "deposit_proof": (409,), "deposit_package": (409,), "reveal_deposit": (409,),
    "portal:deposit_reveal": (409,), "portal:deposit_withdraw": (409,), "portal:deposit_undo": (409,),
    "desk:deposit_link": (422,),
    "undo_deal": (409,), "check_code": (422,), "link_deposit_owner": (422,), "withdraw_deposit": (409,),
    "import_calendar_year": (422,), "desk:rights_import": (422,),
    "desk:preview": (422,), "desk:inspect_send": (422,), "desk:right_new": (422,),
    "desk:right_verify": (422,), "portal:verify": (404,),
    "item_proof": (409,), "item_certificate": (409,), "item_package": (409,), "desk:item_proof": (409,),
    "desk:item_certificate": (409,), "desk:item_package": (409,), "offer_item": (409,), "desk:item_offer": (409,),
    "join_mediation": (422,), "portal:mediation_act": (409,), "desk:mediation_act": (422, 409),
    "portal:verify_ask": (422,), "portal:case_evidence": (422,), "desk:reading": (422,),
}  # fmt: skip
"""The sample of these stops at what it says, after the power was found."""


def page(name: str, world: World, place: Place) -> Call:
    """Return the request of a page; pages that take a form are sent one."""
    number = place.case.number
    other = world.places["own"].case.number if number == world.partner else world.partner
    arguments: dict[str, list[Any]] = {
        **efficiency.arguments(number),
        **radar.arguments(),
        **enforcement.arguments(place),
        "desk:case": [number], "desk:step": [number, "record-verification"], "desk:message": [number],
        "desk:note": [number], "desk:assign": [number], "desk:seal": [number], "desk:add_evidence": [number],
        "desk:evidence": [number, place.item], "desk:item": [place.item], "desk:item_proof": [place.item],
        "desk:item_certificate": [place.item], "desk:item_package": [place.item], "desk:item_offer": [place.item],
        "desk:hand_over": [uuid4()], "desk:reporter": [number], "desk:reporter_act": [uuid4()],
        "portal:case_item": [number, place.item, "proof"], "desk:calculator": ["damages"],
        "desk:paper": [place.paper], "desk:approve": [place.approval],
        "desk:file_pdf": [number], "desk:feed": ["none"],
        "desk:compare": [number], "desk:diff": [place.paper, place.paper],
        "desk:label": [number], "desk:link": [number],
        "desk:preview": [number, "record-verification"], "portal:upload_piece": ["none"], "desk:reading": [number],
        "desk:right": [world.right], "desk:right_verify": [world.right], "desk:rights_run": [uuid4()],
        "desk:rights_faults": [uuid4()], "desk:rights_template": ["trademark"], "portal:topic": ["rights"],
        "portal:case_paper": [number, place.paper], "portal:receipt_pdf": [number], "portal:filing": ["report"],
        "portal:discard": ["report"], "portal:filing_step": ["report", "what"], "portal:autosave": ["report", "what"],
        "portal:hints": ["report", "what"], "portal:case": [number], "portal:case_message": [number],
        "portal:case_evidence": [number], "portal:case_withdraw": [number], "portal:case_close": [number],
        **{key: [world.deposit] for key in OWN_DEPOSIT}, "portal:deposit_take": [world.deposit, "chain"],
        "portal:deposit_deal": [world.deal], "portal:deposit_answer": [world.deal], "portal:deposit_undo": [world.deal],
        "portal:deposit_revoke": [world.batch], "portal:deposit_batch": [world.batch, "csv"],
        "portal:deposit_new": ["work"], "portal:deposit_autosave": ["work"],
        "desk:deposit_paper": [world.deposit, "chain"],
        **{f"{face}:mediation": [world.mediation] for face in ("portal", "desk")},
        **{f"{face}:mediation_act": [world.mediation, "code"] for face in ("portal", "desk")},
        **{f"{face}:mediation_room": [world.mediation, "joint"] for face in ("portal", "desk")},
        **{f"{face}:mediation_take": [world.mediation, "calendar"] for face in ("portal", "desk")},
        "portal:mediation_act": [world.mediation, "say"],
        **{f"{face}:{name}": [key] for face in ("desk", "portal") for name, key in (
            ("capture", world.capture), ("capture_page", world.capture), ("capture_cancel", world.capture),
            ("capture_list", world.capture_list),
        ) if f"{face}:{name}" != "portal:capture"},
        "portal:capture_take": [world.capture, "html", "original"],
        "desk:capture_act": [world.capture_list, "pause"], "portal:capture_act": [world.capture_list, "pause"],
        **{f"{face}:sheet": [world.sheet] for face in ("portal", "desk")},
        **{f"{face}:sheet_take": [world.sheet, "evidence"] for face in ("portal", "desk")},
        "portal:sheet_act": [world.sheet, "line"], "desk:referral": [uuid4()],
    }  # fmt: skip
    posted: dict[str, dict[str, Any]] = {
        **efficiency.posted(),
        **radar.posted(),
        **enforcement.posted(place),
        "desk:step": {"version": place.case.version, "verification_findings": "属实"},
        "desk:message": {"body": "您好", "party": place.party}, "desk:note": {"body": "注"},
        "desk:seal": {"sealed": "yes", "reason": "涉及商业秘密"},
        "desk:reporter_act": {"act": "look"},
        "desk:reading": {"question": "q", "chosen": "c", "reason": "x"}, "desk:notices_read": {},
        "desk:columns": {"column": "state"}, "desk:view_save": {"name": "x"},
        "desk:view_drop": {"view": "0" * 32}, "desk:bulk": {"act": "print", "number": number}, "desk:welcome_seen": {},
        "desk:alive": {}, "desk:label": {"word": "急"}, "desk:link": {"other": other},
        "portal:upload_begin": {"size": "3"},
        "desk:preview": {"verification_findings": "属实"}, "desk:inspect_send": {"record": "x"},
        "desk:assign": {"account": world.actors["second-approver"].username, "override": "无他人"},
        "desk:add_evidence": {"files": [_file()]},
        "desk:item_offer": {"receiver": world.actors["second-approver"].username},
        "desk:approve": {"vote": "reject", "reason": "不同意"},
        "desk:right_verify": {"reason": "看过原件"}, "portal:preferences": {"theme": "dark"}, "portal:discard": {},
        "portal:autosave": {"facts": "x"}, "portal:hints": {"facts": "x"}, "portal:case_message": {"body": "x"},
        "portal:case_evidence": {}, "portal:case_withdraw": {}, "portal:case_close": {},
        "portal:deposit_report": {"code": "x", "product": "x"}, "portal:deposit_autosave": {"title": "x"},
        "portal:deposit_discard": {}, "portal:deposit_reveal": {"salt": "ab" * 32, "file": _file()},
        "portal:deposit_withdraw": {"reason": "x"}, "portal:deposit_answer": {"answer": "withdraw"},
        "portal:deposit_undo": {"reason": "x"}, "desk:deposit_note": {"note": "样稿一致"},
        "portal:sheet_act": {"kind": "loss", "amount": "1"},
        "portal:mediation_act": {"room": "joint", "body": "您好"}, "desk:mediation_act": {"side": "complainant"},
        "desk:capture_cancel": {}, "portal:capture_cancel": {}, "desk:capture_act": {}, "portal:capture_act": {},
        "desk:deposit_link": {"holder": "1", "username": "m-partner", "reason": "核对证件"},
    }  # fmt: skip
    path = reverse(name, args=arguments.get(name, []))
    good = frozenset(GOOD.get(name, ()))
    if name in posted:
        return Call("post", path, form=posted[name], good=good)
    return Call("get", path, good=good)
