"""Outside parties: court, notary, arbitration. The Null service keeps matters for the desk; a webhook sends them."""
