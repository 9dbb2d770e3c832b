"""Exports a trained run in formats for other programs and for people.

There is one file for each format.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
