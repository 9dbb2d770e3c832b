"""What follows from labelling and learning a person's own digits."""

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_my_digits(window: WindowParts, controllers: Controllers) -> None:
    mine = controllers.my_digits
    mine.kept.connect(window.canvas.clear_labelled)
    mine.drawing_chosen.connect(window.canvas.show_strokes)
    mine.cores_asked.connect(window.measuring.cancel)
    mine.learning.connect(controllers.training.show_learning)
    for name in ("train", "open", "learn"):
        mine.learning.connect(window.commands[name].setDisabled)
    mine.can_unlearn.connect(window.commands["unlearn"].setEnabled)
    window.counting.begun.connect(window.result.show_counting)
    window.counting.counted.connect(window.result.show_mine)
    window.counting.failed.connect(window.show_problem)
    window.teaching.said.connect(window.say)
    window.teaching.failed.connect(window.show_problem)
