"""Ways by which a notice reaches somebody: base, registry, contrib."""
