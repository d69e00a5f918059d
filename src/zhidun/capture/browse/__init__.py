"""The browser: in a network of its own, behind our filtering proxy, with a new profile each time. No Django here."""
