"""The canvas, and how the networks read what is drawn on it.

The drawing itself is a model without widgets.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
