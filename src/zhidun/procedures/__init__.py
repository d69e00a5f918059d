"""Grammar of a procedure: load its YAML, check its shape, decide what is open. Plain Python, no framework."""
