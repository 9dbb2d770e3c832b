"""What the window says when a run has ended in a way that a person should know about."""

from pathlib import Path
from typing import NamedTuple

from engine.events import Finished
from engine.run_list import DELETED

SAVE_ELSEWHERE = "Save elsewhere \u2026"
WITHOUT_WORKERS = "Train with 0 loader workers"
ONE_BEFORE = "Take the one before"
UNDO_LEARNING = "Undo learning"
BRING_BACK = "Bring it back"
ONLY_ONE = "Only the first"
RESUME = "Resume it"


class RunMessage(NamedTuple):
    """`kind` is info, warning or error; `offer` is what the program can do about it, or ""."""

    kind: str
    text: str
    offer: str = ""


def message_after(event: Finished, *, network_before: bool) -> RunMessage | None:
    """None when all went as it should; `network_before` says that there is another network to go back to."""
    match event.reason:
        case "failed" if "loader worker" in event.message:
            return RunMessage("error", event.message, WITHOUT_WORKERS)
        case "discarded" if Path(event.folder).parent.name == DELETED:
            return RunMessage("info", "The run was thrown away.", BRING_BACK)
        case "discarded":
            return RunMessage("info", "What came since it was resumed was thrown away: the run is as it was before.")
        case "failed":
            return RunMessage("error", event.message)
        case _ if event.message and not event.saved_to:
            return RunMessage("error", event.message, SAVE_ELSEWHERE)
        case "stopped" if event.saved_to and network_before:
            return RunMessage("info", "Your drawings are read by the network as it was when you stopped.", ONE_BEFORE)
        case _ if event.message:
            return RunMessage("warning", event.message)
    return None
