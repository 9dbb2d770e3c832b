"""The window itself: how it starts and ends, its parts, layout and menus.

Only this room knows all features.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
