"""The rows of the table: each compression method, and int8 on top of each."""

from collections.abc import Generator
from dataclasses import replace
from typing import Literal

from engine.compression.distilling import Student, larger, new_teacher, student
from engine.compression.findings import Doing
from engine.compression.int8 import bare_onnx, dynamically_quantised, quantised
from engine.compression.measuring import Candidate
from engine.compression.pruning import pruned, why_not_pruned
from engine.compression.settings import CompressSettings
from engine.compression.timing import microseconds
from engine.compression.work import ROW, Taught, Work, step_cost, steps_of
from engine.compression.zeros import packed_bytes, with_zeros
from engine.formats import count, percent
from engine.models import Network, OnnxNetwork, build, multiply_adds
from engine.runs import Result, SavedRun, int8_run
from engine.settings import NO_TEACHER
from engine.stack import stack_of
from engine.training import Teacher

MICROSECONDS = "\N{NO-BREAK SPACE}\u00b5s"
Given = SavedRun | Literal["new"] | None
"""The network that the student imitates, as the caller gives it."""
Learnt = dict[str, bool | None]
"""`Result.learnt`."""
Found = Generator[Doing | Candidate]


def row_names(settings: CompressSettings, model: str) -> list[str]:
    """Return the names of the rows in order."""
    int8 = settings.int8 == "done"
    names = ["original", *["int8"] * int8, *["int8, dynamic"] * (int8 and not stack_of(model).has_filters)]
    if settings.prune == "done" and not why_not_pruned(build(model)):
        names += ["pruned", *["pruned, int8"] * int8]
    if settings.zero == "done":
        names += [_zeroed_name(settings)]
    if settings.distil == "done":
        names += ["distilled", *["distilled, int8"] * int8, "student alone"]
    return names


def _zeroed_name(settings: CompressSettings) -> str:
    return f"zeroed {100 * settings.zeroed:.0f} %"


class Candidates:
    """Creates the networks of the rows; `row.py` measures speed and size."""

    def __init__(self, work: Work, teacher: Given) -> None:
        self._work = work
        self._run = work.run
        self._settings = work.settings
        self._not_pruned = why_not_pruned(work.network) if work.settings.prune == "done" else ""
        """Why there are no pruned rows although they are wanted."""
        self._simple = not work.network.stack.has_filters
        # A student without filters is as large as the network itself, which could teach it nothing.
        self._given: Given = teacher or ("new" if self._simple else None)

    @property
    def cost(self) -> int:
        """The cost of all steps and rows, in the unit of Work."""
        chosen, model = self._settings, self._run.settings.model
        cost = len(row_names(chosen, model)) * ROW
        if chosen.prune == "done" and not self._not_pruned:
            cost += self._cost(chosen.rounds * chosen.fine_tuning_epochs, model)
        if chosen.zero == "done":
            cost += self._cost(chosen.fine_tuning_epochs, model)
        if chosen.distil == "done":
            cost += self._cost(2 * chosen.student_epochs, model)
            cost += self._cost(chosen.teacher_epochs, larger(model).model) if self._given == "new" else 0
        return cost

    def _cost(self, epochs: int, model: str) -> int:
        settings = self._work.training_settings(epochs, 0, model)
        return steps_of(self._work.images, settings) * step_cost(model)

    def all(self) -> Found:
        """Yield the candidates in the table's order, with progress in between."""
        network, chosen = self._work.network, self._settings
        told = f"{self._run.kind}, as it was trained. {self._not_pruned}".rstrip()
        yield Candidate("original", told, self._run, network)
        if chosen.int8 == "done":
            yield from self._int8("int8", self._run, network)
            if self._simple:
                yield from self._dynamic()
        if chosen.prune == "done" and not self._not_pruned:
            yield from self._pruned()
        if chosen.zero == "done":
            yield from self._zeroed()
        if chosen.distil == "done":
            yield from self._distilled()

    def _int8(self, name: str, run: SavedRun, network: Network) -> Found:
        work = self._work
        yield work.doing(f"Quantising: {name}")
        made = quantised(network, work.images, work.splits.validation, work.stopping)
        apart = self._runtime(network, made.network)
        explanation = f"8-bit integers, {made.how}, with scales found on training images. {apart}"
        yield Candidate(name, explanation, int8_run(run, made.network.content), network)

    def _runtime(self, network: Network, small: OnnxNetwork) -> str:
        """Return the sentence about how much of the gain comes from ONNX Runtime instead of int8."""
        alone = OnnxNetwork(bare_onnx(network))
        float32, int8 = microseconds([alone, small], self._work.one_image, self._work.stopping)
        return f"For one image ONNX Runtime takes {float32:.0f}{MICROSECONDS} with float32 and {int8:.0f} with int8."

    def _dynamic(self) -> Found:
        work = self._work
        yield work.doing("Quantising: int8, dynamic")
        made = dynamically_quantised(work.network, work.splits.validation, work.stopping)
        explanation = "8-bit weights; the scales of all other numbers are computed for each batch."
        yield Candidate("int8, dynamic", explanation, int8_run(self._run, made.network.content), work.network)

    def _pruned(self) -> Found:
        work = self._work
        made = yield from pruned(work)
        gone = 1 - multiply_adds(made.network) / multiply_adds(work.network)
        explanation = (
            f"{_units(work.network)} became {_widths(made.network)}: {percent(gone, 0)} of the multiply-adds are "
            f"gone, in {count(self._settings.rounds, 'round')} of {count(self._settings.fine_tuning_epochs, 'epoch')}."
        )
        run = self._with(made.network, made.taught, self._run.result)
        yield Candidate("pruned", explanation, run, made.network)
        if self._settings.int8 == "done":
            yield from self._int8("pruned, int8", run, made.network)

    def _zeroed(self) -> Found:
        work, epochs = self._work, self._settings.fine_tuning_epochs
        network, taught = yield from with_zeros(work)
        whole, packed = (packed_bytes(one.parameters()) // 1000 for one in (work.network, network))
        explanation = (
            f"The smallest {percent(self._settings.zeroed, 0)} of the weights are zero, and stayed so through "
            f"{count(epochs, 'epoch')} of training. File size and speed do not change, as zeros are stored and "
            f"multiplied like all numbers; packed with xz the weights take {packed} instead of "
            f"{whole}\N{NO-BREAK SPACE}kB."
        )
        yield Candidate(
            _zeroed_name(self._settings), explanation, self._with(network, taught, self._run.result), network
        )

    def _distilled(self) -> Found:
        teacher, who, learnt = yield from self._teacher()
        epochs = count(self._settings.student_epochs, "epoch")
        made = yield from student(self._work, teacher)
        explanation = f"{_units(made.network)}, taught for {epochs} by {who}."
        run = self._of_student(made, learnt, who)
        yield Candidate("distilled", explanation, run, made.network)
        if self._settings.int8 == "done":
            yield from self._int8("distilled, int8", run, made.network)
        alone = yield from student(self._work, None)
        explanation = f"The same student with the same {epochs} and no teacher, as the baseline for distillation."
        yield Candidate("student alone", explanation, self._of_student(alone, {}), alone.network)

    def _teacher(self) -> Generator[Doing, None, tuple[Teacher, str, Learnt]]:
        """Return the teacher, its name for people, and the person's own digits that it has learnt."""
        work, mine = self._work, self._run.result.learnt
        if self._given is None:
            return work.own_teacher, "the original", mine
        if self._given != "new":
            return work.teacher(self._given), self._given.kind, mine | self._given.result.learnt
        made = yield from new_teacher(work)
        kind = f"{made.kind} that was trained for {count(self._settings.teacher_epochs, 'epoch')}"
        return work.teacher(made), kind, {}

    def _with(self, network: Network, taught: Taught, before: Result) -> SavedRun:
        """Return the run with this network and its further training."""
        widths = () if network.widths == stack_of(self._run.settings.model).widths else network.widths
        # The accuracy of the original before it was taught is no measure for another network.
        steps, seconds = before.steps + taught.steps, before.seconds + taught.seconds
        result = replace(before, steps=steps, seconds=seconds, untaught_accuracy=None)
        return replace(self._run, result=result, weights=network.state_dict(), widths=widths)

    def _of_student(self, made: Student, learnt: Learnt, teacher: str = NO_TEACHER) -> SavedRun:
        from_nothing = Result("completed", 0, 0.0, None, None, learnt=learnt)
        settings = made.settings.model_copy(update={"teacher": teacher})
        return replace(self._with(made.network, made.taught, from_nothing), settings=settings)


def _units(network: Network) -> str:
    """Return the widths of the hidden layers, in words."""
    if not network.widths:
        return "No hidden layer"
    return f"{_widths(network)} {'channels' if network.stack.has_filters else 'units'}"


def _widths(network: Network) -> str:
    return "-".join(map(str, network.widths))
