"""A tour through the program: it trains, draws digits and takes pictures.

`make pictures` uses it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
