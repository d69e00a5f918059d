"""Writes of the registry of rights, as other rooms and the doors call them."""

from __future__ import annotations

from zhidun.rights.gi_users import add_gi_user, end_gi_user
from zhidun.rights.importing import run_import, start_import
from zhidun.rights.registering import (
    add_document,
    change_status,
    commit_secret,
    correct_right,
    find_or_register,
    register_right,
    set_key_protection,
    verify_right,
)
from zhidun.rights.registers import enter_pack_entries

__all__ = [
    "add_document",
    "add_gi_user",
    "change_status",
    "commit_secret",
    "correct_right",
    "end_gi_user",
    "enter_pack_entries",
    "find_or_register",
    "register_right",
    "run_import",
    "set_key_protection",
    "start_import",
    "verify_right",
]
