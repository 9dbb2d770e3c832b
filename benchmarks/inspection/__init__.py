"""Measures what page Inside computes. Each part is a file with a function that gives its figures."""
