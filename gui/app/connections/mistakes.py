"""What follows from looking at mistakes: the image that a person chooses is put on the canvas."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_mistakes(window: WindowParts, controllers: Controllers) -> None:
    controllers.mistakes.page_asked.connect(partial(window.pages.show_page, window.mistakes_panel))
    controllers.mistakes.page_asked.connect(partial(controllers.guide.happened, "mistakes"))
    controllers.mistakes.image_chosen.connect(controllers.drawing.put_on_canvas)
    window.mistakes_panel.asked.connect(controllers.run_networks.stop_looking)
