"""The words of the field: each has a sentence and a picture, in resources.

A label shows both while the mouse is over it.
"""
