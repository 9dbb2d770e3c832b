"""The mistakes of a network: which test images it classifies wrongly, and which classes it confuses.

A click on a cell of the confusion matrix shows its images.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
