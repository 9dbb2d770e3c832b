"""Offers that several features make in a message."""

RESUME = "Resume it"
