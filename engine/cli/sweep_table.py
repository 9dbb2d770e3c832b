"""The lines that `python -m engine sweep` prints: one for each trial, and a table at the end."""

from collections.abc import Iterator, Sequence

from engine.formats import percent
from engine.sweep import SweepFinished, TrialEnded, about
from engine.system import in_terminal, shown

HEADINGS = ("trial", "what differs", "validation", "test", "seconds", "parameters", "best front")
NOTHING = "-"
BEST = "*"
EXPLANATION = (
    f"{BEST} the most accurate on validation images, and those as good as far as the images can tell. Best front: "
    "nothing that takes fewer seconds, or has fewer parameters, is as accurate, apart from chance."
)


def line(event: TrialEnded) -> str:
    """What is printed when a trial has ended."""
    head = f"{event.place}/{event.trials}  {event.words}"
    if event.state != "completed":
        return f"{head}: {_state(event)}"
    left = f"; {about(event.seconds_left)} left" if event.seconds_left else ""
    return (
        f"{head}: validation accuracy {percent(event.validation_accuracy)}, test {percent(event.test_accuracy)}, "
        f"{event.seconds:.1f} s{left}"
    )


def _state(event: TrialEnded) -> str:
    return event.message or ("stopped" if event.state == "begun" else event.state)


def table(trials: Sequence[TrialEnded], end: SweepFinished) -> Iterator[str]:
    """All trials with the marks of the best, and a sentence about the marks."""
    cells = [HEADINGS, *(tuple(map(shown, _cells(trial, end))) for trial in trials)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEADINGS))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    if end.completed:
        yield EXPLANATION
    if end.reason == "stopped":
        yield f"Stopped after {end.completed} of {end.trials}: {in_terminal('sweep --resume')} goes on."


def _cells(trial: TrialEnded, end: SweepFinished) -> tuple[str, ...]:
    fronts = {"seconds": end.front_by_seconds, "parameters": end.front_by_weights}
    done = trial.state == "completed"
    return (
        f"{trial.place}{BEST if trial.place in end.best else ''}",
        trial.words,
        percent(trial.validation_accuracy, unknown=NOTHING) if done else _short_state(trial),
        percent(trial.test_accuracy, unknown=NOTHING),
        f"{trial.seconds:.1f}",
        f"{trial.weights:,}" if trial.weights else NOTHING,
        ", ".join(name for name, places in fronts.items() if trial.place in places),
    )


def _short_state(trial: TrialEnded) -> str:
    return "stopped" if trial.state == "begun" else trial.state
