"""What all tables share: a row model, sorting and cells to tick.

They know nothing of runs.
"""
