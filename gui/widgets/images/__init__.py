"""Small grey images as Qt paints them, alone, in rows and in grids.

They know nothing of data sets.
"""
