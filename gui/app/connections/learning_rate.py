"""What follows from the search for a learning rate."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_learning_rate(window: WindowParts, controllers: Controllers) -> None:
    learning_rate = controllers.learning_rate
    learning_rate.page_asked.connect(partial(window.pages.show_page, window.rate_panel))
    learning_rate.stop_training_asked.connect(controllers.training.stop_and_then)
    learning_rate.rate_chosen.connect(window.form.show_values)
