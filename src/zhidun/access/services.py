"""What other rooms and doors may do with accounts, offices, posts, tokens and the audit trail."""

from zhidun.access.accounts import (
    create_account,
    create_office,
    end_account,
    end_sessions,
    password_refusal,
    reset_second_factor,
    set_password,
)
from zhidun.access.audit import record, record_all
from zhidun.access.posts import appoint, approve_post, declare_conflict, revoke_post, withdraw_conflict
from zhidun.access.rate_limits import hit, sweep
from zhidun.access.step_up import require_step_up
from zhidun.access.tokens import IssuedToken, authenticate_token, issue_token, revoke_token

__all__ = [
    "IssuedToken",
    "appoint",
    "approve_post",
    "authenticate_token",
    "create_account",
    "create_office",
    "declare_conflict",
    "end_account",
    "end_sessions",
    "hit",
    "issue_token",
    "password_refusal",
    "record",
    "record_all",
    "require_step_up",
    "reset_second_factor",
    "revoke_post",
    "revoke_token",
    "set_password",
    "sweep",
    "withdraw_conflict",
]
