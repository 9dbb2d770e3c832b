"""Training in the window: settings, player, loss curve, time bar and log.

The controller begins and steers a run; `RunDisplay` shows its events.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
