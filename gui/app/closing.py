"""Closing the window: a run is stopped and kept, an unsaved network is offered a place, and all threads end."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog

from engine.system import SIGNALS
from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts

STOP_MILLISECONDS = 300
"""How long closing the window may look frozen before it says that training is being stopped."""


class Closing(QObject):
    """Decides whether the window may close now, and ends what works in the background."""

    def __init__(self, window: WindowParts, controllers: Controllers) -> None:
        super().__init__(window)
        self._window, self._controllers = window, controllers
        self._closing = False
        """Whether what the window remembers is kept already."""
        self._waiting = False
        """Whether the window closes when the run has ended."""
        self._may_ask = False
        """Whether a person wants it closed, and not the system."""
        self._asked: object = None
        """The unsaved network about which the person was asked last."""

    @Slot()
    def quit(self) -> None:
        """Close the window because a person wants it."""
        self._may_ask = True
        self._window.close()

    @Slot()
    def close_if_waiting(self) -> None:
        """The run has ended: close the window if that was put off until then."""
        if self._waiting:
            self._waiting = False
            self._window.close()

    def may_close(self, event: QCloseEvent) -> bool:
        """Stop the run and, when nothing is in the way, end all threads. Returns whether the window may close."""
        if not self._closing:
            self._window.remembered.keep()
        self._closing = True
        self._may_ask = self._may_ask or event.spontaneous()
        self._window.measuring.cancel()
        self._controllers.training.close()
        self._controllers.sweep.cancel()
        if not self._window.session.wait(STOP_MILLISECONDS):
            self._wait_for_the_run()
            return False
        self._window.session.tell_the_end()
        if self._must_ask():
            return False
        self._end()
        return True

    def _wait_for_the_run(self) -> None:
        """Its Finished will close the window. Ending the thread by force would end the process with it."""
        self._waiting = True
        self._window.player.show_state("stopping")
        self._window.status.say("Stopping \u2026")

    def _must_ask(self) -> bool:
        """Offer to save a network that is nowhere on the disk, once."""
        unsaved = self._controllers.training.unsaved
        if not self._may_ask or unsaved.run is None or unsaved.run is self._asked:
            return False
        unsaved.offer_before_closing()
        self._closing, self._may_ask, self._asked = False, False, unsaved.run
        return True

    def _end(self) -> None:
        window = self._window
        for job in window.background:
            job.stop()
        self._controllers.training.unsaved.rescue()
        window.hide()
        for beside in window.findChildren(QDialog):
            # Otherwise help would stay on the screen while the threads end.
            beside.close()
        window.measuring.wait()
        window.teaching.end()
        for job in window.background:
            job.end()
        self._controllers.compression.end()
        window.loader.requestInterruption()
        if not SIGNALS.number:
            window.loader.wait()
        window.log_feed.close()
