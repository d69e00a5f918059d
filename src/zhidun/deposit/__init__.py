"""Deposit of works (作品存证, measure 九): proof that a work existed, its chain of title, genuine-product codes."""
