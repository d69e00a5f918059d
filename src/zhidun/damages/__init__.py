"""Damages workbench: evidence lines to ranges by each legal basis, punitive sheet, contests of both sides, versions."""
