"""Buttons, and rows of them. Every one has a tooltip."""
