"""What the report measures: one part for each group of rows in README's table of figures."""

from typing import NamedTuple

STROKES, FASHION = "STROKES.npz", "FASHION"
"""Words of a command that stand for a file and a folder of the person who measures."""
FURTHER = "..."
"""After such a word: the person's further files, if there are any."""
BRIEF = "--set model=simple epochs=1 augmentation=none outliers=none"

BRIEF_JOB = "rounds=1 fine_tuning_epochs=1 student_epochs=1 teacher_epochs=1"


class Part(NamedTuple):
    """Commands that run one after the other, in a data folder of their own."""

    name: str
    title: str
    commands: tuple[str, ...]
    """Each is what follows `python -m `."""
    quick: tuple[str, ...]
    """The same commands with as little work as possible; their figures only show that they run."""
    minutes: float
    """About how long the commands take on two quiet cores."""
    packages: tuple[str, ...] = ()
    """Modules that they import beyond requirements-dev.txt."""

    def needs(self, word: str) -> bool:
        """Whether a command has this word, for example STROKES."""
        return any(word in command.split() for command in self.commands)


PARTS = (
    Part(
        "textbook",
        "SimpleNN, one epoch: the tutorials' loop and Inkling",
        ("benchmarks.textbook",),
        ("benchmarks.textbook --rounds 1",),
        2,
    ),
    Part(
        "peers",
        "The same epoch with other libraries",
        ("benchmarks.peers",),
        ("benchmarks.peers --rounds 1",),
        6,
        packages=("sklearn", "keras", "jax"),
    ),
    Part(
        "yielding",
        "What the events of every step cost",
        ("benchmarks.yielding",),
        ("benchmarks.yielding --rounds 1",),
        1,
    ),
    Part(
        "window_tax",
        "The same training in the terminal and with the window open",
        ("benchmarks.window_tax --rounds 3 --set epochs=1",),
        (f"benchmarks.window_tax --rounds 1 {BRIEF}",),
        3,
    ),
    Part(
        "busy_core",
        "Training beside a program that keeps a core busy",
        tuple(f"benchmarks.busy_core --rounds 3 {threads}--set epochs=1" for threads in ("--threads 1 ", "")),
        (f"benchmarks.busy_core --rounds 1 --threads 1 {BRIEF}",),
        5,
    ),
    Part(
        "startup",
        "From the start of the program",
        ("benchmarks.startup",),
        ("benchmarks.startup --rounds 1",),
        1,
    ),
    Part(
        "default_training",
        "The default training",
        ("benchmarks.default_training --seeds 3",),
        (f"benchmarks.default_training --seeds 1 {BRIEF}",),
        6,
    ),
    Part(
        "window",
        "How smooth the window stays",
        ("benchmarks.window --cycles 5",),
        ("benchmarks.window --cycles 1 --epochs 1",),
        4,
    ),
    Part(
        "pens",
        "Digits that people wrote with a pen",
        (
            "engine train",
            f"benchmarks.pens {STROKES} {FURTHER}",
            f"benchmarks.replay {STROKES}",
            f"benchmarks.teaching {STROKES}",
        ),
        (
            "engine train --model simple --epochs 1 --augmentation none",
            f"benchmarks.pens {STROKES} {FURTHER}",
            f"benchmarks.replay {STROKES} --every 200",
            f"benchmarks.teaching {STROKES}",
        ),
        8,
    ),
    Part(
        "playable",
        "The page to play with, in a browser",
        (f"benchmarks.playable {STROKES} {FURTHER}",),
        (
            f"benchmarks.playable {STROKES} --networks simple --drawings 30 --by-mouse 2 --set epochs=1 "
            "augmentation=none outliers=none",
        ),
        9,
    ),
    Part(
        "resume",
        "Runs ended by `kill -9` at random moments and resumed",
        ("benchmarks.resume --kills 6",),
        (f"benchmarks.resume --kills 1 {BRIEF}",),
        2,
    ),
    Part(
        "keeping",
        "What keeping every run costs",
        (
            "benchmarks.keeping --rounds 3 --set model=simple batch_size=64 epochs=2 augmentation=none outliers=none",
            "benchmarks.keeping --rounds 2 --set epochs=1",
        ),
        (f"benchmarks.keeping --rounds 1 {BRIEF}",),
        3,
    ),
    Part(
        "runs_page",
        "500 kept runs",
        ("benchmarks.runs_page --runs 500",),
        ("benchmarks.runs_page --runs 4",),
        1,
    ),
    Part(
        "exported",
        "A run, its ONNX file and its script",
        ("benchmarks.exported --networks simple --set epochs=5",),
        (f"benchmarks.exported --networks simple {BRIEF}",),
        2,
    ),
    Part(
        "rate_finder",
        "The suggested learning rate against the best of ten",
        ("benchmarks.rate_finder",),
        ("benchmarks.rate_finder --images 500 --optimizers momentum --set epochs=1",),
        3,
    ),
    Part(
        "compress",
        "Compressed networks",
        ("benchmarks.compress --models cnn --set epochs=2",),
        (f"benchmarks.compress --models simple {BRIEF} --job {BRIEF_JOB}",),
        7,
    ),
    Part(
        "distilling",
        "SimpleNN with a teacher and without",
        tuple(
            f"benchmarks.distilling --seeds 2 --teacher-epochs 2 --set epochs=5 learning_rate={rate}"
            for rate in (0.003, 0.02)
        ),
        ("benchmarks.distilling --seeds 1 --teacher-epochs 1 --set epochs=1 augmentation=none outliers=none",),
        4,
    ),
    Part(
        "precision",
        "bfloat16 against float32",
        (
            "benchmarks.precision --seeds 5 --set model=simple epochs=3 augmentation=none outliers=none",
            "benchmarks.precision --seeds 2 --set epochs=1",
        ),
        (f"benchmarks.precision --seeds 1 {BRIEF}",),
        4,
    ),
    Part(
        "peak_share",
        "The share of the machine's peak rate that training reaches",
        ("benchmarks.peak_share",),
        ("benchmarks.peak_share --rounds 1",),
        3,
    ),
    Part(
        "pipelines",
        "Images one by one and in whole batches, with loader workers",
        ("benchmarks.pipelines --rounds 3",),
        ("benchmarks.pipelines --rounds 1 --seconds 0.2",),
        3,
    ),
    Part(
        "scale",
        "How training grows with cores, batches, networks, epochs and images",
        ("benchmarks.scale",),
        ("benchmarks.scale --rounds 1 --seconds 0.2",),
        8,
    ),
    Part(
        "downloads",
        "Fashion-MNIST after one click",
        (f"benchmarks.downloads {FASHION}",),
        (f"benchmarks.downloads {FASHION} --epochs 1",),
        3,
    ),
)
