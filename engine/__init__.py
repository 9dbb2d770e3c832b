"""Trains digit classifiers on the CPU and reads handwriting with them. Knows nothing of any window."""

__version__ = "0.1.0"
