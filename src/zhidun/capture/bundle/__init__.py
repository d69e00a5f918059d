"""What is made of a capture: WARC, WACZ, environment, clock, report. No Django here."""
