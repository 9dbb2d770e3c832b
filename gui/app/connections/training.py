"""What follows from a run: measurements end, and the page Curve comes to the front."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_training(window: WindowParts, controllers: Controllers) -> None:
    training = controllers.training
    training.begun.connect(window.measuring.cancel)
    training.begun.connect(partial(window.pages.setCurrentWidget, window.chart_page))
    training.begun.connect(controllers.result.show_training)
    training.begun.connect(window.remembered.keep)
    training.going_on_changed.connect(window.commands["stop"].setEnabled)
    training.going_on_changed.connect(window.commands["discard"].setEnabled)
    # The network in training is the one that reads; another one would be seen for a blink.
    training.going_on_changed.connect(window.commands["open"].setDisabled)
    training.ended.connect(controllers.result.show_kept)
