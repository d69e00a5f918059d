"""One-stop window (measure 十): drafts, filings, classification, receipts, the reporter vault, the wizard."""
