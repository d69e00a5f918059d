"""REST door under /api/v1: everything the pages do, for machines; views only, no rules."""
