"""People and organisations: one identity each, with aliases, identifiers and merge judgements."""
