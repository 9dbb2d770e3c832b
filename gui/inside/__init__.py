"""Looking inside the network that reads the drawing: its layers, its reasons, and what it would like to see.

Each view is a folder here with a controller, which is asked only while its view is in sight.
"""

from gui.inside.controller import InsideController
from gui.inside.panel import InsidePanel

__all__ = ["InsideController", "InsidePanel"]
