"""Events of a run."""

from collections.abc import Iterable

from engine.events import BatchDone, Event, Started

STARTED = Started(
    model="cnn",
    description="a network",
    weights=42_106,
    device="cpu",
    threads=1,
    threads_reason="as set",
    num_workers=2,
    epochs=5,
    batch_size=256,
    steps=1075,
    train_images=55_000,
    own_images=0,
    outliers=5_000,
    validation_images=5_000,
    test_images=10_000,
)


def losses(events: Iterable[Event]) -> list[float]:
    """Of every step, in order."""
    return [event.loss for event in events if isinstance(event, BatchDone)]
