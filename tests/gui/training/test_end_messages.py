"""What is said after a run, and what is offered."""

import pytest

from engine.events import Finished, Reason
from gui.training.end_messages import ONE_BEFORE, SAVE_ELSEWHERE, WITHOUT_WORKERS, message_after


def ended(reason: Reason, message: str = "", saved_to: str | None = "a file") -> Finished:
    return Finished(reason, message, seconds=1.0, test_accuracy=None, saved_to=saved_to)


@pytest.mark.parametrize(
    ("event", "kind", "offer"),
    [
        (ended("failed", "The loss became infinite", None), "error", ""),
        (ended("failed", "A loader worker died"), "error", WITHOUT_WORKERS),
        (ended("completed", "The disk is full", None), "error", SAVE_ELSEWHERE),
        (ended("stopped", "The disk is full", None), "error", SAVE_ELSEWHERE),
        (ended("completed", "The network learnt next to nothing"), "warning", ""),
        (ended("stopped"), "info", ONE_BEFORE),
    ],
)
def that_every_ending_that_matters_has_a_sentence(event: Finished, kind: str, offer: str) -> None:
    words = message_after(event, network_before=True, unsaved=offer == SAVE_ELSEWHERE)
    assert words and (words.kind, words.offer) == (kind, offer) and event.message in words.text


def that_what_went_well_is_not_talked_about() -> None:
    assert message_after(ended("completed"), network_before=True) is None
    assert message_after(ended("stopped"), network_before=False) is None
    assert message_after(ended("stopped", saved_to=None), network_before=True) is None
