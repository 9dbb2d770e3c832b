"""The kinds of layer that networks are made of: one file for each kind says all that the program knows of it.

`layer.py` says what that may be, and what holds for a kind that says nothing. `registry.py` finds the files by itself.
"""
