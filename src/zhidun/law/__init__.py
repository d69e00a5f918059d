"""Dated rules of law, the calendar and the counting of periods. Pure: knows no framework and no case."""
