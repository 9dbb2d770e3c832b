"""What must hold after a command: its exit status, its messages, and its effect."""

import json
from collections.abc import Callable, Iterator

from benchmarks.faults.file_judges import Judge
from benchmarks.faults.judges import new_rows, of_rows, of_sentence
from benchmarks.faults.listening import Said
from benchmarks.faults.workbench import COMPLETED, DELETED, EXPORTS, STOPPED, Workbench
from engine.data import is_here
from engine.runs import row_of


def of_terminal(done: Callable[[Workbench], bool]) -> Judge:
    """The command had its effect, with status 0, or 1 if the log failed; or the status is 2, with a sentence."""

    def judge(bench: Workbench, said: Said) -> Iterator[str]:
        if said.value in (0, 1) and not done(bench):
            yield f"the exit status is {said.value}, and it is not done"
        elif said.value not in (0, 1, 2):
            yield f"the exit status is {said.value}: {said.err}"
        elif said.value == 2:
            yield from of_sentence(said.err.rstrip("\n") or "nothing is said")

    return judge


def named_new(bench: Workbench) -> bool:
    return row_of(bench.runs / COMPLETED).name == "new"


def deleted(bench: Workbench) -> bool:
    return not (bench.runs / STOPPED).exists()


def restored(bench: Workbench) -> bool:
    return (bench.runs / DELETED).is_dir()


def exported(bench: Workbench) -> bool:
    return (bench.home / EXPORTS / "run.csv").read_bytes() == bench.exported(".csv")


def data_is_here(_bench: Workbench) -> bool:
    return is_here("fashion")


def of_terminal_training(bench: Workbench, said: Said) -> Iterator[str]:
    """The status is 0 or 1 if the run is complete and saved, 3 if it could not be saved, 2 if it could not begin."""
    rows = new_rows(bench)
    yield from of_rows(bench, rows, lasting=said.lasting)
    if said.value not in (0, 1, 2, 3):
        yield f"the exit status is {said.value}"
    if said.value in (0, 1) and not any(row.has_network for row in rows):
        yield f"the exit status is {said.value}, and no network is there"
    if said.value != 0 and not said.err:
        yield "nothing is said on standard error"
    if "--- Logging error ---" in said.err:
        yield f"the log says: {json.dumps(said.err[-300:])}"
