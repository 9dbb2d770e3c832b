"""What a run leaves on the disk: its folder, record, history, checkpoints and trained network.

Listing, naming and deleting runs work without torch.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
