"""The drawing on its way through the layers, painted as pictures.

One number of them is followed back to all that it is made of.
"""
