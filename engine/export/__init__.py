"""A trained run in forms that other programs and other people read.

There is one file for each form.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
