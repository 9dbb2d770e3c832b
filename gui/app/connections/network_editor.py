"""What follows from building a network: the settings take it, and know those that are kept."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_network_editor(window: WindowParts, controllers: Controllers) -> None:
    editor = controllers.network_editor
    editor.network_chosen.connect(window.form.show_values)
    editor.names_changed.connect(partial(window.form.offer, "model"))
    editor.library.read()
    # From now on: the list of runs, which says what they are called, is read later than the window opens.
    editor.names_changed.connect(controllers.runs.refresh_soon)
    window.form.build_asked.connect(window.commands["network"].trigger)
    window.loader.loaded.connect(editor.costs.follow)
    window.form.changed.connect(editor.costs.follow)
    window.measuring.ended.connect(editor.costs.follow)
    controllers.training.going_on_changed.connect(editor.costs.follow)
    controllers.sweep.going_on_changed.connect(editor.costs.follow)
    controllers.compression.doing.connect(editor.costs.follow)
