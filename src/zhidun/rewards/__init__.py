"""Rewards to reporters (measure 十二): conditions, amount by rule, two people, anonymous payout by receipt code."""
