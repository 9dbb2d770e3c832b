"""Widgets that several features share and that know no feature.

They take and give plain values.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
