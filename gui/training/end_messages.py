"""The sentence that the window shows when a run has ended in a way that a person should know."""

from pathlib import Path
from typing import Literal, NamedTuple

from engine import Finished
from engine.runs import DELETED
from gui.network import RESUME
from gui.widgets import Kind

SAVE_ELSEWHERE = "Save elsewhere \u2026"
WITHOUT_WORKERS = "Train with 0 loader workers"
ONE_BEFORE = "Take the one before"
BRING_BACK = "Bring it back"

Came = Literal["new", "resumed", "training", "measuring"]
"""How far a run came: begun or resumed without a step, some steps, or all of them."""
STOPPED: dict[Came, str] = {
    "new": "Stopped before the first step: the run has no network yet, and page Runs can resume it.",
    "resumed": "Stopped before it went on: the run is as it was before.",
    "measuring": "Stopped before the final figures were measured: the network is kept, and resuming only measures it.",
}


class RunMessage(NamedTuple):
    """`kind` is info, warning or error; `offer` labels what the program can do about it, or is ""."""

    kind: Kind
    text: str
    offer: str = ""


def message_after(
    event: Finished, *, network_before: bool, came_to: Came = "training", unsaved: bool = False
) -> RunMessage | None:
    """Return None when all went as it should.

    `network_before` says that there is another network to go back to, `came_to` how far the run came, and `unsaved`
    that it has a trained network which no file has.
    """
    match event.reason:
        case "failed" if "loader worker" in event.message:
            return RunMessage("error", event.message, WITHOUT_WORKERS)
        case "discarded" if Path(event.folder).parent.name == DELETED:
            return RunMessage("info", "The run was thrown away.", BRING_BACK)
        case "discarded":
            return RunMessage("info", "What came since it was resumed was thrown away: the run is as it was before.")
        case _ if unsaved:
            return RunMessage("error", event.message, SAVE_ELSEWHERE)
        case "failed":
            return RunMessage("error", event.message)
        case "stopped" if came_to != "training" and event.folder and not event.message:
            return RunMessage("info", STOPPED[came_to], RESUME)
        case "stopped" if event.saved_to and network_before:
            return RunMessage("info", "Your drawings are read by the network as it was when you stopped.", ONE_BEFORE)
        case _ if event.message:
            return RunMessage("warning", event.message)
    return None
