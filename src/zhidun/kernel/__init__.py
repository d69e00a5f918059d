"""Ground floor: refusals, bilingual text, money, time, events and identifiers. Knows no framework."""
