"""The curves of the ticked runs, laid over one another.

Each run keeps its line while it is ticked.
"""
