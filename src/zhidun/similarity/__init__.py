"""How alike two marks, goods or pictures are, and why. No framework, no database.

Every comparer answers a score from 0 to 1 and a reason in Chinese and English that names the parts compared. A
scorer is a declared, versioned list of weighted features (`packs/*/similarity/*.yaml`); a score is never a decision.
"""
