"""What follows from a drawing: commands that become possible, and the row of buttons that labels it."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_canvas(window: WindowParts, controllers: Controllers) -> None:
    drawing = controllers.drawing
    drawing.read_again.connect(controllers.inside.look_at)
    drawing.drawn.connect(partial(controllers.guide.happened, "drawn"))
    drawing.can_undo.connect(window.commands["undo"].setEnabled)
    drawing.can_redo.connect(window.commands["redo"].setEnabled)
    drawing.can_clear.connect(window.commands["clear"].setEnabled)
    drawing.can_label.connect(window.teach_row.show_drawing)
    drawing.reads_digits.connect(window.teach_row.show_possible)
    drawing.image_shown.connect(window.teach_row.tell)
    drawing.image_gone.connect(controllers.my_digits.tell_count)
    window.teach_row.taught.connect(drawing.label)
    drawing.labelled.connect(controllers.my_digits.teach)
    drawing.label_refused.connect(partial(window.message.say, "refusal"))
    window.canvas.label_undone.connect(window.teaching.take_back)
    window.canvas.label_redone.connect(window.teaching.give_back)
