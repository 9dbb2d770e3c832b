"""The kept runs: a table, their curves, and what a person can do with them.

Columns, actions and curves know nothing of widgets.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
