"""The canvas and what the network thinks of the drawing on it.

The drawing itself knows nothing of widgets.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
