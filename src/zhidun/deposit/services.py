"""What doors may do with deposits, agreements and codes."""

from zhidun.deposit.checking import check_code
from zhidun.deposit.coding import as_csv, codes_of, issue_batch, revoke_batch, take_codes
from zhidun.deposit.dealing import answer, offer_licence, offer_transfer, offer_undoing
from zhidun.deposit.depositing import deposit_work
from zhidun.deposit.errors import WorkMissing
from zhidun.deposit.keeping import link_owner, note_verification, reveal, withdraw

__all__ = [
    "WorkMissing",
    "answer",
    "as_csv",
    "check_code",
    "codes_of",
    "deposit_work",
    "issue_batch",
    "link_owner",
    "note_verification",
    "offer_licence",
    "offer_transfer",
    "offer_undoing",
    "reveal",
    "revoke_batch",
    "take_codes",
    "withdraw",
]
