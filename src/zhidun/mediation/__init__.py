"""Mediation (measures 三, 八): mediators, rooms, offers open and sealed, agreements, their performance."""
