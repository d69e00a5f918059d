"""The channels that ship with the product."""
