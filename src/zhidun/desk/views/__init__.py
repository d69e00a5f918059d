"""Pages of the staff site, a module a topic."""
