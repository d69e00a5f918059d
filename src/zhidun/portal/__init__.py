"""The public site: views only, no rules."""
