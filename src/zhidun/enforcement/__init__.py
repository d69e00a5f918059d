"""Measures 一 and 十五: procedures within a case, inventory, publication, campaigns, urgent lane, silence."""
