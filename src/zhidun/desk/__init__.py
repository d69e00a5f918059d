"""The staff site: views only, no rules."""
