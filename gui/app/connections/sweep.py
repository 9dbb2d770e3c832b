"""What follows from trying several."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_sweep(window: WindowParts, controllers: Controllers) -> None:
    sweep = controllers.sweep
    sweep.page_asked.connect(partial(window.pages.show_page, window.sweep_panel))
    sweep.begun.connect(controllers.hardware.give_way)
    sweep.begun.connect(controllers.compression.give_way)
    sweep.begun.connect(window.measuring.cancel)
    sweep.begun.connect(window.teaching.settle)
    sweep.going_on_changed.connect(controllers.training.show_trying)
    sweep.runs_changed.connect(controllers.runs.refresh_soon)
    sweep.run_asked.connect(window.runs_panel.select)
    sweep.run_asked.connect(lambda _folder: window.pages.show_page(window.runs_panel))
    sweep.run_asked.connect(lambda _folder: window.runs_panel.setFocus())
    sweep.stop_training_asked.connect(controllers.training.stop_and_then)
    sweep.doing.connect(window.status.show_job)
