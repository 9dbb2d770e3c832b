"""What follows from measuring this computer."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_hardware(window: WindowParts, controllers: Controllers) -> None:
    controllers.measure.page_asked.connect(partial(window.pages.show_page, window.measure_panel))
    controllers.measure.settings_chosen.connect(window.form.show_values)
    controllers.measure.doing.connect(window.status.show_job)
