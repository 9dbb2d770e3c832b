"""Colours and icons for the light and the dark scheme.

They are chosen so that colour-blind people can tell them apart.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
