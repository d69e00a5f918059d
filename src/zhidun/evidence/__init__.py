"""Evidence: bytes kept as they came, their digests, their custody; what must not be opened stays shut."""
