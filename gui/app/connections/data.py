"""What follows from images that are missing or arrive, and from the image that a person chooses."""

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_data(window: WindowParts, controllers: Controllers) -> None:
    controllers.data.unavailable.connect(window.player.need)
    controllers.data.arrived.connect(controllers.images.read_again)
    controllers.images.image_chosen.connect(controllers.drawing.put_on_canvas)
