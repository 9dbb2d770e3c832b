"""The view Would like: the image that a unit or a class answers to most, and the training images that excite it.

Its controller climbs in the background.
"""
