"""The window itself: its parts, layout, menus, start and end, and what connects the features.

Only this room knows all features. Its names are imported when first used: the system is checked before Qt is imported.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
