"""Zhidun 知盾: a city's intellectual-property protection platform."""

__version__ = "0.1.0"
