"""Accounts, offices, posts, powers, conflicts of interest, tokens and the audit trail."""
