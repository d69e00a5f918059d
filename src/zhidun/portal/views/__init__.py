"""Pages of the public site, a module a topic."""
