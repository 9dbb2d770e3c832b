"""What the window does when torch is imported and the last network is open."""

import logging

from PySide6.QtCore import QObject, Slot

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts
from gui.background import LoadedEngine

log = logging.getLogger("inkling")


class EngineArrival(QObject):
    """Shows the CPU, draws with the last network, and lists the kept runs."""

    def __init__(self, window: WindowParts, controllers: Controllers) -> None:
        super().__init__(window)
        self._window, self._controllers = window, controllers
        window.loader.loaded.connect(self._show)
        window.loader.varied.connect(window.form.show_varied)
        window.loader.failed.connect(window.show_problem)

    @Slot(object)
    def _show(self, engine: LoadedEngine) -> None:
        from engine.hardware import use_one_thread

        use_one_thread()
        self._window.status.show_cpu(engine.cpu)
        for problem in engine.problems:
            log.warning(problem)
            self._window.message.say("warning", problem)
        self._draw_with_the_last(engine)
        self._controllers.my_digits.show_digits()
        self._controllers.runs.refresh()
        if self._window.data_panel.isVisible():
            self._window.data_panel.look()

    def _draw_with_the_last(self, engine: LoadedEngine) -> None:
        """Unless a person has opened another one, or trains one, in the meantime."""
        networks = self._window.networks
        networks.guess_with(engine.untrained)
        if engine.run and not networks.run:
            networks.keep(engine.run, engine.classifier)
            self._controllers.guide.network_was_there()
        if not self._window.session.running:
            networks.take_back()
