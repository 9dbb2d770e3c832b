"""Connects each feature's signals to the features and parts of the window that act on them.

One file for each feature that emits. A connection is one line without a decision of its own.
"""

from gui.app.connections.canvas import connect_canvas
from gui.app.connections.compression import connect_compression
from gui.app.connections.data import connect_data
from gui.app.connections.hardware import connect_hardware
from gui.app.connections.inside import connect_inside
from gui.app.connections.learning_rate import connect_learning_rate
from gui.app.connections.mistakes import connect_mistakes
from gui.app.connections.my_digits import connect_my_digits
from gui.app.connections.network import connect_network
from gui.app.connections.network_editor import connect_network_editor
from gui.app.connections.runs import connect_runs
from gui.app.connections.sharing import connect_sharing
from gui.app.connections.sweep import connect_sweep
from gui.app.connections.training import connect_training
from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_features(window: WindowParts, controllers: Controllers) -> None:
    """Connect all features; the window's commands exist by now."""
    connect_canvas(window, controllers)
    connect_data(window, controllers)
    connect_inside(controllers)
    connect_mistakes(window, controllers)
    connect_learning_rate(window, controllers)
    connect_my_digits(window, controllers)
    connect_training(window, controllers)
    connect_sweep(window, controllers)
    connect_network(window)
    connect_network_editor(window, controllers)
    connect_runs(window, controllers)
    connect_compression(window, controllers)
    connect_hardware(window, controllers)
    connect_sharing(window, controllers)
