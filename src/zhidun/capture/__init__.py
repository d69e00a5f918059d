"""Fixing web pages as evidence (网页取证固定): fetched without trusting them, recorded so that anyone can check."""
