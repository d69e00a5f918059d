"""Standards library (证据标准): elements of each kind of act, claim charts on cases, conversion of evidence."""
