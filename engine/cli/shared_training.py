"""`torchrun ... -m engine train`: what each of the processes does that torchrun starts."""

import logging
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.errors import Stopped
from engine.settings import TrainSettings
from engine.system import REFUSED, SIGNALS, in_terminal
from engine.training import Refusal

if TYPE_CHECKING:
    from engine.training import Launch, RunControl, SharedBatches


def train_together(
    settings: TrainSettings,
    launch: "Launch",
    control: "RunControl",
    lead: Callable[["SharedBatches"], int],
    *,
    resumes: bool,
) -> int:
    """Rank 0 leads: it keeps the run and prints. The others follow in silence. Returns the exit status.

    Raises InklingError in the process that should say it: one on each computer if all know it.
    """
    try:
        if resumes:
            raise Refusal(f"A run is resumed by one process: {in_terminal('train --resume')}, without torchrun.")
        launch.check_batch_size(settings.batch_size)
        # torch prints a page about each connection that ends; what matters is said below. Read when it is imported.
        os.environ.setdefault("TORCH_CPP_LOG_LEVEL", "ERROR")
        # A signal during these imports ends the process: there is no run yet.
        from engine.training import SharedBatches, follow

        with SIGNALS.stopping(control.stop), SharedBatches(launch, control) as batches:
            if launch.rank == 0:
                return lead(batches)
            # Python prints warnings that no handler takes.
            logging.getLogger("inkling").addHandler(logging.NullHandler())
            follow(settings, batches, control)
    except Stopped:
        return SIGNALS.status
    except Refusal:
        if launch.local_rank:
            return REFUSED
        raise
    return SIGNALS.status
