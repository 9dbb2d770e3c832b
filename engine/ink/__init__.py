"""From pen strokes or a picture to 28x28 images like those of MNIST.

My digits, the drawings that a person has labelled, are kept here too.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
