"""Small grey images for Qt: alone, in rows and in grids.

They know nothing of data sets.
"""
