"""Build your own network: layers as cards, what each costs, a picture of the stack, and networks by name.

The engine says what fits and what it costs.
"""

from gui.network_editor.controller import NetworkEditorController
from gui.network_editor.panel import NetworkPanel

__all__ = ["NetworkEditorController", "NetworkPanel"]
