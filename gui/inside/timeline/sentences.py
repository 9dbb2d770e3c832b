"""What the time slider says."""

from typing import TYPE_CHECKING

from engine.formats import percent

if TYPE_CHECKING:
    from engine.runs import Moment

NONE_KEPT = "No snapshots of this network's training were kept, so there is no way back in time."
NO_RUN = "The slider goes through the training of a network, once there is one."
NOT_YET = "Snapshots come as training goes on, unless its settings keep none."
NOW, LEARNING = "Now: the trained network", "Now: the network as it learns"


def when(moment: "Moment") -> str:
    """A moment in a few words: "start", "step 20" or "epoch 3"."""
    if moment.epoch:
        return f"epoch {moment.epoch}"
    return f"step {moment.step:,}" if moment.step else "start"


def about(moment: "Moment") -> str:
    """The same as a sentence, with what is known of the network then."""
    if not moment.step:
        return "Start: before the first step"
    if not moment.epoch:
        return f"Step {moment.step:,} of the first epoch"
    seen = moment.validation_accuracy
    return f"Epoch {moment.epoch}" + ("" if seen is None else f": reads {percent(seen)} of the validation images")
