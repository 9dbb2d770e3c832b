"""Turns pen strokes or a picture into 28x28 images like MNIST's.

Keeps My digits, the drawings that a person has labelled, too.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
