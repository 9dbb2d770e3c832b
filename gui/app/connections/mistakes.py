"""What follows from looking at images: the one that a person chooses is put on the canvas."""

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_mistakes(window: WindowParts, controllers: Controllers) -> None:
    window.mistakes_panel.chosen.connect(controllers.drawing.put_on_canvas)
    window.data_panel.chosen.connect(controllers.drawing.put_on_canvas)
