"""Opinions of law: damages, punitive damages, fines, crimes, rewards and limitation, each with its arithmetic.

Every number of a law comes from the packs' rules; which rules are asked stands in `calculators.yaml` of the packs.
The doors and rooms call `zhidun.law.calculators`.
"""
