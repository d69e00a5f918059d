"""Verifiable draw: anyone can run it again and get the same names; nobody, the agency included, can steer it."""
