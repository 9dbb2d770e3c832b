"""What the network learns from: the images, their pixels, and the offer to get a missing data set.

Downloads run beside the window.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
