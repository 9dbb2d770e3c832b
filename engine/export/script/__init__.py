"""A run as a plain PyTorch script.

Its settings and its network become lines that a person reads in a minute.
"""
