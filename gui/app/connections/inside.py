"""What follows from looking inside the network."""

from functools import partial

from gui.app.controllers import Controllers


def connect_inside(controllers: Controllers) -> None:
    inside = controllers.inside
    inside.image_chosen.connect(controllers.drawing.put_on_canvas)
    inside.why_asked.connect(partial(controllers.guide.happened, "why"))
