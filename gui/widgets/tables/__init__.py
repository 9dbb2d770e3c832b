"""What all tables share: a row model, sorting, and cells with a check box.

They know nothing of runs.
"""
