"""Kept runs and what they say: recorded ones, those of older versions, and the two of the terminal's tests."""
