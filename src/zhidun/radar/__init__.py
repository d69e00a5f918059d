"""Radar: watches, sweeps, hits with their reasons, verdicts, warnings (measure 六). A score is never a decision."""
