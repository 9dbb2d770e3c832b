"""What follows from the actions on a kept run."""

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_runs(_window: WindowParts, controllers: Controllers) -> None:
    controllers.run_networks.mistakes_asked.connect(controllers.mistakes.look_at_mistakes_of)
