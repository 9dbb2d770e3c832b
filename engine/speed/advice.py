"""Which configuration trains fastest on this computer, as sentences with figures."""

from engine.formats import count, percent
from engine.speed.findings import Advice, Measured

ALIKE = 1.05
"""Configurations that differ by less count as equally fast: the one with fewer processes and threads wins."""


def advice(found: list[Measured], most_threads: int) -> Advice:
    """The fastest configuration with at most `most_threads`, and what the others would cost or gain."""
    ours = [row for row in found if row.loop == "Inkling" and row.pipeline == "batch"]
    allowed = [row for row in ours if row.threads <= most_threads]
    best = _best(allowed)
    sentences = [f"Best here: {_name(best)}, {best.images_per_second:,.0f} images/s.", _of_workers(allowed, best)]
    fastest = _best(ours)
    if fastest.threads > most_threads:
        gain = fastest.images_per_second / best.images_per_second
        sentences.append(f"{fastest.threads} threads are {gain:.1f} times as fast, but the window needs a core.")
    if textbook := [row for row in found if row.loop == "textbook"]:
        theirs = _best(textbook)
        gain = best.images_per_second / theirs.images_per_second
        sentences.append(
            f"The tutorials' loop with {_name(theirs)} reaches "
            f"{theirs.images_per_second:,.0f} images/s: this is {gain:.1f} times as fast."
        )
    sentences.append(_of_pipelines([row for row in found if row.pipeline == "image"], allowed, best))
    return Advice(best.model, best.num_workers, best.threads, " ".join(filter(None, sentences)))


def _best(rows: list[Measured]) -> Measured:
    top = max(row.images_per_second for row in rows)
    return min(
        (row for row in rows if row.images_per_second * ALIKE >= top), key=lambda row: (row.num_workers, row.threads)
    )


def _of_workers(rows: list[Measured], best: Measured) -> str:
    """The effect of loader workers here: the largest difference to the best configuration."""
    others = [row for row in rows if row.threads == best.threads and row.num_workers != best.num_workers]
    if not others:
        return ""
    if best.num_workers:
        none = next(row for row in others if row.num_workers == 0)
        gain = best.images_per_second / none.images_per_second
        return f"They prepare batches while the network learns: {gain:.1f} times as fast as without workers."
    worst = min(others, key=lambda row: row.images_per_second)
    share = worst.images_per_second / best.images_per_second
    if share * ALIKE >= 1:
        return "Loader workers change nothing: the images are already in memory, and fetching them takes no time."
    equal = [row for row in others if row.images_per_second * ALIKE >= best.images_per_second]
    return (
        f"{_of_equal(equal)}With {_name(worst)} your computer trains at {percent(share, 0)} of that speed: the images "
        f"are already in memory, and {'so many ' * bool(equal)}workers take cores away from the arithmetic and send "
        "copies around."
    )


def _of_equal(rows: list[Measured]) -> str:
    """A sentence about workers that neither cost nor gain, or ""."""
    if not rows:
        return ""
    numbers = " or ".join(str(row.num_workers) for row in sorted(rows, key=lambda row: row.num_workers))
    speeds = ", ".join(f"{row.images_per_second:,.0f}" for row in sorted(rows, key=lambda row: row.num_workers))
    word = "worker is" if numbers == "1" else "workers are"
    return f"{numbers} loader {word} as fast ({speeds} images/s): the difference is within the noise. "


def _of_pipelines(single: list[Measured], whole: list[Measured], best: Measured) -> str:
    """The effect of loader workers on each pipeline, and how the pipelines compare."""
    none = next((row for row in single if row.num_workers == 0), None)
    if none is None or len(single) == 1:
        return ""
    fastest = max((row for row in single if row.num_workers), key=lambda row: row.images_per_second)
    told = f"With one image at a time {_effect(fastest, none)}"
    same = [row for row in whole if row.threads == best.threads]
    with_workers = [row for row in same if row.num_workers == fastest.num_workers]
    without = [row for row in same if row.num_workers == 0]
    if with_workers and without:
        told += f", with whole batches {_effect(with_workers[0], without[0])}"
    gain = best.images_per_second / max(row.images_per_second for row in single)
    return f"{told}. Whole batches are {gain:.1f} times as fast as one image at a time at its best."


def _effect(some: Measured, none: Measured) -> str:
    """The effect of loader workers as a clause."""
    workers, ratio = count(some.num_workers, "loader worker"), some.images_per_second / none.images_per_second
    cost, pay, change = ("costs", "is", "changes") if some.num_workers == 1 else ("cost", "are", "change")
    if ratio > ALIKE:
        return f"{workers} {pay} {ratio:.1f} times as fast as none"
    if ratio * ALIKE >= 1:
        return f"{workers} {change} nothing"
    return f"{workers} {cost} {percent(1 - ratio, 0)} of the speed"


def _name(row: Measured) -> str:
    return f"{count(row.num_workers, 'loader worker')} and {count(row.threads, 'thread')}"
