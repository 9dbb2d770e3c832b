"""The network that reads the drawing, and the dialogs that open and save it.

Several features share this state.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
