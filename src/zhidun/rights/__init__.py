"""Rights: one registry of every kind of intellectual-property right, verified once and reused in every filing."""
