"""The images that the network learns from: their pixels, and the offer to get a missing data set.

Downloads run in the background.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
